// The raw traffic between app and workspace: the newest first, each entry opened by a press.

import { h } from "./dom.js";
import { t } from "./words.js";

const SHOWN = 150;

function entry(row) {
  const time = new Date(row.at * 1000).toLocaleTimeString(document.documentElement.lang, { hour12: false });
  const marks = [row.status, row.fault].filter(Boolean).join(" · ");
  const body = h("pre", {});
  return h(
    "details",
    {
      class: `entry ${row.kind}${row.fault || row.status >= 400 ? " bad" : ""}`,
      ontoggle: () => {
        body.textContent = typeof row.body === "string" ? row.body : JSON.stringify(row.body, null, 2);
      },
    },
    h(
      "summary",
      {},
      h("time", {}, time),
      h("b", {}, t(row.kind)),
      h("span", {}, row.name),
      h("small", {}, marks),
    ),
    body,
  );
}

export class Traffic {
  constructor() {
    this.cursor = 0;
    this.list = h("div", { class: "entries" }, h("p", { class: "quiet" }, t("noTraffic")));
    this.field = h("input", {
      class: "field",
      type: "search",
      placeholder: t("filter"),
      "aria-label": t("filter"),
      oninput: () => this.restart(),
    });
    this.node = h("div", {}, this.field, this.list);
  }

  restart() {
    this.cursor = 0;
    this.list.replaceChildren(h("p", { class: "quiet" }, t("noTraffic")));
  }

  // Shows what came since the last look; how many connections the app holds.
  async read(get) {
    const wanted = this.field.value;
    const found = await get(`traffic?since=${this.cursor}&method=${encodeURIComponent(wanted)}`);
    if (wanted !== this.field.value) return found.connections;
    this.cursor = found.cursor;
    if (found.traffic.length) this.list.querySelector("p")?.remove();
    for (const row of found.traffic.slice(-SHOWN)) this.list.prepend(entry(row));
    while (this.list.childElementCount > SHOWN) this.list.lastElementChild.remove();
    return found.connections;
  }
}
