/** The small dialog that asks once more. */
import { h, uid } from "./dom.js";
import { trap } from "./focus.js";
import { plain, textNodes } from "./mrkdwn.js";

/**
 * Ask; the answer is whether the person confirmed.
 * @param {{title?: Object, text?: Object, confirm?: Object, deny?: Object, style?: string}} dialogue Slack's confirm object
 * @returns {Promise<boolean>}
 */
export function confirm(dialogue) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const [title, text] = [uid("title"), uid("text")];
    const close = (answer) => {
      back.remove();
      if (before?.isConnected) before.focus();
      resolve(answer);
    };
    const yes = h("button.button", { type: "button", class: dialogue.style === "danger" ? "danger" : "primary", onclick: () => close(true) }, plain(dialogue.confirm) || "Yes");
    const no = h("button.button", { type: "button", onclick: () => close(false) }, plain(dialogue.deny) || "Cancel");
    const dialog = h("div.dialog.small", { role: "alertdialog", "aria-modal": "true", "aria-labelledby": title, "aria-describedby": text },
      h("h2.dialog-title", { id: title }, plain(dialogue.title) || "Are you sure?"),
      h("div.dialog-text", { id: text }, textNodes(dialogue.text)),
      h("div.dialog-foot", null, no, yes));
    const back = h("div.backdrop.top", { onmousedown: (event) => event.target === back && close(false) }, dialog);
    trap(dialog, () => close(false));
    document.body.append(back);
    (dialogue.style === "danger" ? no : yes).focus();
  });
}
