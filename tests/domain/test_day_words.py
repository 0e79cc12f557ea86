"""Days as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.day_words import parse_day, parse_days, span
from bot.errors import UserError

TODAY = date(2026, 8, 10)
"""A Monday."""


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("3-14 Aug", (2026, 8, 3), (2026, 8, 14)),
        ("3 Aug - 14 Aug", (2026, 8, 3), (2026, 8, 14)),
        ("Aug 3–14", (2026, 8, 3), (2026, 8, 14)),
        ("from 3rd of August to 14th of August", (2026, 8, 3), (2026, 8, 14)),
        ("3.8. - 14.8.", (2026, 8, 3), (2026, 8, 14)),
        ("2026-08-03 to 2026-08-14", (2026, 8, 3), (2026, 8, 14)),
        ("2026-08-03-2026-08-14", (2026, 8, 3), (2026, 8, 14)),
        ("28 Dec - 3 Jan", (2026, 12, 28), (2027, 1, 3)),
        ("20 Dec to 5 Jan 2027", (2026, 12, 20), (2027, 1, 5)),
        ("20 Dec 2026 until 5 Jan", (2026, 12, 20), (2027, 1, 5)),
        ("may 5 - june 2", (2027, 5, 5), (2027, 6, 2)),
        ("12 July - 2 Aug", (2027, 7, 12), (2027, 8, 2)),
        ("Mon 3 to Fri 14 Aug", (2026, 8, 3), (2026, 8, 14)),
        ("Monday, 17 Aug - Wednesday 19 Aug", (2026, 8, 17), (2026, 8, 19)),
        ("today", (2026, 8, 10), (2026, 8, 10)),
        ("Tomorrow.", (2026, 8, 11), (2026, 8, 11)),
        ("fri", (2026, 8, 14), (2026, 8, 14)),
        ("next Mon", (2026, 8, 17), (2026, 8, 17)),
        ("Mon-Wed", (2026, 8, 10), (2026, 8, 12)),
        ("Fri to Tue", (2026, 8, 14), (2026, 8, 18)),
        ("until Fri", (2026, 8, 10), (2026, 8, 14)),
        ("mon to 3 sep", (2026, 8, 10), (2026, 9, 3)),
        ("3 sep to mon", (2026, 9, 3), (2026, 9, 7)),
        ("this week", (2026, 8, 10), (2026, 8, 16)),
        ("next week", (2026, 8, 17), (2026, 8, 23)),
        ("for 2 weeks", (2026, 8, 10), (2026, 8, 23)),
        ("tomorrow for 3 days", (2026, 8, 11), (2026, 8, 13)),
        ("yesterday to tomorrow", (2026, 8, 9), (2026, 8, 11)),
        ("3 aug 2026 to today", (2026, 8, 3), (2026, 8, 10)),
        ("3 Aug", (2026, 8, 3), (2026, 8, 3)),
        ("1 Jan", (2027, 1, 1), (2027, 1, 1)),
        ("29 Feb", (2028, 2, 29), (2028, 2, 29)),
        ("sept 3", (2026, 9, 3), (2026, 9, 3)),
    ],
)
def test_ranges_are_read_as_they_are_meant(words: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    """Said on Monday, 10 August 2026."""
    assert parse_days(words, TODAY) == (date(*first), date(*last))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Which days?"),
        ("3/8", "is not read as days"),
        ("from 3 Aug", "Until when?"),
        ("from Mon", "Until when?"),
        ("9999-12-31 for 2 weeks", "names a day that the calendar does not have"),
        ("9999-12-31 to mon", "names a day that the calendar does not have"),
        ("in summer", "is not read as days"),
        ("12", "is not read as days"),
        ("12-14", "is not read as days"),
        ("Aug", "is not read as days"),
        ("ma 3", "is not read as days"),
        ("mon to wed to fri", "is not read as days"),
        ("mon to gibberish", "is not read as days"),
        ("31 Feb", "names a day that the calendar does not have"),
        ("30 Feb - 2 Mar", "names a day that the calendar does not have"),
        ("2026-02-30", "names a day that the calendar does not have"),
        ("3 Aug 0000", "names a day that the calendar does not have"),
        ("until 3 Aug 0000", "names a day that the calendar does not have"),
        ("3 Aug 0000 to 5 Aug", "names a day that the calendar does not have"),
        ("28 Dec to 4 Jan 0000", "names a day that the calendar does not have"),
        ("14-3 Aug", "end (3 Aug 2026) before they begin (14 Aug 2026)"),
        ("2026-08-14 to 2026-08-03", "end (3 Aug 2026) before they begin (14 Aug 2026)"),
        ("tomorrow to 2026-08-03", "before they begin"),
    ],
)
def test_what_has_no_one_meaning_is_asked_back(words: str, sentence: str) -> None:
    """A sentence with examples, for the field of the days."""
    with pytest.raises(UserError) as refused:
        parse_days(words, TODAY)
    assert sentence in refused.value.sentence
    assert refused.value.field == "days"


def test_a_single_day_is_the_next_one() -> None:
    """As a date by which something is to be done."""
    said = {"Fri": date(2026, 8, 14), "3 Aug": date(2027, 8, 3), "12 May 2027": date(2027, 5, 12)}
    assert {words: parse_day(words, TODAY) for words in said} == said
    with pytest.raises(UserError, match="is not read as days"):
        parse_day("soon", TODAY)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 180), st.integers(0, 180))
def test_a_range_written_without_a_year_is_read_back(today: date, ahead: int, length: int) -> None:
    """Whatever day it is said on, and across New Year."""
    first = today + timedelta(days=ahead)
    last = first + timedelta(days=length)
    assume((2, 29) not in {(first.month, first.day), (last.month, last.day)})
    written = f"{first.day} {first:%b} - {last.day} {last:%B}"
    assert parse_days(written, today) == (first, last)
    assert parse_days(f"{first.isoformat()} to {last.isoformat()}", today) == (first, last)


def test_days_are_said_as_people_say_them() -> None:
    """With the month once, and the year where it is another one."""
    third, fourteenth = date(2026, 8, 3), date(2026, 8, 14)
    assert span(third, fourteenth) == "Mon 3 to Fri 14 Aug"
    assert span(third, third, TODAY) == "Mon 3 Aug"
    assert span(third, None) == "since Mon 3 Aug"
    assert span(date(2026, 12, 28), date(2027, 1, 1), TODAY) == "Mon 28 Dec to Fri 1 Jan 2027"


@given(st.text(max_size=40))
def test_anything_else_is_a_sentence(words: str) -> None:
    """Never another error."""
    try:
        first, last = parse_days(words, TODAY)
    except UserError:
        return
    assert first <= last
