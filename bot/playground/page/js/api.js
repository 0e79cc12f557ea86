/** The page's own interface to the playground's server: JSON over loopback. */

/** The server answered with an error, or not at all; `message` is a sentence for people. */
export class ApiError extends Error {}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError("The playground doesn't answer. Is it still running?");
  }
  const text = await response.text();
  if (!response.ok) throw new ApiError(text.length < 300 && text ? text : `The playground refused this (${response.status}).`);
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError("The playground gave an answer that can't be read.");
  }
}

function get(path, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== undefined && value !== null));
  return request(`${path}?${query}`);
}

function post(path, body) {
  return request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** Everything but messages and views: people, channels, clock. `as` empty: the first person. */
export const getState = (as) => get("/page/state", { as: as || undefined });
/** Messages of a channel, or with `thread` those of a thread, oldest first. */
export const getMessages = (as, channel, thread) => get("/page/messages", { as, channel, thread });
/** The home tab that the bot published for this person. */
export const getHome = (as) => get("/page/home", { as });
/** The stack of open forms, top last. */
export const getViews = (as) => get("/page/views", { as });
/** What bot and workspace said to each other after row `after`. */
export const getTraffic = (after) => get("/page/traffic", { after });
/** The faults that can be switched on. */
export const getFaults = () => get("/page/faults");
/** Switch one fault on or off. */
export const setFault = (name, on) => post("/page/faults", { name, on });
/** Move the clock: "next", "+1h", "+1d" or an ISO instant. */
export const moveClock = (to) => post("/page/clock", { to });
/** Everybody with an open prompt but `as` answers. */
export const letOthersAnswer = (as) => post("/page/others", { as });
/** Do something as a person: see the server's list of types. */
export const act = (as, type, fields = {}) => post("/page/act", { as, type, ...fields });
