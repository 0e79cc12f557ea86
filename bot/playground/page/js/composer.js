/** Where one writes: Enter sends, Shift+Enter starts a line, "/" suggests commands, "@" people. */
import { act } from "./api.js";
import { fill, h, uid } from "./dom.js";
import { dots, icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { runShortcut, say } from "./message.js";
import { current, loadVisible, store } from "./store.js";
import { Suggestions } from "./suggestions.js";
import { problem } from "./toast.js";

const drafts = new Map();

/** A composer; `thread()` gives the ts of the thread it writes to, or "". */
export class Composer {
  constructor({ label, thread = () => "" }) {
    this.thread = thread;
    this.place = "";
    this.hintId = uid("hint");
    this.area = h("textarea.compose-text", { rows: 1, "aria-label": label, "aria-describedby": this.hintId, autocomplete: "off" });
    this.send = h("button.send", { type: "button", "aria-label": "Send", title: "Send", onclick: () => this.submit() }, icon("send", 18));
    this.suggestions = new Suggestions(this.area);
    this.box = h("div.compose-box", null, this.area, h("div.compose-foot", null, this.more(), h("span.quiet", { id: this.hintId }, "Enter sends · Shift+Enter new line · / commands"), this.send));
    this.notice = h("div.compose-notice", { hidden: true });
    this.node = h("div.composer", null, this.suggestions.node, this.box, this.notice);
    this.area.addEventListener("input", () => this.changed());
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.changed();
  }

  /** Slack's own menu: the shortcuts that belong to no message. */
  more() {
    const own = () => store.state.bot.shortcuts.filter((one) => one.type === "global");
    return h("button.icon-button", { type: "button", title: "Shortcuts", "aria-label": "Shortcuts", "aria-haspopup": "menu",
      onclick: (event) => openMenu(event.currentTarget, own().map((one) => ({ label: one.name, choose: () => runShortcut(one.callback_id) })), { align: "left", label: "Shortcuts" }) }, dots());
  }

  /** Write to another conversation; what was typed stays with its conversation. */
  show(place, hint) {
    if (place !== this.place) {
      this.place = place;
      this.area.value = drafts.get(place) || "";
      this.changed();
    }
    this.area.placeholder = hint;
    this.allow();
  }

  allow() {
    const target = current();
    const closed = !target || target.archived || !target.is_member;
    this.box.hidden = closed;
    this.notice.hidden = !closed;
    if (!closed || !target) return;
    if (target.archived) fill(this.notice, `#${target.name} is archived. It can be read, not written to.`);
    else if (this.notice.dataset.for !== target.id || !this.notice.firstChild) {
      fill(this.notice, h("span", null, "You are looking at ", h("strong", null, `#${target.name}`), "."), h("button.button.primary", { type: "button", onclick: () => this.join(target) }, "Join channel"));
    }
    this.notice.dataset.for = target.archived ? "" : target.id;
  }

  async join(target) {
    const answer = await act(store.as, "join", { channel: target.id });
    if (!answer.ok) problem(answer.error);
    await loadVisible();
  }

  changed() {
    drafts.set(this.place, this.area.value);
    this.send.disabled = !this.area.value.trim();
    this.area.style.height = "auto";
    const needed = this.area.scrollHeight; // 0 while another tab hides it
    if (needed) this.area.style.height = `${Math.min(needed, 220)}px`;
    this.suggestions.update();
  }

  key(event) {
    if (this.suggestions.key(event)) {
      this.changed();
      return;
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    }
  }

  async submit() {
    const text = this.area.value.trim();
    if (!text) return;
    this.area.value = "";
    this.changed();
    try {
      const answer = await say(text, this.thread());
      if (!answer.ok) throw new Error(answer.error);
    } catch (failure) {
      problem(failure.message);
      if (!this.area.value) this.area.value = text; // nothing typed is lost
      this.changed();
    }
    await loadVisible();
  }
}
