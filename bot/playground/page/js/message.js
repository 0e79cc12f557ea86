/** One message. */
import { act } from "./api.js";
import { avatar } from "./avatar.js";
import { renderBlocks } from "./blocks.js";
import { clockTime, fromTs, shortWhen } from "./dates.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { expectAnswer } from "./expecting.js";
import { dots, icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { me, now, openThread, person, store } from "./store.js";
import { surface } from "./surface.js";
import { problem } from "./toast.js";

/** Who wrote it, as a Person. */
export function author(message) {
  if (message.is_bot) return { id: message.user, name: message.username || store.state.bot.name, is_bot: true };
  return person(message.user) || { id: message.user || "?", name: message.username || "Somebody" };
}

/**
 * @param {Object} message
 * @param {{compact: boolean, thread: boolean}} how compact: under a message of the same author; thread: in the thread pane
 */
export function renderMessage(message, { compact, thread }) {
  const who = author(message);
  const zone = me().tz;
  const at = fromTs(message.ts);
  const time = h("time.msg-time", { datetime: at.toISOString(), title: at.toUTCString() }, clockTime(at, zone));
  const status = who.status_emoji && emoji(who.status_emoji.replaceAll(":", ""));
  const gutter = compact ? h("div.msg-gutter", null, time) : h("div.msg-gutter", null, avatar(who));
  const head = compact ? null : h("div.msg-head", null, h("strong.msg-author", { title: who.title || "" }, who.name), who.is_bot && h("span.app-badge", null, "APP"),
    status && h("span.emoji", { title: who.status_text || "" }, status), time);
  const where = { channel: store.channel, ts: message.ts };
  const body = h("div.msg-body", null, message.ephemeral && onlyYou(message), head, content(message, where), !thread && replies(message));
  const classes = [compact && "compact", message.ephemeral && "ephemeral", message.deleted && "deleted"].filter(Boolean).join(" ");
  return h("div.message", { class: classes, role: "article", "aria-label": `${who.name}, ${clockTime(at, zone)}`, dataset: { ts: message.ts } }, gutter, body, !message.ephemeral && !message.deleted && tools(message, thread));
}

const onlyYou = (message) => h("div.only-you", null, icon("eye", 14), "Only visible to you", message.via === "command" && h("span.via", null, "· answer to your command"));

function content(message, where) {
  if (message.deleted) return h("div.msg-text.gone", null, "This message was deleted.");
  const place = surface(`message:${where.channel}:${message.ts}`, where);
  // The text of a person's message says the same as its rich_text block, and has its mentions resolved.
  const blocks = message.blocks || [];
  if (message.files?.length) return h("div.msg-content", null, message.files.map(fileCard));
  const edited = message.edited && h("span.edited", null, "(edited)");
  if (blocks.length && message.is_bot) return h("div.msg-content", null, renderBlocks(blocks, place), edited);
  return h("div.msg-text", null, mrkdwn(message.text || ""), edited && " ", edited);
}

/** A file that can be kept: its title, name and size. */
function fileCard(file) {
  const size = file.size < 1024 ? `${file.size} bytes` : `${Math.ceil(file.size / 1024)} KB`;
  const href = `/page/file?as=${encodeURIComponent(store.as)}&id=${encodeURIComponent(file.id)}`;
  return h("a.file-card", { href, download: file.name }, icon("file", 20), h("span", null, h("strong", null, file.title), h("span.quiet", null, `${file.name} · ${size}`)), h("span.file-get", null, "Download"));
}

function replies(message) {
  if (!message.reply_count) return null;
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = message.last_reply && `Last reply ${shortWhen(fromTs(message.last_reply), now(), me().tz)}`;
  return h("button.thread-link", { type: "button", onclick: () => openThread(message.ts), dataset: { focus: `thread/${message.ts}` } },
    icon("reply", 16), h("strong", null, count), h("span.quiet", null, last || "Open the thread"));
}

function tools(message, thread) {
  return h("div.msg-tools", null, shortcuts(message), !thread && h("button.icon-button", { type: "button", title: "Reply in thread", "aria-label": "Reply in thread", dataset: { focus: `reply/${message.ts}` }, onclick: () => openThread(message.ts) }, icon("reply", 16)));
}

/** The menu of a message: the shortcuts that the app adds to it. */
function shortcuts(message) {
  const own = store.state.bot.shortcuts.filter((one) => one.type === "message");
  const choose = (one) => runShortcut(one.callback_id, { channel: store.channel, ts: message.ts });
  return h("button.icon-button", { type: "button", title: "More actions", "aria-label": "More actions", "aria-haspopup": "menu", dataset: { focus: `more/${message.ts}` },
    onclick: (event) => openMenu(event.currentTarget, own.map((one) => ({ label: one.name, note: store.state.bot.name, choose: () => choose(one) })), { label: "More actions" }) }, dots());
}

/** Choose a shortcut: of a message (`where`), or without one. */
export async function runShortcut(callback, where = {}) {
  expectAnswer();
  const answer = await act(store.as, "shortcut", { callback_id: callback, ...where });
  if (!answer.ok) problem(answer.error);
}

/** Write something as the person one is; a text starting with "/" is a command. */
export function say(text, thread) {
  const fields = { channel: store.channel, text };
  if (thread) fields.thread_ts = thread;
  expectAnswer();
  return act(store.as, "message", fields);
}
