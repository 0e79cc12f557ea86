/** Puts the page together. */
import { clockButtons, clockPart, drawClock } from "./clock.js";
import { drawConversation, placeConversation } from "./conversation.js";
import { fill, h } from "./dom.js";
import { guardDoubleClicks } from "./doubleclick.js";
import { expectedInChat } from "./expecting.js";
import { faultBadge, drawFaults } from "./faults.js";
import { drawHeader } from "./header.js";
import { drawHint, hintCard, mark, toggleHint } from "./hint.js";
import { icon } from "./icons.js";
import { inspector, toggleInspector } from "./inspector.js";
import { listen } from "./live.js";
import { showModals } from "./modal.js";
import { drawPersonSwitch, personSwitch } from "./personswitch.js";
import { guardPresses } from "./pressing.js";
import { drawSidebar } from "./sidebar.js";
import { on, setOnline, start, store } from "./store.js";
import { drawThread, threadPane } from "./thread.js";

const CLOCK_TICK = 5000; // milliseconds; the clock shows minutes

function placeBar() {
  const traffic = h("button.bar-button.traffic-button", { type: "button", id: "show-traffic", "aria-expanded": "false", "aria-controls": "inspector", title: "What bot and Slack say to each other, and switches that make Slack misbehave", onclick: () => toggleInspector() }, icon("traffic", 16), h("span", null, "Traffic"), faultBadge);
  const help = h("button.bar-button.help", { type: "button", "aria-label": "How to begin", title: "How to begin", onclick: () => toggleHint() }, icon("help", 18));
  fill(document.getElementById("bar"), h("span.bar-name", null, "Playground"), personSwitch, clockPart, clockButtons, h("div.bar-part.tools-part", null, traffic, help));
}

function drawAll() {
  if (!store.state || !store.channel) return;
  drawSidebar();
  drawHeader();
  drawConversation();
  drawThread();
  document.title = `${store.state.team.name} · Drumbeat playground`;
}

function drawOffline() {
  document.getElementById("offline").hidden = store.online;
}

function subscribe() {
  on("state", () => {
    drawPersonSwitch();
    drawClock();
    drawAll();
  });
  on("selection", drawAll);
  on("messages", drawConversation);
  on("home", drawConversation);
  on("thread", drawThread);
  on("online", drawOffline);
  let first = "";
  on("person", () => {
    if (first && first !== store.as) mark("person");
    first ||= store.as;
  });
  let asked = { as: "", open: 0 };
  on("state", () => {
    const fewer = asked.as === store.as && store.state.asked < asked.open;
    if (fewer && expectedInChat()) mark("answer"); // a round that closes takes its question back too
    asked = { as: store.as, open: store.state.asked };
  });
  showModals();
}

async function open() {
  guardDoubleClicks();
  guardPresses();
  placeBar();
  drawHint();
  document.getElementById("hint").append(hintCard);
  document.getElementById("chat-content").append(threadPane);
  document.getElementById("drawer").append(inspector);
  placeConversation();
  subscribe();
  try {
    await start();
  } catch (failure) {
    setOnline(false);
    document.getElementById("offline-why").textContent = failure.message;
    setTimeout(() => location.reload(), 3000);
    return;
  }
  listen();
  setInterval(drawClock, CLOCK_TICK);
  await drawFaults();
}

open();
