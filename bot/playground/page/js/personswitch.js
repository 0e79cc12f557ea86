/** "You are …": whose eyes one looks through. */
import { avatar } from "./avatar.js";
import { clockTime, zoneCity } from "./dates.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { become, me, now, store } from "./store.js";
import { problem } from "./toast.js";

const button = h("button.person-switch", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", onclick: open });

/** The switch. */
export const personSwitch = h("div.bar-part", null, button);

/** Draw the person one is. */
export function drawPersonSwitch() {
  const who = me();
  fill(button, avatar(who, 28), h("span.person-words", null, h("strong", null, h("span.you-are", null, "You are "), who.name), h("span", null, who.title || zoneCity(who.tz))), icon("down", 14));
  button.setAttribute("aria-label", `You are ${[who.name, who.title].filter(Boolean).join(", ")}. Be somebody else`);
}

/** Whether Drumbeat waits for this person's answer. */
const waits = (one) => (store.state.others.people || []).includes(one.id);

function open() {
  const items = store.state.people.filter((one) => !one.is_bot).map((one) => ({
    label: one.name,
    note: waits(one) ? "has a question" : "",
    detail: [one.title, `${clockTime(now(), one.tz)} ${zoneCity(one.tz)}`, one.is_admin && "Slack admin", one.quiet_until && "not to be disturbed", one.deleted && "deactivated"].filter(Boolean).join(" · "),
    lead: h("span.menu-person", null, avatar(one, 28), waits(one) && h("span.dot")),
    current: one.id === store.as,
    choose: () => become(one.id).catch((failure) => problem(failure.message)),
  }));
  openMenu(button, items, { align: "left", label: "Be somebody else" });
}
