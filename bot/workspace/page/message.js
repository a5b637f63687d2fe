// One message: who, when, what, its files, reactions and what can be done with it.

import { byId, h, icon } from "./dom.js";
import { blocks, choices } from "./blocks.js";
import { enlarge } from "./dialog.js";
import { emoji } from "./emoji.js";
import { menu, pickEmoji } from "./menu.js";
import { mrkdwn, unescape } from "./mrkdwn.js";
import { act, complain, key, name, store, tell, toast } from "./store.js";
import { clock, moment, t } from "./words.js";

export function avatar(id) {
  if (id === store.bot.id) return h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("bolt", 22));
  const number = store.people.findIndex((person) => person.id === id);
  const initial = number < 0 ? "i" : name(id).slice(0, 1);
  return h("span", { class: `avatar c${number + 1}`, "aria-hidden": "true" }, initial);
}

const at = (row) => ({ channel: row.channel, ts: row.ts });

function react(row, named) {
  const mine = row.reactions?.find((reaction) => reaction.name === named)?.users.includes(store.me);
  act("reaction", { ...at(row), name: named, remove: mine }).then(complain);
}

function reactions(row) {
  if (!row.reactions?.length) return null;
  return h("div", { class: "reactions" }, row.reactions.map(({ name: named, users }) => {
    const who = users.map(name).join(", ");
    return h("button", { type: "button", class: "chip", "data-key": `r-${named}`, "aria-pressed": String(users.includes(store.me)),
      title: `${who} :${named}:`, "aria-label": `${named.replaceAll("_", " ")}, ${users.length}: ${who}`, onclick: () => react(row, named) },
      h("span", {}, emoji(named) ?? `:${named}:`), h("b", {}, users.length));
  }), h("button", { type: "button", class: "chip add", "aria-label": t("react"), onclick: (event) => pickEmoji(event.currentTarget, (named) => react(row, named)) },
    icon("smile", 16)));
}

function file(given) {
  const source = `/_workspace/files/${given.id}`;
  if (given.mimetype.startsWith("image/")) {
    const alt = given.alt_txt ?? given.title;
    return h("figure", { class: "image" }, h("figcaption", { class: "name", title: given.title }, given.title),
      h("button", { type: "button", class: "picture", "data-key": given.id, "aria-label": `${t("enlarge")}: ${alt}`, onclick: () => enlarge(source, alt) },
        h("img", { src: source, alt, loading: "lazy" })));
  }
  const size = given.size < 1000 ? `${given.size} B` : `${Math.round(given.size / 1000)} kB`;
  return h("a", { class: "file", href: source, download: given.name, "data-key": given.id }, icon("file", 24),
    h("span", {}, h("b", {}, given.title), h("small", {}, `${given.pretty_type || t("download")} · ${size} · ${t("download")}`)));
}

function place(row) {
  return {
    key: key(row),
    redraw: "redraw",
    press: (block, element, value) => act("action", { ...at(row), block_id: block.block_id, action_id: element.action_id, value,
      values: choices({ key: key(row) }) }),
  };
}

// Blocks stand for the text, as in Slack; a shared file shows both. What a person wrote is read from its text.
function body(row) {
  if (store.people.some((person) => person.id === row.user)) return h("div", { class: "text" }, mrkdwn(row.text));
  const words = row.text && (!row.blocks?.length || row.files?.length) ? h("div", { class: "text" }, mrkdwn(row.text)) : null;
  return [words, row.blocks?.length ? blocks(row.blocks, place(row)) : null, row.files?.map(file)];
}

function actions(row, inThread) {
  const items = store.shortcuts.filter((shortcut) => shortcut.type === "message" && !row.ephemeral).map((shortcut) => ({
    label: shortcut.name, detail: store.bot.name, run: async () => complain(await act("shortcut", { ...at(row), callback_id: shortcut.callback_id })),
  }));
  items.push({ label: t("copyLink"), run: () => navigator.clipboard?.writeText(row.permalink).then(() => toast(t("copied")), () => toast(row.permalink)) });
  if (row.user === store.me && !row.subtype) {
    items.push({ label: t("editMessage"), run: () => edit(row) });
    items.push({ label: t("deleteMessage"), danger: true, run: async () => complain(await act("delete", at(row))) });
  }
  if (row.ephemeral) items.push({ label: t("dismiss"), run: async () => complain(await act("delete", at(row))) });
  const tool = (label, named, run, popup) => h("button", { type: "button", class: "tool", "aria-label": label, title: label, "data-key": named,
    "aria-haspopup": popup ? "menu" : null, onclick: (event) => run(event.currentTarget) }, icon(named, 18));
  return h("div", { class: "tools", role: "toolbar", "aria-label": t("more") },
    !row.ephemeral && tool(t("react"), "smile", (anchor) => pickEmoji(anchor, (named) => react(row, named)), true),
    !row.ephemeral && !inThread && tool(t("replyInThread"), "reply", () => tell("thread", row)),
    tool(t("more"), "more", (anchor) => menu(anchor, items), true));
}

// A message as it was typed: names and addresses in place of references.
function written(text) {
  const handle = (id) => store.people.find((person) => person.id === id)?.name ?? name(id);
  return unescape(text.replace(/<@(\w+)>/g, (_, id) => `@${handle(id)}`).replace(/<#(\w+)>/g, (_, id) => `#${name(id)}`)
    .replace(/<!(\w+)>/g, "@$1").replace(/<(https?:[^>|]+)>/g, "$1"));
}

function edit(row) {
  for (const node of document.querySelectorAll(`[data-ts="${row.ts}"] .content`)) {
    const area = h("textarea", { class: "field", rows: 2, "aria-label": t("editMessage") });
    area.value = written(row.text);
    const done = () => tell("redraw", key(row));
    const save = async () => { complain(await act("edit", { ...at(row), text: area.value })); done(); };
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") done();
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); save(); }
    });
    node.replaceChildren(area, h("div", { class: "actions" }, h("button", { type: "button", class: "button", onclick: done }, t("cancel")),
      h("button", { type: "button", class: "button primary", onclick: save }, t("save"))));
    area.focus();
  }
}

function replies(row) {
  if (!row.reply_count) return null;
  return h("button", { type: "button", class: "replies", "data-key": "replies", onclick: () => tell("thread", row) },
    row.reply_users.slice(0, 3).map(avatar), h("b", {}, row.reply_count === 1 ? t("oneReply") : t("replies", row.reply_count)),
    h("small", {}, t("lastReply", clock(row.latest_reply))));
}

export function message(row, { follows, inThread }) {
  const joined = row.subtype === "channel_join" || row.subtype === "channel_leave";
  const head = h("header", {}, h("b", {}, name(row.user)), row.user === store.bot.id && h("span", { class: "badge" }, t("app")),
    h("time", { title: moment(row.ts), datetime: new Date(row.ts * 1000).toISOString() }, clock(row.ts)));
  return h("article", { class: `message${follows ? " follows" : ""}${row.ephemeral ? " ephemeral" : ""}${joined ? " joined" : ""}`, tabindex: -1,
    "data-ts": row.ts, "aria-label": `${name(row.user)}, ${clock(row.ts)}` },
    h("div", { class: "gutter" }, follows ? h("time", { "aria-hidden": "true" }, clock(row.ts)) : avatar(row.user)),
    h("div", { class: "column" },
      row.ephemeral && h("small", { class: "only" }, icon("eye", 14), t("onlyYou")),
      row.pinned && h("small", { class: "only" }, icon("pin", 14), t("pinned")),
      !follows && head,
      row.broadcast && !inThread && h("small", { class: "quiet" }, t("alsoSent")),
      h("div", { class: "content" }, body(row), row.edited && row.user !== store.bot.id && h("small", { class: "quiet" }, " ", t("edited"))),
      reactions(row), !inThread && replies(row)),
    actions(row, inThread));
}

export function announce(row) {
  if (row.user === store.me) return;
  const words = row.text || row.blocks?.map((block) => block.text?.text ?? "").join(" ") || row.files?.[0]?.title || "";
  byId("spoken").textContent = t("newMessage", name(row.user), words.slice(0, 200));
}
