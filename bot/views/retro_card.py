"""Cards of a retro for their authors: the form, the box, the receipt with its code, and withdrawing by it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.retro_card import KEPT, LONGEST, Written, field_of, written_in
from bot.domain.retro_card_form import AddForm, CardForm, Receipt, SentCards, Why
from bot.domain.retro_format import Column
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.retro_withdraw import WITHDRAW
from bot.views.ticket import Short, StoredId, read_ticket

ADD, BOX = "retro_card_add", "retro_card_box"
"""Buttons that open one's cards: of a round (its id), and all that wait to be shown in a retro (its id)."""

FORM, ADD_FORM = "retro_card_form", "retro_card_add_form"
FIELD, RETRO, TEXT, VALUE = "card:", "retro", "text", "value"

FIELD_LENGTH = 3000
"""Characters that a field of Slack's takes."""

KEPT_COLUMN = Column(KEPT, "Kept during the month", "What did you notice this week?")
NEXT_COLUMN = Column(KEPT, "For the next retro", "The queue before QA was four days long again")


@dataclass(frozen=True, slots=True)
class CardTicket:
    """What the form carries: `seen` knows its cards without telling them; `late`: it adds to them and replaces none."""

    retro: StoredId
    round: StoredId
    seen: Short
    late: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(CardTicket)


def form(words: Words, facts: CardForm) -> View:
    """Return the form with a field a column; what lies in the box has one of its own, or as many as it needs."""
    late, some = facts.why is Why.LATE, bool(facts.cards)
    columns = () if late else facts.columns
    kept = KEPT_COLUMN if columns else NEXT_COLUMN
    text = words("retro/card_form.mrkdwn.j2", why=facts.why, some=some, shown=facts.shown)
    shown = blocks.paragraphs("intro", text)
    for column in (*columns, kept):
        own = [one.text for one in facts.cards if _stands_in(one, column, columns)]
        if own or column.key or not columns:
            shown += card_fields(column, own, f"{facts.why}{facts.seen[:8]}")
    hint = words("retro/card_hint.mrkdwn.j2", shown=facts.shown, own=some)
    shown.append(blocks.context("hint", hint))
    ticket = CardTicket(facts.retro_id, 0 if late else facts.round_id, facts.seen, late)
    return blocks.modal(
        FORM,
        "Your cards" if columns else "For the next retro",
        shown,
        submit="Keep for next time" if late else "Keep cards",
        metadata=ticket.dump(),
    )


def add_form(words: Words, facts: AddForm) -> View:
    """Return the form in which one thought goes into a box; of several retros one is chosen."""
    several = len(facts.choices) > 1
    text = words(
        "retro/card_add.mrkdwn.j2",
        why=facts.why,
        shown=facts.shown,
        several=several,
        mixed=len({one.anonymous for one in facts.choices}) > 1,
        most=f"{LONGEST:,}",
        length=f"{len(facts.text):,}",
    )
    shown = blocks.paragraphs("intro", text)
    if several:
        options = [
            blocks.option(one.name if one.anonymous else f"{one.name}, with names", str(one.retro_id))
            for one in facts.choices[:100]
        ]
        shown.append(blocks.field(RETRO, "Which retro?", blocks.select(VALUE, options), optional=False))
    typed = blocks.text_input(VALUE, value=facts.text[:FIELD_LENGTH], multiline=True, placeholder=NEXT_COLUMN.hint)
    shown.append(blocks.field(TEXT, "What shall not be forgotten?", typed, optional=False))
    ticket = CardTicket(0 if several else facts.choices[0].retro_id, 0, "", late=True)
    return blocks.modal(ADD_FORM, "Add to retro", shown, submit="Keep card", metadata=ticket.dump())


def ticket_of(view: Mapping[str, Any]) -> CardTicket:
    """Return the ticket of a form that was sent. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def sent_in(view: Mapping[str, Any]) -> SentCards:
    """Return a form of cards as it was sent. Raises Unreadable, and UserError of the field for what is no card."""
    ticket = ticket_of(view)
    return SentCards(ticket.retro, ticket.round, ticket.seen, cards_in_fields(view))


def added_in(view: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Return which retro was chosen, and the thoughts for its box.

    Raises Unreadable, and UserError of the field for what is no card.
    """
    ticket, filled = ticket_of(view), Filled.of(view)
    cards = written_in({TEXT: (KEPT, filled.text(TEXT))})
    return ticket.retro or filled.number(RETRO) or 0, [one.text for one in cards]


def receipt(words: Words, one: Receipt) -> Message:
    """Return the receipt for what was typed after the command."""
    shown = [*_receipt(words, one)]
    below = [blocks.button("See my cards", BOX, str(one.retro_id))]
    if one.code:
        below.append(blocks.button("Withdraw a card", WITHDRAW, one.code))
    shown.append(blocks.actions("receipt_actions", *below))
    return blocks.message(words("retro/card_receipt_text.mrkdwn.j2", one=one, shown=one.shown), shown)


def receipt_view(words: Words, one: Receipt) -> View:
    """Return the receipt in place of the form that was sent."""
    return blocks.modal("retro_card_receipt", "Kept", _receipt(words, one), close="Close")


def typed_back(words: Words, text: str, sentence: str) -> Message:
    """Return what was typed and could not be taken, whole, below the sentence that says why."""
    said = words("words/only.mrkdwn.j2", sentence=sentence)
    quoted = words("retro/card_typed.mrkdwn.j2", text=text)
    return blocks.message(said, [blocks.section("why", said), *blocks.paragraphs("typed", quoted)])


def _receipt(words: Words, one: Receipt) -> Sequence[blocks.Block]:
    return blocks.paragraphs("receipt", words("retro/card_receipt.mrkdwn.j2", one=one, shown=one.shown))


def _stands_in(card: Written, column: Column, columns: Sequence[Column]) -> bool:
    known = card.column in {one.key for one in columns}
    return card.column == column.key if known else column.key == KEPT


def card_fields(column: Column, cards: Sequence[str], drawn: str) -> list[blocks.Block]:
    """Return the fields of a column: as many as its cards fill, one at least.

    Their ids tell what they were `drawn` with: what Slack keeps of a field with the same id would cover what is new.
    """
    found, part = [], list[str]()
    for card in [*cards, None]:
        if part and (card is None or len(field_of([*part, card])) > FIELD_LENGTH):
            found.append(part)
            part = []
        if card is not None:
            part.append(card)
    return [
        blocks.field(
            f"{FIELD}{column.key}:{number}:{drawn}",
            column.title if number == 0 else f"{column.title} ({number + 1})",
            blocks.text_input(VALUE, value=field_of(part), multiline=True, placeholder=column.hint),
        )
        for number, part in enumerate(found or [[]])
    ]


def cards_in_fields(view: Mapping[str, Any]) -> tuple[Written, ...]:
    """Return the cards that stand in such fields. Raises Unreadable, and UserError of the field for what is no card."""
    filled = Filled.of(view)
    fields = {name: (name.split(":")[1], filled.text(name)) for name in filled if name.startswith(FIELD)}
    return tuple(written_in(fields))
