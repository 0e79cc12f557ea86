"""What a rule may say, how it is spelt and how it reads."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recurrence import Rule, daily, describe, monthly, monthly_on, parse, period, weekly
from bot.errors import UserError

rules = st.one_of(
    st.builds(weekly, st.sets(st.integers(0, 6), min_size=1), interval=st.integers(1, 60)),
    st.builds(daily, interval=st.integers(1, 60)),
    st.builds(monthly, st.sampled_from([1, 2, 3, 4, -1, -2]), st.integers(0, 6), interval=st.integers(1, 60)),
    st.builds(monthly_on, st.integers(1, 31), interval=st.integers(1, 60)),
)


@given(rules)
def test_a_rule_that_is_built_can_be_read_back(rrule: str) -> None:
    """The normal spelling is its own normal spelling."""
    assert str(parse(rrule)) == rrule


@given(rules, st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_every_accepted_rule_comes_round_within_its_interval(rrule: str, start: date) -> None:
    """No accepted rule is empty: a date comes within the interval and one more month."""
    found = Rule(rrule, start).next(start)
    assert found is not None
    assert (found - start).days <= 31 * (parse(rrule).interval + 1)


def test_spelling_is_tidied() -> None:
    """Case, the RRULE: prefix, spaces, order and repeated days do not make another rule."""
    assert str(parse(" rrule:byday=tu,MO,TU;freq=weekly; ")) == "FREQ=WEEKLY;BYDAY=MO,TU"


def test_a_week_that_starts_on_sunday_is_kept() -> None:
    """WKST decides which weeks an interval skips."""
    assert str(parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU")) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU"
    monday = Rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", date(2026, 1, 6)).next(date(2026, 1, 6))
    sunday = Rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", date(2026, 1, 6)).next(date(2026, 1, 6))
    assert (monday, sunday) == (date(2026, 1, 11), date(2026, 1, 18))


@pytest.mark.parametrize(
    ("rrule", "part"),
    [
        ("", "is not understood"),
        ("every tuesday", "is not understood"),
        ("FREQ=WEEKLY;BYDAY=", "is not understood"),
        ("BYDAY=TU", "needs FREQ=DAILY"),
        ("FREQ=HOURLY", "not hourly"),
        ("FREQ=MINUTELY;INTERVAL=5", "not minutely"),
        ("FREQ=YEARLY;BYMONTH=1", "yearly rule as a month"),
        ("FREQ=FORTNIGHTLY", "needs FREQ=DAILY"),
        ("FREQ=WEEKLY;COUNT=5", "leave out COUNT"),
        ("FREQ=WEEKLY;UNTIL=20261231", "leave out UNTIL"),
        ("FREQ=WEEKLY;DTSTART=20260101", "leave out DTSTART"),
        ("FREQ=DAILY;BYHOUR=9", "leave out BYHOUR"),
        ("FREQ=WEEKLY;BYWEEKNO=3", "“BYWEEKNO” is not understood"),
        ("FREQ=WEEKLY;FREQ=DAILY", "says FREQ twice"),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL is a number"),
        ("FREQ=WEEKLY;INTERVAL=61", "INTERVAL is a number"),
        ("FREQ=WEEKLY;INTERVAL=two", "INTERVAL is a number"),
        ("FREQ=WEEKLY;BYDAY=XX", "“XX” is not a day"),
        ("FREQ=WEEKLY;BYDAY=1TU", "go with FREQ=MONTHLY"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "go with FREQ=MONTHLY"),
        ("FREQ=WEEKLY;WKST=XX", "WKST is one of"),
        ("FREQ=MONTHLY;BYDAY=5TU", "need not have a 5TU"),
        ("FREQ=MONTHLY;BYDAY=0TU", "need not have a 0TU"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "without 0"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "goes from"),
        ("FREQ=MONTHLY;BYMONTHDAY=x", "takes numbers"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,31", "stands alone"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "either BYDAY or BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTH=2;INTERVAL=3", "either BYMONTH or INTERVAL"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5", "only 4 such days"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1", "BYDAY without numbers"),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO", "contradict each other"),
    ],
)
def test_a_rule_that_is_wrong_is_refused_with_what_to_write(rrule: str, part: str) -> None:
    """Each sentence says what is wrong and gives an example; a Rule refuses at once what parse refuses."""
    with pytest.raises(UserError) as caught:
        Rule(rrule, date(2026, 1, 1))
    assert part in caught.value.sentence
    assert "FREQ=" in caught.value.sentence
    assert caught.value.field == "rule"


def test_no_weekday_at_all_is_refused() -> None:
    """An empty choice of days says what to do."""
    with pytest.raises(UserError, match="at least one day"):
        weekly([])


@pytest.mark.parametrize(
    ("rrule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "Every Tuesday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "Every Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Monday to Friday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Every day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "Every other week on Tuesday and Thursday"),
        ("FREQ=WEEKLY;INTERVAL=3", "Every third week"),
        ("FREQ=WEEKLY", "Every week"),
        ("FREQ=DAILY", "Every day"),
        ("FREQ=DAILY;INTERVAL=12", "Every 12th day"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "Monday to Friday"),
        ("FREQ=MONTHLY", "Every month"),
        ("FREQ=MONTHLY;BYDAY=1TU", "On the first Tuesday of every month"),
        ("FREQ=MONTHLY;BYDAY=TU", "On each Tuesday of every month"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", "On the last Friday of every third month"),
        ("FREQ=MONTHLY;BYDAY=-2FR", "On the second last Friday of every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "On the 1st and the 15th of every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "On the 31st of every month (or the last day of a shorter month)"),
        ("FREQ=MONTHLY;BYMONTH=1,7;BYMONTHDAY=-1", "On the last day in January and July"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "On the last working day of every month"),
        ("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1", "On the first Saturday or Sunday of every month"),
    ],
)
def test_a_rule_reads_as_people_say_it(rrule: str, words: str) -> None:
    """With the time and the zone policy behind it."""
    assert describe(rrule, time(10), None) == f"{words} at 10:00, in each person's own time"


def test_a_zone_for_all_is_named_by_its_city() -> None:
    """IANA names are not shown to members."""
    assert describe("FREQ=WEEKLY;BYDAY=TU", time(9, 5), ZoneInfo("America/Los_Angeles")) == (
        "Every Tuesday at 09:05, Los Angeles time"
    )


@pytest.mark.parametrize(
    ("rrule", "words"),
    [
        (weekly([1]), "this week"),
        ("FREQ=WEEKLY", "this week"),
        ("FREQ=MONTHLY;BYDAY=TU", "this week"),
        (weekly([0, 1, 2, 3, 4]), "today"),
        (daily(), "today"),
        (monthly(1, 1), "this month"),
        (monthly_on(31), "this month"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "this month"),
    ],
)
def test_a_round_is_about_its_period(rrule: str, words: str) -> None:
    """A daily says "nothing today", a weekly "nothing this week"."""
    assert period(rrule) == words
