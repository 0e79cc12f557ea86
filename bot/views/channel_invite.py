"""The message that asks a sync's owner to invite Drumbeat into a channel."""

from bot.domain.sync_preview import InviteFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks


def invite_message(words: Words, facts: InviteFacts) -> Message:
    """Return the message with the sentence how to invite Drumbeat."""
    text = words("channel/invite.mrkdwn.j2", facts=facts)
    notice = words("channel/invite_text.mrkdwn.j2", facts=facts)
    return blocks.message(notice, [blocks.section("invite", text)])
