/** Slack's markdown block: the common part of Markdown as DOM nodes. */
import { h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link } from "./mrkdwn.js";

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;
const RULE = /^\s*([-*_])(?:\s*\1){2,}\s*$/;

/** A whole Markdown text as nodes. */
export function markdown(source) {
  const rows = source.replaceAll("\r\n", "\n").split("\n");
  const nodes = [];
  let at = 0;
  while (at < rows.length) {
    const [node, next] = blockAt(rows, at);
    if (node) nodes.push(node);
    at = next;
  }
  return nodes;
}

function blockAt(rows, at) {
  const row = rows[at];
  if (!row.trim()) return [null, at + 1];
  if (row.startsWith("```")) return fence(rows, at);
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(row);
  if (heading) return [h(`h${Math.min(6, heading[1].length + 2)}.md-h`, null, spans(heading[2])), at + 1];
  if (RULE.test(row)) return [h("hr.b-divider"), at + 1];
  if (row.startsWith(">")) {
    const end = until(rows, at, (one) => one.startsWith(">"));
    return [h("blockquote.mr-quote", null, markdown(rows.slice(at, end).map((one) => one.replace(/^> ?/, "")).join("\n"))), end];
  }
  if (ITEM.test(row)) {
    const end = until(rows, at, (one) => ITEM.test(one));
    return [list(rows.slice(at, end)), end];
  }
  if (row.includes("|") && /^\s*\|?\s*:?-{2,}/.test(rows[at + 1] || "")) {
    const end = until(rows, at, (one) => one.includes("|"));
    return [table(rows.slice(at, end)), end];
  }
  const end = until(rows, at, (one) => one.trim() && !/^(#{1,6}\s|>|```)/.test(one) && !ITEM.test(one));
  return [h("p.md-p", null, rows.slice(at, end).flatMap((one, index) => (index ? [h("br"), ...spans(one)] : spans(one)))), end];
}

function until(rows, at, belongs) {
  let end = at + 1;
  while (end < rows.length && belongs(rows[end])) end += 1;
  return end;
}

function fence(rows, at) {
  const close = rows.findIndex((one, index) => index > at && one.startsWith("```"));
  const end = close < 0 ? rows.length : close;
  return [h("pre.mr-pre", null, rows.slice(at + 1, end).join("\n")), end + 1];
}

function list(rows) {
  const first = ITEM.exec(rows[0]);
  const ordered = /\d/.test(first[2]);
  const base = first[1].length;
  const node = h(ordered ? "ol.rt-list" : "ul.rt-list", ordered ? { start: parseInt(first[2], 10) } : null);
  let at = 0;
  while (at < rows.length) {
    const item = ITEM.exec(rows[at]);
    const end = until(rows, at, (one) => ITEM.exec(one)[1].length > base);
    const box = item[3] === undefined ? null : `${item[3] === " " ? "☐" : "☑"} `;
    node.append(h("li", { class: box ? "md-task" : "" }, box, spans(item[4]), end > at + 1 ? list(rows.slice(at + 1, end)) : null));
    at = end;
  }
  return node;
}

function table(rows) {
  const cells = (row) => row.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  return h("div.b-table-wrap", null, h("table.b-table", null,
    h("thead", null, h("tr", null, cells(rows[0]).map((cell) => h("th", { scope: "col" }, spans(cell))))),
    h("tbody", null, rows.slice(2).map((row) => h("tr", null, cells(row).map((cell) => h("td", null, spans(cell))))))));
}

const SPANS = [
  [/^\\([\\`*_{}[\]()#+.!~>|-])/, (m) => m[1]],
  [/^`([^`]+)`/, (m) => h("code.mr-code", null, m[1])],
  [/^\*\*(?=\S)([\s\S]*?\S)\*\*/, (m) => h("strong", null, spans(m[1]))],
  [/^__(?=\S)([\s\S]*?\S)__/, (m) => h("strong", null, spans(m[1]))],
  [/^~~(?=\S)([\s\S]*?\S)~~/, (m) => h("s", null, spans(m[1]))],
  [/^\*(?=\S)([^*]*[^\s*])\*/, (m) => h("em", null, spans(m[1]))],
  [/^_(?=\S)([^_]*[^\s_])_(?![\p{L}\p{N}])/u, (m) => h("em", null, spans(m[1]))],
  [/^!?\[([^\]]*)\]\(([^)\s]+)(?:\s+"[^"]*")?\)/, (m) => link(m[2], m[1] || m[2])],
  [/^<(https?:[^>\s]+|mailto:[^>\s]+)>/, (m) => link(m[1], m[1])],
  [/^https?:\/\/[^\s<>]+[^\s<>.,;:!?)'"\]]/, (m) => link(m[0], m[0])],
];

function spans(text) {
  const out = [];
  let rest = text;
  let words = "";
  while (rest) {
    const hit = SPANS.map(([pattern, make]) => [pattern.exec(rest), make]).find(([match]) => match);
    if (hit) {
      if (words) out.push(withEmoji(words));
      words = "";
      out.push(hit[1](hit[0]));
      rest = rest.slice(hit[0][0].length);
    } else {
      words += rest[0];
      rest = rest.slice(1);
    }
  }
  if (words) out.push(withEmoji(words));
  return out;
}
