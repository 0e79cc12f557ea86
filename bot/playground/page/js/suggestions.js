/** The list over the composer: commands after "/", people and channels after "@" and "#". */
import { fill, h, uid } from "./dom.js";
import { store } from "./store.js";

const WHAT = { "/pmo": "Syncs, blockers, settings: everything Drumbeat does", "/drumbeat": "The same as /pmo" };

/** Suggestions for one text area. */
export class Suggestions {
  /** @param {HTMLTextAreaElement} area */
  constructor(area) {
    this.area = area;
    this.items = [];
    this.active = 0;
    this.closedFor = null; // the text for which Escape closed the list
    this.node = h("div.suggestions", { role: "listbox", id: uid("suggest"), "aria-label": "Suggestions", hidden: true });
    area.setAttribute("aria-controls", this.node.id);
    area.addEventListener("blur", () => this.hide());
  }

  /** Look at what is typed. */
  update() {
    const text = this.area.value;
    this.items = text === this.closedFor ? [] : this.find(text);
    this.active = 0;
    this.draw();
  }

  find(text) {
    if (!store.state) return [];
    if (/^\/\S*$/.test(text)) return this.commands().filter((one) => one.insert.startsWith(text.toLowerCase()) && one.insert.trim() !== text);
    const before = text.slice(0, this.area.selectionStart ?? text.length);
    const word = /(?:^|\s)([@#])([\p{L}\p{N}.-]*)$/u.exec(before);
    if (!word) return [];
    const [, sign, part] = word;
    const start = before.length - part.length - 1;
    const names = sign === "@"
      ? [{ name: store.state.bot.name, title: "App" }, ...store.state.people.filter((one) => !one.deleted)]
      : store.state.channels.filter((one) => one.kind === "channel" && !one.archived);
    return names
      .filter((one) => one.name.toLowerCase().split(/\s+/).some((piece) => piece.startsWith(part.toLowerCase())))
      .slice(0, 6)
      .map((one) => ({ label: `${sign}${one.name}`, detail: one.title || one.topic || "", insert: `${sign}${one.name} `, from: start, to: before.length }));
  }

  commands() {
    const own = store.state.bot.commands.map((one) => (typeof one === "string" ? { command: one } : one));
    const rows = own.map((one) => ({ label: one.command, detail: one.description || WHAT[one.command] || "", insert: `${one.command} `, from: 0 }));
    return [...rows, { label: `/invite @${store.state.bot.name}`, detail: "Bring the bot into this channel", insert: `/invite @${store.state.bot.name}`, from: 0 }];
  }

  draw() {
    this.node.hidden = !this.items.length;
    this.area.setAttribute("aria-expanded", String(Boolean(this.items.length)));
    fill(this.node, this.items.map((item, index) => h("div.option", {
      id: `${this.node.id}-${index}`, role: "option", class: index === this.active ? "active" : "", "aria-selected": String(index === this.active),
      onmousedown: (event) => {
        event.preventDefault();
        this.take(item);
        this.area.dispatchEvent(new Event("input"));
      },
    }, h("span.option-label", null, item.label), h("span.option-detail", null, item.detail))));
    if (this.items.length) this.area.setAttribute("aria-activedescendant", `${this.node.id}-${this.active}`);
    else this.area.removeAttribute("aria-activedescendant");
  }

  hide() {
    this.items = [];
    this.draw();
  }

  take(item) {
    this.area.setRangeText(item.insert, item.from, item.to ?? this.area.value.length, "end");
  }

  /** Handle a key; true when the text was changed by a choice. */
  key(event) {
    if (!this.items.length) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.active = (this.active + (event.key === "ArrowDown" ? 1 : -1) + this.items.length) % this.items.length;
      this.draw();
    } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) {
      event.preventDefault();
      this.take(this.items[this.active]);
      return true;
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.closedFor = this.area.value;
      this.hide();
    }
    return false;
  }
}
