// Elements from plain values. Text is always a text node: nothing untrusted is ever parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export const byId = (id) => document.getElementById(id);

// Only these schemes become links; anything else stays text.
export function safeUrl(url) {
  return /^(https?:|mailto:)/i.test(url) ? url : null;
}

const focusables = "a[href],button,input,select,textarea,[tabindex]";

// Replace children while the focused control, found again by its place and name, keeps its focus and its caret.
export function refill(parent, ...children) {
  const old = parent.contains(document.activeElement) ? document.activeElement : null;
  const name = old?.dataset.key;
  const index = old ? [...parent.querySelectorAll(focusables)].indexOf(old) : -1;
  const caret = old && "selectionStart" in old ? [old.selectionStart, old.selectionEnd] : null;
  parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (!old) return;
  const named = name ? parent.querySelector(`[data-key="${CSS.escape(name)}"]`) : null;
  const again = named ?? parent.querySelectorAll(focusables)[index];
  again?.focus({ preventScroll: true });
  if (caret?.[0] !== null && caret && again && /^(text|textarea)$/.test(again.type)) again.setSelectionRange(...caret);
}

const PATHS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  close: "M5 5l10 10M15 5L5 15",
  back: "M12 4l-6 6 6 6",
  send: "M3 3.5l14 6.5-14 6.5 2.5-6.5zM5.5 10H11",
  smile: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM7.2 8v.2M12.8 8v.2M6.5 11.5c1.8 3 5.2 3 7 0",
  reply: "M4 4.5h12v8.5H9.5L6 16v-3H4z",
  more: "M4.5 10h.1M10 10h.1M15.5 10h.1",
  bolt: "M11 2.5L4.5 11.5H9.5L8.5 17.5 15.5 8.5H10.5z",
  lock: "M5.5 9h9v7.5h-9zM7 9V6.5a3 3 0 0 1 6 0V9",
  hash: "M7.5 3l-1.5 14M14 3l-1.5 14M3.5 7.5h14M2.5 12.5h14",
  file: "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5",
  down: "M6 8l4 4 4-4",
  eye: "M2 10c3.5-6.5 12.5-6.5 16 0-3.5 6.5-12.5 6.5-16 0zM10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z",
  panel: "M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4",
  pin: "M7 3h6l-.8 5 2.8 3H5l2.8-3zM10 11v6",
};

export function icon(name, size = 20) {
  const path = svg("path", {
    d: PATHS[name],
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 1.6,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
  if (name === "more") path.setAttribute("stroke-width", 2.6);
  return svg("svg", { viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true" }, path);
}
