/** Something that this page cannot draw is shown loudly, never left out. */
import { h } from "./dom.js";

/** A red box that names the type. */
export function unknown(type) {
  return h("div.not-rendered", { role: "alert" }, `not rendered: ${type ?? "(no type)"}`);
}
