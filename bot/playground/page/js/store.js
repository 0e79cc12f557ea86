/**
 * What the page knows and what is selected. Parts subscribe to topics and draw themselves again:
 * "state" (people, channels, clock), "selection", "messages", "thread", "home", "views", "online".
 */
import * as api from "./api.js";
import { unpressed } from "./pressing.js";

const listeners = new Map();

/** The one state of the page; written here only. */
export const store = {
  as: "", // id of the person one is
  channel: "", // id of the open channel
  tab: "messages", // "home" or "messages", for the app's conversation
  thread: "", // ts of the open thread, or ""
  state: null,
  messages: [],
  replies: [],
  home: null,
  views: [],
  offset: 0, // the playground's clock minus this computer's, in milliseconds
  online: true,
  unreadFrom: "", // ts of the first message that was new when the channel was opened
};

/** Call `listener` whenever `topic` changed; returns the way to stop. */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(listener);
  return () => listeners.get(topic).delete(listener);
}

/** Tell a topic's subscribers: at once, or when no button is held down any more. */
export function emit(topic) {
  unpressed(topic, () => {
    for (const listener of listeners.get(topic) || []) listener();
  });
}

/** The playground's present instant. */
export const now = () => new Date(Date.now() + store.offset);
/** The person one is. */
export const me = () => store.state.me;
/** A person by id, or undefined. */
export const person = (id) => store.state.people.find((one) => one.id === id);
/** A channel by id, or undefined. */
export const channel = (id) => store.state.channels.find((one) => one.id === id);
/** The conversation with the bot. */
export const appChannel = () => store.state.channels.find((one) => one.kind === "app");
/** The open channel, or undefined. */
export const current = () => channel(store.channel);

function remember() {
  const app = current()?.kind === "app";
  const parts = { as: store.as, c: app ? "app" : store.channel, tab: app ? store.tab : "", t: store.thread };
  const kept = Object.entries(parts).filter(([, value]) => value);
  history.replaceState(null, "", `#${new URLSearchParams(kept)}`);
}

/** Read the address (`#as=…&c=…`) and load everything. */
export async function start() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  await become(wanted.get("as") || "", wanted.get("c") || "app", wanted.get("tab") || "", wanted.get("t") || "");
}

/**
 * Be another person, keeping the open channel where that person has it too.
 * @param {string} id the person's id, "" for the first one
 * @param {string} [channelId] channel to open, "app" for the bot's conversation
 */
export async function become(id, channelId, tab, thread = "") {
  const keep = channelId || (current()?.kind === "app" ? "app" : store.channel) || "app";
  let state;
  try {
    state = await api.getState(id);
  } catch (problem) {
    if (!id || !(problem instanceof api.ApiError)) throw problem;
    state = await api.getState(""); // an address from another playground names somebody who is not here
  }
  store.as = state.me.id;
  setState(state);
  Object.assign(store, { messages: [], replies: [], home: null, views: [], thread: "", channel: "" });
  emit("person");
  const target = keep === "app" ? appChannel() : channel(keep);
  await Promise.all([select((target || appChannel() || state.channels[0]).id, tab || store.tab, thread), loadViews()]);
}

function setState(state) {
  for (const one of [state.me, ...state.people]) one.name = one.real_name || one.name; // what people are called on screen
  store.state = state;
  store.offset = new Date(state.now).getTime() - Date.now();
  emit("state");
}

/** Open a channel; for the bot's conversation also which tab; optionally a thread in it. */
export async function select(id, tab = "messages", thread = "") {
  const changed = id !== store.channel;
  const target = channel(id);
  const unread = target?.unread || 0;
  store.channel = id;
  store.tab = target?.kind === "app" ? tab : "messages";
  store.thread = thread;
  if (changed) Object.assign(store, { messages: [], replies: [], unreadFrom: "" });
  remember();
  emit("selection");
  await Promise.all([store.tab === "home" ? openHome() : loadMessages(changed ? unread : 0), thread && loadThread()]);
  await loadState();
}

/** Open a thread beside the channel; "" closes it. */
export async function openThread(ts) {
  store.thread = ts;
  store.replies = [];
  remember();
  emit("selection");
  if (ts) await loadThread();
}

async function openHome() {
  const as = store.as;
  await api.act(as, "open_home");
  await loadHome();
}

/** Run a request and drop its answer if person or channel changed meanwhile. */
async function fresh(topic, request, accept) {
  const [as, id, thread] = [store.as, store.channel, store.thread];
  const answer = await request();
  if (store.as !== as) return;
  if ((topic === "messages" || topic === "thread") && store.channel !== id) return;
  if (topic === "thread" && store.thread !== thread) return;
  accept(answer);
  emit(topic);
}

/** Fetch people, channels and clock again. */
export async function loadState() {
  const as = store.as;
  const state = await api.getState(as);
  if (store.as === as) setState(state);
}

/** Fetch the open channel's messages; `unread` of them were new when it was opened. */
export async function loadMessages(unread = 0) {
  if (!store.channel) return;
  await fresh("messages", () => api.getMessages(store.as, store.channel), ({ messages }) => {
    store.messages = messages;
    if (unread && messages.length) store.unreadFrom = messages[Math.max(0, messages.length - unread)].ts;
  });
}

/** Fetch the open thread. */
export async function loadThread() {
  if (!store.thread) return;
  await fresh("thread", () => api.getMessages(store.as, store.channel, store.thread), ({ messages }) => {
    store.replies = messages;
  });
}

/** Fetch the published home tab. */
export const loadHome = () => fresh("home", () => api.getHome(store.as), ({ view }) => { store.home = view; });
/** Fetch the stack of open forms. */
export const loadViews = () => fresh("views", () => api.getViews(store.as), ({ views }) => { store.views = views; });

/** Fetch all that is on screen again: after a lost connection, and after something one did. */
export async function loadVisible() {
  const parts = [loadViews(), store.tab === "home" ? loadHome() : loadMessages(), loadThread()];
  await Promise.all(parts);
  await loadState();
}

/** Whether the server can be reached. */
export function setOnline(online) {
  if (store.online === online) return;
  store.online = online;
  emit("online");
}
