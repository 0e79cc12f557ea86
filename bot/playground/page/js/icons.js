/** The few drawings that the page's own controls need. */
import { svg } from "./dom.js";

const PATHS = {
  hash: "M8.5 3 6.5 17M13.5 3l-2 14M3.5 7.5h14M2.5 12.5h14",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  close: "M5 5l10 10M15 5 5 15",
  down: "M5 8l5 5 5-5",
  left: "M12 4l-6 6 6 6",
  right: "M8 4l6 6-6 6",
  file: "M5 2h7l4 4v12H5zM12 2v4h4",
  reply: "M3 4h14v9H9l-4 4v-4H3z",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4l3 2",
  send: "M3 4l14 6-14 6 2.5-6zM5.5 10H11",
  people: "M7 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3 2-5 5-5s5 2 5 5M13 9a2.5 2.5 0 1 0 0-5M14 12c2.5.3 4 2.2 4 5",
  skip: "M4 4l8 6-8 6zM15 4v12",
  traffic: "M3 7h12l-3-3M17 13H5l3 3",
  help: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM7.8 8a2.2 2.2 0 1 1 3.4 1.9c-.8.5-1.2.9-1.2 1.9M10 14.2v.3",
  trash: "M4 6h12M8 6V4h4v2M6 6l.7 11h6.6L14 6",
  check: "M4 10l4 4 8-9",
  warning: "M10 3 2 17h16zM10 8v4M10 14.5v.3",
  info: "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v5M10 6v.3",
  calendar: "M3 5h14v12H3zM3 9h14M7 3v3M13 3v3",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM13.5 13.5 17 17",
};

/**
 * A drawing in the colour of the text; hidden from screen readers, since its button has a label.
 * @param {keyof PATHS} name
 */
export function icon(name, size = 18) {
  return svg("svg", { viewBox: "0 0 20 20", width: size, height: size, class: "icon", "aria-hidden": "true", fill: "none",
    stroke: "currentColor", "stroke-width": 1.7, "stroke-linecap": "round", "stroke-linejoin": "round" }, svg("path", { d: PATHS[name] }));
}

/** Three dots. */
export function dots() {
  return svg("svg", { viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true", fill: "currentColor" },
    [4, 10, 16].map((x) => svg("circle", { cx: x, cy: 10, r: 1.7 })));
}

/** The bot's picture: a drum between two beats. */
export function drum(size) {
  return svg("svg", { viewBox: "0 0 36 36", width: size, height: size, "aria-hidden": "true" },
    svg("rect", { width: 36, height: 36, rx: 7, fill: "#5b2a86" }),
    svg("path", { d: "M9 15v9c0 2.5 4 4.5 9 4.5s9-2 9-4.5v-9", fill: "#f3c969" }),
    svg("path", { d: "M9 18l4.5 9M18 19.5v9M27 18l-4.5 9", stroke: "#c58a1f", "stroke-width": 1.4, fill: "none" }),
    svg("ellipse", { cx: 18, cy: 15, rx: 9, ry: 4.2, fill: "#fff7e0", stroke: "#f3c969", "stroke-width": 1.4 }),
    svg("path", { d: "M7 6.5l9 7M29 6.5l-9 7", stroke: "#ffffff", "stroke-width": 2, "stroke-linecap": "round" }));
}
