"""A page that is offered to whoever wrote what it is called, and whether a channel wants that."""

from datetime import date

from bot.domain.playbook_offer import Offer, OfferState
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.playbook import READ, SHARE


def offer_message(words: Words, facts: Offer, today: date) -> Message:
    """Return the page, to its reader alone."""
    value = str(facts.page.id)
    said = words("playbook/offer.mrkdwn.j2", facts=facts, page=facts.page, today=today)
    shown = [
        blocks.section("offer", said),
        blocks.actions("offer_do", blocks.button("Read page", READ, value), blocks.button("Share here", SHARE, value)),
        blocks.context("why", words("playbook/offer_why.mrkdwn.j2", facts=facts)),
    ]
    return blocks.message(words("playbook/offer_text.mrkdwn.j2", facts=facts), shown)


def state_message(words: Words, facts: OfferState, command: str) -> Message:
    """Return how it is in a channel, and how to change it."""
    text = words("playbook/offer_state_text.mrkdwn.j2", facts=facts)
    said = words("playbook/offer_state.mrkdwn.j2", facts=facts, command=command)
    return blocks.message(text, [blocks.section("state", said)])
