/** Check boxes and radio buttons, their options with descriptions. */
import { h, uid } from "../dom.js";
import { textNodes } from "../mrkdwn.js";
import { bind } from "./bind.js";

/** A group of check boxes. */
export function checkboxes(element, block, surface, input) {
  const tie = bind(element, block, surface, input);
  const chosen = new Set(tie.value);
  return group("group", element, tie, input, (option, index) => ({
    type: "checkbox",
    checked: chosen.has(option.value),
    dataset: { focus: `${tie.attributes.dataset.focus}/${index}`, value: option.value },
    onchange: (event) => {
      if (event.target.checked) chosen.add(option.value);
      else chosen.delete(option.value);
      const inOrder = element.options.map((one) => one.value).filter((value) => chosen.has(value));
      tie.commit(inOrder, event.target.closest(".choices"));
    },
  }));
}

/** A group of radio buttons. */
export function radioButtons(element, block, surface, input) {
  const tie = bind(element, block, surface, input);
  const name = uid("radio");
  return group("radiogroup", element, tie, input, (option, index) => ({
    type: "radio",
    name,
    checked: tie.value === option.value,
    dataset: { focus: `${tie.attributes.dataset.focus}/${index}`, value: option.value },
    onchange: (event) => tie.commit(option.value, event.target.closest(".choices")),
  }));
}

function group(role, element, tie, input, attributes) {
  const label = input ? { "aria-labelledby": input.labelledby } : { "aria-label": tie.attributes["aria-label"] };
  const rows = (element.options || []).map((option, index) => {
    const [text, detail] = [uid("option"), uid("detail")];
    return h("label.choice", null,
      h("input", { ...attributes(option, index), "aria-labelledby": text, "aria-describedby": option.description ? detail : null }),
      h("span.choice-words", null, h("span", { id: text }, textNodes(option.text)),
        option.description && h("span.choice-detail", { id: detail }, textNodes(option.description))));
  });
  return h("div.choices", { role, ...label, "aria-describedby": input?.described, "aria-invalid": input?.invalid ? "true" : null }, rows);
}
