/** Pictures of people: initials on their colour; the bot has its drum. */
import { h } from "./dom.js";
import { drum } from "./icons.js";

const PALETTE = ["#3f6fb5", "#b0532f", "#2d7d5a", "#8b4a9c", "#9a6a12", "#a83a5b", "#3b7f8c", "#5b5fb0", "#6b7a2a", "#8a5a44"];

/**
 * @param {{id: string, name: string, color?: string, is_bot?: boolean}} person
 * @param {number} [size] in pixels
 */
export function avatar(person, size = 36) {
  if (person.is_bot) return h("span.avatar", { style: { width: `${size}px`, height: `${size}px` } }, drum(size));
  const initials = (person.real_name || person.name || "?").split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const background = paint(person);
  return h("span.avatar", { "aria-hidden": "true", style: { width: `${size}px`, height: `${size}px`, background, fontSize: `${Math.round(size * 0.4)}px` } }, initials);
}

function paint(person) {
  const own = person.color && (person.color.startsWith("#") ? person.color : `#${person.color}`);
  if (own && /^#[0-9a-f]{6}$/i.test(own)) return own;
  const sum = [...(person.id || "")].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return PALETTE[sum % PALETTE.length];
}
