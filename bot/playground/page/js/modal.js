/** The stack of forms (modals). What was typed outlives updates, refusals and forms pushed on top. */
import { act } from "./api.js";
import { renderBlock } from "./blocks.js";
import { confirm } from "./confirm.js";
import { fill, h, uid } from "./dom.js";
import { environment } from "./environment.js";
import { expectAnswer, expectLonger } from "./expecting.js";
import { focusable, trap } from "./focus.js";
import { dropForm, formOf } from "./form.js";
import { forgetPlace, keepPlace, leavePlace, returnToPlace } from "./formplace.js";
import { icon } from "./icons.js";
import { plain } from "./mrkdwn.js";
import { reconcile } from "./reconcile.js";
import { loadVisible, on, store } from "./store.js";
import { surface } from "./surface.js";

const bodies = new Map(); // view id -> its element, kept while the view is on the stack
let back = null; // the backdrop with the dialog, while a form is open
let opener = null; // what had the focus before
let parts = null;
let top = null; // id of the view that is shown

/** Show the stack of forms whenever it changes. */
export function showModals() {
  on("views", draw);
  on("person", draw);
  on("state", () => top && draw());
}

const nameOf = (view) => `view:${view.id}`;

function draw() {
  const views = store.views;
  const live = new Set(views.map((view) => view.id));
  for (const [id, node] of bodies) {
    if (live.has(id)) continue;
    node.remove();
    bodies.delete(id);
    dropForm(`view:${id}`);
    forgetPlace(id);
  }
  const view = views[views.length - 1];
  if (!view) return hide();
  if (!back) open();
  const changed = top !== view.id;
  if (changed && bodies.has(top)) leavePlace(top, bodies.get(top));
  top = view.id;
  forgive(view);
  parts.title.textContent = plain(view.title);
  parts.backward.hidden = views.length < 2;
  parts.close.textContent = plain(view.close) || (views.length > 1 ? "Back" : "Close");
  parts.submit.hidden = !view.submit;
  fill(parts.submit, plain(view.submit));
  for (const button of [parts.submit, parts.close, parts.backward]) button.dataset.step = `${view.id} ${view.hash}`;
  const fresh = drawBody(view);
  for (const [id, node] of bodies) node.hidden = id !== view.id;
  if (changed) fill(parts.trouble);
  if (fresh || (changed && !returnToPlace(view.id, bodies.get(view.id)))) focusFirst(bodies.get(view.id));
  return undefined;
}

/** What a submission was refused for is said of the form as it was then, not of what the bot put in its place. */
function forgive(view) {
  const form = formOf(nameOf(view));
  if (!form.refused || form.refused === view.hash) return;
  form.refuse({}, "");
  fill(parts.trouble);
}

/** Draw a form's blocks; true when nothing of what was shown before is left. */
function drawBody(view) {
  if (!bodies.has(view.id)) {
    const body = h("div.dialog-body", { tabindex: "-1" });
    bodies.set(view.id, body);
    parts.bodies.append(body);
  }
  const place = surface(nameOf(view), { view_id: view.id });
  const form = formOf(nameOf(view));
  const body = bodies.get(view.id);
  form.seed(view.typed);
  form.prune(view.blocks);
  const rows = view.blocks.map((block, index) => ({ block, key: `${block.type}-${block.block_id || index}` }));
  const print = ({ block }) => {
    const content = JSON.stringify(block);
    return `${content}|${form.errors[block.block_id] || ""}|${environment(content)}`;
  };
  const known = new Set([...body.children].map((child) => child.dataset.key));
  keepPlace(body, () => reconcile(body, rows, { key: (row) => row.key, signature: print, render: (row) => renderBlock(row.block, place) }));
  return known.size > 0 && !rows.some((row) => known.has(row.key));
}

function open() {
  opener = document.activeElement;
  const title = uid("title");
  parts = {
    title: h("h2.dialog-title", { id: title }),
    backward: h("button.icon-button", { type: "button", "aria-label": "Back to the form before", onclick: () => leave(false) }, icon("left")),
    cross: h("button.icon-button", { type: "button", "aria-label": "Close", onclick: () => leave(true) }, icon("close")),
    close: h("button.button", { type: "button", onclick: () => leave(false) }),
    submit: h("button.button.primary", { type: "submit" }),
    trouble: h("div.dialog-trouble", { role: "alert" }),
    bodies: h("div.dialog-bodies"),
  };
  const form = h("form.dialog", { role: "dialog", "aria-modal": "true", "aria-labelledby": title, novalidate: true, onsubmit: submit },
    h("div.dialog-head", null, parts.backward, parts.title, parts.cross), parts.bodies, parts.trouble, h("div.dialog-foot", null, parts.close, parts.submit));
  back = h("div.backdrop", { onmousedown: (event) => event.target === back && event.preventDefault() }, form); // the form keeps the focus
  trap(form, () => leave(false));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
  });
  document.getElementById("chat").append(back);
  document.getElementById("chat-content").inert = true;
}

function hide() {
  if (!back) return;
  back.remove();
  back = null;
  top = null;
  document.getElementById("chat-content").inert = false;
  const again = opener?.isConnected ? opener : opener?.dataset?.focus && document.querySelector(`[data-focus="${CSS.escape(opener.dataset.focus)}"]`);
  (again || document.querySelector(".compose-text"))?.focus({ preventScroll: true });
}

function focusFirst(body) {
  body.scrollTop = 0;
  const wanted = body.querySelector("[data-autofocus='1']");
  const field = body.querySelector("input:not(:disabled), textarea:not(:disabled)");
  (wanted || field || focusable(body)[0] || (parts.submit.hidden ? parts.close : parts.submit)).focus({ preventScroll: !wanted });
}

async function submit(event) {
  event.preventDefault();
  const view = store.views[store.views.length - 1];
  if (!view?.submit || parts.submit.getAttribute("aria-busy") === "true") return;
  const form = formOf(nameOf(view));
  fill(parts.trouble);
  setBusy(true);
  expectAnswer();
  try {
    const answer = await act(store.as, "submit", { view_id: view.id, state: form.raw() });
    expectLonger();
    const taken = answer.ok && !answer.errors;
    if (taken) form.dirty = false;
    await loadVisible();
    const now = store.views[store.views.length - 1];
    if (taken && now?.id === view.id && now.hash !== view.hash) focusFirst(bodies.get(view.id));
    if (taken || now?.id !== view.id) return;
    form.refuse(answer.errors || {}, now.hash);
    draw();
    if (answer.errors) showErrors(now, form);
    else fill(parts.trouble, answer.error || "That didn't work. What you typed is still here.");
  } catch (failure) {
    fill(parts.trouble, `${failure.message} What you typed is still here.`);
  } finally {
    setBusy(false);
  }
}

function showErrors(view, form) {
  const body = bodies.get(view.id);
  if (!body) return;
  const known = new Set(view.blocks.map((block) => block.block_id));
  const stray = Object.entries(form.errors).filter(([id]) => !known.has(id)).map(([, text]) => text);
  if (stray.length) fill(parts.trouble, stray.join(" "));
  const first = body.querySelector(".has-error");
  if (!first) return;
  (first.querySelector("input, textarea") || focusable(first)[0])?.focus({ preventScroll: true });
  first.scrollIntoView({ block: "center" });
}

function setBusy(on) {
  if (!parts) return;
  parts.submit.setAttribute("aria-busy", String(on));
  parts.submit.classList.toggle("busy", on);
}

/** Close the top form, or with `all` the whole stack; asks first when something was typed. */
async function leave(all) {
  const view = store.views[store.views.length - 1];
  if (!view) return;
  if (formOf(nameOf(view)).dirty) {
    const sure = await confirm({ title: { text: "Leave this form?" }, text: { type: "plain_text", text: "What you typed here will not be kept." }, confirm: { text: "Leave form" }, deny: { text: "Keep writing" }, style: "danger" });
    if (!sure) return;
  }
  try {
    const answer = await act(store.as, "close", { view_id: view.id, clear: all && store.views.length > 1 });
    if (!answer.ok) fill(parts.trouble, answer.error);
    await loadVisible();
  } catch (failure) {
    if (parts) fill(parts.trouble, failure.message);
  }
}
