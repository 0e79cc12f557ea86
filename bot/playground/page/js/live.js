/** Hearing from the server (Server-Sent Events) what changed, and fetching just that. */
import { emit, loadHome, loadMessages, loadState, loadThread, loadViews, loadVisible, on, setOnline, store } from "./store.js";

const WAIT = 50; // milliseconds in which events are gathered: one fetch for a burst

let source = null;
let timer = 0;
let busy = false;
const kinds = new Set();

/** Listen for as long as the page lives; starts anew whenever one becomes another person. */
export function listen() {
  connect();
  on("person", connect);
}

function connect() {
  source?.close();
  source = new EventSource(`/page/events?as=${encodeURIComponent(store.as)}`);
  source.onopen = () => {
    setOnline(true);
    schedule("all"); // what happened while nobody listened
  };
  source.onerror = () => {
    setOnline(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
  };
  source.onmessage = (event) => heard(JSON.parse(event.data));
}

/** Other people's forms and home tabs are none of this page's business; other channels matter for what is unread. */
function heard({ kind, user, channel }) {
  if ((kind === "views" || kind === "home") && user && user !== store.as) return;
  schedule(kind === "message" && channel && channel !== store.channel ? "elsewhere" : kind);
}

function schedule(kind) {
  kinds.add(kind);
  if (!timer && !busy) timer = setTimeout(flush, WAIT);
}

async function flush() {
  timer = 0;
  busy = true;
  const wanted = new Set(kinds);
  kinds.clear();
  try {
    await fetchChanged(wanted);
  } catch {
    setOnline(false); // the stream tells when the server is back, and then all is fetched again
  } finally {
    busy = false;
    if (kinds.size) timer = setTimeout(flush, WAIT);
  }
}

async function fetchChanged(wanted) {
  if (wanted.has("all")) return loadVisible();
  const jobs = [];
  if (wanted.has("traffic")) emit("traffic");
  if (wanted.has("faults")) emit("faults");
  if (wanted.has("views")) jobs.push(loadViews());
  if (wanted.has("home") && store.tab === "home") jobs.push(loadHome());
  if (wanted.has("message")) jobs.push(store.tab === "home" ? null : loadMessages(), loadThread());
  await Promise.all(jobs);
  if ([...wanted].some((kind) => !["traffic", "faults", "views", "home"].includes(kind))) await loadState();
  return undefined;
}
