/** Keeping the keyboard inside a dialog. */

const FOCUSABLE = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']";

/** What can be focused inside a node, in order. */
export const focusable = (node) => [...node.querySelectorAll(FOCUSABLE)].filter((one) => one.tabIndex >= 0 && one.getClientRects().length);

/**
 * Keep Tab inside the dialog, and call `onEscape` on Escape.
 * @param {HTMLElement} dialog
 * @param {() => void} onEscape
 */
export function trap(dialog, onEscape) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      onEscape();
    } else if (event.key === "Tab") {
      const all = focusable(dialog);
      const edge = event.shiftKey ? all[0] : all[all.length - 1];
      if (document.activeElement === edge || !dialog.contains(document.activeElement)) {
        event.preventDefault();
        (event.shiftKey ? all[all.length - 1] : all[0])?.focus();
      }
    }
  });
}
