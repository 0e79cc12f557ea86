"""The hello in a channel that Drumbeat joins."""

from bot.domain.channel import ChannelWelcome
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks


def welcome_message(words: Words, facts: ChannelWelcome) -> Message:
    """Return what a channel reads when Drumbeat joins it."""
    text = words("channel/welcome.mrkdwn.j2", inviter=facts.inviter, syncs=facts.syncs, command=facts.command)
    return blocks.message(text, [blocks.section("welcome", text)])
