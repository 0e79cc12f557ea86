"""What a refusal of Slack means, in words for the ritual's owner; the codes are those of Slack's method pages."""

from bot.errors import SlackRefused

GONE = frozenset({"message_not_found", "thread_not_found"})
"""Somebody deleted the message that was to be updated."""

BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
"""Slack does not take the blocks; the text alone may pass."""

DELETED = "Somebody deleted this message in Slack, so it is no longer kept up to date."
UNWORDED = "Drumbeat could not word this message. The log says why; nothing else is held up by it."
NO_RENDERER = (
    "This is a message of another version of Drumbeat, and for a day no process knew how to word it. "
    "Start that version, and send it again."
)
NO_PARENT = "The message that this one belongs under was never planned."
PARENT_SKIPPED = "The message that this one belongs under was not needed."
MAYBE_POSTED = (
    "The connection broke while this was being posted, and Drumbeat may not read the channel to see whether it "
    "arrived. Look there, and post it again if it is missing."
)
NO_ANSWER = "Slack did not answer in time. Drumbeat waits whether this appears before it is posted again."
"""Why a row in doubt is held, while Slack may still take it."""

ARCHIVED = "This channel is archived. Choose another channel, or take it out of the archive."

_CHANNEL = {
    "channel_not_found": "Drumbeat cannot see this channel. Invite it there with /invite, then post again.",
    "not_in_channel": "Drumbeat is not in this channel. Invite it there with /invite, then post again.",
    "is_archived": ARCHIVED,
    "is_inactive": ARCHIVED,
    "restricted_action": "Only some people may post in this channel. Let Drumbeat post there, or choose another one.",
    "restricted_action_read_only_channel": "Nobody may post in this channel. Choose another one.",
}
_PERSON = {
    "channel_not_found": "Slack cannot reach this person any more: the account is gone or deactivated.",
    "user_not_found": "Slack cannot reach this person any more: the account is gone or deactivated.",
    "user_disabled": "This person's account is deactivated.",
    "is_inactive": "This person's account is deactivated.",
    "messages_tab_disabled": "Drumbeat's messages tab is switched off in Slack's app settings; switch it on.",
    "cannot_dm_bot": "This is an app, and apps cannot be asked.",
}
_BOTH = {
    "missing_scope": "Drumbeat lacks a permission for this in Slack. `drumbeat doctor` names it.",
    "msg_too_long": "This message is longer than Slack allows.",
    "thread_not_found": "Somebody deleted the message that this one belongs under.",
}


def reason_of(refused: SlackRefused, *, personal: bool) -> str:
    """Return the sentence for a refusal of a message to one person (`personal`) or to a channel."""
    known = (_PERSON if personal else _CHANNEL) | _BOTH
    return known.get(refused.code, f"Slack refused this message ({refused.code}). Nothing else is held up by it.")
