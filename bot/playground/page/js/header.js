/** The head of the open conversation: name, topic, who is in it; for the app its two tabs. */
import { act } from "./api.js";
import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { keepFocus } from "./reconcile.js";
import { appChannel, become, current, loadVisible, person, select, store } from "./store.js";
import { done, problem } from "./toast.js";

/** Draw the head. */
export function drawHeader() {
  const node = document.getElementById("head");
  const channel = current();
  if (!channel) return;
  keepFocus(node, () => fill(node, channel.kind === "app" ? appHead(channel) : channelHead(channel)));
}

function appHead(channel) {
  const { bot } = store.state;
  const tab = (id, label) => h("button.tab", { type: "button", role: "tab", id: `tab-${id}`, "aria-selected": String(store.tab === id), "aria-controls": "conversation", tabindex: store.tab === id ? "0" : "-1",
    dataset: { focus: `tab/${id}` }, onclick: () => select(channel.id, id), onkeydown: arrows }, label);
  return [h("div.head-line", null, avatar({ id: bot.user_id, name: bot.name, is_bot: true }, 28), h("h1", null, bot.name), h("span.app-badge", null, "APP"), !bot.connected && h("span.head-warning", null, icon("warning", 14), "The bot is not connected")),
    h("div.tabs", { role: "tablist", "aria-label": bot.name }, tab("home", "Home"), tab("messages", ["Messages", store.tab === "home" && channel.unread > 0 && h("span.badge", { "aria-label": `${channel.unread} unread` }, channel.unread)]))];

  function arrows(event) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = store.tab === "home" ? "messages" : "home";
    select(channel.id, other);
    document.getElementById(`tab-${other}`)?.focus();
  }
}

function channelHead(channel) {
  const botInside = channel.members.includes(store.state.bot.user_id);
  return h("div.head-line", null, icon(channel.private ? "lock" : "hash", 20), h("h1", null, channel.name), channel.topic && h("span.topic", null, channel.topic),
    h("button.members", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": `${channel.members.length} members, and what can be done with this channel`, dataset: { focus: "head/members" },
      onclick: (event) => openMenu(event.currentTarget, [...doings(channel, botInside), ...members(channel)], { label: "Channel" }) },
    icon("people", 16), String(channel.members.length), icon("down", 12)));
}

function doings(channel, botInside) {
  const { bot } = store.state;
  const run = (type, text) => async () => {
    const answer = await act(store.as, type, { channel: channel.id });
    if (answer.ok) done(text);
    else problem(answer.error);
    await loadVisible();
  };
  if (channel.archived) return [{ label: "Unarchive channel", choose: run("unarchive", `#${channel.name} is open again.`) }];
  return [
    botInside
      ? { label: `Remove ${bot.name}`, detail: "As its admin would, to see what happens", choose: run("remove_bot", `${bot.name} left #${channel.name}.`) }
      : { label: `Invite ${bot.name}`, detail: "It can post only where it is a member", choose: run("join_bot", `${bot.name} is in #${channel.name} now.`) },
    channel.is_member ? { label: "Leave channel", choose: run("leave", `You left #${channel.name}.`) } : { label: "Join channel", choose: run("join", `You are in #${channel.name} now.`) },
    { label: "Archive channel", detail: "Nobody can post in it any more", choose: run("archive", `#${channel.name} is archived.`) },
  ];
}

function members(channel) {
  const found = channel.members.map((id) => (id === store.state.bot.user_id ? { id, name: store.state.bot.name, title: "App", is_bot: true } : person(id))).filter(Boolean);
  return found.map((one) => ({ label: one.name, detail: one.title || "", lead: avatar(one, 24), choose: () => (one.is_bot ? select(appChannel().id) : become(one.id)) }));
}
