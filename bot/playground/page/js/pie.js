/** A pie chart; every segment is named with its value and share beside it. */
import { COLOURS, short } from "./charts.js";
import { h, svg } from "./dom.js";

const RADIUS = 90;

/**
 * @param {{segments: {label: string, value: number}[]}} spec
 * @param {string} titleId id of the element that names the chart
 */
export function pie(spec, titleId) {
  const segments = spec.segments || [];
  const total = segments.reduce((sum, one) => sum + one.value, 0) || 1;
  const drawing = svg("svg", { viewBox: "-100 -100 200 200", role: "img", "aria-labelledby": titleId, class: "pie" });
  let from = 0;
  segments.forEach((one, index) => {
    const to = from + one.value / total;
    const paint = { fill: COLOURS[index % COLOURS.length], stroke: "#fff", "stroke-width": 1.5 };
    const share = segments.length === 1 ? svg("circle", { r: RADIUS, ...paint }) : svg("path", { d: slice(from, to), ...paint });
    share.append(svg("title", {}, `${one.label}: ${one.value}`));
    drawing.append(share);
    from = to;
  });
  const rows = segments.map((one, index) => h("li", null, h("span.swatch", { style: { background: COLOURS[index % COLOURS.length] } }),
    one.label, h("span.share", null, `${short(one.value)} · ${Math.round((one.value / total) * 100)}%`)));
  return h("div.pie-box", null, drawing, h("ul.chart-legend.column", { "aria-hidden": "true" }, rows));
}

function slice(from, to) {
  const point = (share) => {
    const angle = 2 * Math.PI * share - Math.PI / 2;
    return `${(RADIUS * Math.cos(angle)).toFixed(2)} ${(RADIUS * Math.sin(angle)).toFixed(2)}`;
  };
  return `M0 0L${point(from)}A${RADIUS} ${RADIUS} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}
