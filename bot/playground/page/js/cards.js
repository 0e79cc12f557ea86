/** The blocks alert, card and context_actions. */
import { append, h } from "./dom.js";
import { renderElement } from "./elements/index.js";
import { emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { plain, textNodes } from "./mrkdwn.js";
import { picture } from "./picture.js";
import { unknown } from "./unknown.js";

const LEVELS = { default: "info", info: "info", warning: "warning", error: "warning", success: "check" };
const WORDS = { warning: "Warning: ", error: "Error: ", success: "Done: " };

/** An alert: its level is told by drawing and word, not by colour alone. */
export function alertBlock(block) {
  const level = LEVELS[block.level] ? block.level : "default";
  return h("div.b-alert", { class: `alert-${level}`, role: level === "error" ? "alert" : "note" },
    icon(LEVELS[level], 18), h("div", null, WORDS[level] && h("span.sr-only", null, WORDS[level]), textNodes(block.text)));
}

const ICONS = { archive: "inbox_tray", book: "book", bookmark: "bookmark", bot: "robot_face", bug: "bug", calendar: "calendar", check: "white_check_mark",
  clipboard: "clipboard", comment: "speech_balloon", compass: "compass", cube: "package", edit: "pencil2", email: "email", file: "page_facing_up",
  flag: "triangular_flag_on_post", folder: "file_folder", gear: "gear", globe: "earth_africa", heart: "heart", help: "question", info: "information_source",
  key: "key", lightbulb: "bulb", link: "link", map: "world_map", mobile: "iphone", pin: "pushpin", refresh: "arrows_counterclockwise", rocket: "rocket",
  sparkle: "sparkles", star: "star", "star-filled": "star", tag: "label", "thumbs-down": "-1", "thumbs-up": "+1", trash: "wastebasket",
  user: "bust_in_silhouette", warning: "warning" };

/** A card. */
export function card(block, surface) {
  const sign = block.icon ? picture(block.icon, "card-icon") : block.slack_icon && h("span.card-icon", { "aria-hidden": "true" }, emoji(ICONS[block.slack_icon.name]) || "▫");
  const titles = h("div.card-titles", null, block.title && h("div.card-title", null, textNodes(block.title)), block.subtitle && h("div.card-subtitle", null, textNodes(block.subtitle)));
  const node = h("div.b-card", null, block.hero_image && picture(block.hero_image, "card-hero"), (sign || block.title) && h("div.card-head", null, sign, titles));
  append(node, [
    block.body && h("div.card-body", null, textNodes(block.body)),
    block.subtext && h("div.card-subtext", null, textNodes(block.subtext)),
    block.actions?.length && h("div.b-actions", null, block.actions.map((one) => renderElement(one, block, surface))),
  ]);
  return node;
}

/** Feedback and icon buttons under a message. */
export function contextActions(block, surface) {
  return h("div.b-context-actions", { role: "group" }, (block.elements || []).map((one) => {
    if (one.type === "feedback_buttons") return [feedback(one, "positive_button", "+1", block, surface), feedback(one, "negative_button", "-1", block, surface)];
    if (one.type === "icon_button") {
      return h("button.icon-button", { type: "button", title: plain(one.text), "aria-label": one.accessibility_label || plain(one.text),
        dataset: { focus: `${block.block_id}/${one.action_id}` }, onclick: (event) => surface.act(block, one, undefined, event.currentTarget) }, icon("trash", 16));
    }
    return unknown(one.type);
  }));
}

function feedback(element, side, sign, block, surface) {
  const button = element[side];
  if (!button) return null;
  return h("button.icon-button", { type: "button", title: plain(button.text), "aria-label": button.accessibility_label || plain(button.text),
    dataset: { focus: `${block.block_id}/${element.action_id}/${side}` },
    onclick: (event) => surface.act(block, element, button.value, event.currentTarget) }, h("span", { "aria-hidden": "true" }, emoji(sign)));
}
