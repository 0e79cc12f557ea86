"""Who is away in a round that is previewed, and what its reader may know of it."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.sync import Attendee, Party, plan_round
from bot.domain.sync_planned import PlannedAway, absent_teams, away_of, unreached_of
from bot.domain.working_time import Away, WorkingTime
from tests.domain.test_sync import TUESDAY, WEEKLY, people

BAVARIA = Attendee(1, "U1", "Jonas", WorkingTime(ZoneInfo("Europe/Berlin"), country="DE-BY"))
LEAVE = Attendee(
    2, "U2", "Ana", WorkingTime(ZoneInfo("Europe/Lisbon"), away=(Away(date(2026, 1, 5), date(2026, 1, 9)),))
)
THERE = Attendee(3, "U3", "Ben", WorkingTime(ZoneInfo("Asia/Singapore")))
WORLD = people(BAVARIA, LEAVE, THERE)
GROWTH, PAYMENTS = Party("Growth", (1,), 10), Party("Payments", (2, 3, 1), 11)


def test_who_is_passed_over_is_away_as_well_as_teams_of_which_nobody_is_there() -> None:
    """Epiphany in Bavaria, a leave, and Ben who speaks; who comes after him in the squad is not looked at."""
    planned = plan_round(WEEKLY, (GROWTH, PAYMENTS), WORLD, TUESDAY)
    assert away_of(WEEKLY, planned, WORLD, None) == (
        PlannedAway("Jonas", "Growth", "Epiphany (Germany, Bayern)"),
        PlannedAway("Ana", "Payments", "away until 9 Jan"),
    )
    assert absent_teams(planned.absent) == ("Growth",)


def test_of_others_than_ones_own_neither_name_nor_reason_is_told() -> None:
    """Ana may be seen, Jonas is only counted."""
    planned = plan_round(WEEKLY, (GROWTH, PAYMENTS), WORLD, TUESDAY)
    assert away_of(WEEKLY, planned, WORLD, {2}) == (
        PlannedAway("", "Growth"),
        PlannedAway("Ana", "Payments", "away until 9 Jan"),
    )


def test_whoever_can_never_be_asked_on_that_weekday_is_named() -> None:
    """Ana works on Thursdays alone, too late for a Tuesday; Jonas has a holiday and works on Tuesdays else."""
    thursdays = replace(LEAVE, working=replace(LEAVE.working, days=frozenset({3}), away=()))
    world, everyone = people(BAVARIA, thursdays), (Party("Jonas", (1,)), Party("Ana", (2,)))
    planned = plan_round(WEEKLY, everyone, world, TUESDAY)
    assert unreached_of(WEEKLY, planned, world, None) == ("Ana",)
    assert unreached_of(WEEKLY, planned, world, {1}) == ()


def test_with_one_zone_the_reason_is_that_of_the_persons_own_date() -> None:
    """Eleven in the evening in Lisbon is Wednesday for Ben, who does not work then."""
    evening = replace(WEEKLY, zone="Europe/Lisbon", local_time=WEEKLY.local_time.replace(hour=23))
    ben = replace(THERE, working=replace(THERE.working, days=frozenset({0, 1})))
    alone = Party("Ben", (3,))
    planned = plan_round(evening, (alone,), people(ben), TUESDAY)
    assert away_of(evening, planned, people(ben), None) == (PlannedAway("Ben", "", "does not work on Wednesdays"),)
    assert absent_teams(planned.absent) == ()
