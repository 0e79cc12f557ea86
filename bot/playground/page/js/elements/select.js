/** Selects of one and of several, among given options, people or channels. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { plain } from "../mrkdwn.js";
import { bind } from "./bind.js";
import { combobox } from "./combobox.js";
import { choicesOf } from "./options.js";

/**
 * A choice of one.
 * @returns {HTMLElement}
 */
export function singleSelect(element, block, surface, input) {
  const tie = bind(element, block, surface, input);
  const choices = choicesOf(element);
  let value = tie.value;
  const labelOf = () => choices.find((one) => one.value === value)?.label ?? "";
  const clear = h("button.icon-button.clear", { type: "button", "aria-label": "Clear the choice", onclick: () => pick(null) }, icon("close", 12));
  const box = combobox({
    attributes: tie.attributes,
    placeholder: plain(element.placeholder) || "Choose one",
    disabled: surface.still,
    choices: () => choices,
    shown: labelOf,
    isChosen: (one) => one.value === value,
    choose: (one) => pick(one.value),
    after: input && !input.required ? clear : null,
  });
  function pick(changed) {
    value = changed;
    box.rest();
    clear.hidden = value === null;
    box.input.focus();
    tie.commit(value, box.node);
  }
  clear.hidden = value === null;
  return box.node;
}

/** A choice of several, shown as chips. */
export function multiSelect(element, block, surface, input) {
  const tie = bind(element, block, surface, input);
  const choices = choicesOf(element);
  let values = [...(tie.value || [])];
  const chips = h("span.chips", { role: "list", "aria-label": "Chosen" });
  const most = element.max_selected_items || Infinity;
  const box = combobox({
    attributes: tie.attributes,
    placeholder: plain(element.placeholder) || "Choose some",
    disabled: surface.still,
    multiple: true,
    before: chips,
    choices: () => choices,
    shown: () => "",
    isChosen: (one) => values.includes(one.value),
    isOff: (one) => values.length >= most && !values.includes(one.value),
    choose: (one) => change(values.includes(one.value) ? values.filter((value) => value !== one.value) : [...values, one.value]),
    backspace: () => values.length && change(values.slice(0, -1)),
  });
  function change(changed) {
    values = changed;
    draw();
    box.rest(true);
    box.input.focus();
    tie.commit(values, box.node);
  }
  function draw() {
    chips.replaceChildren(...values.map((value) => {
      const label = choices.find((one) => one.value === value)?.label ?? value;
      return h("span.chip", { role: "listitem" }, label,
        h("button", { type: "button", "aria-label": `Remove ${label}`, onclick: () => change(values.filter((one) => one !== value)) }, icon("close", 10)));
    }));
    box.input.placeholder = values.length ? "" : plain(element.placeholder) || "Choose some";
  }
  draw();
  return box.node;
}
