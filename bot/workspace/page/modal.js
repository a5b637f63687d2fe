// The app's modals: one dialog that shows the top of the stack.

import { h, icon, refill } from "./dom.js";
import { blocks, choices } from "./blocks.js";
import { plain } from "./mrkdwn.js";
import { act, on, store } from "./store.js";
import { t } from "./words.js";

let box = null;
let errors = {};
let shown = "";

const top = () => store.views.at(-1);

function place(view) {
  return {
    key: view.id,
    values: view.state.values,
    errors,
    redraw: "views",
    press: (block, element, value) =>
      act("action", {
        view_id: view.id,
        block_id: block.block_id,
        action_id: element.action_id,
        value,
        values: choices({ key: view.id }),
      }),
  };
}

async function submit(view, event) {
  event.preventDefault();
  const button = box.querySelector("footer .primary");
  button?.setAttribute("aria-busy", "true");
  const answer = await act("submit", { view_id: view.id, values: choices({ key: view.id }) });
  button?.removeAttribute("aria-busy");
  errors = answer.errors ?? {};
  const trouble = !answer.errors && (!answer.ok || answer.acked === false);
  draw(trouble ? t("trouble") : "");
  box?.querySelector("[aria-invalid]")?.focus();
}

async function close() {
  const view = top();
  if (view) await act("close", { view_id: view.id });
}

function draw(trouble = "") {
  const view = top();
  if (!view) {
    box?.close();
    box?.remove();
    box = null;
    return;
  }
  if (view.id !== shown) errors = {};
  const fresh = !box;
  box ??= h("dialog", {
    class: "dialog",
    oncancel: (event) => {
      event.preventDefault();
      close();
    },
  });
  if (fresh) document.body.append(box);
  box.setAttribute("aria-label", view.title.text);
  refill(
    box,
    h(
      "form",
      { novalidate: true, onsubmit: (event) => submit(view, event) },
      h(
        "header",
        {},
        store.views.length > 1 &&
          h("button", { type: "button", class: "plain", "aria-label": t("back"), onclick: close }, icon("back")),
        h("h2", {}, plain(view.title.text)),
        h("button", { type: "button", class: "plain", "aria-label": t("close"), onclick: close }, icon("close")),
      ),
      h(
        "div",
        { class: "inside" },
        trouble && h("p", { class: "alert error", role: "alert" }, trouble),
        blocks(view.blocks, place(view)),
      ),
      (view.submit || view.close) &&
        h(
          "footer",
          {},
          h("button", { type: "button", class: "button", onclick: close }, plain(view.close?.text ?? t("cancel"))),
          view.submit &&
            h("button", { class: "button primary", disabled: view.submit_disabled }, plain(view.submit.text)),
        ),
    ),
  );
  if (!box.open) box.showModal();
  if (view.id !== shown) box.querySelector(".inside :is(input, textarea, select)")?.focus();
  shown = view.id;
}

on("views", () => draw());
on("picture", () => draw());
