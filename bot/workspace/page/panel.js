// The control panel: what can be made to go wrong, the clock, and the raw traffic.

import { byId, h, icon, refill } from "./dom.js";
import { act, complain, on } from "./store.js";
import { Traffic } from "./traffic.js";
import { t } from "./words.js";

const METHODS = ["*", "chat.postMessage", "chat.*", "files.*", "views.*", "response_url", "upload"];
const SOCKETS = [
  ["closeSockets", { kind: "close_sockets" }],
  ["cutSockets", { kind: "close_sockets", abruptly: true }],
  ["warnSockets", { kind: "disconnect", reason: "warning" }],
  ["refreshSockets", { kind: "disconnect", reason: "refresh_requested" }],
  ["halfOpen", { kind: "half_open" }],
];
const CALLS = [
  ["delay", { kind: "delay", delay_s: 5 }],
  ["rateLimited", { kind: "rate_limited", retry_after_s: 5 }],
  ["serverError", { kind: "server_error" }],
  ["dropRequest", { kind: "drop_request" }],
  ["loseResponse", { kind: "lose_response" }],
  ["neverAnswer", { kind: "hang_after" }],
];
const EVENTS = [
  ["duplicate", { kind: "duplicate" }],
  ["reorder", { kind: "reorder" }],
  ["loseAck", { kind: "lose_ack" }],
  ["unshared", { kind: "unshared" }],
];
const AHEAD = [
  ["minutes", 1, 60],
  ["minutes", 5, 300],
  ["hours", 1, 3600],
  ["days", 1, 86400],
];
const EVERY_MS = 1000;

let timer = null;
let spoken = "";
let drawn = "";
let traffic = null;

const get = async (path) => (await fetch(`/_workspace/${path}`)).json();

const button = (words, run) => h("button", { type: "button", class: "button", "data-key": words, onclick: run }, words);

async function order(fault) {
  complain(await act("fault", fault));
  look();
}

function section(words, ...children) {
  return h("section", {}, h("h3", {}, words), children);
}

const row = (...children) => h("div", { class: "buttons" }, children);

// What the fields of the panel say, put into the order of a fault of calls.
function aimed(fault) {
  return { ...fault, method: byId("aim").value, count: Number(byId("times").value) || 1 };
}

function calls() {
  const method = h(
    "select",
    { id: "aim", class: "select", "aria-label": t("nextCalls") },
    METHODS.map((name) => h("option", { value: name }, name === "*" ? t("anyCall") : name)),
  );
  const times = h("input", { id: "times", class: "field", type: "number", min: 1, max: 99, value: "1" });
  return section(
    t("nextCalls"),
    h("div", { class: "aim" }, method, h("label", {}, times, t("times"))),
    row(CALLS.map(([words, fault]) => button(t(words), () => order(aimed(fault))))),
    row(EVENTS.map(([words, fault]) => button(t(words), () => order(fault)))),
    h("div", { id: "ordered" }),
    h(
      "label",
      { class: "tick" },
      h("input", {
        type: "checkbox",
        id: "limits",
        onchange: (event) => act("limits", { on: event.target.checked }).then(complain),
      }),
      t("limits"),
    ),
  );
}

function clocks() {
  const ahead = async (seconds) => {
    complain(await act("clock", { advance_s: seconds }));
    look();
  };
  return section(
    t("clock"),
    h("p", { class: "quiet", id: "now" }),
    row(AHEAD.map(([words, count, seconds]) => button(t(words, count), () => ahead(seconds)))),
  );
}

async function forget(query) {
  await fetch(`/_workspace/faults${query}`, { method: "DELETE" });
  look();
}

function ordered(faults) {
  const words = JSON.stringify(faults);
  if (words === drawn) return;
  drawn = words;
  const open = faults.filter((fault) => !fault.over);
  refill(
    byId("ordered"),
    open.length
      ? h(
          "ul",
          { class: "ordered" },
          open.map((fault) =>
            h(
              "li",
              {},
              h("code", {}, [fault.kind, fault.method ?? fault.event].filter(Boolean).join(" · ")),
              h("span", { class: "quiet" }, t("struck", fault.met, fault.count || "∞")),
              button(t("forget"), () => forget(`?id=${fault.id}`)),
            ),
          ),
        )
      : h("p", { class: "quiet" }, t("noFaults")),
    open.length > 1 && button(t("forgetAll"), () => forget("")),
  );
}

async function look() {
  if (byId("panel").hidden) return;
  try {
    const [faults, time, limits] = await Promise.all([get("faults"), get("clock"), get("limits")]);
    if (byId("panel").hidden) return;
    ordered(faults.faults);
    byId("now").textContent = new Date(time.now * 1000).toLocaleString(document.documentElement.lang);
    byId("limits").checked = limits.on;
    byId("linked").textContent = t("connections", await traffic.read(get));
  } catch {
    byId("now").textContent = t("offline");
  }
}

function draw() {
  const box = byId("panel");
  drawn = "";
  spoken = document.documentElement.lang;
  traffic = new Traffic();
  box.setAttribute("aria-label", t("panel"));
  const shut = h(
    "button",
    { type: "button", class: "plain", "aria-label": t("close"), "data-key": "shut", onclick: () => panel(false) },
    icon("close"),
  );
  const sockets = SOCKETS.map(([words, fault]) => button(t(words), () => order(fault)));
  refill(
    box,
    h("header", { class: "top" }, h("div", { class: "title" }, h("h2", {}, t("panel"))), shut),
    h(
      "div",
      { class: "inside" },
      h("p", { class: "quiet" }, t("panelAbout")),
      section(h("span", { id: "linked" }, t("connections", "…")), row(sockets)),
      calls(),
      clocks(),
      section(t("traffic"), traffic.node),
    ),
  );
  return shut;
}

export function panel(open) {
  const box = byId("panel");
  if (box.hidden !== open) return;
  box.hidden = !open;
  const opener = document.querySelector(".open-panel");
  opener?.setAttribute("aria-expanded", String(open));
  clearInterval(timer);
  if (open) {
    draw().focus();
    look();
    timer = setInterval(look, EVERY_MS);
    return;
  }
  refill(box);
  // On a phone the drawer that it was opened from is shut by now.
  const menu = document.querySelector(".open-menu");
  (menu?.checkVisibility() ? menu : opener)?.focus();
}

// Whom one acts as decides the language.
on("picture", () => {
  if (byId("panel").hidden || spoken === document.documentElement.lang) return;
  draw();
  look();
});
