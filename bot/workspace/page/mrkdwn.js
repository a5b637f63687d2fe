// Slack's mrkdwn as nodes. Entities are unescaped into text nodes, so markup in a text can never become an element.

import { h, safeUrl } from "./dom.js";
import { emoji } from "./emoji.js";
import { name } from "./store.js";
import { formatDate } from "./words.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
export const unescape = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<link>[^<>\\n]+)>",
    ":(?<emoji>[a-z0-9_+'-]+(?:::skin-tone-\\d)?):",
    "(?<![\\w*])\\*(?<bold>(?=\\S)[^*\\n]*?[^\\s*])\\*(?![\\w*])",
    "(?<![\\w_])_(?<italic>(?=\\S)[^_\\n]*?[^\\s_])_(?![\\w_])",
    "(?<![\\w~])~(?<strike>(?=\\S)[^~\\n]*?[^\\s~])~(?![\\w~])",
  ].join("|"),
  "g",
);

function reference(body) {
  const [target, label] = body.split(/\|(.*)/s);
  const rest = target.slice(1);
  if (target[0] === "@") return h("span", { class: "mention" }, `@${name(rest)}`);
  if (target[0] === "#") return h("a", { class: "mention", href: `#/${rest}` }, `#${name(rest)}`);
  if (target.startsWith("!date^")) {
    const [, seconds, format, url] = target.split("^");
    const text = formatDate(seconds, unescape(format), unescape(label ?? ""));
    return url && safeUrl(url) ? link(url, text) : h("time", {}, text);
  }
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? `@${name(target.split("^")[1])}`);
  if (target[0] === "!") return h("span", { class: "mention" }, `@${rest}`);
  return link(target, unescape(label ?? target));
}

export function link(url, text) {
  const safe = safeUrl(unescape(url));
  return safe ? h("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, text) : text;
}

export function inline(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    if (found.index > end) nodes.push(unescape(text.slice(end, found.index)));
    end = found.index + found[0].length;
    const { code, link: body, emoji: named, bold, italic, strike } = found.groups;
    if (code) nodes.push(h("code", {}, unescape(code)));
    else if (body) nodes.push(reference(body));
    else if (named) nodes.push(emoji(named) ?? found[0]);
    else if (bold) nodes.push(h("strong", {}, inline(bold)));
    else if (italic) nodes.push(h("em", {}, inline(italic)));
    else if (strike) nodes.push(h("s", {}, inline(strike)));
  }
  if (end < text.length) nodes.push(unescape(text.slice(end)));
  return nodes;
}

function lines(text) {
  const nodes = [];
  let quote = null;
  for (const line of text.split("\n")) {
    const quoted = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quoted) {
      if (!quote) nodes.push((quote = h("blockquote")));
      else quote.append(h("br"));
      quote.append(...inline(quoted[1]));
      continue;
    }
    if (nodes.length && !quote) nodes.push(h("br"));
    quote = null;
    nodes.push(...inline(line));
  }
  return nodes;
}

export function mrkdwn(text) {
  return text.split(/```\n?([\s\S]*?)\n?```/).flatMap((part, index) => {
    if (index % 2) return [h("pre", {}, h("code", {}, unescape(part)))];
    return part.trim() ? lines(part.replace(/^\n|\n$/g, "")) : [];
  });
}

// A text object: mrkdwn, or plain text with emoji.
export function text(object) {
  return object.type === "mrkdwn" ? mrkdwn(object.text) : plain(object.text);
}

export function plain(words) {
  return words
    .split(/(:[a-z0-9_+'-]+:)/)
    .map((part) => (part.length > 2 && part[0] === ":" && emoji(part.slice(1, -1))) || part);
}
