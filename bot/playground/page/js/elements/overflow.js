/** The menu behind three dots. */
import { h } from "../dom.js";
import { dots } from "../icons.js";
import { openMenu } from "../menu.js";
import { plain } from "../mrkdwn.js";

/** An overflow menu. */
export function overflow(element, block, surface) {
  return h("button.button.overflow", {
    type: "button",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    "aria-label": element.accessibility_label || "More actions",
    disabled: surface.still,
    dataset: { focus: `${block.block_id}/${element.action_id}` },
    onclick: (event) => {
      const opener = event.currentTarget;
      openMenu(opener, (element.options || []).map((option) => ({
        label: plain(option.text),
        detail: plain(option.description),
        choose: async () => {
          const done = await surface.act(block, element, option.value, opener);
          if (done && /^https?:/i.test(option.url || "")) window.open(option.url, "_blank", "noopener,noreferrer");
        },
      })));
    },
  }, dots());
}
