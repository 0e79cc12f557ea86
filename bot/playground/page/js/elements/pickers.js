/** Dates and times. The browser's own pickers: they work by keyboard and by screen reader. */
import { h, uid } from "../dom.js";
import { clockTime, epochOf, isoDate, zoneCity } from "../dates.js";
import { me } from "../store.js";
import { bind } from "./bind.js";

const SETTLE = 900; // milliseconds: a typed date changes with every key, the bot hears only the last

/** `commit` once the value has settled, or at once when the field is left or Enter is pressed. */
function settled(node, read, tie) {
  let timer = 0;
  let told = JSON.stringify(tie.value ?? null);
  const tell = () => {
    clearTimeout(timer);
    const value = read();
    if (JSON.stringify(value) === told) return;
    told = JSON.stringify(value);
    tie.commit(value, node);
  };
  node.addEventListener("input", () => {
    tie.set(read());
    clearTimeout(timer);
    timer = setTimeout(tell, SETTLE);
  });
  node.addEventListener("focusout", (event) => !node.contains(event.relatedTarget) && tell());
  node.addEventListener("keydown", (event) => event.key === "Enter" && tell());
  return node;
}

/** A date, "2026-11-10". */
export function datePicker(element, block, surface, input) {
  const tie = bind(element, block, surface, input);
  const node = h("input.field.narrow", { ...tie.attributes, type: "date", value: tie.value ?? "" });
  return settled(node, () => node.value || null, tie);
}

/** A time of day, "10:00". */
export function timePicker(element, block, surface, input) {
  const tie = bind(element, block, surface, input);
  const node = h("input.field.narrow", { ...tie.attributes, type: "time", value: tie.value ?? "" });
  const zone = element.timezone && h("span.zone-note", null, zoneCity(element.timezone));
  settled(node, () => node.value || null, tie);
  return zone ? h("span.picker-row", null, node, zone) : node;
}

/** An instant: date and time in the person's own zone; an epoch second as Slack sends it. */
export function dateTimePicker(element, block, surface, input) {
  const tie = bind(element, block, surface, input);
  const zone = me().tz;
  const start = tie.value ? new Date(tie.value * 1000) : null;
  const date = h("input.field.narrow", { ...tie.attributes, type: "date", value: start ? isoDate(start, zone) : "", "aria-label": "Date" });
  const note = uid("zone");
  const time = h("input.field.narrow", { type: "time", value: start ? clockTime(start, zone) : "", "aria-label": "Time", "aria-describedby": note, dataset: { focus: `${tie.attributes.dataset.focus}/time` } });
  const row = h("div.picker-row", null, date, time, h("span.zone-note", { id: note }, zoneCity(zone)));
  return settled(row, () => (date.value && time.value ? epochOf(date.value, time.value, zone) : null), tie);
}
