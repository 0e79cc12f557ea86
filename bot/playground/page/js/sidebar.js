/** The workspace's sidebar: channels, and the conversation with the bot. */
import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { keepFocus } from "./reconcile.js";
import { select, store } from "./store.js";

/** Draw the sidebar. */
export function drawSidebar() {
  const node = document.getElementById("sidebar");
  const channels = store.state.channels.filter((one) => one.kind === "channel" && !one.archived).sort((a, b) => a.name.localeCompare(b.name));
  const archived = store.state.channels.filter((one) => one.archived);
  const { bot, team } = store.state;
  keepFocus(node, () => fill(node,
    h("div.team", null, h("span.team-mark", { "aria-hidden": "true" }, team.name[0]), h("strong", null, team.name)),
    h("nav", { "aria-label": "Conversations" },
      group("Apps", store.state.channels.filter((one) => one.kind === "app").map((one) => row(one, bot.name, avatar({ id: bot.user_id, name: bot.name, is_bot: true }, 20), !bot.connected && h("span.offline", { title: "The bot is not connected" }, "offline")))),
      group("Channels", channels.map(channelRow)),
      archived.length > 0 && group("Archived", archived.map(channelRow)))));
}

const group = (title, rows) => h("section.side-group", null, h("h2", null, title), h("ul", null, rows));

const channelRow = (one) => row(one, one.name, icon(one.private ? "lock" : "hash", 16));

function row(channel, name, lead, trail) {
  const active = store.channel === channel.id;
  const unread = channel.unread > 0 && !(active && store.tab === "messages");
  const count = unread && (channel.mention || channel.kind === "app") ? h("span.badge", null, channel.unread) : null;
  const spoken = `${name}${unread ? `, ${channel.unread} unread` : ""}${channel.is_member || channel.kind === "app" ? "" : ", not a member"}`;
  return h("li", null, h("button.side-row", {
    type: "button",
    class: [active && "active", unread && "unread", !channel.is_member && channel.kind !== "app" && "outside", channel.archived && "archived"].filter(Boolean).join(" "),
    "aria-current": active ? "page" : null,
    "aria-label": spoken,
    dataset: { focus: `side/${channel.id}`, channel: channel.id },
    onclick: () => select(channel.id, "messages"),
  }, lead, h("span.side-name", null, name), trail, count));
}
