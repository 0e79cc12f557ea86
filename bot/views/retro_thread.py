"""The cards of a retro in the thread of its board, and the form in which its facilitator hides some."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.retro_page import HideForm, PageCard, RetroPage
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.retro_withdraw import WITHDRAW
from bot.views.ticket import StoredId, read_ticket

MORE, HIDE, FORM = "retro_card_more", "hide", "retro_hide_form"
"""The menu of a page, its choice to hide cards, and the form for it."""

WHICH, VALUE = "hide:", "value"
BOXES, LABEL = 10, 70


@dataclass(frozen=True, slots=True)
class HideTicket:
    """Which page the form is about."""

    round: StoredId
    page: StoredId

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(HideTicket)


def page(words: Words, one: RetroPage) -> Message:
    """Return a page of cards of one column."""
    options = [blocks.option("Withdraw a card", WITHDRAW)]
    if one.cards or one.hidden:
        options.append(blocks.option("Hide a card", f"{HIDE}:{one.round_id}:{one.page}"))
    title = words("retro/card_page.mrkdwn.j2", one=one)
    shown: list[blocks.Block] = [blocks.section("title", title, accessory=blocks.overflow(MORE, options))]
    for number, card in enumerate(one.cards):
        shown += blocks.paragraphs(f"card:{number}", words("retro/card_shown.mrkdwn.j2", card=card))
    less = words("retro/card_page_less.mrkdwn.j2", one=one)
    if less:
        shown.append(blocks.context("less", less))
    return blocks.message(words("retro/card_page_text.mrkdwn.j2", one=one), shown)


def hide_form(words: Words, facts: HideForm) -> View:
    """Return the form in which cards of a page are hidden, and shown again."""
    shown = [blocks.section("intro", words("retro/card_hide.mrkdwn.j2"))]
    for number, card in enumerate(facts.cards, 1):
        text = words("retro/card_numbered.mrkdwn.j2", number=number, card=card)
        shown += blocks.paragraphs(f"text:{number}", text)
    for first in range(0, len(facts.cards), BOXES):
        part = facts.cards[first : first + BOXES]
        options = [_option(number, one) for number, one in enumerate(part, first + 1)]
        chosen = [one.id for one in part if one.hidden]
        label = "Hide" if len(facts.cards) <= BOXES else f"Hide, from {first + 1} on"
        shown.append(blocks.field(f"{WHICH}{first}", label, blocks.checkboxes(VALUE, options, chosen=chosen)))
    ticket = HideTicket(facts.round_id, facts.page)
    return blocks.modal(FORM, "Hide a card", shown, submit="Hide cards", metadata=ticket.dump())


def hidden_in(view: Mapping[str, Any]) -> tuple[HideTicket, set[str]]:
    """Return the page, and the ids of the cards that are ticked. Raises Unreadable."""
    filled = Filled.of(view)
    ticked = {one for name in filled if name.startswith(WHICH) for one in filled.many(name)}
    return read_ticket(_TICKET, view), ticked


def _option(number: int, card: PageCard) -> Any:
    return blocks.option(blocks.clip(f"{number}. {' '.join(card.text.split())}", LABEL), card.id)
