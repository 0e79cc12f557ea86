/** Buttons. */
import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";

/** A button; with a `url` it opens that too. */
export function button(element, block, surface) {
  const label = plain(element.text);
  const style = ["primary", "danger"].includes(element.style) ? element.style : "";
  return h("button.button", {
    type: "button",
    class: style,
    "aria-label": element.accessibility_label || null,
    disabled: surface.still,
    dataset: { focus: `${block.block_id}/${element.action_id}` },
    onclick: async (event) => {
      if (event.currentTarget.getAttribute("aria-busy") === "true") return; // a double click is one click
      const pressed = await surface.act(block, element, undefined, event.currentTarget);
      if (pressed && /^https?:/i.test(element.url || "")) window.open(element.url, "_blank", "noopener,noreferrer");
    },
  }, h("span", null, label));
}
