"""Working time, counted across nights, weekends, leave and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.working_time import Away, WorkingTime
from bot.errors import UserError

LISBON = ZoneInfo("Europe/Lisbon")
BERLIN = ZoneInfo("Europe/Berlin")
LISBON_TIME = WorkingTime(LISBON)
HOUR = timedelta(hours=1)


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


instants = st.integers(0, 500 * 24 * 3600).map(lambda seconds: at(1, 1) + timedelta(seconds=seconds))
working_times = st.builds(
    WorkingTime,
    zone=st.sampled_from(["Europe/Lisbon", "America/Los_Angeles", "Asia/Singapore", "Australia/Lord_Howe"]).map(
        ZoneInfo
    ),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    starts=st.sampled_from([time(0), time(2, 30), time(9), time(11)]),
    ends=st.sampled_from([time(12), time(17), time(23, 59)]),
    away=st.just((Away(date(2026, 4, 1), date(2026, 4, 9)),)),
)


class TestDays:
    def test_people_work_from_monday_to_friday_until_they_say_otherwise(self) -> None:
        """Tuesday 6 January 2026 is a working day, Saturday the 10th is not."""
        assert LISBON_TIME.works_on(date(2026, 1, 6))
        assert not LISBON_TIME.works_on(date(2026, 1, 10))

    def test_both_ends_of_a_leave_belong_to_it(self) -> None:
        """Away from Tuesday to Thursday: back on Friday."""
        leave = WorkingTime(LISBON, away=(Away(date(2026, 1, 6), date(2026, 1, 8)),))
        assert [leave.works_on(date(2026, 1, day)) for day in range(5, 10)] == [True, False, False, False, True]
        assert [leave.is_away(date(2026, 1, day)) for day in (5, 6, 8, 9)] == [False, True, True, False]

    def test_a_free_day_is_not_an_away_day(self) -> None:
        """Weekends are free; only leave makes somebody "away until"."""
        assert not LISBON_TIME.is_away(date(2026, 1, 10))

    def test_nobody_works_on_a_date_that_their_zone_does_not_have(self) -> None:
        """Samoa had no Friday 30 December 2011."""
        samoa = WorkingTime(ZoneInfo("Pacific/Apia"))
        assert not samoa.works_on(date(2011, 12, 30))
        assert samoa.works_on(date(2011, 12, 29))

    def test_the_local_date_is_that_of_the_persons_own_zone(self) -> None:
        """Late evening in UTC is the next day in Singapore."""
        assert WorkingTime(ZoneInfo("Asia/Singapore")).local_date(at(1, 6, 20)) == date(2026, 1, 7)

    def test_a_holiday_of_ones_own_country_is_an_away_day(self) -> None:
        """Epiphany is one in Bavaria, not in Berlin."""
        epiphany = date(2026, 1, 6)
        bavaria, berlin = WorkingTime(BERLIN, country="DE-BY"), WorkingTime(BERLIN, country="DE-BE")
        assert (bavaria.is_away(epiphany), bavaria.works_on(epiphany)) == (True, False)
        assert (berlin.is_away(epiphany), berlin.works_on(epiphany)) == (False, True)

    @pytest.mark.parametrize(
        ("day", "why"),
        [
            (date(2026, 1, 5), "does not work on Mondays"),
            (date(2026, 1, 6), "Epiphany (Germany, Bayern)"),
            (date(2026, 1, 7), ""),
            (date(2026, 1, 8), "away until 11 Jan"),
            (date(2026, 1, 10), "away until 11 Jan"),
        ],
    )
    def test_it_says_why_somebody_does_not_work(self, day: date, why: str) -> None:
        """Leave before the holiday, the holiday before the free weekday."""
        leaves = (Away(date(2026, 1, 8), date(2026, 1, 9)), Away(date(2026, 1, 8), date(2026, 1, 11)))
        working = WorkingTime(BERLIN, frozenset({1, 2, 3, 4}), away=leaves, country="DE-BY")
        assert working.why_away(day) == why

    def test_a_date_that_a_zone_does_not_have_is_a_reason(self) -> None:
        """Samoa had no Friday 30 December 2011."""
        assert WorkingTime(ZoneInfo("Pacific/Apia")).why_away(date(2011, 12, 30)) == "has no such date"


class TestRefusals:
    @pytest.mark.parametrize("ends", [time(2), time(18)])
    def test_hours_across_midnight_are_refused_with_what_to_write(self, ends: time) -> None:
        """A night shift and an empty day get the same sentence."""
        with pytest.raises(UserError, match=r"do not end on the day they begin.*18:00-23:59") as caught:
            WorkingTime(LISBON, starts=time(18), ends=ends)
        assert caught.value.field == "working_hours"

    def test_no_working_day_at_all_is_refused(self) -> None:
        """Somebody who never works could never be asked."""
        with pytest.raises(UserError, match="at least one working day"):
            WorkingTime(LISBON, days=frozenset())

    def test_a_weekday_that_is_none_is_a_mistake_of_the_program(self) -> None:
        """Days are 0 to 6."""
        with pytest.raises(ValueError, match="0 to 6"):
            WorkingTime(LISBON, days=frozenset({7}))

    def test_a_leave_that_ends_before_it_begins_is_refused(self) -> None:
        """The sentence names both dates."""
        with pytest.raises(UserError, match=r"2026-01-05.*2026-01-06"):
            Away(date(2026, 1, 6), date(2026, 1, 5))


class TestBetween:
    def test_nights_and_weekends_do_not_count(self) -> None:
        """From Friday noon to Monday noon a person in Lisbon works five and three hours."""
        assert LISBON_TIME.between(at(1, 9, 12), at(1, 12, 12)) == 8 * HOUR

    def test_nothing_lies_between_an_instant_and_an_earlier_one(self) -> None:
        """The wrong order gives nothing, not something negative."""
        assert LISBON_TIME.between(at(1, 6, 12), at(1, 6, 10)) == timedelta()

    def test_a_spring_night_is_an_hour_shorter(self) -> None:
        """Somebody in Berlin who works from 1:00 to 9:00 on Sundays has seven hours on 29 March."""
        sunday = WorkingTime(BERLIN, days=frozenset({6}), starts=time(1), ends=time(9))
        assert sunday.between(at(3, 28), at(3, 31)) == 7 * HOUR

    def test_an_autumn_night_is_an_hour_longer(self) -> None:
        """And nine hours on 25 October."""
        sunday = WorkingTime(BERLIN, days=frozenset({6}), starts=time(1), ends=time(9))
        assert sunday.between(at(10, 24), at(10, 27)) == 9 * HOUR

    @given(working_times, instants, instants, instants)
    def test_parts_add_up(self, working: WorkingTime, a: datetime, b: datetime, c: datetime) -> None:
        """What lies between the first and the last is the sum of the parts."""
        first, middle, last = sorted([a, b, c])
        assume(last - first < timedelta(days=90))
        assert working.between(first, middle) + working.between(middle, last) == working.between(first, last)


class TestAfter:
    def test_hours_left_over_go_on_the_next_morning(self) -> None:
        """Four hours from 15:00 in Lisbon are over at 11:00 the next day."""
        assert LISBON_TIME.after(at(1, 6, 15), 4 * HOUR) == at(1, 7, 11)

    def test_the_weekend_is_jumped(self) -> None:
        """Two hours from Friday 16:00 are over on Monday at 10:00."""
        assert LISBON_TIME.after(at(1, 9, 16), 2 * HOUR) == at(1, 12, 10)

    def test_a_full_day_ends_at_its_end_not_the_next_morning(self) -> None:
        """The first instant by which eight hours have passed since nine is 17:00."""
        assert LISBON_TIME.after(at(1, 6, 9), 8 * HOUR) == at(1, 6, 17)

    def test_no_time_at_all_has_passed_at_once(self) -> None:
        """Even in the middle of the night."""
        assert LISBON_TIME.after(at(1, 6, 3), timedelta()) == at(1, 6, 3)

    def test_the_morning_after_the_clocks_change_is_the_local_one(self) -> None:
        """Nine o'clock in Lisbon is 9:00 UTC before and 8:00 UTC after 29 March."""
        assert LISBON_TIME.after(at(3, 27, 16), 2 * HOUR) == at(3, 30, 9)

    def test_a_leave_of_months_gives_no_instant(self) -> None:
        """Beyond sixty days the answer is None rather than a date nobody meant."""
        leave = WorkingTime(LISBON, away=(Away(date(2026, 1, 1), date(2026, 5, 1)),))
        assert leave.after(at(1, 6), HOUR) is None
        assert leave.next_working(at(1, 6)) is None

    @given(working_times, instants, st.integers(1, 600))
    def test_it_is_the_first_instant_by_which_the_time_has_passed(
        self, working: WorkingTime, start: datetime, minutes: int
    ) -> None:
        """Exactly the amount lies before it, and less before the second before it."""
        amount = timedelta(minutes=minutes)
        end = working.after(start, amount)
        assert end is not None
        assert working.between(start, end) == amount
        assert working.between(start, end - timedelta(seconds=1)) == amount - timedelta(seconds=1)


class TestNextWorking:
    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            (at(1, 6, 12), at(1, 6, 12)),
            (at(1, 6, 3), at(1, 6, 9)),
            (at(1, 6, 17), at(1, 7, 9)),
            (at(1, 9, 20), at(1, 12, 9)),
        ],
    )
    def test_it_is_now_or_the_next_morning(self, asked: datetime, expected: datetime) -> None:
        """Inside working time it is now; its end is already outside."""
        assert LISBON_TIME.next_working(asked) == expected
