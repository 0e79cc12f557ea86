/** Dates and times in a person's own zone, and Slack's `<!date^…>` tokens. Twenty-four hour clock, English. */

const cache = new Map();

function formatter(zone, options) {
  const name = zone + JSON.stringify(options);
  if (!cache.has(name)) cache.set(name, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return cache.get(name);
}

/**
 * The pieces of an instant as a clock on the wall in that zone shows them.
 * @param {Date} instant
 * @param {string} zone IANA name
 * @returns {{year: number, month: number, day: number, hour: string, minute: string, second: string, weekday: string, monthName: string}}
 */
export function parts(instant, zone) {
  const found = {};
  const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  for (const part of formatter(zone, options).formatToParts(instant)) found[part.type] = part.value;
  return {
    year: Number(found.year),
    month: Number(found.month),
    day: Number(found.day),
    hour: found.hour,
    minute: found.minute,
    second: found.second,
    weekday: formatter(zone, { weekday: "long" }).format(instant),
    monthName: formatter(zone, { month: "long" }).format(instant),
  };
}

const two = (number) => String(number).padStart(2, "0");

/** The local date as "2026-11-10". */
export function isoDate(instant, zone) {
  const p = parts(instant, zone);
  return `${p.year}-${two(p.month)}-${two(p.day)}`;
}

/** The local time as "10:04". */
export function clockTime(instant, zone) {
  const p = parts(instant, zone);
  return `${p.hour}:${p.minute}`;
}

/** The date of a Slack timestamp ("1731234567.000100"). */
export const fromTs = (ts) => new Date(Number(ts) * 1000);

function ordinal(day) {
  const rest = day % 100;
  if (rest >= 11 && rest <= 13) return `${day}th`;
  return `${day}${["th", "st", "nd", "rd"][day % 10] || "th"}`;
}

/** -1, 0 or 1 for yesterday, today and tomorrow in that zone, otherwise null. */
function relativeDay(instant, now, zone) {
  const days = (Date.parse(isoDate(instant, zone)) - Date.parse(isoDate(now, zone))) / 86_400_000;
  return Math.abs(days) <= 1 ? days : null;
}

const PRETTY = { "-1": "yesterday", 0: "today", 1: "tomorrow" };

// Slack leaves the year out of dates that are less than six months away.
const showYear = (instant, now) => Math.abs(instant - now) > 183 * 86_400_000;

/** "Tuesday, November 10th", or "Today" and its neighbours: the divider between days. */
export function dayLabel(instant, now, zone) {
  const near = PRETTY[relativeDay(instant, now, zone)];
  return near ? near[0].toUpperCase() + near.slice(1) : token("date_long", instant, now, zone);
}

/** "today at 10:04", "10 Nov at 10:04": when the last reply came. */
export function shortWhen(instant, now, zone) {
  return `${token("date_short_pretty", instant, now, zone)} at ${clockTime(instant, zone)}`;
}

function ago(instant, now) {
  const seconds = Math.round((now - instant) / 1000);
  const size = Math.abs(seconds);
  const [amount, unit] =
    size < 60 ? [size, "second"] : size < 3600 ? [size / 60, "minute"] : size < 86_400 ? [size / 3600, "hour"] : [size / 86_400, "day"];
  const whole = Math.floor(amount);
  const words = `${whole} ${unit}${whole === 1 ? "" : "s"}`;
  return seconds >= 0 ? `${words} ago` : `in ${words}`;
}

function token(name, instant, now, zone) {
  if (name.endsWith("_pretty")) {
    const near = PRETTY[relativeDay(instant, now, zone)];
    return near || token(name.slice(0, -"_pretty".length), instant, now, zone);
  }
  const p = parts(instant, zone);
  const year = showYear(instant, now) ? `, ${p.year}` : "";
  switch (name) {
    case "date_num": return `${p.year}-${two(p.month)}-${two(p.day)}`;
    case "date_slash": return `${p.month}/${p.day}/${p.year}`;
    case "date": return `${p.monthName} ${ordinal(p.day)}${year}`;
    case "date_short": return `${p.monthName.slice(0, 3)} ${p.day}${year}`;
    case "date_long": return `${p.weekday}, ${p.monthName} ${ordinal(p.day)}${year}`;
    case "day_divider": return dayLabel(instant, now, zone);
    case "time": return `${p.hour}:${p.minute}`;
    case "time_secs": return `${p.hour}:${p.minute}:${p.second}`;
    case "ago": return ago(instant, now);
    default: return null;
  }
}

/**
 * Fill Slack's date tokens ("{date_short_pretty} at {time}"); unknown ones stay as they are.
 * @param {number} epoch seconds
 * @param {string} template
 * @param {Date} now for "today" and "ago"
 * @param {string} zone the reader's
 */
export function formatDate(epoch, template, now, zone) {
  const instant = new Date(epoch * 1000);
  return template.replace(/\{(\w+)\}/g, (whole, name) => token(name, instant, now, zone) ?? whole);
}

/** "Lisbon" for "Europe/Lisbon". */
export const zoneCity = (zone) => zone.split("/").pop().replaceAll("_", " ");

/**
 * The epoch second at which a wall clock in `zone` shows this date and time. Of a time that exists twice
 * the first is taken; a time that does not exist moves on by the gap.
 * @param {string} date "2026-11-10"
 * @param {string} time "10:00"
 */
export function epochOf(date, time, zone) {
  const wall = Date.parse(`${date}T${time}:00Z`);
  const guesses = [-14, 0, 14].map((hours) => wall - offsetAt(wall + hours * 3_600_000, zone));
  const exact = guesses.filter((guess) => guess + offsetAt(guess, zone) === wall);
  return Math.min(...(exact.length ? exact : [Math.max(...guesses)])) / 1000;
}

function offsetAt(millis, zone) {
  const p = parts(new Date(millis), zone);
  const shown = Date.UTC(p.year, p.month - 1, p.day, Number(p.hour), Number(p.minute), Number(p.second));
  return shown - Math.floor(millis / 1000) * 1000;
}
