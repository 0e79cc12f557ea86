/** What drawn text depends on besides itself; when it changes, messages and views are drawn again. */
import { isoDate } from "./dates.js";
import { me, now, store } from "./store.js";

/** A string that changes with the person, the local day, names and zones; with "ago" texts also with the minute. */
export function environment(content) {
  const names = store.state.people.map((one) => one.id + one.name).join() + store.state.channels.map((one) => one.id + one.name).join();
  const minute = content.includes("{ago}") ? Math.floor(now() / 60_000) : "";
  return [store.as, me().tz, isoDate(now(), me().tz), minute, names].join("|");
}
