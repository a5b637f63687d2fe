// What can be done with a message: react, reply, use a shortcut, copy its link, edit or delete it.

import { h, icon } from "./dom.js";
import { menu, pickEmoji } from "./menu.js";
import { unescape } from "./mrkdwn.js";
import { act, complain, key, name, store, tell, toast } from "./store.js";
import { t } from "./words.js";

export const at = (row) => ({ channel: row.channel, ts: row.ts });

export function react(row, named) {
  const mine = row.reactions?.find((reaction) => reaction.name === named)?.users.includes(store.me);
  act("reaction", { ...at(row), name: named, remove: mine }).then(complain);
}

// A message as it was typed: names and addresses in place of references.
function written(text) {
  const handle = (id) => store.people.find((person) => person.id === id)?.name ?? name(id);
  return unescape(
    text
      .replace(/<@(\w+)>/g, (_, id) => `@${handle(id)}`)
      .replace(/<#(\w+)>/g, (_, id) => `#${name(id)}`)
      .replace(/<!(\w+)>/g, "@$1")
      .replace(/<(https?:[^>|]+)>/g, "$1"),
  );
}

function edit(row) {
  for (const node of document.querySelectorAll(`[data-ts="${row.ts}"] .content`)) {
    const area = h("textarea", { class: "field", rows: 2, "aria-label": t("editMessage") });
    area.value = written(row.text);
    const done = () => tell("redraw", key(row));
    const save = async () => {
      complain(await act("edit", { ...at(row), text: area.value }));
      done();
    };
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") done();
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        save();
      }
    });
    node.replaceChildren(
      area,
      h(
        "div",
        { class: "actions" },
        h("button", { type: "button", class: "button", onclick: done }, t("cancel")),
        h("button", { type: "button", class: "button primary", onclick: save }, t("save")),
      ),
    );
    area.focus();
  }
}

export function toolbar(row, inThread) {
  const items = store.shortcuts
    .filter((shortcut) => shortcut.type === "message" && !row.ephemeral)
    .map((shortcut) => ({
      label: shortcut.name,
      detail: store.bot.name,
      run: async () => complain(await act("shortcut", { ...at(row), callback_id: shortcut.callback_id })),
    }));
  items.push({
    label: t("copyLink"),
    run: () =>
      navigator.clipboard?.writeText(row.permalink).then(
        () => toast(t("copied")),
        () => toast(row.permalink),
      ),
  });
  if (!row.ephemeral) {
    const label = row.pinned ? t("unpinMessage") : t("pinMessage");
    items.push({ label, run: async () => complain(await act("pin", { ...at(row), remove: row.pinned })) });
  }
  if (row.user === store.me && !row.subtype) {
    items.push({ label: t("editMessage"), run: () => edit(row) });
    items.push({ label: t("deleteMessage"), danger: true, run: async () => complain(await act("delete", at(row))) });
  }
  if (row.ephemeral) items.push({ label: t("dismiss"), run: async () => complain(await act("delete", at(row))) });
  const tool = (label, named, run, popup) =>
    h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": label,
        title: label,
        "data-key": named,
        "aria-haspopup": popup ? "menu" : null,
        onclick: (event) => run(event.currentTarget),
      },
      icon(named, 18),
    );
  return h(
    "div",
    { class: "tools", role: "toolbar", "aria-label": t("more") },
    !row.ephemeral && tool(t("react"), "smile", (anchor) => pickEmoji(anchor, (named) => react(row, named)), true),
    !row.ephemeral && !inThread && tool(t("replyInThread"), "reply", () => tell("thread", row)),
    tool(t("more"), "more", (anchor) => menu(anchor, items), true),
  );
}
