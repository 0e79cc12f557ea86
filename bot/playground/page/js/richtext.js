/** Slack's rich_text block as DOM nodes. */
import { h } from "./dom.js";
import { formatDate } from "./dates.js";
import { broadcast, channelMention, emojiNode, lines, link, userMention } from "./mrkdwn.js";
import { me, now } from "./store.js";
import { unknown } from "./unknown.js";

/** A rich_text block. */
export function richText(block) {
  return h("div.b-rich", null, (block.elements || []).map(part));
}

function part(element) {
  const children = element.elements || [];
  switch (element.type) {
    case "rich_text_section": return h("div.rt-section", null, children.map(leaf));
    case "rich_text_list": return list(element);
    case "rich_text_quote": return h("blockquote.mr-quote", null, children.map(leaf));
    case "rich_text_preformatted": return h("pre.mr-pre", null, children.map((child) => child.text ?? child.url ?? ""));
    default: return unknown(element.type);
  }
}

const BULLETS = ["disc", "circle", "square"];

function list(element) {
  const indent = element.indent || 0;
  const ordered = element.style === "ordered";
  const style = {
    marginLeft: `${indent * 1.6}em`,
    listStyleType: ordered ? ["decimal", "lower-alpha", "lower-roman"][indent % 3] : BULLETS[indent % 3],
  };
  const attributes = { style, class: element.border ? "rt-border" : "" };
  if (ordered && element.offset) attributes.start = element.offset + 1;
  return h(ordered ? "ol.rt-list" : "ul.rt-list", attributes, (element.elements || []).map((item) => h("li", null, (item.elements || []).map(leaf))));
}

function leaf(element) {
  return styled(content(element), element.style || {});
}

function content(element) {
  switch (element.type) {
    case "text": return lines(element.text || "");
    case "link": return link(element.url || "", element.text || element.url || "");
    case "user": return userMention(element.user_id);
    case "channel": return channelMention(element.channel_id);
    case "broadcast": return broadcast(element.range);
    case "usergroup": return h("span.mention", null, `@${element.usergroup_id}`);
    case "emoji": return emojiNode(element.name);
    case "date": return h("time", { title: element.fallback }, formatDate(element.timestamp, element.format || "{date}", now(), me().tz));
    case "color": return h("span.rt-color", null, h("span.rt-swatch", { style: { background: element.value } }), element.value);
    default: return unknown(element.type);
  }
}

function styled(node, style) {
  let result = node;
  if (style.code) result = h("code.mr-code", null, result);
  if (style.strike) result = h("s", null, result);
  if (style.underline) result = h("u", null, result);
  if (style.italic) result = h("em", null, result);
  if (style.bold) result = h("strong", null, result);
  return result;
}
