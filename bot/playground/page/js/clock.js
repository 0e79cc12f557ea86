/** The playground's clock: what time it is for the person and in UTC, and moving it. */
import { letOthersAnswer, moveClock } from "./api.js";
import { clockTime, formatDate, parts, zoneCity } from "./dates.js";
import { fill, h } from "./dom.js";
import { expectAnswer, expectLonger } from "./expecting.js";
import { misbehaves } from "./faults.js";
import { mark } from "./hint.js";
import { icon } from "./icons.js";
import { loadVisible, me, now, person, store } from "./store.js";
import { done, problem } from "./toast.js";

const local = h("strong.clock-local");
const utc = h("span.clock-utc");
const next = h("button.bar-button.primary", { type: "button", id: "to-next", onclick: () => move("next", next) });
const nextLabel = h("span.next-label", { id: "next-label" });
const hour = h("button.bar-button", { type: "button", onclick: () => move("+1h", hour) }, "+1 hour");
const day = h("button.bar-button", { type: "button", onclick: () => move("+1d", day) }, "+1 day");
const others = h("button.bar-button", { type: "button", id: "let-others", onclick: answer });
const status = h("span.sr-only", { role: "status" });
let moving = null; // the button that set the clock in motion

/** The clock and its buttons. */
export const clockPart = h("div.bar-part.clock", null, icon("clock", 18), h("span.clock-words", null, local, utc));
/** The buttons that make something happen. */
export const clockButtons = h("div.bar-part.doings", null, h("div.moves", null, next, hour, day, nextLabel), others, status);

/** Draw the clock; called when the state changes, and every few seconds. */
export function drawClock() {
  if (!store.state) return;
  const { clock, others: rest } = store.state;
  const zone = me().tz;
  const at = now();
  const p = parts(at, zone);
  local.textContent = `${p.weekday.slice(0, 3)} ${p.day} ${p.monthName.slice(0, 3)}, ${clockTime(at, zone)}`;
  utc.textContent = `${zoneCity(zone)} · ${clockTime(at, "UTC")} UTC`;
  local.title = `${p.weekday}, ${p.day} ${p.monthName} ${p.year}`;
  const busy = Boolean(moving) || clock.moving;
  const off = !clock.enabled;
  fill(next, icon("skip", 16), "To the next ritual");
  for (const button of [next, hour, day]) {
    button.disabled = off || busy || (button === next && !clock.next);
    button.title = off ? clock.reason : button === next && clock.next ? `${clock.next.label}: ${when(clock.next.at, zone)}` : "";
    const spins = moving === button || (clock.moving && !moving && button === next);
    button.classList.toggle("busy", spins);
    button.setAttribute("aria-busy", String(spins));
  }
  fill(nextLabel, moving && moving !== others ? going() : off ? clock.reason : clock.next ? `${clock.next.label} · ${when(clock.next.at, zone)}` : "Nothing is planned");
  const open = rest.pending;
  fill(others, icon("people", 16), "Let the others answer", open > 0 && h("span.badge.calm", null, open));
  others.disabled = !open || busy;
  others.title = open ? `${open} open ${open === 1 ? "question" : "questions"} for others` : "Nobody else has an open question now.";
}

const going = () => (misbehaves() ? "The bot tries again and again: Slack misbehaves" : "Going through what is due…");

const when = (iso, zone) => formatDate(Date.parse(iso) / 1000, "{date_short_pretty} {time}", now(), zone);

async function move(to, button) {
  moving = button;
  status.textContent = "The clock is moving";
  drawClock();
  try {
    const expected = store.state.clock.next;
    expectAnswer(false);
    const answer = await moveClock(to);
    expectLonger();
    if (!answer.ok) problem(answer.error);
    else {
      if (to === "next") mark("next");
      await loadVisible();
      done([to === "next" && expected ? `${expected.label}.` : "", `It is ${local.textContent} for you now.`, asked()].filter(Boolean).join(" "));
    }
  } catch (failure) {
    problem(failure.message);
  } finally {
    moving = null;
    status.textContent = "";
    drawClock();
  }
}

async function answer() {
  moving = others;
  others.classList.add("busy");
  drawClock();
  try {
    expectAnswer(false);
    const result = await letOthersAnswer(store.as);
    expectLonger();
    if (!result.ok) problem(result.error);
    else {
      mark("others");
      await loadVisible();
      done(`${count(result.answered, "person", "people")} answered${result.skipped ? `, ${result.skipped} had nothing this week` : ""}.`);
      for (const sentence of result.problems || []) problem(sentence);
    }
  } catch (failure) {
    problem(failure.message);
  } finally {
    moving = null;
    others.classList.remove("busy");
    drawClock();
  }
}

/** Who else has a question now, so that one knows whom to be. */
function asked() {
  const names = (store.state.others.people || []).map((id) => person(id)?.name).filter(Boolean);
  if (!names.length) return "";
  const shown = names.slice(0, 3).join(", ");
  return `Questions wait for ${shown}${names.length > 3 ? ` and ${names.length - 3} more` : ""}.`;
}

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
