"""A sync as a plan, and one round of it worked out: who is asked when, who is away, when it closes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.question import Question
from bot.domain.recurrence import instant
from bot.domain.ritual import RitualPlan
from bot.domain.rollup_style import Place, Style
from bot.domain.round import CAP, WORTH_ASKING, Asked, Short, asked_at, asked_later, closing, reminder_at
from bot.domain.speaker import Voice, first_present
from bot.domain.working_time import WorkingTime

LATE = timedelta(minutes=15)
"""Who is asked later than this after their instant is asked inside their working hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPlan(RitualPlan):
    """What somebody sets up: the sync with all its settings, before or after it is saved.

    `team_ids` and `person_ids` are the audience, with whom it follows: `follower_ids` are the members of the channel or
    user group when Slack was last asked. `opted_out` are those who are left out of it, however they would be asked.
    `rollup_style` and `rollup_place` say in which order its roll-up is told, and where it stands.
    """

    questions: tuple[Question, ...]
    voice: Voice = Voice.TEAM
    answering_minutes: int = 240
    reminds: bool = True
    person_ids: tuple[int, ...] = ()
    follows_channel: str = ""
    follows_group: str = ""
    follower_ids: tuple[int, ...] = ()
    opted_out: tuple[int, ...] = ()
    rollup_style: Style = Style.DECISIONS
    rollup_place: Place = Place.CHANNEL

    @property
    def answering(self) -> timedelta:
        """How much of their own working time everybody asked has at least."""
        return timedelta(minutes=self.answering_minutes)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who may be asked."""

    person: int
    slack_id: str
    name: str
    working: WorkingTime


@dataclass(frozen=True, slots=True)
class Party:
    """Who answers as one: a team through its squad in `order` of turns, or a single person (`team` None)."""

    name: str
    order: tuple[int, ...]
    team: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedTurn:
    """Who speaks for a party, asked at `ask_at`; `nudge_at` is when they are reminded or the next one is asked."""

    party: Party
    person: int
    ask_at: datetime
    nudge_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """When the round of a date opens, `at` the first instant at which somebody is asked, and who speaks in it.

    `speakers`: for each party who is asked, and when; `absent`: the parties of which nobody works that day.
    """

    day: date
    at: datetime
    speakers: tuple[tuple[Party, Asked], ...]
    absent: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """One round worked out: its turns, the parties of which nobody works that day, and who is short of time."""

    day: date
    opens_at: datetime
    closes_at: datetime
    turns: tuple[PlannedTurn, ...]
    absent: tuple[Party, ...]
    short: tuple[Short, ...] = ()


WhenAsked = Callable[[int], datetime | None]
"""Tells at which instant a person is asked, or that they are not."""


def hands_over(plan: SyncPlan, parties: Sequence[Party]) -> bool:
    """Tell whether a silent speaker is followed by the next of the squad, with time left that is worth asking in."""
    return plan.answering / 2 >= WORTH_ASKING and any(
        party.team is not None and len(party.order) > 1 for party in parties
    )


def plan_round(
    plan: SyncPlan, parties: Sequence[Party], people: Mapping[int, Attendee], day: date, *, now: datetime | None = None
) -> RoundPlan:
    """Work out the round of `day`; with `now` one that somebody starts by hand (see `opening_of`)."""
    return round_from(plan, opening_of(plan, parties, people, day, now=now))


def opening_of(
    plan: SyncPlan, parties: Sequence[Party], people: Mapping[int, Attendee], day: date, *, now: datetime | None = None
) -> Opening:
    """Work out when the round of `day` opens, and who speaks in it.

    Where everybody answers for themselves, whoever never works on its weekday is asked on their next working day, if
    that leaves them their time to answer and comes before the next round; a squad passes over them. With `now` (a round
    that somebody starts by hand) people are asked at once or, outside their working hours, when those begin; otherwise
    at the sync's local time.
    """
    asked = _asked_now(people, now) if now else _asked(plan, people, day)
    speakers, absent = _speakers(parties, people, asked)
    at = min(one.at for _, one in speakers) if speakers else now or _nominal(plan, people, day)
    if now is None:
        later = _asked_later(plan, absent, people, day, at)
        speakers = (*speakers, *later)
        at = min((one.at for _, one in speakers), default=at)
        absent = tuple(party for party in absent if party not in {those for those, _ in later})
    return Opening(day, at, speakers, absent)


def round_from(plan: SyncPlan, opening: Opening) -> RoundPlan:
    """Work out the rest of a round that opens like this: when it closes, and who is nudged when."""
    closes = closing([one for _, one in opening.speakers], plan.answering, opening.at)
    turns = tuple(
        PlannedTurn(party, one.who, one.at, _nudge_at(plan, party, one.at, closes.at, one.working))
        for party, one in opening.speakers
    )
    return RoundPlan(opening.day, opening.at, closes.at, turns, opening.absent, closes.short)


def found_late(plan: SyncPlan, planned: RoundPlan, people: Mapping[int, Attendee], now: datetime) -> RoundPlan:
    """Return a round as it is opened at `now`, after some should have been asked while Drumbeat was down.

    They are asked when their working hours come next; where those do not come before the round closes, at once.
    """
    return replace(planned, turns=tuple(_found_late(plan, planned, turn, people, now) for turn in planned.turns))


def _found_late(
    plan: SyncPlan, planned: RoundPlan, turn: PlannedTurn, people: Mapping[int, Attendee], now: datetime
) -> PlannedTurn:
    if now - turn.ask_at <= LATE:
        return turn
    working = people[turn.person].working
    at = working.next_working(now)
    if at is None or planned.closes_at - at < WORTH_ASKING:
        return turn
    return replace(turn, ask_at=at, nudge_at=_nudge_at(plan, turn.party, at, planned.closes_at, working))


def _speakers(
    parties: Sequence[Party], people: Mapping[int, Attendee], asked: WhenAsked
) -> tuple[tuple[tuple[Party, Asked], ...], tuple[Party, ...]]:
    """Return who speaks for each party, and when they are asked; and the parties of which nobody is there."""
    turns, absent = [], []
    for party in parties:
        found = first_present(party.order, asked)
        if found is None:
            absent.append(party)
        else:
            turns.append((party, Asked(*found, people[found[0]].working)))
    return tuple(turns), tuple(absent)


def _asked_later(
    plan: SyncPlan, parties: Sequence[Party], people: Mapping[int, Attendee], day: date, opens_at: datetime
) -> tuple[tuple[Party, Asked], ...]:
    alone = [party for party in parties if party.team is None]
    before = plan.dates.next(day) if alone else None
    found = []
    for party in alone:
        who = people.get(party.order[0])
        if who is not None:
            at = asked_later(
                who.working,
                day,
                plan.local_time,
                plan.one_zone,
                latest=opens_at + CAP,
                answering=plan.answering,
                before=before,
            )
            found += [(party, Asked(who.person, at, who.working))] if at else []
    return tuple(found)


def _nudge_at(
    plan: SyncPlan, party: Party, asked_at: datetime, closes_at: datetime, working: WorkingTime
) -> datetime | None:
    """Return when a turn is nudged: a squad's silent speaker is always followed by the next one."""
    if party.team is None and not plan.reminds:
        return None
    return reminder_at(asked_at, closes_at, working, plan.answering)


def _asked(plan: SyncPlan, people: Mapping[int, Attendee], day: date) -> WhenAsked:
    zone = plan.one_zone

    def asked(person: int) -> datetime | None:
        return asked_at(people[person].working, day, plan.local_time, zone) if person in people else None

    return asked


def _asked_now(people: Mapping[int, Attendee], now: datetime) -> WhenAsked:
    def asked(person: int) -> datetime | None:
        at = people[person].working.next_working(now) if person in people else None
        return at if at is not None and at - now < timedelta(days=1) else None

    return asked


def _nominal(plan: SyncPlan, people: Mapping[int, Attendee], day: date) -> datetime:
    """Return when the round would open if anybody were there."""
    zones = {attendee.working.zone for attendee in people.values()} or {ZoneInfo("UTC")}
    return min(instant(day, plan.local_time, zone) for zone in ({plan.one_zone} if plan.one_zone else zones))
