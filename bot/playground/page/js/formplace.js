/** Where one is in a form: how far it is scrolled and which control has the focus, through updates and forms on top. */
import { grow } from "./elements/text.js";
import { focusable } from "./focus.js";
import { keepFocus } from "./reconcile.js";

const left = new Map(); // view id -> where one was when another form came on top

/**
 * Update a form in place: what has the focus stays where it is on screen, and what is gone hands the focus to what
 * came in its stead.
 * @param {HTMLElement} body the box that scrolls
 * @param {() => void} update
 */
export function keepPlace(body, update) {
  const active = document.activeElement;
  const inside = body !== active && body.contains(active);
  const index = inside ? focusable(body).indexOf(active) : -1;
  const seen = inside && isSeen(active, body) ? topOf(active) : null;
  const scrolled = body.scrollTop;
  keepFocus(body, update);
  for (const area of body.querySelectorAll("textarea")) if (!area.style.height) grow(area); // else the form is too short to be scrolled as far
  body.scrollTop = scrolled;
  if (!inside) return;
  if (body.contains(document.activeElement)) {
    if (seen !== null) body.scrollTop += topOf(document.activeElement) - seen;
    return;
  }
  const all = focusable(body);
  // Where nothing is left to press the form itself has the focus: else Escape closes nothing.
  (all[Math.min(Math.max(index, 0), all.length - 1)] || body).focus({ preventScroll: true });
}

const topOf = (node) => node.getBoundingClientRect().top;

function isSeen(node, body) {
  const [one, box] = [node.getBoundingClientRect(), body.getBoundingClientRect()];
  return one.bottom > box.top && one.top < box.bottom;
}

/** Note where one is in a form that another one is about to cover. */
export function leavePlace(id, body) {
  const name = body.contains(document.activeElement) ? document.activeElement.dataset.focus : "";
  left.set(id, { scrolled: body.scrollTop, name });
}

/** Go back to where one was; false when the form is shown for the first time. */
export function returnToPlace(id, body) {
  const place = left.get(id);
  if (!place) return false;
  left.delete(id);
  const control = place.name && body.querySelector(`[data-focus="${CSS.escape(place.name)}"]`);
  (control || focusable(body)[0] || body).focus({ preventScroll: true });
  body.scrollTop = place.scrolled;
  return true;
}

/** Forget a form that is closed. */
export const forgetPlace = (id) => left.delete(id);
