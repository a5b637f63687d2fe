// Every block the app can send, by its type.

import { h } from "./dom.js";
import { chart } from "./chart.js";
import { element } from "./elements.js";
import { enlarge } from "./dialog.js";
import { plain, text } from "./mrkdwn.js";
import { markdown, richText } from "./richtext.js";
import { store } from "./store.js";
import { t } from "./words.js";

// A picture of a file here; a picture elsewhere is named, since this page loads nothing from outside.
function picture(block, small) {
  const id = block.slack_file?.id ?? block.slack_file?.url?.match(/-(F[A-Z0-9]+)\//)?.[1];
  if (!id) return h("span", { class: "quiet" }, t("external", block.image_url), ": ", block.alt_text);
  const source = `/_workspace/files/${id}`;
  const image = h("img", { src: source, alt: block.alt_text, loading: "lazy" });
  if (small) return image;
  return h(
    "button",
    {
      class: "picture",
      type: "button",
      "aria-label": `${t("enlarge")}: ${block.alt_text}`,
      "data-key": id,
      onclick: () => enlarge(source, block.alt_text),
    },
    image,
  );
}

function section(block, place) {
  const side =
    block.accessory?.type === "image"
      ? picture(block.accessory, true)
      : block.accessory && element(place, block, block.accessory);
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "words" },
      block.text && h("div", { class: "text" }, text(block.text)),
      block.fields &&
        h(
          "div",
          { class: "fields" },
          block.fields.map((field) => h("div", { class: "text" }, text(field))),
        ),
    ),
    side && h("div", { class: "side" }, side),
  );
}

function cell(given) {
  if (given.type === "raw_text") return plain(given.text);
  if (given.type === "raw_number") return given.text ?? String(given.value);
  return richText(given);
}

function table(block) {
  const [head, ...rows] = block.rows;
  const side = (index) => block.column_settings?.[index]?.align ?? "left";
  const draw = (tag) => (row) =>
    h(
      "tr",
      {},
      row.map((given, index) =>
        h(
          tag,
          {
            class: `${side(index)}${block.column_settings?.[index]?.is_wrapped ? " wrap" : ""}`,
            scope: tag === "th" ? "col" : null,
          },
          cell(given),
        ),
      ),
    );
  return h(
    "div",
    { class: "table", tabindex: 0, role: "region", "aria-label": t("table") },
    h("table", {}, h("thead", {}, draw("th")(head)), h("tbody", {}, rows.map(draw("td")))),
  );
}

function input(block, place) {
  const error = place.errors?.[block.block_id];
  const control = element(place, block, block.element);
  const note = `${place.key}-${block.block_id}-note`;
  if (error) control.setAttribute("aria-invalid", "true");
  if (error || block.hint) control.setAttribute("aria-describedby", note);
  if (!block.optional) control.setAttribute("aria-required", "true");
  const label = [plain(block.label.text), block.optional && h("span", { class: "quiet" }, " ", t("optional"))];
  return h(
    control.matches(".ticks") ? "div" : "label",
    { class: error ? "input wrong" : "input" },
    h("span", { class: "label" }, label),
    control,
    (error || block.hint) &&
      h("small", { id: note, class: error ? "error" : "quiet" }, error ?? plain(block.hint.text)),
  );
}

const BLOCKS = {
  section,
  header: (block) => h("h3", { class: "header" }, plain(block.text.text)),
  divider: () => h("hr"),
  context: (block) =>
    h(
      "div",
      { class: "context" },
      block.elements.map((item) =>
        item.type === "image" ? picture(item, true) : h("span", { class: "text" }, text(item)),
      ),
    ),
  actions: (block, place) =>
    h(
      "div",
      { class: "actions" },
      block.elements.map((item) => element(place, block, item)),
    ),
  image: (block) =>
    h("figure", { class: "image" }, block.title && h("figcaption", {}, plain(block.title.text)), picture(block)),
  input,
  rich_text: richText,
  markdown,
  table,
  data_visualization: chart,
  alert: (block) => h("div", { class: `alert ${block.level ?? "default"}`, role: "note" }, text(block.text)),
};

export function blocks(rows, place) {
  return rows.map((block) => {
    const draw = BLOCKS[block.type];
    return h(
      "div",
      { class: "block" },
      draw ? draw(block, place) : h("em", { class: "quiet" }, t("unknownBlock", block.type)),
    );
  });
}

// The values a person has chosen in a place, by block and action, for the app to read beside a press.
export function choices(place) {
  const values = {};
  for (const [id, value] of store.choices) {
    const [key, block, action] = id.split("\n");
    if (key === place.key) (values[block] ??= {})[action] = value;
  }
  return values;
}
