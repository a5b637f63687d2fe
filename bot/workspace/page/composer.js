// Where one writes: Enter sends, a slash lists the commands, an @ the people.

import { h, icon } from "./dom.js";
import { pickEmoji, menu } from "./menu.js";
import { act, complain, store, title } from "./store.js";
import { t } from "./words.js";

const drafts = new Map();
const sent = [];

function suggestions(value, caret) {
  const before = value.slice(0, caret);
  const slash = before.match(/^\/\S*$/);
  if (slash) {
    return {
      from: 0,
      rows: store.commands
        .filter((row) => row.command.startsWith(slash[0]))
        .map((row) => ({
          insert: `${row.command} `,
          label: row.command,
          hint: row.usage_hint,
          detail: row.description,
        })),
    };
  }
  const at = before.match(/(?:^|\s)@([\w.]*)$/);
  if (!at) return { from: 0, rows: [] };
  const people = [{ name: store.bot.name, real_name: t("app") }, ...store.people];
  return {
    from: caret - at[1].length - 1,
    rows: people
      .filter((row) => row.name.startsWith(at[1].toLowerCase()))
      .map((row) => ({
        insert: `@${row.name} `,
        label: `@${row.name}`,
        hint: "",
        detail: row.real_name,
      })),
  };
}

export class Composer {
  constructor(channel, thread = null) {
    this.channel = channel;
    this.thread = thread;
    this.place = `${channel.id}/${thread ?? ""}`;
    this.chosen = 0;
    this.found = { from: 0, rows: [] };
    const id = thread ? "thread-composer" : "composer";
    this.list = h("ul", {
      class: "suggestions",
      role: "listbox",
      id: `${id}-list`,
      hidden: true,
      "aria-label": t("commands"),
    });
    this.hint = h("div", { class: "usage", id: `${id}-hint`, "aria-live": "polite" });
    this.area = h("textarea", {
      id,
      class: "draft",
      rows: 1,
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": `${id}-list`,
      "aria-expanded": "false",
      "aria-describedby": `${id}-hint`,
      autocomplete: "off",
      enterkeyhint: "send",
      placeholder: thread ? t("reply") : t("messageTo", title(channel)),
      "aria-label": thread ? t("reply") : t("messageTo", title(channel)),
      oninput: () => this.changed(),
      onkeydown: (event) => this.pressed(event),
      onblur: () => setTimeout(() => this.offer([]), 150),
    });
    this.go = h(
      "button",
      { type: "button", class: "send", "aria-label": t("send"), onclick: () => this.send() },
      icon("send", 18),
    );
    this.node = h(
      "div",
      { class: "composer" },
      this.list,
      h(
        "div",
        { class: "box" },
        this.area,
        h(
          "div",
          { class: "bar" },
          h(
            "button",
            {
              type: "button",
              class: "tool",
              "aria-label": t("shortcuts"),
              title: t("shortcuts"),
              "aria-haspopup": "menu",
              onclick: (event) => this.shortcuts(event.currentTarget),
            },
            icon("bolt", 18),
          ),
          h(
            "button",
            {
              type: "button",
              class: "tool",
              "aria-label": t("react"),
              "aria-haspopup": "menu",
              onclick: (event) => pickEmoji(event.currentTarget, (name) => this.insert(`:${name}: `)),
            },
            icon("smile", 18),
          ),
          this.hint,
          this.go,
        ),
      ),
      !thread && h("p", { class: "keys" }, t("hint")),
    );
    this.area.value = drafts.get(this.place) ?? "";
    this.changed();
  }

  changed() {
    drafts.set(this.place, this.area.value);
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, 200)}px`;
    this.go.disabled = !this.area.value.trim();
    this.found = suggestions(this.area.value, this.area.selectionStart);
    this.chosen = 0;
    this.offer(document.activeElement === this.area ? this.found.rows : []);
    const command = store.commands.find((row) => this.area.value.startsWith(`${row.command} `));
    this.hint.textContent = command?.usage_hint ? `${command.command} ${command.usage_hint}` : "";
  }

  offer(rows) {
    this.list.hidden = !rows.length;
    this.area.setAttribute("aria-expanded", String(Boolean(rows.length)));
    this.list.replaceChildren(
      ...rows.map((row, index) =>
        h(
          "li",
          {
            role: "option",
            id: `${this.area.id}-${index}`,
            "aria-selected": String(index === this.chosen),
            onpointerdown: (event) => {
              event.preventDefault();
              this.take(row);
            },
          },
          h("b", {}, row.label),
          h("span", { class: "hint" }, row.hint),
          h("small", {}, row.detail),
        ),
      ),
    );
    if (rows.length) this.area.setAttribute("aria-activedescendant", `${this.area.id}-${this.chosen}`);
    else this.area.removeAttribute("aria-activedescendant");
    this.list.children[this.chosen]?.scrollIntoView({ block: "nearest" });
  }

  take(row) {
    this.area.setRangeText(row.insert, this.found.from, this.area.selectionStart, "end");
    this.area.focus();
    this.changed();
  }

  insert(words) {
    this.area.setRangeText(words, this.area.selectionStart, this.area.selectionEnd, "end");
    this.area.focus();
    this.changed();
  }

  pressed(event) {
    if (event.isComposing) return;
    const { rows } = this.found,
      offered = !this.list.hidden;
    if (offered && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      this.chosen = (this.chosen + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length;
      this.offer(rows);
    } else if (
      offered &&
      (event.key === "Tab" || event.key === "Enter") &&
      this.area.value.trim() !== rows[this.chosen].label
    ) {
      event.preventDefault();
      this.take(rows[this.chosen]);
    } else if (offered && event.key === "Escape") {
      event.stopPropagation();
      this.offer([]);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && !this.area.value && sent.length) {
      event.preventDefault();
      this.area.value = sent.at(-1);
      this.changed();
    }
  }

  async send() {
    const text = this.area.value.trim();
    if (!text) return;
    sent.push(text);
    this.area.value = "";
    this.changed();
    this.offer([]);
    this.area.focus();
    const where = { channel: this.channel.id, thread_ts: this.thread ?? "" };
    const slash = text.startsWith("/");
    if (slash) this.hint.textContent = t("sending");
    const answer = await act(slash ? "command" : "message", { ...where, text });
    if (slash && this.hint.textContent === t("sending")) this.hint.textContent = "";
    if (answer.offline || (!slash && !answer.ok)) {
      complain(answer);
      this.area.value ||= text;
      this.changed();
    }
  }

  shortcuts(anchor) {
    const rows = store.shortcuts
      .filter((row) => row.type === "global")
      .map((row) => ({
        label: row.name,
        detail: row.description,
        run: async () => complain(await act("shortcut", { callback_id: row.callback_id })),
      }));
    menu(anchor, rows.length ? rows : [{ label: t("noShortcuts"), run: () => {} }]);
  }
}
