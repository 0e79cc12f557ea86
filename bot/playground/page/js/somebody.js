/** What somebody does in Slack itself: not be disturbed for a while, say in their status that they are away, leave. */
import { act } from "./api.js";
import { fromTs, shortWhen } from "./dates.js";
import { fill, h } from "./dom.js";
import { keepFocus } from "./reconcile.js";
import { loadVisible, now, person, store } from "./store.js";
import { done, problem } from "./toast.js";

/** How long somebody is not to be disturbed, in hours. */
const LONG = [["2", "for 2 hours"], ["24", "for a day"], ["48", "for 2 days"]];
const AWAY = { text: "Vacationing", emoji: ":palm_tree:" };

/** Whom, and what they do. */
export const somebodyPane = h("div.fault-people");

/** Draw it anew; who is chosen stays chosen. */
export function drawSomebody() {
  const [chosen, long] = ["person", "long"].map((name) => somebodyPane.querySelector(`[data-focus="somebody/${name}"]`)?.value);
  const select = h("select.field", { "aria-label": "Person", dataset: { focus: "somebody/person" }, onchange: say }, store.state.people.filter((one) => !one.is_bot).map((one) => h("option", { value: one.id }, one.deleted ? `${one.name} (deactivated)` : one.name)));
  const hours = h("select.field", { "aria-label": "Not to be disturbed", dataset: { focus: "somebody/long" } }, LONG.map(([value, label]) => h("option", { value }, label)));
  const [quiet, status, leave] = ["quiet", "status", "depart"].map((name) => h("button.bar-button", { type: "button", dataset: { focus: `somebody/${name}` } }));
  const until = h("p.quiet", { hidden: true });
  quiet.onclick = () => disturb(select.value, Number(hours.value));
  status.onclick = () => goAway(select.value);
  leave.onclick = () => depart(select.value);
  if (person(chosen)) select.value = chosen;
  if (long) hours.value = long;
  say();
  keepFocus(somebodyPane, () => fill(somebodyPane, select, h("div.fault-quiet", null, quiet, hours), until, status, leave));

  function say() {
    const who = person(select.value);
    fill(quiet, who.quiet_until ? "Disturb again" : "Do not disturb");
    hours.hidden = Boolean(who.quiet_until);
    until.hidden = !who.quiet_until;
    if (who.quiet_until) fill(until, `Not to be disturbed until ${shortWhen(fromTs(who.quiet_until), now(), who.tz)}, their time.`);
    fill(status, who.status_text ? "Clear status" : "Status: Vacationing");
    fill(leave, who.deleted ? "Bring back" : "Deactivate");
  }
}

function disturb(id, hours) {
  const ends = Boolean(person(id).quiet_until);
  return does("quiet", { user: id, hours: ends ? 0 : hours }, `${person(id).name} ${ends ? "can" : "is not to"} be disturbed${ends ? " again" : ""}.`);
}

function goAway(id) {
  const ends = Boolean(person(id).status_text);
  return does("status", { user: id, ...(ends ? { text: "", emoji: "" } : AWAY) }, `${person(id).name}'s status is ${ends ? "cleared" : AWAY.text}.`);
}

function depart(id) {
  const gone = person(id).deleted;
  return does(gone ? "reactivate" : "deactivate", { user: id }, gone ? `${person(id).name} is back.` : `${person(id).name} is deactivated.`);
}

async function does(type, what, text) {
  const answer = await act(store.as, type, what);
  if (!answer.ok) return problem(answer.error);
  done(text);
  await loadVisible();
  return drawSomebody();
}
