"""Whose a decision is by its words, until when, and when its owner hears of it."""

from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decision import Named, owner_named, same_words
from bot.domain.decision_due import FARTHEST, date_in, remind_at, review_at, usual_due
from bot.domain.working_time import Away, WorkingTime

TUESDAY = date(2026, 3, 3)
PEOPLE = (
    Named(1, "U1", "Mara Lindqvist"),
    Named(2, "U2", "Ana Sousa"),
    Named(3, "U3", "Ana Lima"),
    Named(4, "U4", "Will Stone"),
    Named(5, "U5", "João Pão"),
)
days = st.dates(date(2025, 1, 1), date(2035, 12, 31))
zones = st.sampled_from(["Europe/Lisbon", "Asia/Singapore", "America/Los_Angeles", "Pacific/Apia"]).map(ZoneInfo)


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("Do we launch refunds? Mara, by Friday.", 1),
        ("Do we launch refunds? <@U2> or later", 2),
        ("Is this for Ana Sousa?", 2),
        ("Ana, please", None),
        ("Ana Lima and Mara", None),
        ("Will we launch?", None),
        ("@Will decides", 4),
        ("Will Stone decides", 4),
        ("Joao, go or no go?", 5),
        ("mara thon in May", None),
        ("Tamara decides", None),
        ("", None),
    ],
)
def test_words_name_an_owner_only_where_one_person_fits(words: str, owner: int | None) -> None:
    """By mention, full or first name; of two nobody knows who was meant."""
    assert owner_named(words, PEOPLE) == owner


def test_naming_an_owner_among_thousands_holds_nobody_up() -> None:
    """It is done on the event loop while an update is stored: looking closely at each of 2,000 took half a second."""
    crowd = [Named(number, f"U{number}", f"Person{number} Family{number}") for number in range(10, 2010)]
    began = process_time()
    for _ in range(10):
        assert owner_named("Do we launch refunds? Person77 Family77, by Friday. " * 8, [*PEOPLE, *crowd]) == 77
    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("by Friday", date(2026, 3, 6)),
        ("Before next tue, please", date(2026, 3, 10)),
        ("by today", TUESDAY),
        ("until tomorrow", date(2026, 3, 4)),
        ("by 12 May", date(2026, 5, 12)),
        ("by May 12th", date(2026, 5, 12)),
        ("by the 12th of May", date(2026, 5, 12)),
        ("by 2 March", date(2027, 3, 2)),
        ("by 2026-04-01", date(2026, 4, 1)),
        ("by 12 May 2019", None),
        ("by 31 June", None),
        ("by 2026-13-01", None),
        ("Do we launch on Friday?", None),
        ("Before the audit, by Thursday", date(2026, 3, 5)),
        ("by 12 May 2019, or by Friday", date(2026, 3, 6)),
    ],
)
def test_a_date_in_the_words_is_the_day_to_decide_by(words: str, due: date | None) -> None:
    """Days and months in words or figures; what cannot be meant is no date."""
    assert date_in(words, TUESDAY) == due


@given(days, st.text(max_size=60), st.sampled_from(["by", "before", "until", "till"]))
def test_whatever_is_written_a_date_is_today_or_later_and_within_a_year(today: date, words: str, word: str) -> None:
    """No text is refused, and no date lies where nobody meant it."""
    for text in (words, f"{word} {words}"):
        meant = date_in(text, today)
        assert meant is None or today <= meant <= today + FARTHEST


@given(days, st.integers(0, 360), st.sampled_from(["{:%-d %B}", "{:%B %-d}", "{:%-d %b %Y}", "{:%Y-%m-%d}"]))
def test_a_date_that_is_written_is_read_back(today: date, ahead: int, form: str) -> None:
    """Within the year that it can be meant in."""
    meant = today + timedelta(days=ahead)
    assert date_in(f"Refunds? Mara, by {form.format(meant)}.", today) == meant


@given(days, zones, st.sets(st.integers(0, 6), min_size=1))
def test_the_usual_time_to_decide_is_three_working_days(today: date, zone: ZoneInfo, working: set[int]) -> None:
    """Of the owner's own week."""
    who = WorkingTime(zone, frozenset(working))
    due = usual_due(who, today)
    between = [today + timedelta(days=n) for n in range(1, (due - today).days + 1)]
    assert sum(who.works_on(one) for one in between) == 3
    assert who.works_on(due)


def test_somebody_long_away_has_a_week() -> None:
    """Until somebody else takes it."""
    away = WorkingTime(ZoneInfo("UTC"), away=(Away(TUESDAY, TUESDAY + timedelta(days=200)),))
    assert usual_due(away, TUESDAY) == date(2026, 3, 10)
    assert remind_at(away, date(2026, 3, 10), datetime(2026, 3, 3, 8, tzinfo=UTC)) is None
    assert review_at(away, date(2026, 3, 10)) == datetime(2026, 3, 10, 9, tzinfo=UTC)


@given(days, st.integers(0, 30), zones, st.sets(st.integers(0, 6), min_size=1), st.times())
def test_an_owner_is_reminded_once_as_a_working_day_begins_and_never_late(
    day: date, ahead: int, zone: ZoneInfo, working: set[int], at: time
) -> None:
    """In the future, on a working day, no later than the day itself."""
    who, now = WorkingTime(zone, frozenset(working)), datetime.combine(day, at, tzinfo=UTC)
    due = who.local_date(now) + timedelta(days=ahead)
    reminded = remind_at(who, due, now)
    if reminded is not None:
        local = reminded.astimezone(zone)
        assert reminded > now
        assert who.works_on(local.date())
        assert local.date() <= due
    elif ahead > 7:
        pytest.fail("within a week there is a working day that is still to come")


@pytest.mark.parametrize(
    ("due", "now", "reminded"),
    [
        (date(2026, 3, 6), "2026-03-03T10:00", "2026-03-05T09:00"),
        (date(2026, 3, 9), "2026-03-03T10:00", "2026-03-09T09:00"),
        (date(2026, 3, 8), "2026-03-03T10:00", "2026-03-06T09:00"),
        (date(2026, 3, 4), "2026-03-03T10:00", "2026-03-04T09:00"),
        (date(2026, 3, 3), "2026-03-03T10:00", None),
    ],
)
def test_the_reminder_comes_the_day_before_or_on_the_day(due: date, now: str, reminded: str | None) -> None:
    """A Monday's on the Monday, a Sunday's on the Friday; what is due today is on the home tab only."""
    found = remind_at(WorkingTime(ZoneInfo("UTC")), due, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert found == (datetime.fromisoformat(reminded).replace(tzinfo=UTC) if reminded else None)


def test_the_same_words_ask_for_the_same() -> None:
    """But for case, accents, spaces and punctuation."""
    assert same_words("Refunds before the  audit?", "refunds before the audit")
    assert not same_words("Refunds before the audit", "Refunds after the audit")
