"""Tells the owner of a sync that the members of what it follows are not known any more."""

from bot.domain.sync_follow import TroubleFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.sync_list import SEE
from bot.views.sync_setup import EDIT


def trouble_message(words: Words, facts: TroubleFacts) -> Message:
    """Return what the owner reads, with the way to mend it."""
    one = str(facts.ritual_id)
    buttons = [blocks.button("Edit sync", EDIT, one, style="primary"), blocks.button("See next rounds", SEE, one)]
    text = words("sync/follow_trouble.mrkdwn.j2", facts=facts)
    notice = words("sync/follow_trouble_text.mrkdwn.j2", facts=facts)
    return blocks.message(notice, [blocks.section("trouble", text), blocks.actions("trouble_actions", *buttons)])
