// What the page knows, kept current over a WebSocket, and the way to do things.

import { byId, h } from "./dom.js";
import { speak, t } from "./words.js";

export const store = {
  me: null,
  people: [],
  channels: [],
  messages: new Map(),
  views: [],
  home: null,
  commands: [],
  shortcuts: [],
  groups: [],
  bot: { id: "", name: "", title: "" },
  live: false,
  unread: new Map(),
  choices: new Map(),
};

const listeners = new Map();
export const on = (kind, run) => listeners.set(kind, [...(listeners.get(kind) ?? []), run]);
export const tell = (kind, value) => (listeners.get(kind) ?? []).forEach((run) => run(value));

let socket = null;
let wait = 250;

export function connect(user) {
  socket?.close();
  const address = `${location.origin.replace("http", "ws")}/_workspace/live?user=${encodeURIComponent(user)}`;
  const mine = (socket = new WebSocket(address));
  mine.onmessage = (event) => mine === socket && receive(JSON.parse(event.data));
  mine.onopen = () => {
    wait = 250;
  };
  mine.onclose = () => {
    if (mine !== socket) return;
    store.live = false;
    tell("live");
    setTimeout(() => mine === socket && connect(user), wait);
    wait = Math.min(wait * 2, 5000);
  };
}

function receive(update) {
  if (update.type === "picture") {
    const { messages, ...rest } = update;
    Object.assign(store, rest, { live: true, messages: new Map(messages.map((row) => [key(row), row])) });
    speak(me().locale);
    tell("picture");
  } else if (update.type === "message") {
    const row = update.message;
    const fresh = !store.messages.has(key(row)) && !row.deleted;
    if (row.deleted) store.messages.delete(key(row));
    else store.messages.set(key(row), row);
    tell("message", { row, fresh });
  } else {
    const { type, ...rest } = update;
    Object.assign(store, rest);
    tell(type);
  }
}

export const key = (row) => `${row.channel}/${row.ts}`;
export const me = () => store.people.find((person) => person.id === store.me);
export const channel = (id) => store.channels.find((row) => row.id === id);
export const direct = () => store.channels.find((row) => row.im);

export function name(id) {
  if (id === store.bot.id) return store.bot.name;
  if (id === "USLACKBOT") return t("slackbot");
  const person = store.people.find((row) => row.id === id);
  if (person) return person.real_name;
  return channel(id)?.name || store.groups.find((group) => group.id === id)?.handle || id;
}

export const title = (row) => (row.im ? store.bot.name : `#${row.name}`);

// Messages of a channel, or of one of its threads, oldest first.
export function messages(id, thread) {
  const rows = [...store.messages.values()].filter((row) => row.channel === id);
  const kept = thread
    ? rows.filter((row) => row.ts === thread || row.thread_ts === thread)
    : rows.filter((row) => !row.thread_ts || row.thread_ts === row.ts || row.broadcast);
  return kept.sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

export async function act(path, body) {
  try {
    const response = await fetch(`/_workspace/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user: store.me, ...body }),
    });
    return await response.json();
  } catch {
    return { ok: false, error: "offline", offline: true };
  }
}

// Say aloud what went wrong, unless the place it happened in already does.
export function complain(answer) {
  if (answer.ok && answer.acked !== false) return;
  if (answer.offline) return toast(t("offline"));
  toast(
    answer.error === "operation_timeout" || answer.error === "dispatch_failed"
      ? t("failed")
      : t("refused", answer.message ?? answer.error),
  );
}

export function toast(words) {
  const note = h("div", { class: "toast" }, words);
  byId("toasts").append(note);
  setTimeout(() => note.remove(), 6000);
}
