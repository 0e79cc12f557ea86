"""The page of a change: its head, and below it what each noun says of it."""

from collections.abc import Sequence

from bot.domain.change import STATE_WORDS
from bot.domain.change_page import ChangeHead
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks


def page(words: Words, head: ChangeHead, sections: Sequence[blocks.Block]) -> Message:
    """Return the page; `sections` stand below its head, in their order."""
    text = words("change/page_text.mrkdwn.j2", head=head, state=STATE_WORDS[head.state])
    first = words("change/page_head.mrkdwn.j2", head=head, state=STATE_WORDS[head.state])
    return blocks.message(text, [*blocks.paragraphs("head", first), *sections])
