/** JSON as coloured text. */
import { h } from "./dom.js";

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** A value as indented JSON. */
export function jsonNode(value) {
  const text = JSON.stringify(value ?? null, null, 2);
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > from) nodes.push(text.slice(from, match.index));
    const [whole, string, colon, word] = match;
    if (string && colon) nodes.push(h("span.j-key", null, string), colon);
    else nodes.push(h(string ? "span.j-string" : word ? "span.j-word" : "span.j-number", null, whole));
    from = match.index + whole.length;
  }
  nodes.push(text.slice(from));
  return h("pre.json", { tabindex: "0" }, nodes);
}
