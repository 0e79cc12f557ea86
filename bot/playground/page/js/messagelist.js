/** A list of messages with dividers between days; keeps its nodes, its scroll position and what is typed in it. */
import { dayLabel, fromTs, isoDate } from "./dates.js";
import { h } from "./dom.js";
import { environment } from "./environment.js";
import { author, renderMessage } from "./message.js";
import { keepFocus, reconcile } from "./reconcile.js";
import { me, now } from "./store.js";

const TOGETHER = 5 * 60; // seconds: messages of one author within them stand under one name
const NEAR = 80; // pixels from the end that count as being at the end

/** A place for messages: the scrolling box and the list in it. */
export class MessageList {
  /** @param {{label: string, thread?: boolean}} how */
  constructor({ label, thread = false }) {
    this.thread = thread;
    this.list = h("div.messages", { role: "log", "aria-live": "polite", "aria-label": label });
    this.intro = h("div.intro");
    this.more = h("button.new-below", { type: "button", hidden: true, onclick: () => this.toEnd() }, "New messages ↓");
    this.scroller = h("div.scroller", { tabindex: "0", "aria-label": label, role: "region" }, h("div.spacer"), this.intro, this.list);
    this.node = h("div.message-area", null, this.scroller, this.more);
    this.scroller.addEventListener("scroll", () => this.atEnd() && (this.more.hidden = true));
    this.place = ""; // what is shown: a change of place starts at the end
    this.stick = true;
    const watcher = new ResizeObserver(() => this.stick && this.toEnd());
    watcher.observe(this.list);
    watcher.observe(this.scroller);
    this.scroller.addEventListener("scroll", () => { this.stick = this.atEnd(); });
  }

  atEnd() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.more.hidden = true;
  }

  /**
   * Show these messages.
   * @param {string} place names the conversation
   * @param {Object[]} messages oldest first
   * @param {string} [unreadFrom] ts of the first new one
   */
  show(place, messages, unreadFrom = "") {
    const moved = place !== this.place;
    const stay = moved || this.atEnd();
    const before = this.list.childElementCount;
    this.place = place;
    const rows = this.rows(messages, unreadFrom);
    keepFocus(this.list, () => reconcile(this.list, rows, { key: (row) => row.key, signature: (row) => row.print, render: (row) => row.draw() }));
    if (stay) this.toEnd();
    else if (this.list.childElementCount > before) this.more.hidden = false;
    this.stick = stay;
  }

  rows(messages, unreadFrom) {
    const zone = me().tz;
    const rows = [];
    let last = null;
    messages.forEach((message, index) => {
      const at = fromTs(message.ts);
      const day = isoDate(at, zone);
      if (!this.thread && (!last || day !== isoDate(fromTs(last.ts), zone))) {
        const label = dayLabel(at, now(), zone);
        rows.push({ key: `day-${day}`, print: label, draw: () => h("div.day", { role: "separator", "aria-label": label }, h("span", null, label)) });
        last = null;
      }
      if (message.ts === unreadFrom) {
        rows.push({ key: "new", print: "new", draw: () => h("div.new-line", { role: "separator", "aria-label": "New messages" }, h("span", null, "New")) });
        last = null;
      }
      if (this.thread && index === 1) {
        const label = `${messages.length - 1} ${messages.length === 2 ? "reply" : "replies"}`;
        rows.push({ key: "count", print: label, draw: () => h("div.reply-count", null, h("span", null, label)) });
      }
      const compact = Boolean(last) && follows(last, message) && !(this.thread && index === 1);
      const content = JSON.stringify(message);
      rows.push({ key: `${message.ephemeral ? "e" : "m"}-${message.ts}`, print: `${compact}${content}${environment(content)}`, draw: () => renderMessage(message, { compact, thread: this.thread }) });
      last = message;
    });
    return rows;
  }
}

function follows(before, message) {
  const [a, b] = [author(before), author(message)];
  if (before.ephemeral || message.ephemeral || before.deleted || message.deleted) return false;
  return a.id === b.id && a.name === b.name && !before.reply_count && Number(message.ts) - Number(before.ts) < TOGETHER;
}
