/** The card for somebody who is here for the first time: what this is, and what to press. */
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "drumbeat-playground-hint";
const STEPS = [
  ["next", "Press ", "To the next ritual", ". Time jumps to when Drumbeat asks its questions."],
  ["answer", "Answer in Drumbeat's ", "Messages", ". Not asked? Be somebody with a red dot."],
  ["others", "Press ", "Let the others answer", ", and see the summary arrive in its channel."],
  ["person", "Be somebody else by ", "You are …", ": the PMO sees more on Drumbeat's Home tab."],
];

const saved = read();
const card = h("section.hint-card", { "aria-label": "How to begin", hidden: saved.closed });

/** The card. */
export const hintCard = card;

function read() {
  try {
    return { closed: false, done: [], ...JSON.parse(localStorage.getItem(KEY) || "{}") };
  } catch {
    return { closed: false, done: [] }; // storage is switched off or holds something else
  }
}

function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(saved));
  } catch {
    // storage is switched off: the card comes back at the next visit, which does no harm
  }
}

/** Tick a step: "next", "answer", "others" or "person". */
export function mark(step) {
  if (saved.done.includes(step)) return;
  saved.done.push(step);
  keep();
  drawHint();
}

/** Show the card again, or hide it. */
export function toggleHint(open = card.hidden) {
  saved.closed = !open;
  card.hidden = !open;
  keep();
}

/** Draw the card. */
export function drawHint() {
  const next = STEPS.findIndex(([id]) => !saved.done.includes(id));
  fill(card,
    h("div.hint-words", null, h("h2", null, "A practice Slack: nobody real is asked, nothing leaves this computer"),
      h("ol", null, STEPS.map(([id, before, what, after], index) => {
        const ticked = saved.done.includes(id);
        return h("li", { class: ticked ? "ticked" : index === next ? "next" : "" }, h("span.step-mark", { "aria-hidden": "true" }, ticked ? icon("check", 13) : index + 1),
          h("span", null, before, h("strong", null, what), after, ticked && h("span.sr-only", null, " (done)")));
      }))),
    h("button.icon-button", { type: "button", "aria-label": "Close this card", onclick: () => toggleHint(false) }, icon("close", 16)));
}
