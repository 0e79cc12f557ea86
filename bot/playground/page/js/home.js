/** The app's home tab. */
import { renderBlock } from "./blocks.js";
import { h } from "./dom.js";
import { environment } from "./environment.js";
import { formOf } from "./form.js";
import { keepFocus, reconcile } from "./reconcile.js";
import { store } from "./store.js";
import { surface } from "./surface.js";

const list = h("div.home-blocks");
const empty = h("div.home-empty", null, h("p", null, "Nothing is published here yet."));

/** The home tab's box. */
export const homePane = h("div.home-pane", { tabindex: "0", role: "region", "aria-label": "Home" }, empty, list);

/** Show the published home tab. */
export function drawHome() {
  const name = `home:${store.as}`;
  const place = surface(name, { home: true });
  const blocks = store.home?.blocks || [];
  empty.hidden = Boolean(blocks.length);
  formOf(name).seed(store.home?.typed);
  formOf(name).prune(blocks);
  const rows = blocks.map((block, index) => ({ block, key: `${block.type}-${block.block_id || index}` }));
  const print = ({ block }) => {
    const content = JSON.stringify(block);
    return content + environment(content);
  };
  keepFocus(list, () => reconcile(list, rows, { key: (row) => row.key, signature: print, render: (row) => renderBlock(row.block, place) }));
}
