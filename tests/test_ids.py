"""Ids never come back, and stay in the order in which they were made."""

from collections.abc import Callable, Iterator
from itertools import chain, repeat

from bot.ids import Ids
from handlers.click import number


def clock(*seconds: float) -> Callable[[], float]:
    """A clock that shows these seconds one after the other, and then the last one for ever."""
    left: Iterator[float] = chain(seconds, repeat(seconds[-1]))
    return lambda: next(left)


def many(ids: Ids, count: int = 50_000) -> set[int]:
    """So many new ids."""
    return {ids.new() for _ in range(count)}


def test_each_id_is_greater_than_the_one_before() -> None:
    """Within a second, from one to the next, and when the clock is set back by an hour."""
    ids = Ids(clock(1.1e9, 1.1e9, 1.1e9 + 0.9, 1.1e9 + 1, 1.1e9 - 3600, 1.1e9 - 3599, 1.1e9 + 2))
    made = [ids.new() for _ in range(10)]
    assert sorted(set(made)) == made


def test_processes_that_write_a_morning_in_the_same_second_make_different_ids() -> None:
    """Each begins somewhere else; so does one that starts again on an older backup, with its clock set back."""
    shared = sum(bool(many(Ids(clock(1.1e9))) & many(Ids(clock(1.1e9)))) for _ in range(10))
    # Two ranges of 50,000 among 67 million meet once in 670 times.
    assert shared <= 1


def test_an_id_is_one_that_a_button_can_carry() -> None:
    """Until the year 2400 too, and as SQLite and PostgreSQL can store it."""
    for seconds in (1.7e9, 13.5e9):
        made = Ids(clock(seconds)).new()
        assert number(str(made)) == made < 2**63
