/** The blocks table and data_table. */
import { fill, h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { withEmoji } from "./emoji.js";
import { richText } from "./richtext.js";
import { unknown } from "./unknown.js";

function cell(object) {
  if (!object) return "";
  if (object.type === "raw_text") return withEmoji(object.text ?? "");
  if (object.type === "raw_number") return object.text ?? String(object.value);
  if (object.type === "rich_text") return richText(object);
  return unknown(object.type);
}

/** A plain table; its first row is the heading. */
export function table(block) {
  const settings = block.column_settings || [];
  const style = (column) => ({ textAlign: settings[column]?.align || "left", whiteSpace: settings[column]?.is_wrapped ? "normal" : "" });
  const [head = [], ...body] = block.rows || [];
  return h("div.b-table-wrap", { tabindex: "0", role: "group", "aria-label": "Table" }, h("table.b-table", null,
    h("thead", null, h("tr", null, head.map((one, column) => h("th", { scope: "col", style: style(column) }, cell(one))))),
    h("tbody", null, body.map((row) => h("tr", null, row.map((one, column) => h("td", { style: style(column) }, cell(one))))))));
}

/** A table with pages and sorting by any column. */
export function dataTable(block) {
  const [head = [], ...rows] = block.rows || [];
  const size = block.page_size || 5;
  const headerColumn = block.row_header_column_index || 0;
  const state = { page: 0, column: -1, down: false };
  const captionId = uid("caption");
  const box = h("div.b-data-table", { role: "group", "aria-labelledby": captionId });

  function draw() {
    const sorted = sortRows(rows, state);
    const pages = Math.max(1, Math.ceil(sorted.length / size));
    state.page = Math.min(state.page, pages - 1);
    const shown = sorted.slice(state.page * size, (state.page + 1) * size);
    const active = box.contains(document.activeElement) ? document.activeElement.dataset.part : null;
    fill(box, h("div.b-caption", { id: captionId }, block.caption || ""),
      h("div.b-table-wrap", null, h("table.b-table", null,
        h("thead", null, h("tr", null, head.map((one, column) => h("th", { scope: "col", class: rows[0]?.[column]?.type === "raw_number" ? "number" : "", "aria-sort": sortName(state, column) }, sorter(one, column))))),
        h("tbody", null, shown.map((row) => h("tr", null, row.map((one, column) =>
          h(column === headerColumn ? "th" : "td", { scope: column === headerColumn ? "row" : null, class: one?.type === "raw_number" ? "number" : "" }, cell(one)))))))),
      pages > 1 && pager(pages, sorted.length));
    if (active) box.querySelector(`[data-part="${active}"]:not(:disabled)`)?.focus();
  }

  function sorter(one, column) {
    const arrow = state.column === column ? (state.down ? " ↓" : " ↑") : "";
    return h("button.sorter", { type: "button", dataset: { part: `sort-${column}` }, onclick: () => {
      state.down = state.column === column && !state.down;
      state.column = column;
      draw();
    } }, cell(one), h("span", { "aria-hidden": "true" }, arrow));
  }

  function pager(pages, total) {
    const step = (by) => () => { state.page += by; draw(); };
    const first = state.page * size + 1;
    return h("div.pager", null,
      h("button.icon-button", { type: "button", "aria-label": "Previous page", dataset: { part: "back" }, disabled: state.page === 0, onclick: step(-1) }, icon("left", 14)),
      h("span", { role: "status" }, `${first}–${Math.min(total, first + size - 1)} of ${total}`),
      h("button.icon-button", { type: "button", "aria-label": "Next page", dataset: { part: "on" }, disabled: state.page === pages - 1, onclick: step(1) }, icon("right", 14)));
  }

  draw();
  return box;
}

const sortName = (state, column) => (state.column === column ? (state.down ? "descending" : "ascending") : null);

function sortRows(rows, { column, down }) {
  if (column < 0) return rows;
  const worth = (object) => (object?.type === "raw_number" ? object.value : textOf(object).toLowerCase());
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [worth(a[column]), worth(b[column])];
    if (typeof x === "number" && typeof y === "number") return sign * (x - y);
    return sign * String(x).localeCompare(String(y));
  });
}

function textOf(object) {
  if (!object || typeof object !== "object") return "";
  if (typeof object.text === "string") return object.text;
  return (object.elements || []).map(textOf).join("");
}
