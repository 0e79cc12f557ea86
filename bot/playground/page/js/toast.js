/** Short notes at the head of the chat; problems stay until they are closed or a while has passed. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

const STAY = 6000;
const STAY_PROBLEM = 12000;

function show(text, kind, stay) {
  const list = document.getElementById("toasts");
  const close = h("button.icon-button", { type: "button", "aria-label": "Close this note", onclick: () => note.remove() }, icon("close", 14));
  const note = h("div.toast", { class: kind, role: kind === "problem" ? "alert" : "status" }, icon(kind === "problem" ? "warning" : "check", 18), h("span", null, text), close);
  // What was done before is old news; what went wrong stays to be read.
  for (const old of kind === "done" ? list.querySelectorAll(".done") : [...list.children].slice(0, -2)) old.remove();
  list.append(note);
  setTimeout(() => note.remove(), stay);
}

/** Tell that something was done. */
export const done = (text) => show(text, "done", STAY);
/** Tell that something did not work. */
export const problem = (text) => show(text || "That didn't work.", "problem", STAY_PROBLEM);
