"""The screens of a digest: nothing is lost between them, and every part has its place on the first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest import FIRST, SCREEN, Part, Section, screen, seen_in

SIZES = st.lists(st.integers(0, 60), min_size=len(Part), max_size=len(Part))


def sections_of(sizes: list[int]) -> list[Section]:
    """Parts with as many rows, each row a number of its own."""
    return [
        Section(part, tuple(range(100 * n, 100 * n + size)))
        for n, (part, size) in enumerate(zip(Part, sizes, strict=True))
    ]


@given(SIZES)
def test_screen_after_screen_shows_every_row_once(sizes: list[int]) -> None:
    """In order, on screens that are none too long, until nothing is left."""
    sections = sections_of(sizes)
    seen: list[int] = []
    for page in range(200):
        shown = screen(sections, page)
        if not shown:
            break
        assert len(shown) + sum(len(one.rows) for one in shown) <= SCREEN
        assert all(one.rows for one in shown)
        seen += [row for one in shown for row in one.rows]
        assert sum(one.more for one in shown) == sum(sizes) - len(seen)
    assert sorted(seen) == sorted(row for one in sections for row in one.rows)


@given(SIZES)
def test_every_part_stands_on_the_first_screen(sizes: list[int]) -> None:
    """With a few rows; room that is left goes to the top."""
    shown = screen(sections_of(sizes), 0)
    assert [one.part for one in shown] == [part for part, size in zip(Part, sizes, strict=True) if size]
    first = FIRST if len(shown) < len(Part) else FIRST - 1
    assert all(len(one.rows) >= min(first, len(one.rows) + one.more) for one in shown)


@pytest.mark.parametrize(
    ("of", "public", "seen"),
    [("C1", True, True), ("C1", False, False), ("C2", False, True), ("C2", True, True)],
    ids=["public", "private, another", "private, this one", "this one"],
)
def test_a_channel_reads_what_all_its_readers_may_see(of: str, public: bool, seen: bool) -> None:
    """What is summed up in public, and in that channel itself."""
    assert seen_in(of, public=public, channel="C2") is seen
