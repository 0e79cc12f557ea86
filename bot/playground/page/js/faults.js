/** Switches that make Slack misbehave. */
import { act, getFaults, setFault } from "./api.js";
import { fill, h, uid } from "./dom.js";
import { keepFocus } from "./reconcile.js";
import { loadVisible, person, store } from "./store.js";
import { done, problem } from "./toast.js";

const list = h("div.fault-list");
const people = h("div.fault-people");
const badge = h("span.fault-badge", { hidden: true });

/** The switches. */
export const faultsPane = h("div.faults", null, h("h3", null, "Make Slack misbehave"), h("p.quiet", null, "The bot should lose nothing and say nothing twice. Messages that it could not send come within minutes of switching this off; what was typed meanwhile is not answered."), list, h("h3", null, "Send somebody away"), people);
/** How many faults are on: shown in the bar, so that nobody forgets them. */
export const faultBadge = badge;

/** Whether Slack misbehaves now. */
export const misbehaves = () => !badge.hidden;

/** Fetch and draw the switches, and whom to send away. */
export async function drawFaults() {
  const { faults } = await getFaults();
  const on = faults.filter((one) => one.on).length;
  badge.hidden = !on;
  badge.textContent = `${on} ${on === 1 ? "fault" : "faults"} on`;
  drawPeople();
  keepFocus(list, () => fill(list, faults.map(toggle)));
}

function toggle(fault) {
  const id = uid("fault");
  const box = h("input", { id, type: "checkbox", role: "switch", checked: fault.on, dataset: { focus: `fault/${fault.name}` }, onchange: (event) => flip(fault.name, event.target) });
  return h("label.fault", { for: id }, box, h("span", null, fault.label));
}

function drawPeople() {
  const chosen = people.querySelector("select")?.value;
  const say = () => fill(leave, person(select.value)?.deleted ? "Bring back" : "Deactivate");
  const select = h("select.field", { "aria-label": "Person", dataset: { focus: "faults/person" }, onchange: say }, store.state.people.filter((one) => !one.is_bot).map((one) => h("option", { value: one.id }, one.deleted ? `${one.name} (deactivated)` : one.name)));
  const leave = h("button.bar-button", { type: "button", dataset: { focus: "faults/depart" }, onclick: () => depart(select.value) });
  if (person(chosen)) select.value = chosen;
  say();
  keepFocus(people, () => fill(people, select, leave));
}

async function depart(id) {
  const gone = person(id).deleted;
  const answer = await act(store.as, gone ? "reactivate" : "deactivate", { user: id });
  if (!answer.ok) return problem(answer.error);
  done(gone ? `${person(id).name} is back.` : `${person(id).name} is deactivated.`);
  await loadVisible();
  return drawPeople();
}

async function flip(name, box) {
  try {
    await setFault(name, box.checked);
    await drawFaults();
  } catch (failure) {
    box.checked = !box.checked;
    problem(failure.message);
  }
}
