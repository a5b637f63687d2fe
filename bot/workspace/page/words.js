// What the page itself says, in the language of the person acted as.

import { WORDS } from "./phrases.js";

let locale = "en-US";

export function speak(wanted) {
  locale = wanted;
  document.documentElement.lang = wanted;
}

export const spoken = () => locale;

export function t(key, ...values) {
  const table = locale.startsWith("zh") ? WORDS.zh : WORDS.en;
  return table[key].replace(/\{(\d)\}/g, (_, index) => values[index]);
}

const at = (ts) => new Date(Number(ts) * 1000);

export const clock = (ts) => at(ts).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });

export const moment = (ts) => at(ts).toLocaleString(locale, { dateStyle: "long", timeStyle: "medium" });

export function day(ts) {
  const then = at(ts).toDateString();
  if (then === new Date().toDateString()) return t("today");
  if (then === new Date(Date.now() - 864e5).toDateString()) return t("yesterday");
  return at(ts).toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long" });
}

// Slack's <!date^seconds^format|fallback>.
const DATES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

export function formatDate(seconds, format, fallback) {
  if (!Number.isFinite(Number(seconds))) return fallback;
  return format.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "ago") return moment(seconds);
    const pretty = name.endsWith("_pretty");
    if (pretty && [t("today"), t("yesterday")].includes(day(seconds))) return day(seconds).toLocaleLowerCase(locale);
    const options = DATES[pretty ? name.slice(0, -7) : name];
    return options ? new Intl.DateTimeFormat(locale, options).format(at(seconds)) : whole;
  });
}
