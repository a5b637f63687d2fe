// Slack's native charts, drawn small: line, area, bar and pie, with a legend and a spoken twin.

import { h, svg } from "./dom.js";
import { spoken } from "./words.js";

// Drawn at the size it is shown at, so that its letters stay as large on a phone.
const W = Math.min(560, innerWidth - 100),
  H = 240,
  LEFT = 52,
  RIGHT = 12,
  TOP = 14,
  BOTTOM = 44;
const short = (value) =>
  new Intl.NumberFormat(spoken(), { notation: "compact", maximumFractionDigits: 1 }).format(value);
const full = (value) => new Intl.NumberFormat(spoken()).format(value);

// Round steps, at most five, from a floor of zero unless something is negative.
function scale(values) {
  const low = Math.min(0, ...values),
    high = Math.max(0, ...values),
    span = high - low || 1;
  const rough = span / 4,
    power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((times) => times * power).find((size) => size >= rough);
  const first = Math.floor(low / step) * step,
    last = Math.ceil(high / step) * step || step;
  const ticks = [];
  for (let tick = first; tick <= last + step / 2; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return { ticks, y: (value) => TOP + (H - TOP - BOTTOM) * (1 - (value - first) / (last - first)) };
}

function frame(axes, y, ticks, x) {
  const grid = ticks.map((tick) => [
    svg("line", { x1: LEFT, x2: W - RIGHT, y1: y(tick), y2: y(tick), class: tick === 0 ? "axis" : "grid" }),
    svg("text", { x: LEFT - 6, y: y(tick) + 4, class: "tick end" }, short(tick)),
  ]);
  const every = Math.ceil(axes.categories.length / Math.floor(W / 58));
  const names = axes.categories.map((name, index) =>
    index % every
      ? null
      : svg(
          "text",
          { x: x(index), y: H - BOTTOM + 16, class: "tick middle" },
          name.length > 9 ? `${name.slice(0, 8)}…` : name,
        ),
  );
  const labels = [
    axes.x_label && svg("text", { x: (LEFT + W - RIGHT) / 2, y: H - 8, class: "tick middle" }, axes.x_label),
    axes.y_label &&
      svg(
        "text",
        { x: 12, y: H / 2 - 12, class: "tick middle", transform: `rotate(-90 12 ${H / 2 - 12})` },
        axes.y_label,
      ),
  ];
  return [...grid.flat(), ...names, ...labels].filter(Boolean);
}

function tip(series, point) {
  return svg("title", {}, `${series.name} · ${point.label}: ${full(point.value)}`);
}

function plotted(chart) {
  const { series, axis_config: axes } = chart;
  const { ticks, y } = scale(series.flatMap((row) => row.data.map((point) => point.value)));
  const count = axes.categories.length,
    slot = (W - LEFT - RIGHT) / count;
  const x = (index) => LEFT + slot * (index + 0.5);
  const marks = series.flatMap((row, number) => {
    if (chart.type === "bar") {
      const width = Math.min(36, (slot * 0.76) / series.length);
      return row.data.map((point, index) =>
        svg(
          "rect",
          {
            class: `s${number}`,
            rx: 2,
            width: width - 1.5,
            x: x(index) + (number - series.length / 2) * width,
            y: Math.min(y(point.value), y(0)),
            height: Math.max(1, Math.abs(y(point.value) - y(0))),
          },
          tip(row, point),
        ),
      );
    }
    const points = row.data.map((point, index) => `${x(index)},${y(point.value)}`);
    const line = svg("polyline", { points: points.join(" "), class: `line l${number}` });
    const area =
      chart.type === "area" &&
      svg("polygon", {
        class: `area s${number}`,
        points: [`${x(0)},${y(0)}`, ...points, `${x(count - 1)},${y(0)}`].join(" "),
      });
    const dots = row.data.map((point, index) =>
      svg("circle", { cx: x(index), cy: y(point.value), r: 3, class: `s${number}` }, tip(row, point)),
    );
    return [area, line, ...dots].filter(Boolean);
  });
  return [...frame(axes, y, ticks, x), ...marks];
}

function pie(chart) {
  const total = chart.segments.reduce((sum, segment) => sum + segment.value, 0);
  const cx = W / 2,
    cy = H / 2,
    r = Math.min(W, H) / 2 - 14;
  let turn = -Math.PI / 2;
  return chart.segments.map((segment, number) => {
    const part = segment.value / total,
      end = turn + part * 2 * Math.PI;
    const name = svg("title", {}, `${segment.label}: ${full(segment.value)} (${Math.round(part * 100)} %)`);
    const at = (angle, radius) => `${cx + radius * Math.cos(angle)} ${cy + radius * Math.sin(angle)}`;
    const large = part > 0.5 ? 1 : 0,
      hole = r * 0.56;
    const d = `M${at(turn, r)}A${r} ${r} 0 ${large} 1 ${at(end, r)}L${at(end, hole)}A${hole} ${hole} 0 ${large} 0 ${at(turn, hole)}Z`;
    turn = end;
    return part > 0.9999
      ? svg("circle", { cx, cy, r: (r + hole) / 2, class: `ring l${number}`, "stroke-width": r - hole }, name)
      : svg("path", { d, class: `slice s${number}` }, name);
  });
}

function legend(chart) {
  const rows = chart.series ?? chart.segments;
  if (chart.series?.length === 1) return null;
  const total = chart.segments?.reduce((sum, segment) => sum + segment.value, 0);
  return h(
    "ul",
    { class: "legend" },
    rows.map((row, number) =>
      h(
        "li",
        {},
        h("i", { class: `k${number}` }),
        row.name ?? `${row.label} ${Math.round((row.value / total) * 100)} %`,
      ),
    ),
  );
}

function spokenTwin(block) {
  const { chart } = block;
  const rows = chart.series ?? [{ name: block.title, data: chart.segments }];
  return rows
    .map((row) => `${row.name}: ${row.data.map((point) => `${point.label} ${full(point.value)}`).join(", ")}`)
    .join(". ");
}

export function chart(block) {
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": `${block.title}. ${spokenTwin(block)}` },
    block.chart.type === "pie" ? pie(block.chart) : plotted(block.chart),
  );
  return h("figure", { class: "chart" }, h("figcaption", {}, block.title), drawing, legend(block.chart));
}
