"""The interruption budget: one unasked message a day, four in seven days, in the reader's own days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import A_DAY, A_WEEK, comes_at, has_room, next_room
from bot.domain.working_time import Away, WorkingTime

LISBON = WorkingTime(ZoneInfo("Europe/Lisbon"))
TUESDAY = datetime(2026, 3, 3, 10, tzinfo=UTC)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 (bounds)
READERS = st.builds(
    WorkingTime,
    st.sampled_from(["Europe/Lisbon", "Asia/Singapore", "America/Los_Angeles", "Pacific/Apia"]).map(ZoneInfo),
    st.frozensets(st.integers(0, 6), min_size=1, max_size=6),
    st.just(time(0)),
    st.times(time(0, 1)),
)


def test_one_a_day_by_the_readers_own_days() -> None:
    """What came at 23:30 in Lisbon was yesterday's at 8:00, though it is the same date elsewhere."""
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert has_room(LISBON.zone, [], TUESDAY)
    assert has_room(LISBON.zone, [late], TUESDAY)
    assert not has_room(ZoneInfo("Europe/Berlin"), [late], TUESDAY)


def test_four_within_seven_days() -> None:
    """The fifth waits, until the first of the four lies a week back."""
    told = [TUESDAY - timedelta(days=days) for days in (6, 5, 4, 3)]
    assert not has_room(LISBON.zone, told, TUESDAY)
    assert has_room(LISBON.zone, told, TUESDAY + timedelta(days=1))
    assert has_room(LISBON.zone, told[1:], TUESDAY)


def test_it_comes_late_on_the_next_working_day_that_has_room() -> None:
    """On Friday after one message: Monday, an hour before the end of work."""
    friday = TUESDAY + timedelta(days=3)
    assert next_room(LISBON, [friday], friday) == datetime(2026, 3, 9, 16, tzinfo=UTC)
    told = [friday - timedelta(days=days) for days in range(4)]
    assert next_room(LISBON, told, friday) == datetime(2026, 3, 10, 16, tzinfo=UTC)


def test_what_may_wait_comes_while_its_reader_works() -> None:
    """At night, at the weekend and on leave it waits for their next working hours, though they were told nothing."""
    assert comes_at(LISBON, [], TUESDAY) == TUESDAY
    assert comes_at(LISBON, [], TUESDAY.replace(hour=6)) == TUESDAY.replace(hour=9)
    assert comes_at(LISBON, [], TUESDAY.replace(hour=17)) == TUESDAY.replace(hour=9) + timedelta(days=1)
    saturday = TUESDAY + timedelta(days=4)
    assert comes_at(LISBON, [], saturday) == datetime(2026, 3, 9, 9, tzinfo=UTC)
    away = WorkingTime(LISBON.zone, away=(Away(date(2026, 3, 2), date(2026, 3, 4)),))
    assert comes_at(away, [], TUESDAY) == datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert comes_at(LISBON, [TUESDAY.replace(hour=1)], TUESDAY.replace(hour=6)) == next_room(LISBON, [TUESDAY], TUESDAY)


def test_it_comes_on_no_day_of_leave_and_on_no_holiday() -> None:
    """Good Friday and the week after Easter are passed over; a leave without an end is looked at again in a week."""
    thursday = datetime(2026, 4, 2, 12, tzinfo=UTC)
    week_off = Away(date(2026, 4, 6), date(2026, 4, 10))
    portuguese = WorkingTime(ZoneInfo("Europe/Lisbon"), country="PT", away=(week_off,))
    assert next_room(portuguese, [thursday], thursday) == datetime(2026, 4, 13, 15, tzinfo=UTC)
    gone = WorkingTime(ZoneInfo("Europe/Lisbon"), away=(Away(date(2026, 4, 3), date.max),))
    assert next_room(gone, [thursday], thursday) == datetime(2026, 4, 9, 15, tzinfo=UTC)


@given(reader=READERS, told=st.lists(INSTANTS, max_size=12), now=INSTANTS)
def test_what_is_held_finds_room_within_a_fortnight(reader: WorkingTime, told: list[datetime], now: datetime) -> None:
    """And keeps the budget then, if nothing else comes meanwhile."""
    told = [one for one in told if one <= now]
    at = next_room(reader, told, now)
    assert now < at <= now + timedelta(days=16)
    day = reader.local_date(at)
    assert has_room(reader.zone, told, at)
    assert day.weekday() in reader.days


@given(reader=READERS, told=st.lists(INSTANTS, max_size=12), now=INSTANTS)
def test_the_budget_is_never_passed(reader: WorkingTime, told: list[datetime], now: datetime) -> None:
    """Where there is room, one more makes at most one a day and four a week."""
    if has_room(reader.zone, told, now):
        days = [reader.local_date(one) for one in [*told, now]]
        today = reader.local_date(now)
        assert days.count(today) <= A_DAY
        assert sum(today - timedelta(days=7) < day <= today for day in days) <= A_WEEK
