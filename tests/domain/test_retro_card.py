"""Cards: what stands in a field, how long a card may be, and on which page it is read."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.retro_card import (
    KEPT,
    LONGEST,
    MOST,
    PAGE_LENGTH,
    PER_PAGE,
    Written,
    arranged,
    cards_in,
    check_length,
    field_of,
    one_card,
    page_of,
    written_in,
)
from bot.errors import UserError


def test_an_empty_line_begins_a_new_card() -> None:
    """However many there are, with blanks in them or not; a line end alone does not."""
    assert cards_in("One\nwith two lines\n\n  \n\nTwo\r\n\r\nThree  ") == ["One\nwith two lines", "Two", "Three"]
    assert cards_in(" \n\n ") == []
    assert cards_in("🎉🎉") == ["🎉🎉"]
    assert one_card("One\n\n\nand more") == "One\nand more"


@given(st.lists(st.text(min_size=1, max_size=60)))
def test_what_a_field_shows_is_read_back(texts: list[str]) -> None:
    """One's own cards come back as they are when nothing is changed."""
    cards = [card for text in texts for card in cards_in(text)]
    assert cards_in(field_of(cards)) == cards


def test_a_form_says_which_card_is_too_long() -> None:
    """Beside its field, with how long it is; what fits to the letter is taken."""
    fits = "a" * LONGEST
    assert written_in({"f": ("worked", f"{fits}\n\nshort")}) == [Written("worked", fits), Written("worked", "short")]
    with pytest.raises(UserError, match="this one has 3,000") as alone:
        written_in({"e": ("worked", "fine"), "f": ("didnt", "b" * 3000)})
    assert alone.value.field == "f"
    with pytest.raises(UserError, match="number 2 here has 1,001"):
        written_in({"f": ("didnt", f"fine\n\n{'b' * 1001}")})
    with pytest.raises(UserError, match="3,000"):
        check_length("b" * 3000)
    check_length(fits)


def test_one_person_has_so_many_cards() -> None:
    """One more is refused, and nothing is cut."""
    written_in({"f": ("worked", field_of(["card"] * MOST))})
    with pytest.raises(UserError, match=f"These are {MOST + 1} cards"):
        written_in({"e": ("worked", "one"), "f": ("didnt", field_of(["card"] * MOST))})


@given(
    st.lists(st.tuples(st.sampled_from(["worked", "didnt", KEPT, "gone"]), st.text(min_size=1, max_size=LONGEST))),
    st.randoms(),
)
def test_a_page_has_one_column_and_fits_into_a_message(cards: list[tuple[str, str]], draw: random.Random) -> None:
    """No two cards have the same place; pages follow the columns, and what was kept comes last."""
    places = arranged(cards, ["worked", "didnt"], draw)
    assert len(set(places)) == len(places) == len(cards)
    pages: dict[int, list[tuple[str, str]]] = {}
    for card, place in sorted(zip(cards, places, strict=True), key=lambda one: one[1]):
        pages.setdefault(page_of(place), []).append(card)
    assert list(pages) == list(range(len(pages)))
    for page in pages.values():
        assert len({column for column, _ in page}) <= 2  # both that are no column of the board come last, together
        assert len(page) <= PER_PAGE
        assert sum(len(text) for _, text in page) <= PAGE_LENGTH
    order = [page[0][0] for page in pages.values()]
    ranks = [{"worked": 0, "didnt": 1}.get(column, 2) for column in order]
    assert ranks == sorted(ranks)


def test_cards_of_a_column_stand_in_an_order_of_chance() -> None:
    """Not in that in which they came."""
    cards = [("worked", str(number)) for number in range(12)]
    orders = {tuple(arranged(cards, ["worked"], random.Random(seed))) for seed in range(5)}
    assert len(orders) == 5
