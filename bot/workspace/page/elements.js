// The app's controls: buttons, menus and inputs. `place` says where they stand and how a press is sent.

import { h, icon, safeUrl } from "./dom.js";
import { confirmed } from "./dialog.js";
import { menu } from "./menu.js";
import { inline, plain, text } from "./mrkdwn.js";
import { complain, store, tell } from "./store.js";
import { t } from "./words.js";

const choice = (place, block, element) => [place.key, block.block_id, element.action_id].join("\n");
const words = (object) => object?.text ?? "";

// What an element holds: a person's choice if there is one, else what the app said.
function held(place, block, element) {
  const chosen = store.choices.get(choice(place, block, element));
  if (chosen !== undefined) return chosen;
  const entry = place.values?.[block.block_id]?.[element.action_id] ?? {};
  const first =
    element.initial_option ??
    element.initial_options ??
    element.initial_value ??
    element.initial_date ??
    element.initial_time ??
    element.initial_date_time ??
    element.initial_user ??
    element.initial_users ??
    element.initial_conversation ??
    element.initial_conversations ??
    element.initial_channel;
  const [, value] = Object.entries(entry).find(([name]) => name !== "type") ?? [null, first];
  return bare(value ?? first);
}

const bare = (value) => (Array.isArray(value) ? value.map(bare) : (value?.value ?? value ?? ""));

async function changed(place, block, element, value) {
  const id = choice(place, block, element);
  if (element.confirm && !(await confirmed(element.confirm))) return tell(place.redraw, place.key);
  store.choices.set(id, value);
  const quiet = block.type === "input" && !block.dispatch_action;
  if (!quiet) complain(await place.press(block, element, value));
}

async function pressed(place, block, element, control) {
  if (element.confirm && !(await confirmed(element.confirm))) return;
  if (element.url && safeUrl(element.url)) window.open(element.url, "_blank", "noopener");
  control.setAttribute("aria-busy", "true");
  const answer = await place.press(block, element, element.value);
  control.removeAttribute("aria-busy");
  complain(answer);
}

const common = (block, element) => ({
  "data-key": `${block.block_id}/${element.action_id}`,
  autofocus: element.focus_on_load,
  "aria-label":
    element.accessibility_label ?? (block.type === "input" ? words(block.label) : words(element.placeholder) || null),
});

function button(place, block, element) {
  const control = h(
    "button",
    {
      ...common(block, element),
      type: "button",
      class: `button ${element.style ?? ""}`,
      onclick: () => pressed(place, block, element, control),
    },
    plain(words(element.text)),
  );
  if (!element.accessibility_label) control.removeAttribute("aria-label");
  return control;
}

function overflow(place, block, element) {
  const control = h(
    "button",
    {
      ...common(block, element),
      type: "button",
      class: "button round",
      "aria-label": t("more"),
      "aria-haspopup": "menu",
      onclick: () =>
        menu(
          control,
          element.options.map((option) => ({
            label: words(option.text),
            run: async () =>
              (!element.confirm || (await confirmed(element.confirm))) &&
              complain(await place.press(block, element, option.value)),
          })),
        ),
    },
    icon("more", 18),
  );
  return control;
}

function select(place, block, element, groups, many = false) {
  const now = held(place, block, element);
  const option = ([value, label]) =>
    h("option", { value, selected: many ? now.includes?.(value) : value === now }, label);
  const rows = groups.map(([label, options]) =>
    label ? h("optgroup", { label }, options.map(option)) : options.map(option),
  );
  const control = h(
    "select",
    {
      ...common(block, element),
      class: "select",
      multiple: many,
      size: many ? 4 : null,
      onchange: () =>
        changed(place, block, element, many ? [...control.selectedOptions].map((row) => row.value) : control.value),
    },
    many
      ? []
      : h(
          "option",
          { value: "", disabled: block.type !== "input" || !block.optional },
          words(element.placeholder) || t("choose"),
        ),
    rows,
  );
  if (!many) control.value = now;
  return control;
}

const options = (element) =>
  (element.option_groups ?? [{ options: element.options }]).map((group) => [
    words(group.label),
    group.options.map((option) => [option.value, words(option.text)]),
  ]);
const people = () => [["", store.people.map((person) => [person.id, person.real_name])]];
const rooms = (element) => {
  const kinds = element.filter?.include;
  const fits = (row) => !kinds || kinds.includes(row.im ? "im" : row.private ? "private" : "public");
  const rows = store.channels.filter(fits).map((row) => [row.id, row.im ? store.bot.name : `#${row.name}`]);
  return [["", element.filter?.include?.includes("im") || !kinds ? [...rows, ...people()[0][1]] : rows]];
};
const channels = () => [["", store.channels.filter((row) => !row.im).map((row) => [row.id, `#${row.name}`])]];

function ticks(kind) {
  return (place, block, element) => {
    const now = held(place, block, element) || [];
    const name = `${place.key}/${block.block_id}`;
    const box = h(
      "div",
      { class: "ticks", role: kind === "radio" ? "radiogroup" : "group", "aria-label": words(block.label) || null },
      element.options.map((option) =>
        h(
          "label",
          { class: "tick" },
          h("input", {
            type: kind,
            name,
            value: option.value,
            "data-key": `${name}/${option.value}`,
            checked: kind === "radio" ? now === option.value : now.includes(option.value),
            onchange: () => {
              const on = [...box.querySelectorAll("input:checked")].map((input) => input.value);
              changed(place, block, element, kind === "radio" ? on[0] : on);
            },
          }),
          h("span", {}, text(option.text), option.description && h("small", {}, text(option.description))),
        ),
      ),
    );
    return box;
  };
}

function field(type, extra = {}) {
  return (place, block, element) => {
    const now = held(place, block, element);
    const tag = element.multiline ? "textarea" : "input";
    const live = element.type.endsWith("_input");
    const control = h(tag, {
      ...common(block, element),
      ...extra,
      class: "field",
      type: tag === "input" ? type : null,
      rows: element.multiline ? 4 : null,
      placeholder: words(element.placeholder) || null,
      value: type === "datetime-local" ? local(now) : now,
      minlength: element.min_length,
      maxlength: element.max_length,
      min: element.min_value,
      max: element.max_value,
      step: type === "number" ? (element.is_decimal_allowed ? "any" : 1) : null,
      [live ? "oninput" : "onchange"]: () => {
        const value = type === "datetime-local" ? Math.floor(new Date(control.value) / 1000) : control.value;
        if (live) store.choices.set(choice(place, block, element), value);
        else changed(place, block, element, value);
      },
      onkeydown: (event) => {
        if (live && block.dispatch_action && event.key === "Enter" && !element.multiline)
          changed(place, block, element, control.value);
      },
    });
    return control;
  };
}

function local(seconds) {
  if (!seconds) return "";
  const then = new Date(seconds * 1000);
  return new Date(then - then.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

const ELEMENTS = {
  button,
  overflow,
  static_select: (place, block, element) => select(place, block, element, options(element)),
  multi_static_select: (place, block, element) => select(place, block, element, options(element), true),
  users_select: (place, block, element) => select(place, block, element, people()),
  multi_users_select: (place, block, element) => select(place, block, element, people(), true),
  channels_select: (place, block, element) => select(place, block, element, channels()),
  conversations_select: (place, block, element) => select(place, block, element, rooms(element)),
  multi_conversations_select: (place, block, element) => select(place, block, element, rooms(element), true),
  checkboxes: ticks("checkbox"),
  radio_buttons: ticks("radio"),
  datepicker: field("date"),
  timepicker: field("time"),
  datetimepicker: field("datetime-local"),
  plain_text_input: field("text"),
  number_input: field("number", { inputmode: "decimal" }),
  email_text_input: field("email"),
  url_text_input: field("url"),
};

export function element(place, block, given) {
  const draw = ELEMENTS[given.type];
  return draw ? draw(place, block, given) : h("em", { class: "quiet" }, inline(t("unknownBlock", given.type)));
}
