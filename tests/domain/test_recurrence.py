"""Rules over local dates, and the one instant of each."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recurrence import Rule, daily, exists, instant, monthly, monthly_on, weekly

LISBON = ZoneInfo("Europe/Lisbon")
SAN_FRANCISCO = ZoneInfo("America/Los_Angeles")
APIA = ZoneInfo("Pacific/Apia")
KWAJALEIN = ZoneInfo("Pacific/Kwajalein")

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
weekday_sets = st.sets(st.integers(0, 6), min_size=1)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


class TestInstant:
    def test_a_plain_time_is_that_time_in_its_zone(self) -> None:
        """Ten o'clock in San Francisco's winter is 18:00 UTC."""
        assert instant(date(2026, 1, 6), time(10), SAN_FRANCISCO) == at(2026, 1, 6, 18)

    def test_a_time_that_the_clocks_skip_is_the_first_instant_after_the_gap(self) -> None:
        """02:30 on the spring Sunday in San Francisco does not exist; 03:00 PDT is 10:00 UTC."""
        assert instant(date(2026, 3, 8), time(2, 30), SAN_FRANCISCO) == at(2026, 3, 8, 10)

    def test_a_time_just_inside_and_just_after_a_gap_meet(self) -> None:
        """Every minute of the gap is the same instant, which is also 03:00."""
        gap = {instant(date(2026, 3, 8), time(2, minute), SAN_FRANCISCO) for minute in range(60)}
        assert gap == {instant(date(2026, 3, 8), time(3), SAN_FRANCISCO)}

    def test_a_time_that_comes_twice_is_its_first_occurrence(self) -> None:
        """01:30 comes twice in Lisbon on 25 October 2026; the first is still summer time, 00:30 UTC."""
        assert instant(date(2026, 10, 25), time(1, 30), LISBON) == at(2026, 10, 25, 0, 30)

    def test_a_gap_of_half_an_hour_is_found_to_the_second(self) -> None:
        """Lord Howe moves by thirty minutes: 02:15 becomes 02:30, which is 15:30 UTC the day before."""
        assert instant(date(2026, 10, 4), time(2, 15), ZoneInfo("Australia/Lord_Howe")) == at(2026, 10, 3, 15, 30)

    @pytest.mark.parametrize(
        ("zone", "day"),
        [
            (APIA, date(2011, 12, 30)),
            (ZoneInfo("Pacific/Kiritimati"), date(1994, 12, 31)),
            (KWAJALEIN, date(1993, 8, 21)),
        ],
    )
    def test_a_date_that_a_zone_skips_is_one_long_gap(self, zone: ZoneInfo, day: date) -> None:
        """Its times all become the first instant of the next date, and the date is known not to exist."""
        next_day = instant(day + timedelta(days=1), time(), zone)
        assert {instant(day, time(hour), zone) for hour in range(24)} == {next_day}
        assert not exists(day, zone)
        assert exists(day - timedelta(days=1), zone)
        assert exists(day + timedelta(days=1), zone)

    def test_a_date_that_a_zone_had_twice_is_asked_once(self) -> None:
        """Kwajalein lived 30 September 1969 twice: its noon is the first one, 24 hours before the second."""
        found = instant(date(1969, 9, 30), time(12), KWAJALEIN)
        assert found == at(1969, 9, 30, 1)
        assert instant(date(1969, 10, 1), time(12), KWAJALEIN) - found == timedelta(hours=47)


@pytest.mark.parametrize(
    ("rrule", "local_time", "count"),
    [
        (daily(), time(2, 30), 730),
        (weekly([6]), time(0, 15), 104),
        (weekly([6], interval=2), time(1), 52),
        (monthly(-1, 6), time(1, 30), 24),
        (monthly_on(31), time(0), 24),
    ],
)
def test_no_date_is_lost_or_doubled_in_any_zone(rrule: str, local_time: time, count: int) -> None:
    """All zones of tzdata, two years: one instant a date, in order, and the right one even at the clock changes."""
    dates = Rule(rrule, date(2026, 1, 1)).dates(date(2025, 12, 31), count)
    assert dates[-1] <= date(2028, 1, 1)
    for zone in map(ZoneInfo, sorted(available_timezones())):
        before = at(2000, 1, 1)
        for day in dates:
            found = instant(day, local_time, zone)
            assert found > before, (zone, day)
            local = found.astimezone(zone)
            assert local.fold == 0, (zone, day)
            if local.time() != local_time or local.date() != day:
                earlier = (found - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
                assert earlier < datetime.combine(day, local_time) < local.replace(tzinfo=None), (zone, day)
            before = found


class TestRule:
    @given(weekday_sets, st.integers(1, 8), days, st.integers(0, 900))
    def test_a_weekly_rule_has_exactly_the_days_of_its_weeks(
        self, chosen: set[int], interval: int, start: date, later: int
    ) -> None:
        """Counted by hand from the week of the start, whatever the interval and wherever one looks from."""
        after = start + timedelta(days=later - 100)
        monday = start - timedelta(days=start.weekday())
        expected = [
            day
            for day in (after + timedelta(days=n) for n in range(1, 200))
            if day >= start and day.weekday() in chosen and (day - monday).days // 7 % interval == 0
        ]
        found = Rule(weekly(chosen, interval=interval), start).dates(after, 3)
        assert found[: len(expected)] == expected[:3]
        assert len(found) == 3

    @given(st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 6), st.integers(1, 6), days)
    def test_a_monthly_weekday_comes_once_in_each_of_its_months(
        self, week: int, day: int, interval: int, start: date
    ) -> None:
        """The n-th is between its bounds, the last within the last seven days; months follow at the interval."""
        found = Rule(monthly(week, day, interval=interval), start).dates(start - timedelta(days=1), 12)
        months = [one.year * 12 + one.month for one in found]
        assert all(one.weekday() == day for one in found)
        assert {later - earlier for earlier, later in pairwise(months)} == {interval}
        assert (months[0] - start.year * 12 - start.month) % interval == 0
        for one in found:
            if week == -1:
                assert (one + timedelta(days=7)).month != one.month
            else:
                assert (one.day - 1) // 7 == week - 1

    @given(st.integers(1, 31), st.integers(1, 12), days, st.integers(0, 2000))
    def test_a_day_of_the_month_comes_in_every_month_on_the_last_day_of_short_ones(
        self, day: int, interval: int, start: date, later: int
    ) -> None:
        """A rule on the 31st never leaves a month out: it falls on the 30th, 29th or 28th where there is no more."""
        found = Rule(monthly_on(day, interval=interval), start).dates(start + timedelta(days=later), 12)
        months = [one.year * 12 + one.month for one in found]
        assert {later - earlier for earlier, later in pairwise(months)} == {interval}
        assert (months[0] - start.year * 12 - start.month) % interval == 0
        for one in found:
            length = ((one.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)).day
            assert one.day == min(day, length)

    @given(weekday_sets, st.integers(1, 8), days, st.integers(0, 3000), st.integers(1, 400))
    def test_where_one_looks_from_does_not_change_what_comes(
        self, chosen: set[int], interval: int, start: date, first: int, more: int
    ) -> None:
        """The dates after a later day are the tail of the dates after an earlier one."""
        rule = Rule(weekly(chosen, interval=interval), start)
        early, late = start + timedelta(days=first), start + timedelta(days=first + more)
        tail = [day for day in rule.dates(early, 500) if day > late][:5]
        assert rule.dates(late, len(tail)) == tail

    @given(st.integers(1, 60), days, st.integers(-50, 2000))
    def test_every_few_days_are_counted_from_the_start(self, interval: int, start: date, later: int) -> None:
        """The next date is the first multiple of the interval after the day asked for."""
        after = start + timedelta(days=later)
        expected = start + timedelta(days=max(0, (later // interval + 1) * interval))
        assert Rule(daily(interval=interval), start).next(after) == expected

    def test_no_date_lies_before_the_start(self) -> None:
        """A Tuesday rule that starts on a Wednesday has its first date the Tuesday after."""
        rule = Rule(weekly([1]), date(2026, 1, 7))
        assert rule.next(date(2020, 1, 1)) == date(2026, 1, 13)
        assert not rule.includes(date(2026, 1, 6))
        assert rule.includes(date(2026, 1, 13))

    def test_the_day_asked_from_is_never_among_the_dates(self) -> None:
        """`after` means strictly after, so a round that has just been made is not made again."""
        rule = Rule(weekly([1]), date(2026, 1, 6))
        assert rule.dates(date(2026, 1, 6), 2) == [date(2026, 1, 13), date(2026, 1, 20)]

    def test_every_other_week_keeps_its_rhythm_across_new_year(self) -> None:
        """Anchored in the week of 15 December 2026, with 53 weeks in that year."""
        rule = Rule(weekly([1], interval=2), date(2026, 12, 15))
        assert rule.dates(date(2026, 12, 14), 3) == [date(2026, 12, 15), date(2026, 12, 29), date(2027, 1, 12)]

    def test_a_start_later_in_its_week_keeps_the_other_days_of_that_week(self) -> None:
        """Tuesday and Thursday every other week from a Wednesday: the Thursday of that week comes first."""
        rule = Rule(weekly([1, 3], interval=2), date(2026, 1, 7))
        assert rule.dates(date(2026, 1, 1), 3) == [date(2026, 1, 8), date(2026, 1, 20), date(2026, 1, 22)]

    def test_a_rule_without_days_takes_them_from_its_start(self) -> None:
        """FREQ=WEEKLY from a Friday is every Friday; FREQ=MONTHLY from the 31st is the end of every month."""
        assert Rule("FREQ=WEEKLY", date(2026, 1, 9)).next(date(2026, 1, 9)) == date(2026, 1, 16)
        assert Rule("FREQ=MONTHLY", date(2026, 1, 31)).next(date(2026, 1, 31)) == date(2026, 2, 28)

    def test_the_last_working_day_of_the_month_can_be_asked_for(self) -> None:
        """31 January 2026 is a Saturday, so it is the 30th."""
        rule = Rule("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", date(2026, 1, 1))
        assert rule.dates(date(2026, 1, 1), 2) == [date(2026, 1, 30), date(2026, 2, 27)]

    def test_named_months_stand_for_a_yearly_rule(self) -> None:
        """The first Tuesday of January, year after year."""
        rule = Rule("FREQ=MONTHLY;BYMONTH=1;BYDAY=1TU", date(2026, 1, 1))
        assert rule.dates(date(2026, 1, 6), 2) == [date(2027, 1, 5), date(2028, 1, 4)]

    def test_the_calendar_ends(self) -> None:
        """After the last date of the year 9999 there is no next one."""
        assert Rule(monthly_on(15), date(2026, 1, 1)).next(date(9999, 12, 20)) is None
