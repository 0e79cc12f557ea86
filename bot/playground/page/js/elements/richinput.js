/** rich_text_input: a text area whose marks (*bold*, "- " items …) become Slack's rich text. */
import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { bind } from "./bind.js";
import { fromRichText, toRichText } from "./richwords.js";
import { grow } from "./text.js";

const TOOLS = [
  { label: "Bold", sign: "B", wrap: "*" },
  { label: "Italic", sign: "I", wrap: "_" },
  { label: "Strike through", sign: "S", wrap: "~" },
  { label: "Code", sign: "<>", wrap: "`" },
  { label: "List", sign: "•", lead: "- " },
  { label: "Quote", sign: "”", lead: "> " },
];

/** A field for formatted text. */
export function richTextInput(element, block, surface, input) {
  const tie = bind(element, block, surface, input);
  const area = h("textarea.field.rich", { ...tie.attributes, rows: element.min_lines || 4, placeholder: plain(element.placeholder) || null, value: fromRichText(tie.value) });
  const changed = () => {
    tie.set(toRichText(area.value));
    grow(area);
  };
  area.addEventListener("input", changed);
  const tools = TOOLS.map((tool) => h("button.tool", { type: "button", "aria-label": tool.label, title: tool.label, class: `tool-${tool.sign}`,
    onclick: () => {
      mark(area, tool);
      changed();
    } }, tool.sign));
  requestAnimationFrame(() => grow(area));
  return h("div.field-box.rich-box", null, h("div.tools", { role: "toolbar", "aria-label": "Formatting" }, tools), area);
}

function mark(area, { wrap, lead }) {
  const [from, to] = [area.selectionStart, area.selectionEnd];
  const chosen = area.value.slice(from, to);
  if (wrap) {
    area.setRangeText(`${wrap}${chosen}${wrap}`, from, to, "end");
    if (!chosen) area.setSelectionRange(from + 1, from + 1);
  } else {
    const start = area.value.lastIndexOf("\n", from - 1) + 1;
    const block = area.value.slice(start, to);
    area.setRangeText(block.split("\n").map((line) => lead + line).join("\n"), start, to, "end");
  }
  area.focus();
}
