/** Updating lists in place, so that what did not change keeps its node: its focus, selection, scroll and typed text. */

const signatures = new WeakMap();

/**
 * Make the children of a container show the items: unchanged ones keep their node.
 * @template T
 * @param {Element} container
 * @param {T[]} items
 * @param {{key: (item: T) => string, signature: (item: T) => string, render: (item: T) => HTMLElement}} how
 */
export function reconcile(container, items, { key, signature, render }) {
  const old = new Map([...container.children].map((child) => [child.dataset.key, child]));
  let cursor = container.firstElementChild;
  for (const item of items) {
    const id = key(item);
    const print = signature(item);
    let node = old.get(id);
    old.delete(id);
    if (!node || signatures.get(node) !== print) {
      const fresh = render(item);
      fresh.dataset.key = id;
      signatures.set(fresh, print);
      if (node) {
        if (cursor === node) cursor = fresh;
        node.replaceWith(fresh);
      }
      node = fresh;
    }
    if (node === cursor) cursor = cursor.nextElementSibling;
    else container.insertBefore(node, cursor);
  }
  for (const node of old.values()) node.remove();
}

/**
 * Run an update, then put the focus (and the text selection) back where it was if the update took it away.
 * Elements are found again by their `data-focus` name.
 * @param {Element} container
 * @param {() => void} update
 */
export function keepFocus(container, update) {
  const active = document.activeElement;
  const inside = active && container.contains(active);
  const name = inside ? active.dataset.focus : null;
  const range = inside && "selectionStart" in active ? safeRange(active) : null;
  update();
  if (!inside || document.activeElement === active) return;
  const target = active.isConnected ? active : name && container.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  if (!target) return;
  target.focus({ preventScroll: true });
  if (range && target.setSelectionRange) target.setSelectionRange(range[0], range[1]);
}

function safeRange(input) {
  // Date, number and e-mail inputs have no selection; reading it gives null there.
  return input.selectionStart === null ? null : [input.selectionStart, input.selectionEnd];
}
