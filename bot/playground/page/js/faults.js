/** Switches that make Slack misbehave. */
import { getFaults, setFault } from "./api.js";
import { fill, h, uid } from "./dom.js";
import { keepFocus } from "./reconcile.js";
import { drawSomebody, somebodyPane } from "./somebody.js";
import { problem } from "./toast.js";

const list = h("div.fault-list");
const badge = h("span.fault-badge", { hidden: true });

/** The switches. */
export const faultsPane = h("div.faults", null, h("h3", null, "Make Slack misbehave"), h("p.quiet", null, "The bot should lose nothing and say nothing twice. Messages that it could not send come within minutes of switching this off; what was typed meanwhile is not answered."), list, h("h3", null, "What somebody does"), somebodyPane);
/** How many faults are on: shown in the bar, so that nobody forgets them. */
export const faultBadge = badge;

/** Whether Slack misbehaves now. */
export const misbehaves = () => !badge.hidden;

/** Fetch and draw the switches, and what somebody does. */
export async function drawFaults() {
  const { faults } = await getFaults();
  const on = faults.filter((one) => one.on).length;
  badge.hidden = !on;
  badge.textContent = `${on} ${on === 1 ? "fault" : "faults"} on`;
  drawSomebody();
  keepFocus(list, () => fill(list, faults.map(toggle)));
}

function toggle(fault) {
  const id = uid("fault");
  const box = h("input", { id, type: "checkbox", role: "switch", checked: fault.on, dataset: { focus: `fault/${fault.name}` }, onchange: (event) => flip(fault.name, event.target) });
  return h("label.fault", { for: id }, box, h("span", null, fault.label));
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
