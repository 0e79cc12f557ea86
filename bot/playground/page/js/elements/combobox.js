/**
 * A text field with a list under it, as the ARIA combobox pattern describes it: typing filters, the arrows move,
 * Enter chooses, Escape closes. The list lies in the browser's top layer, so no dialog cuts it off.
 */
import { h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { place } from "../place.js";

/**
 * @param {Object} how
 * @param {Object} how.attributes for the field
 * @param {string} how.placeholder
 * @param {boolean} [how.multiple] the list stays open after a choice
 * @param {() => import("./options.js").Choice[]} how.choices
 * @param {() => string} how.shown what the field shows at rest
 * @param {(choice) => boolean} how.isChosen
 * @param {(choice) => boolean} [how.isOff] cannot be chosen now
 * @param {(choice) => void} how.choose
 * @param {() => void} [how.backspace] pressed in the empty field
 * @param {Node|null} [how.before] drawn before the field
 * @param {Node|null} [how.after] drawn after it
 * @returns {{node: HTMLElement, input: HTMLInputElement, rest: (stay?: boolean) => void}}
 */
export function combobox(how) {
  const listId = uid("list");
  const input = h("input.combo-input", { ...how.attributes, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", disabled: how.disabled,
    placeholder: how.placeholder, "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" });
  const list = h("div.listbox", { id: listId, role: "listbox", popover: "manual", "aria-multiselectable": how.multiple ? "true" : null, "aria-label": "Options" });
  const node = h("div.combo", { class: how.multiple ? "multiple" : "" }, how.before, input, how.after, h("span.combo-arrow", { "aria-hidden": "true" }, icon("down", 14)), list);
  let rows = [];
  let active = -1;
  let typed = "";

  const isOpen = () => list.matches(":popover-open");

  function open() {
    if (how.disabled) return;
    draw();
    if (!isOpen()) list.showPopover();
    place(list, node);
    input.setAttribute("aria-expanded", "true");
    document.addEventListener("scroll", follow, true);
  }

  const follow = (event) => event.target !== list && place(list, node);

  function close() {
    if (isOpen()) list.hidePopover();
    document.removeEventListener("scroll", follow, true);
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function rest(stay = false) {
    typed = "";
    input.value = how.shown();
    if (stay && isOpen()) {
      const keep = active;
      open();
      move(keep);
    } else close();
  }

  function draw() {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const found = fitting(how.choices(), words);
    list.replaceChildren();
    rows = [];
    let group = "";
    for (const choice of found) {
      if (choice.group && choice.group !== group) list.append(h("div.listbox-group", { role: "presentation" }, choice.group));
      group = choice.group;
      const off = how.isOff?.(choice) || false;
      const row = h("div.option", { id: uid("opt"), role: "option", "aria-selected": String(how.isChosen(choice)), "aria-disabled": off ? "true" : null,
        onclick: () => !off && how.choose(choice) },
      h("span.option-label", null, choice.label), choice.detail && h("span.option-detail", null, choice.detail), how.isChosen(choice) && icon("check", 14));
      rows.push({ row, choice, off });
      list.append(row);
    }
    if (!rows.length) list.append(h("div.option.none", { role: "presentation" }, "Nothing fits."));
    const first = rows.findIndex((one) => how.isChosen(one.choice));
    move(typed || first < 0 ? 0 : first);
  }

  function move(to) {
    if (!rows.length) return;
    active = Math.max(0, Math.min(to, rows.length - 1));
    rows.forEach(({ row }, index) => row.classList.toggle("active", index === active));
    input.setAttribute("aria-activedescendant", rows[active].row.id);
    rows[active].row.scrollIntoView({ block: "nearest" });
  }

  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  input.addEventListener("input", () => { typed = input.value; open(); });
  input.addEventListener("click", () => { if (!isOpen()) { input.select(); open(); } });
  input.addEventListener("blur", () => rest());
  node.addEventListener("mousedown", (event) => {
    if (event.target === input || event.target.closest("button, .listbox")) return;
    event.preventDefault();
    input.focus();
    if (isOpen()) rest();
    else open();
  });
  input.addEventListener("keydown", (event) => {
    const open_ = isOpen();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open_) open();
      else move(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (open_ && (event.key === "Home" || event.key === "End")) {
      event.preventDefault();
      move(event.key === "Home" ? 0 : rows.length - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!open_) open();
      else if (rows[active] && !rows[active].off) how.choose(rows[active].choice);
    } else if (event.key === "Escape" && open_) {
      event.preventDefault();
      event.stopPropagation();
      rest();
    } else if (event.key === "Backspace" && !input.value) how.backspace?.();
  });
  input.value = how.shown();
  return { node, input, rest };
}

/** The choices that hold all words; those whose name begins with the first word come first. */
function fitting(choices, words) {
  const found = choices.filter((one) => words.every((word) => `${one.label} ${one.detail} ${one.group}`.toLowerCase().includes(word)));
  if (!words.length || found.some((one) => one.group)) return found;
  const rank = ({ label }) => (label.toLowerCase().split(/[\s#]+/).some((piece) => piece.startsWith(words[0])) ? 0 : label.toLowerCase().includes(words[0]) ? 1 : 2);
  return [...found].sort((a, b) => rank(a) - rank(b));
}
