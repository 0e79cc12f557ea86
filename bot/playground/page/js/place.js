/** Placing something that floats beside what opened it. */

const GAP = 4;
const MARGIN = 8;

/**
 * Put a fixed box under (or, where there is more room, over) its opener, inside the window.
 * @param {HTMLElement} box
 * @param {HTMLElement} opener
 * @param {{width?: "same"|"own", align?: "left"|"right", most?: number}} [how] `most`: greatest height in pixels
 */
export function place(box, opener, { width = "same", align = "left", most = 360 } = {}) {
  const around = opener.getBoundingClientRect();
  if (width === "same") box.style.width = `${around.width}px`;
  box.style.maxHeight = "";
  const below = innerHeight - around.bottom - GAP - MARGIN;
  const above = around.top - GAP - MARGIN;
  const wanted = Math.min(box.scrollHeight + 2, most - 40);
  const under = below >= wanted || below >= above;
  box.style.maxHeight = `${Math.max(80, Math.min(under ? below : above, most))}px`;
  const height = box.offsetHeight;
  box.style.top = `${under ? around.bottom + GAP : around.top - GAP - height}px`;
  const left = align === "right" ? around.right - box.offsetWidth : around.left;
  box.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - box.offsetWidth - MARGIN))}px`;
}
