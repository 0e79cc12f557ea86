"""The lines of a preview: the next rounds of a sync, who is asked in them when, and who is away and why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.recurrence import instant
from bot.domain.ritual_dates import Occurrence
from bot.domain.round import is_off
from bot.domain.sync import Attendee, Party, RoundPlan, SyncPlan


@dataclass(frozen=True, slots=True)
class PlannedAsk:
    """Who is asked (for which team), and when."""

    name: str
    team: str
    slack_id: str
    zone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlannedAway:
    """Somebody who is not asked that day, of which team, and why ("away until 14 Aug").

    `name` and `why` are "" where the reader may not know: away dates are for one's own team, its lead, the owner of the
    sync and the PMO.
    """

    name: str
    team: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """A round of a preview.

    `away`: who is not asked that day; `absent`: the teams of which nobody works; `short`: names with the working
    minutes that they have; `better`: a time at which nobody would be short, in words, or ""; `off`: names of those who
    are asked outside their working hours; `unreached`: those who never work on its weekday, nor soon enough after it;
    `moved`: the date that moved here for a holiday; `left_out`: those before this one that are left out for one.
    """

    date: date
    opens_at: datetime
    closes_at: datetime
    asks: tuple[PlannedAsk, ...]
    away: tuple[PlannedAway, ...] = ()
    absent: tuple[str, ...] = ()
    short: tuple[tuple[str, int], ...] = ()
    better: str = ""
    off: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    moved: Occurrence | None = None
    left_out: tuple[Occurrence, ...] = ()


def away_of(
    plan: SyncPlan, planned: RoundPlan, people: Mapping[int, Attendee], seen: Collection[int] | None
) -> tuple[PlannedAway, ...]:
    """Return who is not asked in a round since they do not work: people, also of squads in which another one speaks.

    `seen`: of whom the reader may know why; None: of everybody.
    """
    passed = [(turn.party, turn.party.order[: turn.party.order.index(turn.person)]) for turn in planned.turns]
    absent = [(party, party.order) for party in planned.absent]
    return tuple(
        _away(plan, planned.day, party, people[one], known=seen is None or one in seen)
        for party, those in (*absent, *passed)
        for one in those
        if one in people
    )


def unreached_of(
    plan: SyncPlan, planned: RoundPlan, people: Mapping[int, Attendee], seen: Collection[int] | None
) -> tuple[str, ...]:
    """Return the names of those who answer for themselves and can never be asked in a round of this weekday.

    `seen`: of whom the reader may know it; None: of everybody.
    """
    alone = [one for party in planned.absent if party.team is None for one in party.order if one in people]
    return tuple(
        people[one].name
        for one in alone
        if (seen is None or one in seen) and is_off(people[one].working, planned.day, plan.local_time, plan.one_zone)
    )


def absent_teams(parties: Sequence[Party]) -> tuple[str, ...]:
    """Return the names of those of the parties that are teams."""
    return tuple(party.name for party in parties if party.team is not None)


def _away(plan: SyncPlan, day: date, party: Party, who: Attendee, *, known: bool) -> PlannedAway:
    zone = plan.one_zone
    own_day = who.working.local_date(instant(day, plan.local_time, zone)) if zone else day
    team = party.name if party.team is not None else ""
    return PlannedAway(who.name, team, who.working.why_away(own_day)) if known else PlannedAway("", team)
