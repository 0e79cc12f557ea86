"""Approving an announcement: the message that asks, the form for what shall be otherwise, what its author hears."""

from collections.abc import Mapping
from typing import Any

from bot.domain.announcement_sign import SignFacts, SignNews
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.announcement_check import CheckTicket
from bot.views.announcement_desk import OPEN, differs_blocks
from bot.views.announcement_message import announcement_message
from bot.views.filled import Filled

READ, ASK_CHANGE = "announcement_sign_read", "announcement_sign_decline"
DECLINE_FORM = "announcement_decline_form"
REASON, VALUE = "reason", "value"


def ask_message(words: Words, facts: SignFacts) -> Message:
    """Return what somebody is asked to approve, as all of its readers get it."""
    text = words("announcement/sign_text.mrkdwn.j2", facts=facts)
    ask = "announcement/sign_edit.mrkdwn.j2" if facts.edits else "announcement/sign_ask.mrkdwn.j2"
    shown = blocks.paragraphs("ask", words(ask, facts=facts))
    value = str(facts.announcement_id)
    if not facts.over and not facts.newer and facts.state == "asked":
        shown += [] if facts.edit is None or facts.again else differs_blocks(words, facts.edit)
        read = blocks.button("Read and sign", READ, value, style="primary")
        shown.append(blocks.actions("sign_do", read, blocks.button("Ask for a change", ASK_CHANGE, value)))
    elif facts.waits and not facts.over and not facts.newer and facts.state == "declined":
        # They may have talked about it since.
        shown.append(blocks.actions("sign_all_the_same", blocks.button("Read and sign", READ, value)))
    message = blocks.message(text, shown)
    if facts.over or facts.newer or facts.again:
        return message
    below = blocks.message(text, [blocks.divider("sign_line")]).blocks
    preview = announcement_message(words, facts.message).blocks
    return Message(text, [*message.blocks, *below, *preview][: blocks.MESSAGE_BLOCKS])


def gone_message(words: Words) -> Message:
    """Return what whoever was asked reads once the draft was deleted."""
    text = words("announcement/sign_gone.mrkdwn.j2")
    return blocks.message(text, [blocks.section("gone", text)])


def decline_form(words: Words, announcement_id: int, title: str, author: str) -> View:
    """Return the form in which somebody says what shall be otherwise before they sign."""
    element = blocks.text_input(VALUE, multiline=True, placeholder="Name whom to ask in HR. Berlin begins on 1 June.")
    shown = [
        blocks.context("who_sees", words("announcement/decline_who_sees.mrkdwn.j2", title=title, author=author)),
        blocks.field(REASON, "What shall be otherwise?", element, optional=False),
    ]
    metadata = CheckTicket(announcement_id, 0).dump()
    return blocks.modal(DECLINE_FORM, "Ask for a change", shown, submit="Ask for it", metadata=metadata)


def reason_in(view: Mapping[str, Any]) -> str:
    """Return what was typed. Raises Unreadable."""
    return Filled.of(view).text(REASON)


def news_message(words: Words, facts: SignNews) -> Message:
    """Return what the author hears."""
    text = words("announcement/sign_news_text.mrkdwn.j2", facts=facts)
    said = words("announcement/sign_news.mrkdwn.j2", facts=facts)
    value = str(facts.announcement_id)
    show = blocks.button("Read it", READ, value) if facts.kind == "edited" else blocks.button("Open it", OPEN, value)
    return blocks.message(text, [*blocks.paragraphs("news", said), blocks.actions("news_do", show)])
