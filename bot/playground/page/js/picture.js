/** Images. The page asks nothing of other servers, so an image from elsewhere is shown as its description. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * An image element or block.
 * @param {{image_url?: string, alt_text?: string, slack_file?: Object}} object
 * @param {string} kind a class
 */
export function picture(object, kind) {
  const url = object.image_url || object.slack_file?.url || "";
  const alt = object.alt_text || "";
  if (url.startsWith("data:image/") || isOwn(url)) return h("img", { class: kind, src: url, alt, loading: "lazy" });
  return h("span.picture-elsewhere", { class: kind, role: "img", "aria-label": alt, title: url }, icon("info", 14), h("span", null, alt || "Image"));
}

function isOwn(url) {
  return URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin;
}
