/** The middle of the page: the open channel's messages, or the app's home tab. */
import { Composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { drawHome, homePane } from "./home.js";
import { MessageList } from "./messagelist.js";
import { current, store } from "./store.js";

const messages = new MessageList({ label: "Messages" });
const composer = new Composer({ label: "Write a message" });
const talk = h("div.talk", null, messages.node, composer.node);

/** Put the two panes in their place; once. */
export function placeConversation() {
  document.getElementById("conversation").append(homePane, talk);
}

/** Draw what is open. */
export function drawConversation() {
  const channel = current();
  if (!channel) return;
  const home = channel.kind === "app" && store.tab === "home";
  homePane.hidden = !home;
  talk.hidden = home;
  const box = document.getElementById("conversation");
  if (channel.kind === "app") {
    box.setAttribute("role", "tabpanel");
    box.setAttribute("aria-labelledby", `tab-${store.tab}`);
  } else {
    box.removeAttribute("role");
    box.removeAttribute("aria-labelledby");
  }
  if (home) return drawHome();
  const bot = store.state.bot.name;
  const name = channel.kind === "app" ? bot : `#${channel.name}`;
  fill(messages.intro, store.messages.length ? null : nothing(channel, bot));
  messages.show(`${store.as}/${channel.id}`, store.messages, store.unreadFrom);
  composer.show(`${store.as}/${channel.id}`, channel.kind === "app" ? `Write to ${bot}, or type / for commands` : `Message ${name}`);
  return undefined;
}

function nothing(channel, bot) {
  const text = channel.kind === "app"
    ? `${bot} writes to you here when it has a question. Until then it is quiet.`
    : `Nothing was said in #${channel.name} yet.`;
  return h("p", null, text);
}
