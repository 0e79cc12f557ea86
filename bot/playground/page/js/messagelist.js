/** A list of messages with dividers between days; keeps its nodes, its scroll position and what is typed in it. */
import { dayLabel, fromTs, isoDate } from "./dates.js";
import { h } from "./dom.js";
import { environment } from "./environment.js";
import { expected, expectNothing } from "./expecting.js";
import { author, renderMessage } from "./message.js";
import { keepFocus, reconcile } from "./reconcile.js";
import { me, now } from "./store.js";

const TOGETHER = 5 * 60; // seconds: messages of one author within them stand under one name
const OVER = 12; // pixels left over a message that is brought to the top
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
    this.answer = { to: 0, key: "" }; // the first message that answered what one did last
    for (const kind of ["wheel", "touchmove"]) this.scroller.addEventListener(kind, expectNothing, { passive: true });
    this.scroller.addEventListener("keydown", (event) => /^(Page|Arrow|Home|End)/.test(event.key) && expectNothing());
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
    const known = new Set([...this.list.children].map((child) => child.dataset.key));
    this.place = place;
    const rows = this.rows(messages, unreadFrom);
    keepFocus(this.list, () => reconcile(this.list, rows, { key: (row) => row.key, signature: (row) => row.print, render: (row) => row.draw() }));
    const answer = known.size && !moved ? this.answered(rows.filter((row) => row.answers && !known.has(row.key))) : null;
    if (answer) this.bring(answer);
    else if (stay) this.toEnd();
    else if (this.list.childElementCount > known.size) this.more.hidden = false;
    this.stick = answer ? this.atEnd() : stay;
  }

  /** The message from which on one reads what came of what one did, if some of it is among what is `fresh`. */
  answered(fresh) {
    const to = expected();
    if (!to || !fresh.length) return null;
    if (this.answer.to !== to) this.answer = { to, key: fresh[0].key };
    return [...this.list.children].find((child) => child.dataset.key === this.answer.key);
  }

  /** Show a message and all after it; from its beginning on when that is too much. */
  bring(node) {
    const over = node.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - OVER;
    this.scroller.scrollTop += over;
    if (this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < OVER) this.toEnd();
    this.more.hidden = this.atEnd();
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
      const answers = message.ephemeral || message.is_bot || message.user === me().id;
      rows.push({ key: `${message.ephemeral ? "e" : "m"}-${message.ts}`, answers, print: `${compact}${content}${environment(content)}`, draw: () => renderMessage(message, { compact, thread: this.thread }) });
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
