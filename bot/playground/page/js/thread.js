/** The pane on the right with one thread. */
import { Composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./messagelist.js";
import { current, openThread, store } from "./store.js";

const messages = new MessageList({ label: "Thread", thread: true });
const composer = new Composer({ label: "Reply in this thread", thread: () => store.thread });
const place = h("span.quiet");
const close = h("button.icon-button", { type: "button", "aria-label": "Close the thread", onclick: () => openThread("") }, icon("close"));
const node = h("aside.thread", { id: "thread", "aria-label": "Thread", hidden: true }, h("div.thread-head", null, h("h2", null, "Thread"), place, close), messages.node, composer.node);

node.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) openThread("");
});

/** The pane; hidden while no thread is open. */
export const threadPane = node;

/** Draw the open thread. */
export function drawThread() {
  const channel = current();
  const opened = node.hidden && Boolean(store.thread);
  node.hidden = !store.thread;
  document.getElementById("chat-content").classList.toggle("with-thread", Boolean(store.thread));
  if (!store.thread || !channel) return;
  fill(place, channel.kind === "app" ? store.state.bot.name : `#${channel.name}`);
  messages.show(`${store.as}/${store.channel}/${store.thread}`, store.replies);
  composer.show(`${store.as}/${store.channel}/${store.thread}`, "Reply…");
  if (opened) composer.area.focus();
}
