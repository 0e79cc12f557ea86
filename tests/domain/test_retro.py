"""When a round of a retro opens, who is asked in it, and when its phases end."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.retro import (
    RetroPlan,
    days_later,
    found_at,
    found_late,
    opening_of,
    plan_round,
    working_days_after,
)
from bot.domain.retro_format import columns_of
from bot.domain.round import CatchUp
from bot.domain.working_time import Away, WorkingTime

THURSDAY = date(2026, 3, 5)
PLAN = RetroPlan(
    name="Monthly retro",
    rrule="FREQ=MONTHLY;BYDAY=1TH",
    starts_on=date(2026, 1, 1),
    local_time=time(14),
    channel_id="C1",
    columns=columns_of("worked"),
    format="worked",
    owner_zone="Europe/Lisbon",
    owner_country="PT",
)
LISBON, SINGAPORE, ANGELES = (ZoneInfo(one) for one in ("Europe/Lisbon", "Asia/Singapore", "America/Los_Angeles"))
PEOPLE = {1: WorkingTime(LISBON), 2: WorkingTime(SINGAPORE), 3: WorkingTime(ANGELES)}


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_each_is_asked_at_their_own_time_and_the_channel_goes_by_its_owners() -> None:
    """It opens with the first who is asked; all phases end at the owner's 14:00, working days apart."""
    planned = plan_round(PLAN, PEOPLE, THURSDAY)
    assert {one.person: one.at for one in planned.asked} == {
        1: at("2026-03-05 14:00"),
        2: at("2026-03-05 06:00"),
        3: at("2026-03-05 22:00"),
    }
    assert opening_of(PLAN, PEOPLE, THURSDAY).at == planned.opens_at == at("2026-03-05 06:00")
    assert [planned.reveal_at, planned.vote_at, planned.ends_at] == [
        at("2026-03-10 14:00"),
        at("2026-03-11 14:00"),
        at("2026-03-12 14:00"),
    ]


def test_one_zone_for_all_asks_nobody_at_night() -> None:
    """Who sleeps then is asked when their day begins."""
    planned = plan_round(replace(PLAN, zone="Asia/Singapore"), PEOPLE, THURSDAY)
    asked = {one.person: one.at for one in planned.asked}
    assert asked == {1: at("2026-03-05 09:00"), 2: at("2026-03-05 06:00"), 3: at("2026-03-05 17:00")}
    assert planned.reveal_at == at("2026-03-10 06:00")


def test_a_reminder_comes_after_half_of_ones_own_working_time() -> None:
    """Thursday 14:00 to Tuesday 14:00 are 24 hours of work; half of it is over on Monday at 10:00."""
    [asked] = plan_round(PLAN, {1: PEOPLE[1]}, THURSDAY).asked
    assert asked.nudge_at == at("2026-03-09 10:00")


def test_who_is_away_for_all_of_it_is_absent_and_who_is_back_in_time_is_asked_then() -> None:
    """A reminder that only rushes is left out."""
    back = replace(PEOPLE[1], away=(Away(THURSDAY, date(2026, 3, 9)),))
    gone = replace(PEOPLE[1], away=(Away(THURSDAY, date(2026, 3, 10)),))
    soon = replace(PEOPLE[1], away=(Away(THURSDAY, date(2026, 3, 9)),), starts=time(13, 10))
    planned = plan_round(PLAN, {1: back, 2: gone, 3: soon}, THURSDAY)
    assert [(one.person, one.at) for one in planned.asked] == [(1, at("2026-03-10 09:00")), (3, at("2026-03-10 13:10"))]
    assert planned.asked[1].nudge_at is None
    assert planned.absent == (2,)


def test_by_hand_it_asks_at_once_who_is_at_work() -> None:
    """The others when their day begins; its phases end as always."""
    planned = plan_round(PLAN, PEOPLE, THURSDAY, now=at("2026-03-05 10:00"))
    asked = {one.person: one.at for one in planned.asked}
    assert asked == {1: at("2026-03-05 10:00"), 2: at("2026-03-06 01:00"), 3: at("2026-03-05 17:00")}
    assert planned.reveal_at == at("2026-03-10 14:00")


def test_nobody_is_asked_apart_in_a_live_one() -> None:
    """What is left undone goes on after a whole working day of silence."""
    planned = plan_round(PLAN, PEOPLE, THURSDAY, now=at("2026-03-05 10:00"), live=True)
    assert planned.asked == planned.absent == ()
    assert (planned.opens_at, planned.reveal_at) == (at("2026-03-05 10:00"), at("2026-03-06 10:00"))
    assert (planned.vote_at, planned.ends_at) == (at("2026-03-09 10:00"), at("2026-03-10 10:00"))


def test_without_people_it_opens_with_its_board() -> None:
    """There is nobody whose time could come first."""
    assert opening_of(PLAN, {}, THURSDAY).at == at("2026-03-05 14:00")


def test_a_round_found_late_asks_in_working_hours_and_ends_when_it_always_did() -> None:
    """A tick that is a little late changes nothing."""
    planned = plan_round(PLAN, PEOPLE, THURSDAY)
    assert found_late(PLAN, PEOPLE, planned, planned.opens_at + timedelta(seconds=90)) == planned
    hours = found_late(PLAN, PEOPLE, planned, at("2026-03-05 12:00"))
    assert [one.at for one in hours.asked] == [
        at("2026-03-05 14:00"),
        at("2026-03-06 01:00"),
        at("2026-03-05 22:00"),
    ]
    late = found_late(PLAN, PEOPLE, planned, at("2026-03-06 20:00"))
    assert (late.opens_at, late.reveal_at) == (planned.opens_at, planned.reveal_at)
    assert {one.person: one.at for one in late.asked} == {
        1: at("2026-03-09 09:00"),
        2: at("2026-03-09 01:00"),
        3: at("2026-03-06 20:00"),
    }


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-03-10 10:00", CatchUp.OPEN), ("2026-03-10 10:01", CatchUp.MISSED), ("2026-03-11 00:00", CatchUp.MISSED)],
)
def test_a_round_is_opened_late_while_four_hours_are_left(now: str, expected: CatchUp) -> None:
    """Else it was missed."""
    assert found_at(plan_round(PLAN, PEOPLE, THURSDAY), at(now)) is expected


def test_working_days_leave_out_weekends_and_the_holidays_of_the_home_country() -> None:
    """Good Friday is one in Portugal; 2 April is the Thursday before it."""
    assert working_days_after(date(2026, 4, 2), 1, "PT") == date(2026, 4, 6)
    assert working_days_after(date(2026, 4, 2), 1, "") == date(2026, 4, 3)
    assert days_later(at("2026-04-02 23:30"), 1, PLAN) == at("2026-04-06 13:00")


@given(
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    zone=st.sampled_from(["Pacific/Apia", "Asia/Kathmandu", "Europe/Lisbon", "America/St_Johns", "Pacific/Honolulu"]),
    hour=st.integers(0, 23),
    days=st.tuples(st.integers(1, 15), st.integers(1, 15), st.integers(1, 15)),
)
def test_the_phases_follow_each_other_wherever_and_whenever(
    day: date, zone: str, hour: int, days: tuple[int, int, int]
) -> None:
    """Nobody is asked outside the writing time, or reminded before they are asked."""
    write, group, vote = days
    plan = replace(PLAN, owner_zone=zone, local_time=time(hour), write_days=write, group_days=group, vote_days=vote)
    planned = plan_round(plan, PEOPLE, day)
    assert planned.opens_at < planned.reveal_at < planned.vote_at < planned.ends_at
    assert {one.person for one in planned.asked} | set(planned.absent) == set(PEOPLE)
    for one in planned.asked:
        assert planned.opens_at <= one.at < planned.reveal_at
        assert one.nudge_at is None or one.at < one.nudge_at < planned.reveal_at
