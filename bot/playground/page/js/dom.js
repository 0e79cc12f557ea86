/**
 * Building DOM nodes. Everything on this page is built from nodes and text nodes, never from HTML
 * strings, so that what people and bots write can never become markup.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An HTML element: `h("button.primary", {onclick: f, "aria-label": "Close"}, "text", node)`.
 * @param {string} spec tag and classes, as in a CSS selector
 * @param {Object<string, any>|null} [attrs] `on…` are listeners, `style` and `dataset` objects, `null`,
 *   `undefined` and `false` are left out, known properties (value, checked …) are set as properties
 * @param {...(Node|string|number|null|undefined|false|Array)} children
 * @returns {HTMLElement}
 */
export function h(spec, attrs, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(attrs || {})) setAttribute(node, name, value);
  append(node, children);
  return node;
}

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "hidden", "readOnly", "open", "indeterminate"]);

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "style") Object.assign(node.style, value);
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "class") node.className = `${node.className} ${value}`.trim();
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

/**
 * An SVG element.
 * @param {string} tag
 * @param {Object<string, string|number|null>} attrs
 * @param {...(Node|string)} children
 * @returns {SVGElement}
 */
export function svg(tag, attrs, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs || {})) {
    if (value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  append(node, children);
  return node;
}

/** Append children: nodes stay nodes, anything else becomes a text node, empty values nothing. */
export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Replace all children of a node. */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

let counter = 0;

/** An id that is unique on this page, for `aria-controls`, `for` and the like. */
export function uid(prefix = "n") {
  counter += 1;
  return `${prefix}-${counter}`;
}
