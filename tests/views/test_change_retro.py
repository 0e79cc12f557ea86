"""All cards of a short retro, page by page: whatever was written, a message bears it and none is left out."""

import pytest

from bot.domain.change_retro import ChangeRetroPage, LookedAt
from bot.render import Words
from bot.views.change_retro import cards_message


@pytest.mark.parametrize("long", ["x" * 1000, "<" * 1000, "<\n" * 500])
def test_cards_of_any_length_are_read_to_the_last(long: str) -> None:
    """As long as they may be, and each sign of them written as five."""
    texts = [f"{number} {long}"[:1000] for number in range(30)] + [f"Short {number}" for number in range(30)]
    themes = [LookedAt("worked", f"Topic {at}", (texts[at], texts[at + 1])) for at in range(0, 60, 2)]
    facts = ChangeRetroPage(7, True, cards=60, state="closed", themes=tuple(themes))
    read = ""
    first: int | None = 0
    while first is not None:
        shown = cards_message(Words(), "Product teams", facts, first).blocks
        read += str(shown)
        more = [one["elements"][0]["value"] for one in shown if one["type"] == "actions"]
        first = int(more[0].split(":")[1]) if more else None
    assert all(read.count(f"Short {number}") >= 1 for number in range(30))
    assert [read.count(f"> {number} ") for number in range(30)] == [1] * 30
