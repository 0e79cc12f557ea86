"""The interruption budget: one unasked message a day, four in seven days, in the reader's own days."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import A_DAY, A_WEEK, Days, has_room, next_room

LISBON = Days(ZoneInfo("Europe/Lisbon"), frozenset(range(5)), time(17))
TUESDAY = datetime(2026, 3, 3, 10, tzinfo=UTC)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 (bounds)
READERS = st.builds(
    Days,
    st.sampled_from(["Europe/Lisbon", "Asia/Singapore", "America/Los_Angeles", "Pacific/Apia"]).map(ZoneInfo),
    st.frozensets(st.integers(0, 6), max_size=6),
    st.times(),
)


def test_one_a_day_by_the_readers_own_days() -> None:
    """What came at 23:30 in Lisbon was yesterday's at 8:00, though it is the same date elsewhere."""
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert has_room(LISBON, [], TUESDAY)
    assert has_room(LISBON, [late], TUESDAY)
    assert not has_room(Days(ZoneInfo("Europe/Berlin"), frozenset(range(5)), time(17)), [late], TUESDAY)


def test_four_within_seven_days() -> None:
    """The fifth waits, until the first of the four lies a week back."""
    told = [TUESDAY - timedelta(days=days) for days in (6, 5, 4, 3)]
    assert not has_room(LISBON, told, TUESDAY)
    assert has_room(LISBON, told, TUESDAY + timedelta(days=1))
    assert has_room(LISBON, told[1:], TUESDAY)


def test_it_comes_late_on_the_next_working_day_that_has_room() -> None:
    """On Friday after one message: Monday, an hour before the end of work."""
    friday = TUESDAY + timedelta(days=3)
    assert next_room(LISBON, [friday], friday) == datetime(2026, 3, 9, 16, tzinfo=UTC)
    told = [friday - timedelta(days=days) for days in range(4)]
    assert next_room(LISBON, told, friday) == datetime(2026, 3, 10, 16, tzinfo=UTC)


@given(reader=READERS, told=st.lists(INSTANTS, max_size=12), now=INSTANTS)
def test_what_is_held_finds_room_within_a_fortnight(reader: Days, told: list[datetime], now: datetime) -> None:
    """And keeps the budget then, if nothing else comes meanwhile."""
    told = [one for one in told if one <= now]
    at = next_room(reader, told, now)
    assert now < at <= now + timedelta(days=16)
    day = reader.local_date(at)
    assert has_room(reader, told, at)
    assert not reader.weekdays or day.weekday() in reader.weekdays


@given(reader=READERS, told=st.lists(INSTANTS, max_size=12), now=INSTANTS)
def test_the_budget_is_never_passed(reader: Days, told: list[datetime], now: datetime) -> None:
    """Where there is room, one more makes at most one a day and four a week."""
    if has_room(reader, told, now):
        days = [reader.local_date(one) for one in [*told, now]]
        today = reader.local_date(now)
        assert days.count(today) <= A_DAY
        assert sum(today - timedelta(days=7) < day <= today for day in days) <= A_WEEK
