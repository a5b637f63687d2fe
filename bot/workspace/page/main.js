// The page: where one is, by the address; what is drawn, by what changed.

import { byId } from "./dom.js";
import { announce } from "./message.js";
import "./modal.js";
import { panel } from "./panel.js";
import { home, room, showMessage, thread } from "./room.js";
import { drawer, sidebar } from "./sidebar.js";
import { channel, connect, on, store } from "./store.js";
import { t } from "./words.js";

let shown = { id: null, ts: null, person: null };

// The address: #/CHANNEL, #/CHANNEL/THREAD or #/home; a permalink's path is turned into one.
function where() {
  const link = location.pathname.match(/^\/archives\/(\w+)\/p(\d+)(\d{6})$/);
  if (link) {
    history.replaceState(null, "", `/#/${link[1]}`);
    return { id: link[1], find: `${link[2]}.${link[3]}` };
  }
  const [, id, ts] = location.hash.split("/");
  const known = id === "home" || channel(id);
  return {
    id: known ? id : (store.channels.find((row) => row.name === "sales") ?? store.channels[0]).id,
    ts: known ? (ts ?? null) : null,
  };
}

function show() {
  if (!store.me) return;
  const here = where();
  if (!channel(here.id) && here.id !== "home") here.id = store.channels[0].id;
  const moved = here.id !== shown.id || store.me !== shown.person;
  if (moved) here.id === "home" ? home() : room(here.id);
  if (moved || here.ts !== shown.ts)
    thread(here.id, here.ts, () => {
      location.hash = `#/${here.id}`;
    });
  shown = { id: here.id, ts: here.ts ?? null, person: store.me };
  sidebar(here.id);
  if (here.find) {
    const found = store.messages.get(`${here.id}/${here.find}`);
    if (found?.thread_ts && found.thread_ts !== found.ts) location.hash = `#/${here.id}/${found.thread_ts}`;
    else showMessage(here.find);
  }
  document.title = `${here.id === "home" ? store.bot.title : channel(here.id).name || store.bot.title} · ${store.name}`;
  byId("skip").textContent = t("skip");
}

on("picture", () => {
  shown = { ...shown, id: null };
  show();
});
on("channels", () => {
  shown = { ...shown, id: null };
  show();
});
on("live", () => store.me && sidebar(shown.id));
on("thread", (row) => {
  location.hash = `#/${row.channel}/${row.thread_ts ?? row.ts}`;
});
on("message", ({ row, fresh }) => {
  if (!fresh || row.user === store.me) return;
  const away = row.channel !== shown.id && !row.thread_ts;
  if (away) {
    store.unread.set(row.channel, (store.unread.get(row.channel) ?? 0) + 1);
    sidebar(shown.id);
  } else if (row.channel === shown.id) announce(row);
});

addEventListener("hashchange", show);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (!byId("panel").hidden) panel(false);
  else if (byId("app").classList.contains("drawn")) drawer(false);
  else if (shown.ts) {
    location.hash = `#/${shown.id}`;
    byId("composer")?.focus();
  }
});
byId("veil").addEventListener("click", () => drawer(false));

const wanted = new URLSearchParams(location.search).get("as");
connect(wanted ?? sessionStorage.getItem("person") ?? "ana");
