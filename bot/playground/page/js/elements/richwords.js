/** Between Slack's rich_text and what is typed: lines with *bold*, _italic_, ~strike~, `code`, "- " items and "> " quotes. */

const SIGNS = { bold: "*", italic: "_", strike: "~", code: "`" };

/** The text that a rich_text object is shown as in a field. */
export function fromRichText(block) {
  return (block?.elements || []).map((part) => {
    if (part.type === "rich_text_list") {
      return part.elements.map((item, index) => `${"  ".repeat(part.indent || 0)}${part.style === "ordered" ? `${index + 1}.` : "-"} ${words(item.elements)}`).join("\n");
    }
    const text = words(part.elements || []);
    if (part.type === "rich_text_quote") return text.split("\n").map((line) => `> ${line}`).join("\n");
    return part.type === "rich_text_preformatted" ? `\`\`\`\n${text}\n\`\`\`` : text.replace(/\n$/, "");
  }).join("\n");
}

function words(elements) {
  return elements.map((one) => {
    const text = { text: one.text, link: one.text || one.url, user: `<@${one.user_id}>`, channel: `<#${one.channel_id}>`, emoji: `:${one.name}:`, broadcast: `@${one.range}` }[one.type] ?? "";
    return Object.entries(SIGNS).reduce((shown, [style, sign]) => (one.style?.[style] ? `${sign}${shown}${sign}` : shown), text);
  }).join("");
}

/** What was typed as a rich_text object; null for nothing. */
export function toRichText(text) {
  if (!text.trim()) return null;
  const elements = [];
  let open = null;
  for (const line of text.split("\n")) {
    const [, kind, rest] = kindOf(line);
    if (kind === "section") {
      if (open?.type === "rich_text_section") open.elements.push({ type: "text", text: "\n" });
      else elements.push((open = { type: "rich_text_section", elements: [] }));
      open.elements.push(...leaves(rest));
    } else if (kind === "quote") {
      if (open?.type === "rich_text_quote") open.elements.push({ type: "text", text: "\n" });
      else elements.push((open = { type: "rich_text_quote", elements: [] }));
      open.elements.push(...leaves(rest));
    } else {
      const indent = Math.min(8, Math.floor(/^ */.exec(line)[0].length / 2));
      if (open?.type !== "rich_text_list" || open.style !== kind || open.indent !== indent) {
        elements.push((open = { type: "rich_text_list", style: kind, indent, elements: [] }));
      }
      open.elements.push({ type: "rich_text_section", elements: leaves(rest) });
    }
  }
  return { type: "rich_text", elements: elements.filter((one) => one.elements.length) };
}

function kindOf(line) {
  const item = /^\s*(?:[-•*]|(\d+)[.)])\s+(.*)$/.exec(line);
  if (item) return [line, item[1] ? "ordered" : "bullet", item[2]];
  if (line.startsWith("> ")) return [line, "quote", line.slice(2)];
  return [line, "section", line];
}

const LEAF = /(\*[^*\s](?:[^*]*[^*\s])?\*|_[^_\s](?:[^_]*[^_\s])?_|~[^~\s](?:[^~]*[^~\s])?~|`[^`]+`|<@[A-Z0-9]+>|<#[A-Z0-9]+>|https?:\/\/[^\s<>]+)/;
const STYLES = { "*": "bold", _: "italic", "~": "strike", "`": "code" };

function leaves(text) {
  return text.split(LEAF).filter(Boolean).map((piece, index, all) => {
    if (piece.startsWith("http") && LEAF.test(piece)) return { type: "link", url: piece };
    if (/^<@\w+>$/.test(piece)) return { type: "user", user_id: piece.slice(2, -1) };
    if (/^<#\w+>$/.test(piece)) return { type: "channel", channel_id: piece.slice(2, -1) };
    const style = STYLES[piece[0]];
    const alone = !/\w$/.test(all[index - 1] || "") && !/^\w/.test(all[index + 1] || "");
    if (style && alone && piece.length > 2 && piece.endsWith(piece[0])) return { type: "text", text: piece.slice(1, -1), style: { [style]: true } };
    return { type: "text", text: piece };
  });
}
