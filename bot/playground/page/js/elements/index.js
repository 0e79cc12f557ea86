/** Interactive elements as DOM nodes, by their Slack type. */
import { picture } from "../picture.js";
import { unknown } from "../unknown.js";
import { button } from "./button.js";
import { checkboxes, radioButtons } from "./choices.js";
import { overflow } from "./overflow.js";
import { datePicker, dateTimePicker, timePicker } from "./pickers.js";
import { richTextInput } from "./richinput.js";
import { multiSelect, singleSelect } from "./select.js";
import { field, numberInput, textInput } from "./text.js";

const RENDERERS = {
  button,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  plain_text_input: textInput,
  rich_text_input: richTextInput,
  number_input: numberInput,
  email_text_input: (...args) => field("email", ...args),
  url_text_input: (...args) => field("url", ...args),
  static_select: singleSelect,
  users_select: singleSelect,
  conversations_select: singleSelect,
  channels_select: singleSelect,
  multi_static_select: multiSelect,
  multi_users_select: multiSelect,
  multi_conversations_select: multiSelect,
  multi_channels_select: multiSelect,
  image: (element) => picture(element, "b-image-accessory"),
};

/**
 * One element.
 * @param {Object} element as the bot sent it
 * @param {Object} block the block it stands in
 * @param {Object} surface see surface.js
 * @param {Object|null} [input] of an input block: label, whether required, ids for the accessibility attributes
 * @returns {HTMLElement}
 */
export function renderElement(element, block, surface, input = null) {
  const render = RENDERERS[element?.type];
  return render ? render(element, block, surface, input) : unknown(element?.type);
}
