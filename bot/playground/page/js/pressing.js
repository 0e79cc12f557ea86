/**
 * While a button is held down nothing is drawn anew: a browser clicks what lay under the pointer at both ends of a press,
 * and a list that was drawn anew between them has lost the first.
 */

let held = false;
const waiting = new Map();

/** Watch every press on the page; once. */
export function guardPresses() {
  addEventListener("pointerdown", () => { held = true; }, true);
  for (const kind of ["pointerup", "pointercancel", "blur"]) addEventListener(kind, release, true);
}

/** Do something now, or once, under this name, when nothing is held down any more. */
export function unpressed(name, act) {
  if (held) waiting.set(name, act);
  else act();
}

function release(event) {
  if (event.type === "blur" && event.target !== window) return; // a field lost the focus, not the page
  held = false;
  setTimeout(settle); // the click comes first
}

function settle() {
  if (held) return;
  const acts = [...waiting.values()];
  waiting.clear();
  for (const act of acts) act();
}
