"""*Sort cards*: the list of a retro's themes, and the form in which one of them is changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.retro_sort import (
    CARDS,
    MERGE,
    NAME,
    NAME_LENGTH,
    NEW,
    NEW_NAME,
    ROWS,
    TO,
    SortCard,
    Sorted,
    SortTheme,
    ThemeForm,
    ThemeList,
)
from bot.render import Words, count
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

SORT, OPEN, NEXT, BACK = "retro_theme_sort", "retro_theme_open", "retro_theme_next", "retro_theme_back"
"""*Sort cards*; the form of a theme; other themes of the list."""

CARDS_NEXT, CARDS_BACK, OTHERS_NEXT, OTHERS_BACK = (
    "retro_theme_cards_next",
    "retro_theme_cards_back",
    "retro_theme_others_next",
    "retro_theme_others_back",
)
"""Other cards, and other themes to choose from, in the form of a theme."""

LIST, FORM = "retro_theme_list", "retro_theme_form"
VALUE = "value"
TEXTS, OFFERED = 25, 80
"""Cards whose text the form shows, and other themes that it offers, at a time; Slack takes a hundred options."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which theme of which round the form is about, and how often it had been changed.

    `list`: which theme the list below it begins with; `cards`, `others`: from where on the form offers them.
    """

    round: StoredId
    theme: StoredId
    seen: StoredId
    list: StoredId = 0
    cards: StoredId = 0
    others: StoredId = 0

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(Ticket)


@dataclass(frozen=True, slots=True)
class ListTicket:
    """Which page of the list is shown."""

    round: StoredId
    first: StoredId = 0

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_LIST_TICKET = TypeAdapter(ListTicket)


def theme_list(words: Words, facts: ThemeList) -> View:
    """Return a page of the themes, each with a button that opens it."""
    shown = [blocks.section("intro", words("retro/theme_list.mrkdwn.j2", facts=facts))]
    for one in facts.themes:
        text = words("retro/theme_row.mrkdwn.j2", one=one)
        shown.append(blocks.section(f"theme:{one.id}", text, accessory=blocks.button("Open", OPEN, str(one.id))))
    around = []
    if facts.first:
        around.append(blocks.button("Back", BACK, f"{facts.round_id}:{max(facts.first - ROWS, 0)}"))
    if facts.first + len(facts.themes) < facts.total:
        around.append(blocks.button("More themes", NEXT, f"{facts.round_id}:{facts.first + ROWS}"))
    if around:
        shown.append(blocks.actions("around", *around))
    ticket = ListTicket(facts.round_id, facts.first)
    return blocks.modal(LIST, "Sort cards", shown, close="Done", metadata=ticket.dump())


def theme_form(words: Words, facts: ThemeForm, ticket: Ticket | None = None, kept: Sorted | None = None) -> View:
    """Return the form of a theme.

    `ticket`: what it carried before it was drawn anew, `kept`: what stood in it.
    """
    ticket = ticket or Ticket(facts.round_id, facts.id, facts.revision)
    kept = kept or Sorted(facts.name)
    cards = facts.cards[ticket.cards : ticket.cards + TEXTS]
    shown = [blocks.section("intro", words("retro/theme_form.mrkdwn.j2", facts=facts, typed=kept.name))]
    for number, card in enumerate(cards, ticket.cards + 1):
        shown += blocks.paragraphs(f"card:{number}", words("retro/theme_card.mrkdwn.j2", number=number, card=card))
    shown += _pager("cards", CARDS_NEXT, CARDS_BACK, ticket.cards, TEXTS, len(facts.cards))
    # Another id once somebody else has changed it: Slack keeps what is typed under the same one.
    name = blocks.text_input(VALUE, value=facts.name, most=NAME_LENGTH)
    hint = "So far it is called after its card. A few words are found more easily later on." if facts.quote else ""
    shown.append(blocks.field(f"{NAME}:{ticket.seen}", "Name", name, hint=hint, optional=False))
    if facts.others:
        shown += _others(facts, ticket, kept)
    if len(facts.cards) > 1 or facts.others:
        shown += _moving(facts, ticket, kept)
    return blocks.modal(FORM, "Change a theme", shown, submit="Save theme", close="Back", metadata=ticket.dump())


def ticket_of(view: Mapping[str, Any]) -> Ticket:
    """Return what the form of a theme carries. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def list_ticket_of(view: Mapping[str, Any]) -> ListTicket:
    """Return what the list carries. Raises Unreadable."""
    return read_ticket(_LIST_TICKET, view)


def sorted_in(view: Mapping[str, Any]) -> Sorted:
    """Return what was decided in the form. Raises Unreadable."""
    filled = Filled.of(view)
    to = filled.one(TO) if TO in filled else ""
    if to != NEW and to:
        to = str(filled.number(TO))
    return Sorted(
        name=filled.text(_name_field(filled)),
        merge=tuple(filled.numbers(MERGE)) if MERGE in filled else (),
        cards=tuple(filled.many(CARDS)) if CARDS in filled else (),
        to=to,
        new_name=filled.text(NEW_NAME) if NEW_NAME in filled else "",
    )


def errors_for(view: Mapping[str, Any], field: str, sentence: str) -> dict[str, str]:
    """Return the sentence beside its field, or beside the name where the form has no such field."""
    filled = Filled.of(view)
    return {field if field in filled else _name_field(filled): sentence}


def _name_field(filled: Filled) -> str:
    return next((one for one in filled if one.startswith(f"{NAME}:")), NAME)


def _others(facts: ThemeForm, ticket: Ticket, kept: Sorted) -> list[blocks.Block]:
    options = [_theme(one) for one in _offered(facts.others, ticket, {str(one) for one in kept.merge})]
    merge = blocks.multi_select(VALUE, options, chosen=[str(one) for one in kept.merge], placeholder="Choose themes")
    hint = "They become part of this theme, with all their cards."
    return [
        blocks.field(MERGE, "Merge with", merge, hint=hint),
        *_pager("themes", OTHERS_NEXT, OTHERS_BACK, ticket.others, OFFERED, len(facts.others)),
    ]


def _moving(facts: ThemeForm, ticket: Ticket, kept: Sorted) -> list[blocks.Block]:
    numbered = list(enumerate(facts.cards, 1))
    page = numbered[ticket.cards : ticket.cards + TEXTS]
    chosen = [one for one in numbered if one[1].id in kept.cards and one not in page][: OFFERED - TEXTS]
    cards = [_card(number, one) for number, one in sorted([*chosen, *page])]
    to = [blocks.option("A new theme", NEW), *(_theme(one) for one in _offered(facts.others, ticket, {kept.to}))]
    new_name = blocks.text_input(VALUE, most=NAME_LENGTH, placeholder="Test environments")
    return [
        blocks.field(
            CARDS,
            "Move cards",
            blocks.multi_select(VALUE, cards, chosen=kept.cards, placeholder="Choose cards"),
            hint="All of them may go; the theme then becomes part of the other one.",
        ),
        blocks.field(TO, "Move them to", blocks.select(VALUE, to, chosen=kept.to, placeholder="Choose a theme")),
        blocks.field(
            NEW_NAME, "Name of the new theme", new_name, hint="Without one it is called after its first card."
        ),
    ]


def _offered(others: Sequence[SortTheme], ticket: Ticket, chosen: set[str]) -> list[SortTheme]:
    """Return the other themes that are offered now: a page of them, and those that were chosen before."""
    page = others[ticket.others : ticket.others + OFFERED]
    before = [one for one in others if str(one.id) in chosen and one not in page]
    return [*before[: 99 - len(page)], *page]


def _pager(what: str, more: str, back: str, first: int, at_once: int, total: int) -> list[blocks.Block]:
    around = []
    if first:
        around.append(blocks.button("Back", back, str(max(first - at_once, 0))))
    if first + at_once < total:
        around.append(blocks.button(f"More {what}", more, str(first + at_once)))
    return [blocks.actions(f"{what}_around", *around)] if around else []


def _theme(one: SortTheme) -> Any:
    return blocks.option(f"{one.name} ({count(one.cards, 'card')})", str(one.id))


def _card(number: int, card: SortCard) -> Any:
    return blocks.option(f"{number}. {' '.join(card.text.split())}", card.id)
