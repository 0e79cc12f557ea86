/** What all elements share: their value in the surface's form, and what happens when it changes. */
import { store } from "../store.js";

/** The raw value that an element starts with, before anybody touched it. */
export function initialValue(element) {
  const values = (options) => (options || []).map((one) => one.value);
  const here = element.default_to_current_conversation ? store.channel : null;
  switch (element.type) {
    case "static_select":
    case "radio_buttons": return element.initial_option?.value ?? null;
    case "multi_static_select":
    case "checkboxes": return values(element.initial_options);
    case "users_select": return element.initial_user ?? null;
    case "multi_users_select": return element.initial_users ?? [];
    case "channels_select": return element.initial_channel ?? null;
    case "multi_channels_select": return element.initial_channels ?? [];
    case "conversations_select": return element.initial_conversation ?? here;
    case "multi_conversations_select": return element.initial_conversations ?? (here ? [here] : []);
    case "datepicker": return element.initial_date ?? null;
    case "timepicker": return element.initial_time ?? null;
    case "datetimepicker": return element.initial_date_time ?? null;
    case "rich_text_input": return element.initial_value ?? null;
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input": return element.initial_value ?? null;
    default: return null;
  }
}

/**
 * Tie an element to its surface.
 * @returns {{value: any, set: (value: any) => void, commit: (value: any, node?: HTMLElement) => Promise<void>, attributes: Object}}
 *   `set` keeps what is being typed; `commit` also tells the bot where it listens (outside inputs, or `dispatch_action`)
 */
export function bind(element, block, surface, input) {
  const value = surface.form.get(block, element, initialValue(element));
  const tells = !input || block.dispatch_action;
  return {
    value,
    set: (changed) => surface.form.set(block, element, changed),
    async commit(changed, node) {
      surface.form.set(block, element, changed);
      if (tells) await surface.act(block, element, changed, node);
    },
    attributes: attributes(element, block, input),
  };
}

function attributes(element, block, input) {
  const common = { dataset: { focus: `${block.block_id}/${element.action_id}`, autofocus: element.focus_on_load ? "1" : "0" } };
  if (!input) return { ...common, "aria-label": element.accessibility_label || element.placeholder?.text || LABELS[element.type] || element.type };
  return { ...common, id: input.controlId, "aria-required": String(input.required), "aria-invalid": input.invalid ? "true" : null, "aria-describedby": input.described };
}

const LABELS = { datepicker: "Date", timepicker: "Time", overflow: "More", checkboxes: "Choices", radio_buttons: "Choice" };
