/** What a select offers: given options, or the workspace's people and channels. */
import { plain } from "../mrkdwn.js";
import { store } from "../store.js";

/**
 * @typedef {{value: string, label: string, detail: string, group: string}} Choice
 * @param {Object} element
 * @returns {Choice[]}
 */
export function choicesOf(element) {
  const kind = element.type.replace(/^multi_/, "");
  if (kind === "users_select") return people();
  if (kind === "channels_select") return channels((one) => !one.private);
  if (kind === "conversations_select") return channels(allowed(element.filter));
  const groups = element.option_groups || [{ label: null, options: element.options || [] }];
  return groups.flatMap((group) => group.options.map((option) => ({
    value: option.value, label: plain(option.text), detail: plain(option.description), group: plain(group.label),
  })));
}

function people() {
  return store.state.people
    .filter((one) => !one.deleted && !one.is_bot)
    .map((one) => ({ value: one.id, label: one.name, detail: one.title || "", group: "" }));
}

function channels(accept) {
  return store.state.channels
    .filter((one) => one.kind === "channel" && !one.archived && accept(one))
    .map((one) => ({ value: one.id, label: `#${one.name}`, detail: one.topic || "", group: "" }));
}

function allowed(filter) {
  const kinds = filter?.include;
  return (one) => !kinds || kinds.includes(one.private ? "private" : "public");
}
