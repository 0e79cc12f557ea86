/**
 * A double click is meant for what the first click was on. Its second click is swallowed when something else lies under
 * the pointer by then: a question that the first one opened, or a list that moved up.
 */

const WITHIN = 500; // milliseconds between the two clicks: the usual setting of a desktop
const NEAR = 6; // pixels that a hand moves between them
const CONTROL = "button, a, label, summary, input, textarea, select, [role='option']";

let last = { x: 0, y: 0, at: -Infinity }; // the press before
let meant = null; // what the first press of a row was on
let swallowing = false; // until the next press

/** Watch every press on the page; once. */
export function guardDoubleClicks() {
  addEventListener("mousedown", press, true);
  for (const kind of ["mousedown", "mouseup", "click", "dblclick"]) addEventListener(kind, swallow, true);
  addEventListener("keydown", hold, true);
}

function press(event) {
  const now = thing(event.target);
  const near = Math.hypot(event.clientX - last.x, event.clientY - last.y) <= NEAR;
  const again = near && (event.detail > 1 || event.timeStamp - last.at <= WITHIN);
  last = { x: event.clientX, y: event.clientY, at: event.timeStamp };
  swallowing = again && !same(meant, now);
  if (!again) meant = now;
}

function swallow(event) {
  if (!swallowing || event.detail === 0) return; // 0: a key pressed it, not the pointer
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** A key that is held down presses a button once: it would answer the question that it has just opened. */
function hold(event) {
  if (event.repeat && event.key === "Enter" && event.target.closest?.("button, a, summary")) event.preventDefault();
}

/**
 * What was pressed, and what it said then: a form's button stays while the form behind it changes. A table draws its own
 * buttons anew, which are the same ones to whoever turns its pages quickly.
 */
function thing(target) {
  const control = target.closest?.(CONTROL);
  if (control?.dataset.part) return { node: control.closest(".b-data-table"), says: control.dataset.part };
  return { node: control || target, says: control ? `${control.dataset.step || ""} ${control.textContent}` : "" };
}

const same = (one, other) => one !== null && one.node === other.node && one.says === other.says;
