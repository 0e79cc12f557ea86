/** Fields that one types into. */
import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { bind } from "./bind.js";

/** plain_text_input: one line or several, with a counter where a length is asked for. */
export function textInput(element, block, surface, input) {
  const tie = bind(element, block, surface, input);
  const node = h(element.multiline ? "textarea.field" : "input.field", {
    ...tie.attributes,
    ...(element.multiline ? { rows: 4 } : { type: "text" }),
    placeholder: plain(element.placeholder) || null,
    value: tie.value ?? "",
    autocomplete: "off",
  });
  const counter = lengthCounter(element);
  const config = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  const tell = () => block.dispatch_action && tie.commit(node.value || null, node);
  node.addEventListener("input", () => {
    tie.set(node.value || null);
    counter?.show(node.value);
    if (element.multiline) grow(node);
    if (config.includes("on_character_entered")) tell();
  });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !element.multiline && config.includes("on_enter_pressed") && block.dispatch_action) {
      event.preventDefault();
      tell();
    }
  });
  counter?.show(node.value);
  if (element.multiline) requestAnimationFrame(() => grow(node));
  return h("div.field-box", null, node, counter?.node);
}

/** Let a text area be as high as its text, within reason (the style sheet says how high). */
export function grow(area) {
  const body = area.closest(".dialog-body");
  const scrolled = body?.scrollTop;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
  if (body) body.scrollTop = scrolled; // measuring makes the form shorter for a moment
}

function lengthCounter({ min_length: least, max_length: most }) {
  if (!least && !most) return null;
  const node = h("div.counter", { role: "status" });
  return {
    node,
    show(text) {
      const size = [...text].length;
      const missing = least && size < least ? least - size : 0;
      const left = most ? most - size : Infinity;
      node.classList.toggle("over", left < 0);
      if (left < 0) node.textContent = `${-left} too many`;
      else if (missing && size) node.textContent = `${missing} more needed`;
      else if (most && (most <= 300 || left <= most * 0.2)) node.textContent = `${left} left`;
      else node.textContent = "";
    },
  };
}

/** E-mail and web address. */
export function field(kind, element, block, surface, input) {
  const tie = bind(element, block, surface, input);
  const example = { email: "name@example.com", url: "https://…" }[kind];
  return h("input.field", {
    ...tie.attributes,
    type: kind,
    inputmode: kind,
    placeholder: plain(element.placeholder) || example,
    value: tie.value ?? "",
    oninput: (event) => tie.set(event.target.value || null),
    onchange: (event) => block.dispatch_action && tie.commit(event.target.value || null, event.target),
  });
}

/** A number; kept as the text that was typed, as Slack sends it. */
export function numberInput(element, block, surface, input) {
  const tie = bind(element, block, surface, input);
  return h("input.field.narrow", {
    ...tie.attributes,
    type: "text",
    inputmode: element.is_decimal_allowed ? "decimal" : "numeric",
    placeholder: plain(element.placeholder) || range(element),
    value: tie.value ?? "",
    oninput: (event) => tie.set(event.target.value.trim() || null),
    onchange: (event) => block.dispatch_action && tie.commit(event.target.value.trim() || null, event.target),
  });
}

function range({ min_value: low, max_value: high }) {
  if (low !== undefined && high !== undefined) return `${low} to ${high}`;
  if (low !== undefined) return `${low} or more`;
  return high !== undefined ? `${high} or less` : null;
}
