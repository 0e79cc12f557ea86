/** Slack's mrkdwn as DOM nodes: *bold* _italic_ ~strike~ `code`, quotes, lists, links, mentions, dates. */
import { h } from "./dom.js";
import { formatDate } from "./dates.js";
import { emoji, withEmoji } from "./emoji.js";
import { channel, me, now, person, select, store } from "./store.js";

/** Undo Slack's three escapes; nothing else is an entity in Slack. */
export const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** plain_text as a string: escapes undone, emoji drawn unless it says not to. */
export function plain(object) {
  if (!object) return "";
  const text = unescape(object.text ?? "");
  return object.emoji === false ? text : withEmoji(text);
}

/** A text object (plain_text or mrkdwn) as nodes. */
export function textNodes(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text ?? "");
  return lines(plain(object));
}

/** Text with its line breaks. */
export function lines(text) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

/**
 * Parse mrkdwn.
 * @param {string} source as Slack stores it: `&`, `<` and `>` escaped
 * @returns {Node[]}
 */
export function mrkdwn(source) {
  const nodes = [];
  source.split(/```\n?([\s\S]*?)\n?```/g).forEach((piece, index) => {
    if (index % 2) nodes.push(h("pre.mr-pre", null, inlineRaw(piece)));
    else if (piece) nodes.push(...paragraphs(index ? piece.replace(/^\n/, "") : piece));
  });
  return nodes;
}

/** Inside code only links, mentions and escapes have a meaning. */
function inlineRaw(text) {
  return text.split(/(<[^<>\n]+>)/g).map((piece, index) => (index % 2 ? entity(piece.slice(1, -1)) : unescape(piece)));
}

const QUOTE = /^(?:&gt;|>)(?!(?:&gt;|>){2}) ?/;
const QUOTE_REST = /^(?:&gt;|>){3} ?/;
const ITEM = /^(\s*)(•|◦|▪︎|▪|[-–]|\d{1,3}[.)])\s+(.*)$/;

function paragraphs(text) {
  const rows = text.split("\n");
  const nodes = [];
  let open = false; // whether the row before was plain text, so that a break is needed
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    const rest = QUOTE_REST.test(row);
    if (rest || QUOTE.test(row)) {
      const quoted = [row.replace(rest ? QUOTE_REST : QUOTE, "")];
      while (index + 1 < rows.length && (rest || QUOTE.test(rows[index + 1]))) {
        index += 1;
        quoted.push(rest ? rows[index] : rows[index].replace(QUOTE, ""));
      }
      nodes.push(h("blockquote.mr-quote", null, paragraphs(quoted.join("\n"))));
      open = false;
      continue;
    }
    const item = ITEM.exec(row);
    if (item) {
      const indent = { marginLeft: `${Math.min(6, Math.floor(item[1].length / 2)) * 1.4}em` };
      nodes.push(h("span.mr-item", { style: indent }, h("span.mr-mark", null, `${item[2]} `), h("span", null, inline(item[3]))));
      open = false;
      continue;
    }
    if (open) nodes.push(h("br"));
    nodes.push(...inline(row));
    open = true;
  }
  return nodes;
}

const MARKS = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const URL_AT = /^https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"\]]/;

/**
 * One line of mrkdwn as nodes.
 * @param {string} text
 * @returns {Node[]}
 */
export function inline(text) {
  const out = [];
  let plainText = "";
  const flush = () => {
    if (plainText) out.push(document.createTextNode(unescape(plainText)));
    plainText = "";
  };
  let at = 0;
  while (at < text.length) {
    const found = matchAt(text, at);
    if (found) {
      flush();
      out.push(found.node);
      at += found.length;
    } else {
      plainText += text[at];
      at += 1;
    }
  }
  flush();
  return out;
}

function matchAt(text, at) {
  const sign = text[at];
  if (sign === "<") {
    const end = text.indexOf(">", at);
    if (end > at + 1) return { node: entity(text.slice(at + 1, end)), length: end + 1 - at };
  }
  const before = text[at - 1];
  const free = !before || !WORD.test(before);
  if (sign === "`" && free) {
    const end = text.indexOf("`", at + 1);
    if (end > at + 1) return { node: h("code.mr-code", null, inlineRaw(text.slice(at + 1, end))), length: end + 1 - at };
  }
  if (MARKS[sign] && free && before !== sign) {
    const end = closing(text, at, sign);
    if (end > 0) return { node: h(MARKS[sign], null, inline(text.slice(at + 1, end))), length: end + 1 - at };
  }
  if (sign === ":") {
    const name = /^:([a-z0-9_+-]+):/.exec(text.slice(at, at + 60));
    if (name && emoji(name[1])) return { node: emojiNode(name[1]), length: name[0].length };
  }
  if (sign === "h" && free) {
    const url = URL_AT.exec(text.slice(at, at + 2000));
    if (url) return { node: link(unescape(url[0]), unescape(url[0])), length: url[0].length };
  }
  return null;
}

/** Where a *mark* closes: after something that is no space, before something that is no letter. */
function closing(text, at, sign) {
  if (!text[at + 1] || /\s/.test(text[at + 1]) || text[at + 1] === sign) return -1;
  for (let index = at + 1; index < text.length; index += 1) {
    if (text[index] === "<" || text[index] === "`") {
      const end = text.indexOf(text[index] === "<" ? ">" : "`", index + 1);
      if (end > 0) index = end;
      continue;
    }
    if (text[index] !== sign || /\s/.test(text[index - 1])) continue;
    if (!text[index + 1] || !WORD.test(text[index + 1])) return index;
  }
  return -1;
}

/** An emoji with its name as its title. */
export function emojiNode(name) {
  const character = emoji(name);
  return character ? h("span.emoji", { role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, character) : document.createTextNode(`:${name}:`);
}

/** A link; only web and mail addresses become one, anything else stays text. */
export function link(url, label) {
  if (!/^(https?:|mailto:)/i.test(url)) return document.createTextNode(label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

/** What stands between `<` and `>`. */
function entity(body) {
  const cut = body.indexOf("|");
  const target = cut < 0 ? body : body.slice(0, cut);
  const label = cut < 0 ? "" : unescape(body.slice(cut + 1));
  if (target.startsWith("@")) return userMention(target.slice(1), label);
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!")) return special(target.slice(1), label);
  const url = unescape(target);
  if (!/^(https?:|mailto:)/i.test(url)) return document.createTextNode(unescape(`<${body}>`)); // no entity: shown as written
  return link(url, withEmoji(label) || url.replace(/^mailto:/, ""));
}

/** A person's name as a mention; one's own stands out. */
export function userMention(id, label = "") {
  const known = person(id);
  const name = id === store.state.bot.user_id ? store.state.bot.name : known?.name || label || id;
  return h("span.mention", { class: id === me().id ? "me" : "", title: known?.title || "" }, `@${name}`);
}

/** A channel's name; opens the channel where this person can see it. */
export function channelMention(id, label = "") {
  const known = channel(id);
  if (!known) return h("span.mention", null, label ? `#${label}` : "private channel");
  return h("button.mention", { type: "button", onclick: () => select(id) }, `#${known.name}`);
}

/** A broadcast (`@channel`). */
export const broadcast = (range) => h("span.mention.broadcast", null, `@${range}`);

function special(body, label) {
  if (body.startsWith("date^")) {
    const [, epoch, template = "{date_num} {time}", url] = body.split("^");
    const shown = /^\d+$/.test(epoch) ? formatDate(Number(epoch), unescape(template), now(), me().tz) : label;
    const node = h("time", { datetime: /^\d+$/.test(epoch) ? new Date(epoch * 1000).toISOString() : null, title: label }, shown);
    return url ? h("a", { href: /^https?:/.test(url) ? unescape(url) : "#", target: "_blank", rel: "noopener noreferrer" }, node) : node;
  }
  if (body.startsWith("subteam^")) return h("span.mention", null, label || "@group");
  return ["channel", "here", "everyone"].includes(body) ? broadcast(body) : document.createTextNode(label || `<${body}>`);
}
