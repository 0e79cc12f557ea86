"""When an announcement comes: at once or in one's own morning, never while away, and first to those who lead."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.announcement import Timing
from bot.domain.announcement_time import (
    LATER,
    When,
    before_their_people,
    due_for,
    due_of_all,
    first_wave,
    own_morning,
    spaced,
)
from bot.domain.working_time import Away, WorkingTime

LISBON, BERLIN, SINGAPORE = (ZoneInfo(name) for name in ("Europe/Lisbon", "Europe/Berlin", "Asia/Singapore"))
TUESDAY = date(2026, 3, 3)
HALF_PAST_NINE = time(9, 30)
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
MORNING = When(Timing.MORNING, TUESDAY, HALF_PAST_NINE)
NOW = When(Timing.NOW)


def local(zone: ZoneInfo, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize("zone", [LISBON, BERLIN, SINGAPORE])
def test_each_reads_it_in_their_own_morning(zone: ZoneInfo):
    """At half past nine of their own clock."""
    assert due_for(MORNING, WorkingTime(zone), MONDAY) == local(zone, 3, 9, 30)


def test_whoever_begins_later_reads_it_when_they_begin_and_so_does_whoever_has_ended_by_then():
    """Never outside working time."""
    late = WorkingTime(LISBON, starts=time(13), ends=time(20))
    early = WorkingTime(LISBON, starts=time(5), ends=time(9))
    assert due_for(MORNING, late, MONDAY) == local(LISBON, 3, 13)
    assert due_for(MORNING, early, MONDAY) == local(LISBON, 3, 5)


def test_whoever_is_away_reads_it_on_their_first_day_back():
    """After leave, a holiday or free days."""
    leave = WorkingTime(LISBON, away=(Away(TUESDAY, date(2026, 3, 6)),))
    part_time = WorkingTime(LISBON, days=frozenset({3}))
    assert due_for(MORNING, leave, MONDAY) == local(LISBON, 9, 9, 30)
    assert due_for(MORNING, part_time, MONDAY) == local(LISBON, 5, 9, 30)


def test_whoever_is_away_for_longer_than_can_be_seen_is_not_told():
    """Nobody knows when that would be."""
    assert due_for(MORNING, WorkingTime(LISBON, away=(Away(TUESDAY, date.max),)), MONDAY) is None


def test_a_morning_that_is_past_is_now_for_whoever_still_works_and_tomorrow_for_others():
    """Signed at noon in Lisbon: in Singapore the day is over."""
    late = local(LISBON, 3, 12)
    assert due_for(MORNING, WorkingTime(LISBON), late) == late
    assert due_for(MORNING, WorkingTime(SINGAPORE), late) == local(SINGAPORE, 4, 9, 30)


def test_now_is_now_save_for_whoever_is_away():
    """Also in the evening; on leave it waits until they are back."""
    evening = local(LISBON, 3, 22)
    assert due_for(NOW, WorkingTime(LISBON), evening) == evening
    assert due_for(NOW, WorkingTime(LISBON, away=(Away(TUESDAY, TUESDAY),)), evening) == local(LISBON, 4, 9, 30)


def test_those_who_lead_get_theirs_hours_before_in_their_own_working_time():
    """On the same day where there is time, else towards the end of the day before."""
    three = When(Timing.MORNING, TUESDAY, time(14), lead_hours=3)
    lead = WorkingTime(LISBON)
    assert before_their_people(three, lead, None, local(LISBON, 3, 14), MONDAY) == local(LISBON, 3, 11)
    six = When(Timing.MORNING, TUESDAY, HALF_PAST_NINE, lead_hours=6)
    assert before_their_people(six, lead, None, local(LISBON, 3, 9, 30), MONDAY) == local(LISBON, 2, 16)


def test_the_first_of_their_people_decides_for_those_who_lead():
    """Somebody in Singapore gets it eight hours before Lisbon does."""
    when = When(Timing.MORNING, TUESDAY, HALF_PAST_NINE, lead_hours=2)
    working = {1: WorkingTime(LISBON), 2: WorkingTime(LISBON), 3: WorkingTime(SINGAPORE)}
    due = due_of_all(when, working, {1: [2, 3]}, MONDAY)
    assert due == {1: local(LISBON, 2, 16), 2: local(LISBON, 3, 9, 30), 3: local(SINGAPORE, 3, 9, 30)}


def test_a_lead_who_is_away_until_their_people_have_it_gets_it_when_they_are_back():
    """No sooner than they work."""
    when = When(Timing.MORNING, TUESDAY, HALF_PAST_NINE, lead_hours=2)
    away = WorkingTime(LISBON, away=(Away(date(2026, 2, 23), date(2026, 3, 4)),))
    assert due_of_all(when, {1: away, 2: WorkingTime(LISBON)}, {1: [2]}, MONDAY)[1] == local(LISBON, 5, 9)


def test_those_who_lead_nobody_that_gets_it_get_it_like_everybody():
    """All of their people are away for long, say."""
    when = When(Timing.MORNING, TUESDAY, HALF_PAST_NINE, lead_hours=2)
    gone = WorkingTime(LISBON, away=(Away(TUESDAY, date.max),))
    assert due_of_all(when, {1: WorkingTime(LISBON), 2: gone}, {1: [2]}, MONDAY)[1] == local(LISBON, 3, 9, 30)


def test_what_somebody_new_gets_comes_one_a_morning():
    """Over the weekend, too."""
    thursday = local(LISBON, 5, 3)
    found = [spaced(WorkingTime(LISBON), HALF_PAST_NINE, place, thursday) for place in range(3)]
    assert found == [local(LISBON, 5, 9, 30), local(LISBON, 6, 9, 30), local(LISBON, 9, 9, 30)]


def test_whoever_is_away_for_long_is_not_waited_for():
    """The others are the first wave."""
    assert first_wave([MONDAY, MONDAY + timedelta(days=20)]) == MONDAY + LATER


ZONES = st.sampled_from(
    ["Europe/Lisbon", "America/Los_Angeles", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata", "Africa/Cairo"]
).map(ZoneInfo)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@st.composite
def lives(draw: st.DrawFn) -> WorkingTime:
    """Somebody's working time, with some leave."""
    starts = draw(st.integers(0, 22))
    ends = draw(st.integers(starts + 1, 23))
    first = draw(DAYS)
    away = Away(first, first + timedelta(days=draw(st.integers(0, 40))))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return WorkingTime(draw(ZONES), days, time(starts), time(ends), (away,), draw(st.sampled_from(["", "PT", "DE"])))


INSTANTS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(working=lives(), day=DAYS, at=st.times().map(lambda one: one.replace(microsecond=0, fold=0)), now=INSTANTS)
def test_a_morning_is_never_past_never_before_its_day_and_always_in_working_time(
    working: WorkingTime, day: date, at: time, now: datetime
) -> None:
    """In every zone, on every date, whatever the clocks do."""
    comes = own_morning(working, day, at, now)
    if comes is not None:
        assert comes >= now
        assert working.local_date(comes) >= day
        assert working.next_working(comes) == comes


@given(lead=lives(), people=st.lists(lives(), min_size=1, max_size=4), day=DAYS, hours=st.integers(1, 72), now=INSTANTS)
def test_those_who_lead_get_theirs_in_working_time_and_never_after_they_would_else(
    lead: WorkingTime, people: list[WorkingTime], day: date, hours: int, now: datetime
) -> None:
    """Nor before now; the others get theirs as if nobody led them."""
    when = When(Timing.MORNING, day, HALF_PAST_NINE, lead_hours=hours)
    working = dict(enumerate([lead, *people]))
    due = due_of_all(when, working, {0: list(range(1, len(people) + 1))}, now)
    assert {one: due[one] for one in due if one} == {one: due_for(when, of, now) for one, of in working.items() if one}
    own, comes = due_for(when, lead, now), due[0]
    if comes is not None:
        assert comes >= now
        assert lead.next_working(comes) == comes
        assert own is None or comes <= own
