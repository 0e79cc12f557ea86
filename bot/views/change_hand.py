"""What is said once a change has passed on: to whoever it is now, and to those whom that concerns."""

from bot.domain.change_hand import HandFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.change_list import SHOW

NOT_MINE = "change_not_mine"
"""A button; its value is the change's id."""


def given_message(words: Words, facts: HandFacts) -> Message:
    """Return what whoever it is now reads, with the way to give it back."""
    text = words("change_hand/given.mrkdwn.j2", facts=facts)
    notice = words("change_hand/given_text.mrkdwn.j2", facts=facts)
    value = str(facts.change_id)
    pressed = [blocks.button("Show change", SHOW, value, style="primary" if facts.mine else None)]
    if facts.mine:
        pressed.append(blocks.button("Not mine", NOT_MINE, value))
    return blocks.message(notice, [*blocks.paragraphs("given", text), blocks.actions("given_do", *pressed)])


def gone_message(words: Words) -> Message:
    """Return what whoever was named reads once the draft was deleted."""
    text = words("change_hand/gone.mrkdwn.j2")
    return blocks.message(text, [blocks.section("gone", text)])


def known_message(words: Words, facts: HandFacts) -> Message:
    """Return what those read whom it concerns."""
    text = words("change_hand/known.mrkdwn.j2", facts=facts)
    notice = words("change_hand/known_text.mrkdwn.j2", facts=facts)
    shown = blocks.button("Show change", SHOW, str(facts.change_id))
    return blocks.message(notice, [*blocks.paragraphs("known", text), blocks.actions("known_do", shown)])
