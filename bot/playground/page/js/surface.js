/** Where blocks stand (a message, a form, the home tab), and what happens when something on them is used. */
import { act } from "./api.js";
import { confirm } from "./confirm.js";
import { expectAnswer, expectLonger } from "./expecting.js";
import { formOf } from "./form.js";
import { loadVisible, store } from "./store.js";
import { problem } from "./toast.js";

/**
 * @param {string} name names the surface among all: its form is kept under it
 * @param {Object} where what the server calls it: `{channel, ts}`, `{view_id}` or `{home: true}`
 * @param {boolean} [still] whether nothing on it can be used (a message of the past that was deleted, say)
 */
export function surface(name, where, still = false) {
  const form = formOf(name);
  const self = {
    name,
    where,
    form,
    still,
    /**
     * Use an element: asks its confirm dialogue first.
     * @param {Object} block
     * @param {Object} element
     * @param {any} [value] what was chosen; nothing for a button
     * @param {HTMLElement} [button] shows that it is busy
     * @returns {Promise<boolean>} whether it was done
     */
    async act(block, element, value, button) {
      if (element.confirm && !(await confirm(element.confirm))) return false;
      busy(button, true);
      expectAnswer();
      try {
        const fields = { where, block_id: block.block_id, action_id: element.action_id, state: form.raw() };
        if (value !== undefined) fields.value = value;
        const answer = await act(store.as, "click", fields);
        expectLonger();
        if (!answer.ok) problem(answer.error);
        await loadVisible();
        return answer.ok;
      } catch (failure) {
        problem(failure.message);
        return false;
      } finally {
        busy(button, false);
      }
    },
  };
  return self;
}

function busy(button, on) {
  if (!button) return;
  button.classList.toggle("busy", on);
  button.setAttribute("aria-busy", String(on));
}
