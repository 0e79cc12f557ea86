"""What a retro is, and the instants of one round of it: who is asked when, and when each phase ends.

Everything that happens in the channel happens at one time of day: the retro's, in its one zone or else in its owner's.
People are asked at that time of their own zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.holiday import is_working_day
from bot.domain.recurrence import instant
from bot.domain.retro_format import Column
from bot.domain.ritual import RitualPlan
from bot.domain.round import WORTH_ASKING, CatchUp, catch_up
from bot.domain.working_time import WorkingTime

WORTH_WRITING = timedelta(hours=4)
"""A round that is found late is opened while so much is left until the cards are shown."""

ON_TIME = timedelta(minutes=5)
"""A round that is opened so much after its time was not late."""

FEWEST_WRITERS = 3
"""Below so many, cards without names would have names all the same."""

_DAY = timedelta(days=1)


class RetroState(StrEnum):
    """Where a round stands.

    `FEW`: too few people wrote for cards without names; `ACTING`: voted, and actions are being chosen; `DISCARDED`: its
    cards were thrown away unseen; `MISSED`: it never took place.
    """

    COLLECTING = "collecting"
    FEW = "few"
    GROUPING = "grouping"
    VOTING = "voting"
    ACTING = "acting"
    CLOSED = "closed"
    DISCARDED = "discarded"
    MISSED = "missed"


RUNNING = frozenset({RetroState.COLLECTING, RetroState.FEW, RetroState.GROUPING, RetroState.VOTING, RetroState.ACTING})
"""The states of a round that goes on; a retro has one such round at most."""


WAITING = frozenset({RetroState.FEW, RetroState.GROUPING, RetroState.ACTING})
"""The states of a round in which its facilitator has something to do."""


class Hindrance(StrEnum):
    """Why a date of a retro did not take place."""

    DOWN = "down"
    RUNNING = "running"
    NOBODY = "nobody"
    KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetroPlan(RitualPlan):
    """A retro as it is set up, stored or not.

    `owner_zone` is its owner's: for what happens in the channel where it has no zone of its own.
    """

    columns: tuple[Column, ...]
    format: str
    anonymous: bool = True
    write_days: int = 3
    group_days: int = 1
    vote_days: int = 1
    votes: int = 3
    owner_zone: str = "UTC"

    @property
    def board_zone(self) -> ZoneInfo:
        """The zone of what happens in the channel."""
        return ZoneInfo(self.zone or self.owner_zone)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked for cards: `at` once, and reminded at `nudge_at` (None: never) should they have none."""

    person: int
    at: datetime
    nudge_at: datetime | None


@dataclass(frozen=True, slots=True)
class RetroOpening:
    """A round to come: its date, and the first instant at which anything happens."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class RetroRoundPlan:
    """A round with all its instants; `absent` are away for all of the writing time."""

    day: date
    opens_at: datetime
    reveal_at: datetime
    vote_at: datetime
    ends_at: datetime
    asked: tuple[Asked, ...] = ()
    absent: tuple[int, ...] = ()


def working_days_after(day: date, count: int, home: str) -> date:
    """Return the `count`-th working day of a country ("": Monday to Friday) after `day`."""
    while count > 0:
        day += _DAY
        count -= is_working_day(home, day)
    return day


def opening_of(plan: RetroPlan, people: Mapping[int, WorkingTime], day: date) -> RetroOpening:
    """Return when the round of `day` opens: when the first of `people` (by id) is asked, else when the board comes."""
    board = instant(day, plan.local_time, plan.board_zone)
    usual = (_usual(plan, working, day) for working in people.values() if working.works_on(day))
    return RetroOpening(day, min(usual, default=board))


def plan_round(
    plan: RetroPlan, people: Mapping[int, WorkingTime], day: date, *, now: datetime | None = None, live: bool = False
) -> RetroRoundPlan:
    """Work out the round of `day`; `now`: somebody opens it by hand, and who is at work is asked at once.

    Who does not work then is asked when they work next, where enough time is left to write. Nobody is asked for a
    `live` one, in which nothing happens by itself but after a working day of silence.
    """
    ends: list[date] = []
    for days in (plan.write_days, plan.group_days, plan.vote_days):
        before = ends[-1] if ends else day
        ends.append(working_days_after(before, days, plan.home))
    reveal_at, vote_at, ends_at = (instant(one, plan.local_time, plan.board_zone) for one in ends)
    opens_at = opening_of(plan, people, day).at if now is None else now
    if live:
        reveal_at = silent_from(opens_at, plan)
        vote_at = silent_from(reveal_at, plan)
        return RetroRoundPlan(day, opens_at, reveal_at, vote_at, silent_from(vote_at, plan))
    times = {
        person: _usually(plan, working, day) if now is None else working.next_working(now)
        for person, working in people.items()
    }
    planned = RetroRoundPlan(day, opens_at, reveal_at, vote_at, ends_at)
    return _with_people(planned, people, times)


def found_late(
    plan: RetroPlan, people: Mapping[int, WorkingTime], planned: RetroRoundPlan, now: datetime
) -> RetroRoundPlan:
    """Return a round that is found unopened at `now` as it is then opened: nobody is asked at night for that.

    Its phases end when they always did. A tick that is a little late changes nothing.
    """
    if now - planned.opens_at <= ON_TIME:
        return planned
    usual = {person: _usually(plan, working, planned.day) for person, working in people.items()}
    times = {
        person: at if at is None or at >= now else people[person].next_working(now) for person, at in usual.items()
    }
    return _with_people(planned, people, times)


def found_at(planned: RetroRoundPlan, now: datetime) -> CatchUp:
    """Say what becomes of a round that is found unopened at `now`, after downtime."""
    return catch_up(planned.opens_at, planned.reveal_at, now, WORTH_WRITING)


def days_later(at: datetime, days: int, plan: RetroPlan) -> datetime:
    """Return the time of day of a retro `days` working days after an instant, by its calendar."""
    day = at.astimezone(plan.board_zone).date()
    return instant(working_days_after(day, days, plan.home), plan.local_time, plan.board_zone)


def silent_from(at: datetime, plan: RetroPlan) -> datetime:
    """Return when a step of a live round that was taken at `at` counts as the last one: a whole working day later.

    Until then whoever runs it goes on by hand; after that it goes on by itself, lest it stand still for ever.
    """
    local = at.astimezone(plan.board_zone)
    return instant(working_days_after(local.date(), 1, plan.home), local.time(), plan.board_zone)


def phase_ends(at: datetime, days: int, plan: RetroPlan, *, live: bool) -> datetime:
    """Return when a phase that begins at an instant, and is to take `days`, ends by itself."""
    return silent_from(at, plan) if live else days_later(at, days, plan)


def _usual(plan: RetroPlan, working: WorkingTime, day: date) -> datetime:
    return instant(day, plan.local_time, plan.one_zone or working.zone)


def _usually(plan: RetroPlan, working: WorkingTime, day: date) -> datetime | None:
    """Return when somebody is asked in the round of `day`: at their own time, or else when they work next."""
    usual = _usual(plan, working, day)
    return usual if plan.zone == "" and working.works_on(day) else working.next_working(usual)


def _with_people(
    planned: RetroRoundPlan, people: Mapping[int, WorkingTime], times: Mapping[int, datetime | None]
) -> RetroRoundPlan:
    """Return a round with those who are asked at these times; too late, they are absent."""
    asked, absent = [], []
    for person, at in times.items():
        if at is None or planned.reveal_at - at < WORTH_ASKING:
            absent.append(person)
        else:
            asked.append(Asked(person, at, _nudge_at(people[person], at, planned.reveal_at)))
    return replace(planned, asked=tuple(asked), absent=tuple(absent))


@lru_cache(maxsize=10_000)
def _nudge_at(working: WorkingTime, at: datetime, reveal_at: datetime) -> datetime | None:
    """Return when somebody is reminded: after half of their working time; None where that would only rush.

    Kept, since most of a team work alike.
    """
    half = working.after(at, working.between(at, reveal_at) / 2)
    nudge_at = working.next_working(half) if half else None
    return nudge_at if nudge_at and nudge_at > at and reveal_at - nudge_at >= WORTH_ASKING else None
