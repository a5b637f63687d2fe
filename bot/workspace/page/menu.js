// Menus that open beside a button: choices by arrow keys, and the emoji picker.

import { h } from "./dom.js";
import { EMOJI, PICKED } from "./emoji.js";
import { t } from "./words.js";

let open = null;

export function shut() {
  const was = open;
  open = null;
  was?.panel.remove();
  was?.anchor.setAttribute("aria-expanded", "false");
  if (was && (document.activeElement === document.body || !document.activeElement)) was.anchor.focus();
}

function show(anchor, panel, step) {
  shut();
  (anchor.closest("dialog") ?? document.body).append(panel);
  anchor.setAttribute("aria-expanded", "true");
  open = { anchor, panel };
  const box = anchor.getBoundingClientRect(),
    { offsetWidth: width, offsetHeight: height } = panel;
  const below = box.bottom + height + 8 < innerHeight;
  panel.style.left = `${Math.max(8, Math.min(box.right - width, innerWidth - width - 8))}px`;
  panel.style.top = `${Math.max(8, below ? box.bottom + 4 : box.top - height - 4)}px`;
  const items = [...panel.querySelectorAll("button")];
  items[0]?.focus();
  panel.addEventListener("keydown", (event) => {
    const moves = { ArrowDown: step, ArrowUp: -step, ArrowRight: 1, ArrowLeft: -1, Home: -1e6, End: 1e6 };
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      shut();
      anchor.focus();
    } else if (event.key in moves) {
      event.preventDefault();
      const next = items.indexOf(document.activeElement) + moves[event.key];
      items[Math.max(0, Math.min(items.length - 1, next))]?.focus();
    }
  });
}

// Items: {label, detail?, run, danger?, checked?}.
export function menu(anchor, items) {
  if (open?.anchor === anchor) return shut();
  show(
    anchor,
    h(
      "div",
      { class: "menu", role: "menu" },
      items.map((item) =>
        h(
          "button",
          {
            type: "button",
            role: item.checked === undefined ? "menuitem" : "menuitemradio",
            class: item.danger ? "danger" : "",
            "aria-checked": item.checked === undefined ? null : String(item.checked),
            onclick: () => {
              shut();
              anchor.focus();
              item.run();
            },
          },
          h("span", {}, item.label),
          item.detail && h("small", {}, item.detail),
        ),
      ),
    ),
    1,
  );
}

export function pickEmoji(anchor, run) {
  if (open?.anchor === anchor) return shut();
  show(
    anchor,
    h(
      "div",
      { class: "menu emoji", role: "menu", "aria-label": t("react") },
      PICKED.map((name) =>
        h(
          "button",
          {
            type: "button",
            role: "menuitem",
            "aria-label": name.replaceAll("_", " "),
            title: `:${name}:`,
            onclick: () => {
              shut();
              anchor.focus();
              run(name);
            },
          },
          EMOJI.get(name),
        ),
      ),
    ),
    7,
  );
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.panel.contains(event.target) && !open.anchor.contains(event.target)) shut();
});
addEventListener("resize", shut);
