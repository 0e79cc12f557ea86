"""A library that says the same thing all the time."""

import logging

from bot.repeats import EVERY, Repeats


def line(words: str, at: float, *, name: str = "dbos", number: int = 7) -> logging.LogRecord:
    """Return what a library says at an instant, from a place in its code."""
    record = logging.LogRecord(name, logging.WARNING, "queue.py", number, words, (), None)
    record.created = at
    return record


def test_the_same_line_is_logged_once_a_minute() -> None:
    """The next one says how many were left out."""
    repeats = Repeats(["dbos"])
    assert [repeats.filter(line("connection is bad", at)) for at in (0, 1, EVERY - 1)] == [True, False, False]
    last = line("connection is bad", EVERY)
    assert repeats.filter(last)
    assert last.getMessage() == "connection is bad (said 2 times more since the last such line)"
    assert not repeats.filter(line("connection is bad", EVERY + 1))


def test_lines_of_another_place_or_of_other_words_are_logged() -> None:
    """Each of them may tell of something else."""
    repeats = Repeats(["dbos"])
    first = line("connection is bad: " + "x" * 60 + "1", 0)
    assert repeats.filter(first)
    assert repeats.filter(line("connection is bad", 1, number=8))
    assert repeats.filter(line("schedule is bad", 1))
    assert not repeats.filter(line("connection is bad: " + "x" * 60 + "2", 1))
    assert repeats.filter(line("connection is bad", 1, name="dbosphorus"))
    failed = line("connection is bad", 1)
    failed.exc_info = (KeyError, KeyError("turn"), None)
    assert repeats.filter(failed)


def test_our_own_lines_are_never_held_back() -> None:
    """Nor is anything after the clock was set back."""
    repeats = Repeats(["dbos"])
    assert [repeats.filter(line("sent", at, name="bot.delivery")) for at in (5, 5)] == [True, True]
    assert [repeats.filter(line("sent", at)) for at in (5, 4)] == [True, True]
