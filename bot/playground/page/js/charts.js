/** The block data_visualization: line, bar, area and pie as inline SVG, with the same figures as a table for screen readers. */
import { fill, h, svg, uid } from "./dom.js";
import { pie } from "./pie.js";
import { unknown } from "./unknown.js";

/** Colours that stay apart for colour-blind readers too; legends and titles name every series. */
export const COLOURS = ["#4a6fd1", "#e08a1e", "#2f9e73", "#a855a8", "#c2413a", "#6b7a90", "#0e9fb0", "#8a6d1f", "#7c5cd6", "#5b8c1f", "#d1578b", "#3a3f58"];

/** The room of a drawing; on a narrow screen little of it, so that it is seen whole and its words stay readable. */
const WIDE = { width: 560, height: 260, left: 48, right: 12, top: 12, bottom: 46 };
const NARROW = { width: 240, height: 200, left: 26, right: 4, top: 12, bottom: 40 };
const little = matchMedia("(width <= 560px)");

/** A chart with its title, legend and figures. */
export function chart(block) {
  const spec = block.chart || {};
  const id = uid("chart");
  const drawing = spec.type === "pie" ? pie(spec, id) : ["line", "bar", "area"].includes(spec.type) ? axes(spec, id) : unknown(`data_visualization ${spec.type}`);
  return h("figure.b-chart", { "aria-labelledby": id }, h("figcaption.chart-title", { id }, block.title || ""), drawing, figures(spec));
}

/** The figures as text: what the drawing shows, for those who do not see it. */
function figures(spec) {
  const head = spec.type === "pie" ? ["", "Value"] : ["", ...(spec.series || []).map((one) => one.name)];
  const rows = spec.type === "pie"
    ? (spec.segments || []).map((one) => [one.label, one.value])
    : (spec.axis_config?.categories || []).map((category) => [category, ...spec.series.map((one) => valueAt(one, category))]);
  return h("details.chart-figures", null, h("summary", null, "Show figures"), h("div.b-table-wrap", { tabindex: "0", role: "group", "aria-label": "Figures" }, h("table.b-table", null,
    h("thead", null, h("tr", null, head.map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", null, rows.map(([name, ...values]) => h("tr", null, h("th", { scope: "row" }, name), values.map((one) => h("td.number", null, String(one)))))))));
}

const valueAt = (series, category) => series.data.find((point) => point.label === category)?.value ?? 0;

/** Round steps for an axis that holds all values and zero; whole ones where the figures are counts (`whole`). */
export function ticks(low, high, whole) {
  const span = high - low || 1;
  const rough = whole ? Math.max(1, span / 4) : span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough && (!whole || Number.isInteger(one)));
  const first = Math.floor(low / step) * step;
  const found = [];
  for (let value = first; value < high + step * 0.999; value += step) found.push(Number(value.toFixed(10)));
  return found;
}

/** Drawn anew whenever the screen becomes narrow or wide, for as long as it is shown. */
function axes(spec, titleId) {
  const frame = h("div");
  const draw = () => fill(frame, drawing(spec, titleId, little.matches ? NARROW : WIDE), legend((spec.series || []).map((one) => one.name)));
  const follow = () => (frame.isConnected ? draw() : little.removeEventListener("change", follow));
  little.addEventListener("change", follow);
  draw();
  return frame;
}

function drawing(spec, titleId, room) {
  const categories = spec.axis_config?.categories || [];
  const series = spec.series || [];
  const values = series.flatMap((one) => categories.map((category) => valueAt(one, category)));
  const steps = ticks(Math.min(0, ...values), Math.max(0, ...values), values.every(Number.isInteger));
  const [low, high] = [steps[0], steps[steps.length - 1]];
  const inner = { width: room.width - room.left - room.right, height: room.height - room.top - room.bottom };
  const y = (value) => room.top + inner.height * (1 - (value - low) / (high - low || 1));
  const slot = inner.width / Math.max(1, categories.length);
  const x = (index) => room.left + slot * (index + 0.5);
  const drawn = svg("svg", { viewBox: `0 0 ${room.width} ${room.height}`, role: "img", "aria-labelledby": titleId, class: "chart" });
  for (const step of steps) {
    drawn.append(svg("line", { x1: room.left, x2: room.width - room.right, y1: y(step), y2: y(step), class: step === 0 ? "axis" : "grid" }),
      svg("text", { x: room.left - 6, y: y(step) + 4, "text-anchor": "end" }, short(step)));
  }
  const every = Math.ceil(categories.length / Math.floor(inner.width / 48));
  const letters = Math.max(4, Math.floor((slot * every) / 6.2));
  categories.forEach((category, index) => {
    if (index % every) return;
    const label = category.length > letters ? `${category.slice(0, letters - 1)}…` : category;
    drawn.append(svg("text", { x: x(index), y: room.height - room.bottom + 16, "text-anchor": "middle" }, svg("title", {}, category), label));
  });
  const draw = { bar: bars, line: lines, area: areas }[spec.type];
  series.forEach((one, index) => drawn.append(draw({ one, index, of: series.length, categories, x, y, slot })));
  if (spec.axis_config?.x_label) drawn.append(svg("text", { x: room.left + inner.width / 2, y: room.height - 6, "text-anchor": "middle", class: "axis-label" }, spec.axis_config.x_label));
  if (spec.axis_config?.y_label) {
    const middle = room.top + inner.height / 2;
    drawn.append(svg("text", { x: 11, y: middle, transform: `rotate(-90 11 ${middle})`, "text-anchor": "middle", class: "axis-label" }, spec.axis_config.y_label));
  }
  return drawn;
}

/** Names beside their colours. */
export function legend(names) {
  return h("ul.chart-legend", { "aria-hidden": "true" }, names.map((name, index) => h("li", null, h("span.swatch", { style: { background: COLOURS[index % COLOURS.length] } }), name)));
}

/** "12k" for 12,000. */
export function short(value) {
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toFixed(1))}M`;
  if (Math.abs(value) >= 1e4) return `${Number((value / 1e3).toFixed(1))}k`;
  return String(value);
}

const hint = (one, category) => svg("title", {}, `${one.name}, ${category}: ${valueAt(one, category)}`);

function bars({ one, index, of, categories, x, y, slot }) {
  const width = Math.min(36, (slot * 0.76) / of);
  return svg("g", { fill: COLOURS[index % COLOURS.length] }, categories.map((category, at) => {
    const value = valueAt(one, category);
    const left = x(at) - (width * of) / 2 + width * index;
    return svg("rect", { x: left + 0.5, y: Math.min(y(0), y(value)), width: Math.max(1, width - 1), height: Math.max(value ? 1 : 0, Math.abs(y(value) - y(0))), rx: 2 }, hint(one, category));
  }));
}

function lines({ one, index, categories, x, y }) {
  const colour = COLOURS[index % COLOURS.length];
  const points = categories.map((category, at) => [x(at), y(valueAt(one, category))]);
  return svg("g", { fill: colour, stroke: colour },
    svg("polyline", { points: points.map((point) => point.join(",")).join(" "), fill: "none", "stroke-width": 2.4, "stroke-linejoin": "round", "stroke-dasharray": index > 5 ? "5 3" : null }),
    points.map(([px, py], at) => svg("circle", { cx: px, cy: py, r: 3.4 }, hint(one, categories[at]))));
}

function areas(what) {
  const { one, index, categories, x, y } = what;
  const top = categories.map((category, at) => `${x(at)},${y(valueAt(one, category))}`);
  const shape = [...top, `${x(categories.length - 1)},${y(0)}`, `${x(0)},${y(0)}`].join(" ");
  return svg("g", {}, svg("polygon", { points: shape, fill: COLOURS[index % COLOURS.length], "fill-opacity": 0.22 }), lines(what));
}
