// Dialogs of the page: confirmations and enlarged pictures. <dialog> keeps the focus in and gives it back.

import { h, icon } from "./dom.js";
import { plain, text } from "./mrkdwn.js";
import { t } from "./words.js";

export function confirmed(confirm) {
  return new Promise((done) => {
    const box = h(
      "dialog",
      {
        class: "dialog small",
        "aria-label": confirm.title.text,
        onclose: () => {
          done(box.returnValue === "yes");
          box.remove();
        },
      },
      h(
        "form",
        { method: "dialog" },
        h("header", {}, h("h2", {}, plain(confirm.title.text))),
        h("div", { class: "inside" }, text(confirm.text)),
        h(
          "footer",
          {},
          h("button", { class: "button", value: "no" }, plain(confirm.deny?.text ?? t("no"))),
          h(
            "button",
            { class: `button ${confirm.style ?? "primary"}`, value: "yes", autofocus: true },
            plain(confirm.confirm?.text ?? t("ok")),
          ),
        ),
      ),
    );
    document.body.append(box);
    box.showModal();
  });
}

export function enlarge(source, alt) {
  const box = h(
    "dialog",
    { class: "lightbox", "aria-label": alt, onclose: () => box.remove(), onclick: () => box.close() },
    h("button", { class: "plain", type: "button", "aria-label": t("close"), autofocus: true }, icon("close")),
    h("img", { src: source, alt }),
  );
  document.body.append(box);
  box.showModal();
}
