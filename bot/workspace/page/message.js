// One message: who, when, what, its files, reactions and what can be done with it.

import { byId, h, icon } from "./dom.js";
import { blocks, choices } from "./blocks.js";
import { enlarge } from "./dialog.js";
import { emoji } from "./emoji.js";
import { pickEmoji } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { act, key, name, store, tell } from "./store.js";
import { at, react, toolbar } from "./tools.js";
import { clock, moment, t } from "./words.js";

export function avatar(id) {
  if (id === store.bot.id) return h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("bolt", 22));
  const number = store.people.findIndex((person) => person.id === id);
  const initial = number < 0 ? "i" : name(id).slice(0, 1);
  return h("span", { class: `avatar c${number + 1}`, "aria-hidden": "true" }, initial);
}

function reactions(row) {
  if (!row.reactions?.length) return null;
  return h(
    "div",
    { class: "reactions" },
    row.reactions.map(({ name: named, users }) => {
      const who = users.map(name).join(", ");
      return h(
        "button",
        {
          type: "button",
          class: "chip",
          "data-key": `r-${named}`,
          "aria-pressed": String(users.includes(store.me)),
          title: `${who} :${named}:`,
          "aria-label": `${named.replaceAll("_", " ")}, ${users.length}: ${who}`,
          onclick: () => react(row, named),
        },
        h("span", {}, emoji(named) ?? `:${named}:`),
        h("b", {}, users.length),
      );
    }),
    h(
      "button",
      {
        type: "button",
        class: "chip add",
        "aria-label": t("react"),
        onclick: (event) => pickEmoji(event.currentTarget, (named) => react(row, named)),
      },
      icon("smile", 16),
    ),
  );
}

function file(given) {
  const source = `/_workspace/files/${given.id}`;
  if (given.mimetype.startsWith("image/")) {
    const alt = given.alt_txt ?? given.title;
    return h(
      "figure",
      { class: "image" },
      h("figcaption", { class: "name", title: given.title }, given.title),
      h(
        "button",
        {
          type: "button",
          class: "picture",
          "data-key": given.id,
          "aria-label": `${t("enlarge")}: ${alt}`,
          onclick: () => enlarge(source, alt),
        },
        h("img", { src: source, alt, loading: "lazy" }),
      ),
    );
  }
  const size = given.size < 1000 ? `${given.size} B` : `${Math.round(given.size / 1000)} kB`;
  return h(
    "a",
    { class: "file", href: source, download: given.name, "data-key": given.id },
    icon("file", 24),
    h(
      "span",
      {},
      h("b", {}, given.title),
      h("small", {}, `${given.pretty_type || t("download")} · ${size} · ${t("download")}`),
    ),
  );
}

function place(row) {
  return {
    key: key(row),
    redraw: "redraw",
    press: (block, element, value) =>
      act("action", {
        ...at(row),
        block_id: block.block_id,
        action_id: element.action_id,
        value,
        values: choices({ key: key(row) }),
      }),
  };
}

// Blocks stand for the text, as in Slack; a shared file shows both. What a person wrote is read from its text.
function body(row) {
  if (store.people.some((person) => person.id === row.user)) return h("div", { class: "text" }, mrkdwn(row.text));
  const words =
    row.text && (!row.blocks?.length || row.files?.length) ? h("div", { class: "text" }, mrkdwn(row.text)) : null;
  return [words, row.blocks?.length ? blocks(row.blocks, place(row)) : null, row.files?.map(file)];
}

function replies(row) {
  if (!row.reply_count) return null;
  return h(
    "button",
    { type: "button", class: "replies", "data-key": "replies", onclick: () => tell("thread", row) },
    row.reply_users.slice(0, 3).map(avatar),
    h("b", {}, row.reply_count === 1 ? t("oneReply") : t("replies", row.reply_count)),
    h("small", {}, t("lastReply", clock(row.latest_reply))),
  );
}

export function message(row, { follows, inThread }) {
  const joined = row.subtype === "channel_join" || row.subtype === "channel_leave";
  const head = h(
    "header",
    {},
    h("b", {}, name(row.user)),
    row.user === store.bot.id && h("span", { class: "badge" }, t("app")),
    h("time", { title: moment(row.ts), datetime: new Date(row.ts * 1000).toISOString() }, clock(row.ts)),
  );
  return h(
    "article",
    {
      class: `message${follows ? " follows" : ""}${row.ephemeral ? " ephemeral" : ""}${joined ? " joined" : ""}`,
      tabindex: -1,
      "data-ts": row.ts,
      "aria-label": `${name(row.user)}, ${clock(row.ts)}`,
    },
    h("div", { class: "gutter" }, follows ? h("time", { "aria-hidden": "true" }, clock(row.ts)) : avatar(row.user)),
    h(
      "div",
      { class: "column" },
      row.ephemeral && h("small", { class: "only" }, icon("eye", 14), t("onlyYou")),
      row.pinned && h("small", { class: "only" }, icon("pin", 14), t("pinned")),
      !follows && head,
      row.broadcast && !inThread && h("small", { class: "quiet" }, t("alsoSent")),
      h(
        "div",
        { class: "content" },
        body(row),
        row.edited && row.user !== store.bot.id && h("small", { class: "quiet" }, " ", t("edited")),
      ),
      reactions(row),
      !inThread && replies(row),
    ),
    toolbar(row, inThread),
  );
}

export function announce(row) {
  if (row.user === store.me) return;
  const words = row.text || row.blocks?.map((block) => block.text?.text ?? "").join(" ") || row.files?.[0]?.title || "";
  byId("spoken").textContent = t("newMessage", name(row.user), words.slice(0, 200));
}
