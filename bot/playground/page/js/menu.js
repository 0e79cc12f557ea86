/** A menu that a button opens: arrows move, Enter chooses, Escape closes and gives the focus back. */
import { h } from "./dom.js";
import { place } from "./place.js";

/**
 * @param {HTMLElement} opener
 * @param {{label: string, note?: string, detail?: string, lead?: Node, choose: () => void, current?: boolean}[]} items
 * @param {{align?: "left"|"right", label?: string}} [how]
 */
export function openMenu(opener, items, { align = "right", label } = {}) {
  const rows = items.map((item) => h("button.menu-item", { type: "button", role: "menuitem", tabindex: "-1", "aria-current": item.current ? "true" : null,
    onclick: () => {
      close(true);
      item.choose();
    } }, item.lead, h("span.menu-words", null, h("span", null, item.label, item.note && h("span.menu-note", null, item.note)), item.detail && h("span.menu-detail", null, item.detail))));
  const menu = h("div.menu", { role: "menu", popover: "auto", "aria-label": label || opener.getAttribute("aria-label") || "Menu" }, rows);

  function close(back) {
    if (back) opener.focus();
    menu.hidePopover();
  }

  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    opener.setAttribute("aria-expanded", "false");
    menu.remove();
  });
  menu.addEventListener("keydown", (event) => {
    const at = rows.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      rows[(to + rows.length) % rows.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    } else if (event.key.length === 1 && /\S/.test(event.key)) {
      const next = [...rows.slice(at + 1), ...rows.slice(0, at + 1)].find((row) => row.textContent.toLowerCase().startsWith(event.key.toLowerCase()));
      next?.focus();
    }
  });
  (opener.closest(".dialog") || document.body).append(menu);
  menu.showPopover();
  place(menu, opener, { width: "own", align, most: 560 });
  opener.setAttribute("aria-expanded", "true");
  (rows.find((row) => row.getAttribute("aria-current")) || rows[0])?.focus();
}
