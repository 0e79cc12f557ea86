"""Cards of a retro: what a person writes, how long it may be, and on which page of the thread it stands."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.words import listing
from bot.errors import UserError

LONGEST = 1000
"""Characters of a card."""

MOST = 40
"""Cards of one person that wait to be shown in a retro."""

KEPT = ""
"""The key of the column of what was kept in the box and sorted into no column."""

PER_PAGE, PAGE_LENGTH = 20, 8000
"""Cards and characters of one message in the thread; Slack takes 50 blocks, and 3,000 characters in each."""

PLACES = 1000
"""Places of a page: `place` is page × PLACES + where it stands there, so that no card moves when another one goes."""

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Written:
    """A card as its author writes it, in a column (`KEPT`: in none)."""

    column: str
    text: str


def cards_in(text: str) -> list[str]:
    """Return the cards that stand in a field: an empty line begins a new one."""
    tidy = text.replace("\r\n", "\n").replace("\r", "\n")
    return [one.strip() for one in _EMPTY_LINE.split(tidy) if one.strip()]


def one_card(text: str) -> str:
    """Return a text as a single card, without its empty lines."""
    return "\n".join(cards_in(text))


def field_of(cards: Sequence[str]) -> str:
    """Return cards as they stand in one field; `cards_in` reads them back."""
    return "\n\n".join(cards)


def written_in(fields: Mapping[str, tuple[str, str]]) -> list[Written]:
    """Return the cards of a form: by the field's name its column and what was typed there.

    Raises UserError (of the field) for cards that are too long or too many.
    """
    found: list[Written] = []
    for name, (column, text) in fields.items():
        cards = cards_in(text)
        long = [number for number, card in enumerate(cards, 1) if len(card) > LONGEST]
        if long:
            raise UserError(_too_long(cards, long), field=name)
        found += [Written(column, card) for card in cards]
        if len(found) > MOST:
            raise UserError(
                f"These are {len(found)} cards; one person can have {MOST} in a retro, so that everybody's are read. "
                "Nothing was stored yet, and nothing you typed is lost.",
                field=name,
            )
    return found


def check_length(text: str) -> None:
    """Raise UserError for a single card that is too long."""
    if len(text) > LONGEST:
        raise UserError(
            f"A card has at most {LONGEST:,} characters, this one has {len(text):,}. Nothing was stored yet; please "
            "shorten it, or make two of it."
        )


def arranged(cards: Sequence[tuple[str, str]], columns: Sequence[str], draw: random.Random) -> list[int]:
    """Return the place of each card, given as its column and text: in the order of the columns, by chance in each.

    A page holds cards of one column, and as many as a message bears.
    """
    order = list(range(len(cards)))
    draw.shuffle(order)
    rank = {key: number for number, key in enumerate([*columns, KEPT])}
    order.sort(key=lambda number: rank.get(cards[number][0], len(rank)))
    places = [0] * len(cards)
    page, at, length, column = -1, 0, 0, None
    for number in order:
        its_column, text = cards[number]
        if its_column != column or at == PER_PAGE or length + len(text) > PAGE_LENGTH:
            page, at, length, column = page + 1, 0, 0, its_column
        places[number] = page * PLACES + at
        at, length = at + 1, length + len(text)
    return places


def page_of(place: int) -> int:
    """Return the page on which a card stands."""
    return place // PLACES


def _too_long(cards: Sequence[str], long: Sequence[int]) -> str:
    if len(cards) == 1:
        which = f"this one has {len(cards[0]):,}"
    else:
        which = listing([f"number {number} here has {len(cards[number - 1]):,}" for number in long[:3]], "and")
    return (
        f"A card has at most {LONGEST:,} characters; {which}. Nothing was stored yet, and nothing you typed is lost: "
        "shorten it, or make two cards of it with an empty line between."
    )
