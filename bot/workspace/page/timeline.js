// A list of messages, oldest first, that stays at its end until somebody scrolls away from it.

import { h, icon, refill } from "./dom.js";
import { avatar, message } from "./message.js";
import { messages, on, store, title } from "./store.js";
import { day, t } from "./words.js";

const NEAR = 80;
const GROUPED_S = 300;

export class Timeline {
  constructor(channel, thread = null) {
    this.channel = channel;
    this.thread = thread;
    this.stuck = true;
    this.last = 0;
    this.inner = h("div", { class: "inner" });
    this.jump = h(
      "button",
      { type: "button", class: "jump", hidden: true, "aria-label": t("jump"), onclick: () => this.end() },
      icon("down"),
    );
    this.scroller = h(
      "div",
      { class: "scroller", onscroll: () => this.scrolled(), onkeydown: (event) => this.moved(event) },
      this.inner,
    );
    this.node = h(
      "section",
      { class: "timeline", "aria-label": thread ? t("thread") : t("messages") },
      this.scroller,
      this.jump,
    );
    this.watch = new ResizeObserver(() => this.stuck && this.end());
    this.watch.observe(this.inner);
    this.watch.observe(this.scroller);
    this.drawAll();
  }

  rows() {
    return messages(this.channel.id, this.thread);
  }

  holds(row) {
    if (row.channel !== this.channel.id) return false;
    return this.thread ? row.ts === this.thread || row.thread_ts === this.thread : true;
  }

  draw(row, before) {
    const short = (one) => !one.files?.length && (one.user !== store.bot.id || !one.blocks?.length);
    const follows =
      before &&
      short(row) &&
      short(before) &&
      !row.ephemeral &&
      !before.ephemeral &&
      before.user === row.user &&
      row.ts - before.ts < GROUPED_S &&
      day(before.ts) === day(row.ts) &&
      !before.subtype?.startsWith("channel_") &&
      before.ts !== this.thread &&
      !row.pinned;
    return message(row, { follows: Boolean(follows), inThread: Boolean(this.thread) });
  }

  // Messages are drawn anew only when they changed; the others keep their nodes, and with them focus and open menus.
  drawAll(changed = null) {
    const kept = new Map([...this.inner.querySelectorAll(".message")].map((node) => [node.dataset.ts, node]));
    const rows = this.rows(),
      nodes = this.thread ? [] : [this.beginning()];
    rows.forEach((row, index) => {
      const before = rows[index - 1];
      if (!before || day(before.ts) !== day(row.ts))
        nodes.push(h("div", { class: "day", role: "separator" }, h("span", {}, day(row.ts))));
      const old = kept.get(row.ts);
      nodes.push(
        old && changed !== null && changed !== row.ts && !(before?.ts === changed)
          ? old
          : this.redrawn(old, row, before),
      );
      if (row.ts === this.thread && row.reply_count)
        nodes.push(
          h(
            "div",
            { class: "day left" },
            h("span", {}, row.reply_count === 1 ? t("oneReply") : t("replies", row.reply_count)),
          ),
        );
    });
    if (changed === null) refill(this.inner, nodes);
    else this.patch(nodes);
    if (!this.inner.contains(document.activeElement)) this.enterAtEnd();
  }

  // Tab enters the list at its newest message.
  enterAtEnd() {
    const all = [...this.inner.querySelectorAll(".message")];
    all.forEach((node, index) => {
      node.tabIndex = index === all.length - 1 ? 0 : -1;
    });
  }

  redrawn(old, row, before) {
    const fresh = this.draw(row, before);
    if (!old) return fresh;
    old.className = fresh.className;
    refill(old, [...fresh.childNodes]);
    return old;
  }

  patch(nodes) {
    const wanted = new Set(nodes);
    for (const node of [...this.inner.childNodes]) if (!wanted.has(node)) node.remove();
    nodes.forEach((node, index) => {
      if (this.inner.childNodes[index] !== node) this.inner.insertBefore(node, this.inner.childNodes[index] ?? null);
    });
  }

  beginning() {
    return h(
      "div",
      { class: "beginning" },
      this.channel.im
        ? avatar(store.bot.id)
        : h("span", { class: "avatar room" }, icon(this.channel.private ? "lock" : "hash", 24)),
      h("p", {}, t("empty", title(this.channel))),
      this.channel.im ? h("p", { class: "quiet" }, store.about) : null,
      this.invitation(),
    );
  }

  // Where nothing has been said yet, a word on how to start.
  invitation() {
    const command = store.commands.find((row) => !row.built_in);
    const invited = this.channel.im || this.channel.has_app;
    return command && invited && !this.rows().length ? h("p", { class: "quiet" }, t("begin", command.command)) : null;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const near = scrollHeight - scrollTop - clientHeight < NEAR;
    // Only a move upwards is a wish to stay; a picture that loads also moves the end away.
    if (near || scrollTop < this.last) this.stuck = near;
    this.last = scrollTop;
    this.jump.hidden = this.stuck;
  }

  end() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  show(ts) {
    const node = this.inner.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
    if (!node) return;
    this.stuck = false;
    node.scrollIntoView({ block: "center" });
    node.classList.add("found");
    node.focus({ preventScroll: true });
  }

  // Up and down move from message to message; what can be pressed in one is reached by Tab.
  moved(event) {
    const here = event.target.closest(".message");
    if (!here || event.target !== here || !["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const all = [...this.inner.querySelectorAll(".message")];
    const index = { ArrowUp: all.indexOf(here) - 1, ArrowDown: all.indexOf(here) + 1, Home: 0, End: all.length - 1 }[
      event.key
    ];
    const next = all[Math.max(0, Math.min(all.length - 1, index))];
    here.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  close() {
    this.watch.disconnect();
  }
}

export const timelines = new Set();
on("message", ({ row }) => timelines.forEach((line) => line.holds(row) && line.drawAll(row.ts)));
on("redraw", (key) => timelines.forEach((line) => line.drawAll(key.split("/")[1])));
