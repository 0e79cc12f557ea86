"""A short retro for those who write in it: the question, the form with three fields, and the receipt with its code."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.change_retro import COLUMNS, ChangeRetroCards, ChangeRetroPrompt, ChangeRetroReceipt
from bot.domain.retro_card import Written
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.retro_card import card_fields, cards_in_fields
from bot.views.ticket import Short, StoredId, read_ticket

WRITE, FORM = "change_retro_write", "change_retro_card_form"
"""The button of the question, and the form."""


@dataclass(frozen=True, slots=True)
class ChangeCardTicket:
    """What the form carries: who is asked, and what knows its cards without telling them."""

    asked: StoredId
    seen: Short

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(ChangeCardTicket)


def prompt_message(words: Words, facts: ChangeRetroPrompt) -> Message:
    """Return the question; once the time for writing is over only that it is."""
    text = words("change_retro/prompt_text.mrkdwn.j2", facts=facts)
    asked = words("change_retro/prompt.mrkdwn.j2", facts=facts, columns=COLUMNS)
    shown: list[blocks.Block] = blocks.paragraphs("intro", asked)
    if facts.state == "open":
        shown.append(blocks.actions("write", blocks.button("Write a card", WRITE, str(facts.id), style="primary")))
        shown.append(blocks.context("who_sees", words("change_retro/who_sees.mrkdwn.j2", facts=facts)))
    return blocks.message(text, shown)


def cards_form(words: Words, facts: ChangeRetroCards) -> View:
    """Return the form with a field a column, and one's own cards in them."""
    shown: list[blocks.Block] = blocks.paragraphs("promise", words("change_retro/promise.mrkdwn.j2", facts=facts))
    for column in COLUMNS:
        shown += card_fields(column, [one.text for one in facts.cards if one.column == column.key], facts.seen[:8])
    shown.append(blocks.context("hint", words("change_retro/hint.mrkdwn.j2", facts=facts)))
    ticket = ChangeCardTicket(facts.asked_id, facts.seen)
    return blocks.modal(FORM, "Looking back", shown, submit="Keep cards", metadata=ticket.dump())


def sent_in(view: Mapping[str, Any]) -> tuple[int, str, tuple[Written, ...]]:
    """Return who is asked, what the form had when it was drawn, and what stands in it.

    Raises Unreadable, and UserError of the field for what is no card.
    """
    ticket = read_ticket(_TICKET, view)
    return ticket.asked, ticket.seen, cards_in_fields(view)


def receipt_view(words: Words, one: ChangeRetroReceipt, command: str) -> View:
    """Return the receipt in place of the form."""
    shown = blocks.paragraphs("receipt", words("change_retro/receipt.mrkdwn.j2", one=one, command=command))
    return blocks.modal("change_retro_receipt", "Kept" if one.cards else "Nothing kept", shown, close="Close")
