/**
 * Blocks as DOM nodes. A surface is where the blocks stand:
 * `{where, form, act(block, element, value)}`, see surface.js.
 */
import { alertBlock, card, contextActions } from "./cards.js";
import { chart } from "./charts.js";
import { h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { renderElement } from "./elements/index.js";
import { markdown } from "./markdown.js";
import { plain, textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";
import { unknown } from "./unknown.js";
import { picture } from "./picture.js";

const RENDERERS = {
  section,
  header: (block) => h("h3.b-header", null, plain(block.text)),
  context,
  divider: () => h("hr.b-divider"),
  actions: (block, surface) => h("div.b-actions", { role: "group" }, (block.elements || []).map((one) => renderElement(one, block, surface))),
  input,
  image,
  rich_text: (block) => richText(block),
  markdown: (block) => h("div.b-markdown", null, markdown(block.text || "")),
  table: (block) => table(block),
  data_table: (block) => dataTable(block),
  data_visualization: (block) => chart(block),
  alert: (block) => alertBlock(block),
  card,
  context_actions: contextActions,
};

/**
 * One block, wrapped so that it can be found again by its `block_id`.
 * @param {Object} block
 * @param {Object} surface
 * @returns {HTMLElement}
 */
export function renderBlock(block, surface) {
  const render = RENDERERS[block.type];
  return h("div.block", { class: `block-${block.type}`, dataset: { block: block.block_id || "" } }, render ? render(block, surface) : unknown(block.type));
}

/** All blocks of a message. */
export const renderBlocks = (blocks, surface) => h("div.blocks", null, blocks.map((block) => renderBlock(block, surface)));

function section(block, surface) {
  const text = block.text && h("div.b-text", null, textNodes(block.text));
  const fields = block.fields?.length && h("div.b-fields", null, block.fields.map((field) => h("div.b-field", null, textNodes(field))));
  const accessory = block.accessory && h("div.b-accessory", null, renderElement(block.accessory, block, surface));
  const wide = block.accessory && ["checkboxes", "radio_buttons"].includes(block.accessory.type);
  return h("div.b-section", { class: wide ? "wide" : "" }, h("div.b-body", null, text, fields), accessory);
}

function context(block) {
  return h("div.b-context", null, (block.elements || []).map((one) => {
    if (one.type === "image") return picture(one, "b-context-image");
    if (one.type === "mrkdwn" || one.type === "plain_text") return h("span.b-context-text", null, textNodes(one));
    return unknown(one.type);
  }));
}

function image(block) {
  return h("figure.b-image", null, block.title && h("figcaption", null, plain(block.title)), picture(block, "b-image-box"));
}

const GROUPS = new Set(["checkboxes", "radio_buttons"]);

function input(block, surface) {
  const label = { id: uid("label"), text: plain(block.label) };
  const error = surface.form?.errors[block.block_id];
  const ids = { labelledby: label.id, errorId: uid("error"), hintId: uid("hint"), controlId: uid("field") };
  const optional = block.optional && h("span.optional", null, " (optional)");
  const group = GROUPS.has(block.element?.type);
  const caption = group
    ? h("div.b-label", { id: label.id }, label.text, optional)
    : h("label.b-label", { id: label.id, for: ids.controlId }, label.text, optional);
  const described = [error && ids.errorId, block.hint && ids.hintId].filter(Boolean).join(" ") || null;
  const context = { input: true, required: !block.optional, invalid: Boolean(error), label: label.text, described, ...ids };
  return h("div.b-input", { class: error ? "has-error" : "" }, caption,
    renderElement(block.element, block, surface, context),
    error && h("div.b-error", { id: ids.errorId, role: "alert" }, icon("warning", 15), " ", error),
    block.hint && h("div.b-hint", { id: ids.hintId }, plain(block.hint)));
}
