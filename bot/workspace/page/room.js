// The middle of the page: a channel, the app's messages, or its Home.

import { byId, h, icon, refill } from "./dom.js";
import { blocks, choices } from "./blocks.js";
import { Composer } from "./composer.js";
import { drawer } from "./sidebar.js";
import { act, direct, messages, on, store, title } from "./store.js";
import { Timeline, timelines } from "./timeline.js";
import { t } from "./words.js";

let line = null;
let side = null;

const byTouch = () => matchMedia("(pointer: coarse)").matches;
const burger = () =>
  h(
    "button",
    {
      type: "button",
      class: "plain open-menu",
      "aria-label": t("openMenu"),
      "aria-expanded": "false",
      onclick: () => drawer(true),
    },
    icon("menu"),
  );

function leave(old) {
  old?.close();
  timelines.delete(old);
}

function tabs(here) {
  const tab = (name, href) =>
    h("a", { href, class: "tab", role: "tab", "aria-selected": String(here === name), "data-key": name }, t(name));
  return h("div", { class: "tabs", role: "tablist" }, tab("home", "#/home"), tab("messages", `#/${direct().id}`));
}

function head(row, here) {
  const mark = row.im ? null : icon(row.private ? "lock" : "hash", 18);
  return h(
    "header",
    { class: "top" },
    burger(),
    h(
      "div",
      { class: "title" },
      h("h2", {}, mark, row.im ? store.bot.title : row.name),
      !row.im && h("small", {}, [t("members", row.members), row.shared && t("shared"), row.topic].filter(Boolean).join(" · ")),
    ),
    row.im && store.has_home && tabs(here),
  );
}

export function room(id) {
  const row = store.channels.find((channel) => channel.id === id);
  leave(line);
  line = new Timeline(row);
  timelines.add(line);
  store.unread.delete(id);
  const writer = new Composer(row);
  refill(
    byId("room"),
    head(row, "messages"),
    !row.im && !row.has_app && h("p", { class: "notice" }, t("noApp")),
    line.node,
    writer.node,
  );
  line.end();
  if (row.im) act("home", { tab: "messages" });
  if (!byTouch()) writer.area.focus();
}

export const showMessage = (ts) => line?.show(ts);

function homePlace(view) {
  return {
    key: view.id,
    values: view.state.values,
    redraw: "home",
    press: (block, element, value) =>
      act("action", {
        view_id: view.id,
        block_id: block.block_id,
        action_id: element.action_id,
        value,
        values: choices({ key: view.id }),
      }),
  };
}

function drawHome() {
  const box = byId("room").querySelector(".home-tab");
  if (!box) return;
  refill(
    box,
    store.home
      ? h("div", { class: "home" }, blocks(store.home.blocks, homePlace(store.home)))
      : h("p", { class: "quiet nothing" }, t("noHome")),
  );
}

export function home() {
  leave(line);
  line = null;
  refill(
    byId("room"),
    head(direct(), "home"),
    h("div", { class: "home-tab", tabindex: 0, role: "tabpanel", "aria-label": t("home") }),
  );
  drawHome();
  act("home", { tab: "home" });
}

export function thread(channelId, ts, back) {
  leave(side);
  side = null;
  const pane = byId("thread");
  pane.hidden = !ts;
  byId("app").classList.toggle("with-thread", Boolean(ts));
  if (!ts) return pane.replaceChildren();
  const row = store.channels.find((channel) => channel.id === channelId);
  side = new Timeline(row, ts);
  timelines.add(side);
  const writer = new Composer(row, ts);
  pane.setAttribute("aria-label", t("thread"));
  refill(
    pane,
    h(
      "header",
      { class: "top" },
      h("button", { type: "button", class: "plain phone", "aria-label": t("back"), onclick: back }, icon("back")),
      h("div", { class: "title" }, h("h2", {}, t("thread")), h("small", {}, title(row))),
      h("button", { type: "button", class: "plain laptop", "aria-label": t("close"), onclick: back }, icon("close")),
    ),
    side.node,
    writer.node,
  );
  side.end();
  // On a phone the keyboard would cover what one came to read.
  (byTouch() ? pane.querySelector("button") : writer.area).focus();
}

on("home", drawHome);
on("message", () => {
  if (side && !messages(side.channel.id, side.thread).length) side.node.classList.add("gone");
});
