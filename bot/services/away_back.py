"""Coming back: one message to whoever was away, with what moved meanwhile in the syncs that they take part in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.away_back import BackFacts, Moved, Said, absence_before
from bot.domain.recurrence import instant
from bot.domain.rollup import RollUp, State
from bot.domain.working_time import Away as Stretch
from bot.domain.working_time import WorkingTime
from bot.engine.port import DueTimer
from bot.engine.timers import cancel_timers, set_timer, set_timers
from bot.errors import NotFound
from bot.services.sync_rollup import rollup_facts
from bot.services.working import working_times
from models import Away, Channel, Membership, Person, Prompt, Ritual, Round

RETURNS = "away.back"
"""Kind of the timer of somebody's first working instant after away dates; its subject is the id of these dates."""

BACK = "away_back"
"""Kind in the ledger of the message to somebody who is back."""

MOST_SYNCS, MOST_SAID, MOST_DECISIONS = 4, 3, 3
MOST_READ = 4
"""Summaries of a sync that are read for it: the rest stands in its channel."""


async def note_returns(session: AsyncSession, aways: Sequence[tuple[Person, Away]], now: datetime) -> None:
    """Set the timers for the first working instant after away dates, of however many people at once.

    Dates without an end have none.
    """
    known = await working_times(session, [person for person, _ in aways])
    due: dict[tuple[str, str], datetime] = {}
    for person, away in aways:
        if away.last is not None:
            working = known[person.id]
            after = max(instant(away.last + timedelta(days=1), working.starts, working.zone), now)
            # Who works on no day for two months after it has other dates to come back from.
            due[person.workspace_id, str(away.id)] = working.next_working(after) or after
    await set_timers(session, RETURNS, due)


async def forget_returns(session: AsyncSession, workspace_id: str, aways: Sequence[Away]) -> None:
    """Take the timers away, since the dates are or have no end any more."""
    await cancel_timers(session, workspace_id, RETURNS, [str(away.id) for away in aways])


async def plan_return(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Plan the message to somebody whose away dates are over; of dates that hang together the last ones lead here.

    Whoever never heard of Drumbeat is not met by it this way. It waits for their working time, which may have become
    another one since the timer was set.
    """
    away = await session.get(Away, int(timer.subject))
    person = await session.get(Person, away.person_id) if away else None
    if away is None or person is None or person.deactivated or person.welcomed_at is None:
        return
    working = (await working_times(session, [person]))[person.id]
    today, works_at = working.local_date(now), working.next_working(now)
    if working.is_away(today):
        return
    if works_at is not None and works_at > now:
        await set_timer(session, person.workspace_id, RETURNS, timer.subject, works_at)
        return
    absence = absence_before(working, _first_day(working, away, today))
    if absence is not None:
        subject = {"person": person.id, "first": absence.first.isoformat(), "last": absence.last.isoformat()}
        intent = Intent(f"{BACK}:{person.id}:{today}", BACK, subject, person.slack_id)
        await ledger.plan(session, person.workspace_id, [intent])


def _first_day(working: WorkingTime, away: Away, today: date) -> date:
    """Return the first day that was worked after `away`: today, unless the message had to wait beyond it."""
    day = (away.last or today) + timedelta(days=1)
    while day < today and not working.works_on(day):
        day += timedelta(days=1)
    return min(day, today)


async def back_facts(session: AsyncSession, person_id: int, first: date, last: date) -> BackFacts:
    """Return what moved from `first` to `last` in the syncs of somebody's teams, and in those that ask them.

    Raises NotFound for somebody who is not there any more.
    """
    person = await session.get(Person, person_id)
    if person is None:
        raise NotFound("This person is not there any more.")
    rounds = await _rounds(session, person, first, last)
    moved = [await _moved(session, held, last) for held in rounds[:MOST_SYNCS]]
    return BackFacts(person.name, Stretch(first, last), tuple(moved), max(len(rounds) - MOST_SYNCS, 0))


@dataclass(frozen=True, slots=True)
class _Held:
    """A round that was held meanwhile, and the party of the person in it."""

    sync: str
    channel: str
    round_id: int
    day: date
    party: str


async def _rounds(session: AsyncSession, person: Person, first: date, last: date) -> list[list[_Held]]:
    """Return, by sync, the rounds that were summed up with a party of the person in them, the latest first."""
    teams = sa.select(Membership.team_id).where(Membership.person_id == person.id)
    rows = await session.execute(
        sa.select(Ritual.id, Ritual.name, Channel.name, Round.id, Round.local_date, Prompt.name)
        .join(Round, Round.ritual_id == Ritual.id)
        .join(Prompt, Prompt.round_id == Round.id)
        .outerjoin(Channel, sa.and_(Channel.workspace_id == Ritual.workspace_id, Channel.slack_id == Ritual.channel_id))
        .where(
            Ritual.state != "deleted",
            Round.rolled_up_at.is_not(None),
            Round.local_date.between(first, last),
            sa.or_(Prompt.team_id.in_(teams), Prompt.person_id == person.id),
        )
        .order_by(Round.local_date.desc(), Ritual.name, Prompt.name)
    )
    held: dict[int, list[_Held]] = defaultdict(list)
    for ritual_id, sync, channel, round_id, day, party in rows:
        held[ritual_id].append(_Held(sync, f"#{channel}" if channel else "its channel", round_id, day, party))
    return list(held.values())


async def _moved(session: AsyncSession, held: Sequence[_Held], today: date) -> Moved:
    """Return what the rounds of a sync brought: the last summary, and the latest lines of the person's own parties."""
    latest = held[0]
    summaries: dict[int, RollUp] = {}
    said: list[Said] = []
    for one in held:
        if len(said) >= MOST_SAID or len(summaries) >= MOST_READ:
            break
        if one.round_id not in summaries:
            summaries[one.round_id] = (await rollup_facts(session, one.round_id, today)).summary
        lines = (line for line in summaries[one.round_id].lines if line.name == one.party)
        said += [Said(one.party, one.day, line.by, line.text) for line in lines if line.state is State.ANSWERED]
    summary = summaries[latest.round_id]
    return Moved(
        sync=latest.sync,
        channel=latest.channel,
        rounds=len({one.round_id for one in held}),
        day=latest.day,
        sentence=summary.lead_sentence,
        decisions=tuple(f"{one.name}: {one.text}" for one in summary.decisions[:MOST_DECISIONS]),
        said=tuple(reversed(said)),
    )
