/** The drawer with the traffic between bot and workspace, row by row, and the faults that can be switched on. */
import { getTraffic } from "./api.js";
import { clockTime, parts } from "./dates.js";
import { drawFaults, faultsPane } from "./faults.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { jsonNode } from "./jsonview.js";
import { drawSomebody, somebodyPane } from "./somebody.js";
import { channel, me, on, person, store } from "./store.js";
import { problem } from "./toast.js";

const KEEP = 400; // rows on the page
let last = 0;
let rows = [];
let words = "";
let loading = false;

const list = h("div.traffic", { role: "list", tabindex: "0", "aria-label": "Traffic, newest first" });
const search = h("input.field.traffic-search", { type: "search", placeholder: "Filter: a method, a name, an error", "aria-label": "Filter the traffic", oninput: (event) => { words = event.target.value.toLowerCase(); draw(); } });
const node = h("section.inspector", { id: "inspector", "aria-label": "Traffic and faults", hidden: true },
  h("div.inspector-head", null, h("h2", null, "Traffic"), h("span.quiet", null, "what bot and Slack say to each other"), search,
    h("button.bar-button", { type: "button", onclick: () => { rows = []; draw(); } }, "Clear list"),
    h("button.icon-button", { type: "button", "aria-label": "Close the drawer", onclick: () => toggleInspector(false) }, icon("close"))),
  h("div.inspector-body", null, list, faultsPane));

/** The drawer. */
export const inspector = node;

/** Open or close the drawer. */
export async function toggleInspector(open = node.hidden) {
  node.hidden = !open;
  document.getElementById("show-traffic").setAttribute("aria-expanded", String(open));
  if (!open) {
    document.getElementById("show-traffic").focus();
    return;
  }
  search.focus();
  await Promise.all([load(), drawFaults()]);
}

node.addEventListener("keydown", (event) => {
  if (event.key === "Escape") toggleInspector(false);
});
on("traffic", () => !node.hidden && load());
on("faults", drawFaults);
// As the clock moves, do-not-disturb ends; a list that is open stays as it is.
on("state", () => !node.hidden && !somebodyPane.contains(document.activeElement) && drawSomebody());

async function load() {
  if (loading) return;
  loading = true;
  try {
    const answer = await getTraffic(last);
    if (answer.rows.length) last = answer.rows[answer.rows.length - 1].n;
    rows = [...rows, ...answer.rows].slice(-KEEP);
    draw();
  } catch (failure) {
    problem(failure.message);
  } finally {
    loading = false;
  }
}

function draw() {
  const shown = rows.filter((row) => !words || `${row.kind} ${row.summary} ${row.direction} ${row.ok ? "" : "failed error"}`.toLowerCase().includes(words)).reverse();
  const known = new Map([...list.children].map((child) => [child.dataset.n, child]));
  if (!shown.length) {
    fill(list, h("p.traffic-none", null, rows.length ? "Nothing fits the filter." : "Quiet so far. Press a button in the chat, or move the clock."));
    return;
  }
  list.replaceChildren(...shown.map((row) => known.get(String(row.n)) || line(row)));
}

/** A summary with names in place of ids. */
const named = (summary) => (summary || "").replace(/\b[UCD][A-Z0-9]{6,}\b/g, (id) => {
  const place = channel(id);
  if (place) return place.kind === "app" ? `${store.state.bot.name} with ${me().name}` : `#${place.name}`;
  return person(id)?.name || id;
});

function line(row) {
  const out = row.direction.startsWith("bot");
  const at = new Date(row.at);
  const time = `${clockTime(at, me().tz)}:${parts(at, me().tz).second}`;
  const details = h("details.traffic-row", { role: "listitem", class: row.ok ? "" : "failed", dataset: { n: String(row.n) } },
    h("summary", null, h("span.t-time", null, time), h("span.t-way", { class: out ? "out" : "in" }, out ? "bot → Slack" : "Slack → bot"), h("span.t-kind", null, row.kind), h("span.t-summary", null, named(row.summary)),
      h("span.t-ms", null, row.ms === null || row.ms === undefined ? "" : `${Math.round(row.ms)} ms`), h("span.t-ok", null, row.ok ? "ok" : "failed")));
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return; // drawn when first opened: a row can be long
    details.append(h("div.t-json", null, h("div", null, h("h3", null, out ? "Request" : "Sent"), jsonNode(row.request)), h("div", null, h("h3", null, out ? "Response" : "Acknowledged"), jsonNode(row.response))));
  });
  return details;
}
