// Channels, the app, and who one acts as.

import { byId, h, icon, refill } from "./dom.js";
import { menu } from "./menu.js";
import { avatar } from "./message.js";
import { panel } from "./panel.js";
import { connect, direct, me, store } from "./store.js";
import { t } from "./words.js";

export function drawer(open) {
  byId("app").classList.toggle("drawn", open);
  document.querySelector(".open-menu")?.setAttribute("aria-expanded", String(open));
  if (open) byId("sidebar").querySelector("a[aria-current], a")?.focus();
  else if (byId("sidebar").contains(document.activeElement)) document.querySelector(".open-menu")?.focus();
}

function entry(href, mark, words, here, unread) {
  return h(
    "li",
    {},
    h(
      "a",
      {
        href,
        "aria-current": here ? "page" : null,
        class: unread ? "unread" : null,
        "data-key": href,
        onclick: () => drawer(false),
      },
      mark,
      h("span", {}, words),
      unread ? h("b", { class: "count" }, unread) : null,
    ),
  );
}

function actAs(anchor) {
  menu(
    anchor,
    store.people.map((person) => ({
      label: person.real_name,
      detail: person.title,
      checked: person.id === store.me,
      run: () => {
        sessionStorage.setItem("person", person.id);
        store.choices.clear();
        store.unread.clear();
        drawer(false);
        connect(person.id);
      },
    })),
  );
}

export function sidebar(here) {
  const rooms = store.channels.filter((row) => !row.im);
  const app = direct();
  const unread = store.unread.get(app.id);
  refill(
    byId("sidebar"),
    h(
      "header",
      {},
      h("h1", {}, store.name),
      h("p", { class: store.live ? "" : "offline" }, store.live ? t("local") : t("offline")),
    ),
    h(
      "div",
      { class: "rooms" },
      h("h2", {}, t("channels")),
      h(
        "ul",
        {},
        rooms.map((row) =>
          entry(
            `#/${row.id}`,
            icon(row.private ? "lock" : "hash", 17),
            row.name,
            here === row.id,
            store.unread.get(row.id),
          ),
        ),
      ),
      h("h2", {}, t("apps")),
      h(
        "ul",
        {},
        entry(
          store.has_home && !unread ? "#/home" : `#/${app.id}`,
          avatar(store.bot.id),
          store.bot.name,
          here === "home" || here === app.id,
          unread,
        ),
      ),
    ),
    h(
      "button",
      {
        type: "button",
        class: "open-panel",
        "data-key": "panel",
        "aria-expanded": String(!byId("panel").hidden),
        onclick: () => {
          panel(true);
          drawer(false);
        },
      },
      icon("panel", 17),
      t("panel"),
    ),
    h(
      "button",
      {
        type: "button",
        class: "who",
        "data-key": "who",
        "aria-haspopup": "menu",
        "aria-label": `${t("actAsShort")}: ${me().real_name}`,
        onclick: (event) => actAs(event.currentTarget),
      },
      avatar(store.me),
      h("span", {}, h("b", {}, me().real_name), h("small", {}, `${me().title} · ${t("actAsShort")}`)),
      icon("down", 18),
    ),
  );
}
