"""The dates of a ritual when its home country has a holiday: kept, left out, or moved."""

from datetime import date, timedelta
from itertools import islice, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.holiday import holiday_on, is_working_day
from bot.domain.recurrence import Rule
from bot.domain.ritual_dates import Holidays, Occurrence, RitualDates

START = date(2025, 1, 1)
TUESDAYS = Rule("FREQ=WEEKLY;BYDAY=TU", START)
WEEKDAYS = Rule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", START)
EPIPHANY = date(2026, 1, 6)
YEAR = timedelta(days=366)

rules = st.sampled_from(
    [
        "FREQ=WEEKLY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=SU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,FR",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=MONTHLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYMONTHDAY=25",
        "FREQ=DAILY",
    ]
).map(lambda rrule: Rule(rrule, START))
countries = st.sampled_from(["", "PT", "DE-BY", "US", "SG", "CN", "IL", "JP", "NP"])
policies = st.sampled_from(list(Holidays))
days = st.integers(0, 1500).map(lambda number: START + timedelta(days=number))


def coming(dates: RitualDates, after: date) -> list[Occurrence]:
    """What is planned within a year."""
    return list(takewhile(lambda one: one.planned < after + YEAR, dates.after(after)))


def test_a_date_is_kept_left_out_or_moved() -> None:
    """Epiphany 2026 is a Tuesday in Bavaria."""
    by_policy = {
        policy: RitualDates(TUESDAYS, policy, "DE-BY").dates(EPIPHANY - timedelta(days=1), 2) for policy in Holidays
    }
    assert by_policy == {
        Holidays.OWN: [EPIPHANY, date(2026, 1, 13)],
        Holidays.SKIP: [date(2026, 1, 13), date(2026, 1, 20)],
        Holidays.MOVE: [date(2026, 1, 7), date(2026, 1, 13)],
    }


def test_a_moved_date_is_still_to_come_on_the_holiday_itself() -> None:
    """On Tuesday evening the next one is Wednesday; on Wednesday it is next Tuesday."""
    dates = RitualDates(TUESDAYS, Holidays.MOVE, "DE-BY")
    assert dates.next(EPIPHANY) == date(2026, 1, 7)
    assert dates.next(date(2026, 1, 7)) == date(2026, 1, 13)
    assert dates.includes(date(2026, 1, 7))
    assert not dates.includes(EPIPHANY)
    assert next(dates.after(EPIPHANY)) == Occurrence(EPIPHANY, date(2026, 1, 7), "Epiphany")


def test_a_date_never_moves_onto_or_past_the_next_one() -> None:
    """On every weekday: the holiday's is left out, since the next day has its own."""
    dates = RitualDates(WEEKDAYS, Holidays.MOVE, "DE-BY")
    assert dates.dates(date(2026, 1, 4), 3) == [date(2026, 1, 5), date(2026, 1, 7), date(2026, 1, 8)]
    assert list(islice(dates.after(date(2026, 1, 5)), 1)) == [Occurrence(EPIPHANY, None, "Epiphany")]


def test_a_move_jumps_weekends_and_further_holidays_of_the_country() -> None:
    """Good Friday moves past Easter Monday; in Israel a Thursday moves past its weekend of Friday and Saturday."""
    fridays = RitualDates(Rule("FREQ=MONTHLY;BYDAY=1FR", START), Holidays.MOVE, "DE")
    assert fridays.next(date(2026, 4, 1)) == date(2026, 4, 7)
    assert [is_working_day("IL", date(2026, 3, day)) for day in (5, 6, 7, 8)] == [True, False, False, True]
    assert [is_working_day("", date(2026, 3, day)) for day in (6, 7, 8, 9)] == [True, False, False, True]


@pytest.mark.parametrize("taken", [{EPIPHANY}, {date(2026, 1, 7)}])
def test_a_round_by_hand_on_the_holiday_takes_the_place_of_the_moved_one(taken: set[date]) -> None:
    """Two rounds for one date would be one too many."""
    moved = next(RitualDates(TUESDAYS, Holidays.MOVE, "DE-BY").after(date(2026, 1, 5)))
    assert moved.is_among(taken)
    assert not moved.is_among({date(2026, 1, 13)})


@given(rules, policies, countries, days)
def test_no_two_take_place_on_one_day_and_all_come_in_order(
    rule: Rule, policy: Holidays, country: str, after: date
) -> None:
    """Each day is later than the one before, and later than where we stand."""
    found = [one.day for one in coming(RitualDates(rule, policy, country), after) if one.day]
    assert found == sorted(set(found))
    assert all(day > after for day in found)


@given(rules, st.sampled_from([Holidays.SKIP, Holidays.MOVE]), countries, days)
def test_nothing_takes_place_on_a_holiday_of_the_home_country(
    rule: Rule, policy: Holidays, country: str, after: date
) -> None:
    """Neither as planned nor moved; and a moved one is on a working day."""
    for one in coming(RitualDates(rule, policy, country), after):
        assert one.day is None or not holiday_on(country, one.day)
        assert one.day in {None, one.planned} or is_working_day(country, one.day)


@given(rules, countries, days)
def test_none_is_lost_by_moving_except_where_it_meets_the_next(rule: Rule, country: str, after: date) -> None:
    """What is left out has a next date of the rule before, or on, the next working day."""
    for one in coming(RitualDates(rule, Holidays.MOVE, country), after):
        following = rule.next(one.planned)
        if one.day is None:
            assert following is not None
            between = [one.planned + timedelta(days=n) for n in range(1, (following - one.planned).days)]
            assert not any(is_working_day(country, day) for day in between)


@given(rules, policies, countries, days, st.integers(0, 60))
def test_it_does_not_matter_from_where_one_looks(
    rule: Rule, policy: Holidays, country: str, after: date, later: int
) -> None:
    """The timer, the preview and the catching up start from different days and see the same."""
    dates = RitualDates(rule, policy, country)
    far = after + timedelta(days=later)
    first = [one.day for one in coming(dates, after) if one.day and one.day > far]
    second = [one.day for one in coming(dates, far) if one.day]
    assert first == second[: len(first)]


@given(rules, days)
def test_own_holidays_leave_the_rule_as_it_is(rule: Rule, after: date) -> None:
    """The default changes nothing."""
    assert RitualDates(rule, Holidays.OWN, "PT").dates(after, 8) == rule.dates(after, 8)
