// rich_text blocks and the markdown block, as nodes.

import { h, safeUrl } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, plain } from "./mrkdwn.js";
import { name } from "./store.js";
import { formatDate } from "./words.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

const LEAVES = {
  text: (leaf) => leaf.text,
  link: (leaf) => (safeUrl(leaf.url) ? link(leaf.url, leaf.text || leaf.url) : leaf.text || leaf.url),
  emoji: (leaf) => emoji(leaf.name) ?? `:${leaf.name}:`,
  user: (leaf) => h("span", { class: "mention" }, `@${name(leaf.user_id)}`),
  usergroup: (leaf) => h("span", { class: "mention" }, `@${name(leaf.usergroup_id)}`),
  channel: (leaf) => h("a", { class: "mention", href: `#/${leaf.channel_id}` }, `#${name(leaf.channel_id)}`),
  broadcast: (leaf) => h("span", { class: "mention" }, `@${leaf.range}`),
  date: (leaf) => h("time", {}, formatDate(leaf.timestamp, leaf.format, leaf.fallback ?? "")),
  color: (leaf) => leaf.value,
};

function leaf(element) {
  let node = LEAVES[element.type]?.(element) ?? "";
  for (const [style, tag] of Object.entries(STYLES)) if (element.style?.[style]) node = h(tag, {}, node);
  return node;
}

const leaves = (element) => element.elements.map(leaf);

function list(element) {
  const tag = element.style === "ordered" ? "ol" : "ul";
  const start = element.offset ? element.offset + 1 : null;
  return h(
    tag,
    { class: `in${element.indent ?? 0}`, start },
    element.elements.map((item) => h("li", {}, leaves(item))),
  );
}

const PARTS = {
  rich_text_section: (part) => h("div", { class: "line" }, leaves(part)),
  rich_text_list: list,
  rich_text_preformatted: (part) => h("pre", {}, h("code", {}, leaves(part))),
  rich_text_quote: (part) => h("blockquote", {}, leaves(part)),
};

export function richText(block) {
  return h(
    "div",
    { class: "rich" },
    block.elements.map((part) => PARTS[part.type]?.(part)),
  );
}

const SPANS = /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\n]+)\*|~~([^~]+)~~|\[([^\]]+)\]\(([^)\s]+)\)/g;

function spans(words) {
  const nodes = [];
  let end = 0;
  for (const found of words.matchAll(SPANS)) {
    nodes.push(...plain(words.slice(end, found.index)));
    end = found.index + found[0].length;
    const [, code, bold, strong, italic, strike, label, url] = found;
    if (code) nodes.push(h("code", {}, code));
    else if (bold || strong) nodes.push(h("strong", {}, spans(bold || strong)));
    else if (italic) nodes.push(h("em", {}, spans(italic)));
    else if (strike) nodes.push(h("s", {}, spans(strike)));
    else nodes.push(link(url, label));
  }
  nodes.push(...plain(words.slice(end)));
  return nodes;
}

// Standard Markdown as far as the markdown block is used for: headings, lists, quotes, code, spans.
export function markdown(block) {
  const nodes = [];
  block.text.split(/```\w*\n?([\s\S]*?)```/).forEach((part, index) => {
    if (index % 2) return nodes.push(h("pre", {}, h("code", {}, part)));
    let items = null;
    for (const line of part.split("\n")) {
      const item = line.match(/^\s*(?:[-*+]|(\d+)\.)\s+(.*)$/);
      if (item) {
        if (!items) nodes.push((items = h(item[1] ? "ol" : "ul")));
        items.append(h("li", {}, spans(item[2])));
        continue;
      }
      items = null;
      const heading = line.match(/^(#{1,6})\s+(.*)$/),
        quote = line.match(/^>\s?(.*)$/);
      if (heading) nodes.push(h("h4", {}, spans(heading[2])));
      else if (quote) nodes.push(h("blockquote", {}, spans(quote[1])));
      else if (line.trim()) nodes.push(h("p", {}, spans(line)));
    }
  });
  return h("div", { class: "rich" }, nodes);
}
