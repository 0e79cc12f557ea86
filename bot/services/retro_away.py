"""Whoever runs a round of a retro is away: its board says so, and its owner hears where it waits for them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.delivery.ledger import Intent, Ledger
from bot.domain.retro import RUNNING, RetroState
from bot.domain.retro_away import A_DAY, AwayFacts, next_look, waits_since
from bot.engine.port import DueTimer
from bot.engine.timers import set_timers
from bot.services import retro_message
from bot.services.channel_invite import channel_facts
from bot.services.retro_hooks import Rounds
from bot.services.working import working_times
from models import Membership, Person, Retro, RetroRound, RetroTeam, Team

LOOK = "retro.away"
"""Kind of the timer that looks daily at a round that goes on; its subject is the round's id.

It is set as the round opens and by itself: whoever goes on with a round waits for no look, nor a look for them.
"""

_ROUNDS = (
    sa.select(Retro, RetroRound)
    .join(RetroRound, sa.and_(RetroRound.workspace_id == Retro.workspace_id, RetroRound.retro_id == Retro.id))
    .where(RetroRound.id.in_(IDS), RetroRound.state.in_(RUNNING), Retro.state != "deleted")
    .order_by(RetroRound.id)
)
_PEOPLE = sa.select(Person).where(Person.id.in_(IDS), Person.deactivated.is_(False))
_LEADS = (
    sa.select(RetroTeam.retro_id, Membership.person_id)
    .join(Team, sa.and_(Team.workspace_id == RetroTeam.workspace_id, Team.id == RetroTeam.team_id))
    .join(Membership, sa.and_(Membership.workspace_id == Team.workspace_id, Membership.team_id == Team.id))
    .where(RetroTeam.retro_id.in_(IDS), Team.archived_at.is_(None), Membership.is_lead.is_(True))
    .order_by(Membership.id)
)


class RetroAways:
    """Looks at rounds once a day."""

    def __init__(self, ledger: Ledger) -> None:
        """Tell through `ledger`."""
        self.ledger = ledger

    async def opened(self, session: AsyncSession, rounds: Rounds) -> None:
        """Look at rounds that have just been opened, a day later for the first time."""
        await set_timers(session, LOOK, {(one.workspace_id, str(one.id)): one.opens_at + A_DAY for one in rounds})

    async def look(self, session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        """Show on the boards of due rounds who is away, and tell the owners where one waits for them for a day.

        Where the owner is who is away, a lead of the teams hears of it.
        """
        wanted = {(one.workspace_id, one.subject) for one in timers}
        rows = await rows_of(session, _ROUNDS, [int(one.subject) for one in timers])
        going = [(retro, one) for retro, one in rows if (one.workspace_id, str(one.id)) in wanted]
        since = {one.id: _since(one) for _, one in going}
        due = {(one.workspace_id, str(one.id)): next_look(since[one.id], now) for _, one in going}
        await set_timers(session, LOOK, due)
        leads: dict[int, list[int]] = defaultdict(list)
        for retro_id, person_id in await rows_of(session, _LEADS, {retro.id for retro, _ in going}):
            leads[retro_id].append(person_id)
        ids = {one for retro, current in going for one in (retro.owner_id, current.facilitator_id, *leads[retro.id])}
        people = {one.id: one for (one,) in await rows_of(session, _PEOPLE, ids)}
        working = await working_times(session, list(people.values()))
        away = {one for one, of in working.items() if of.away_until(of.local_date(now))}
        boards: dict[str, list[str]] = defaultdict(list)
        intents: dict[str, list[Intent]] = defaultdict(list)
        for retro, current in going:
            boards[current.workspace_id].append(retro_message.board_key(current.id))
            waits = since[current.id]
            if current.facilitator_id not in away or waits is None or now < waits + A_DAY:
                continue
            there = [one for one in (retro.owner_id, *leads[retro.id]) if one in people and one not in away]
            if there:
                intents[current.workspace_id].append(retro_message.waits(current, people[there[0]].slack_id))
        for workspace_id, keys in boards.items():
            await self.ledger.refresh(session, workspace_id, keys)
        await self.ledger.plan_all(session, intents)


async def away_until(session: AsyncSession, person: Person, now: datetime) -> date | None:
    """Return the last day on which somebody is away now, `date.max` where nobody knows it; None where they are not."""
    working = (await working_times(session, [person]))[person.id]
    return working.away_until(working.local_date(now))


async def show_away(session: AsyncSession, ledger: Ledger, people: Collection[int]) -> None:
    """Show on the boards of the rounds that `people` (ids) run that their away dates have changed."""
    # First the open ones, which are few.
    running = sa.select(RetroRound.workspace_id, RetroRound.id).where(RetroRound.state.in_(RUNNING))
    keys: dict[str, list[str]] = defaultdict(list)
    for workspace_id, round_id in await session.execute(running.where(RetroRound.facilitator_id.in_(people))):
        keys[workspace_id].append(retro_message.board_key(round_id))
    for workspace_id, some in keys.items():
        await ledger.refresh(session, workspace_id, some)


async def away_facts(
    session: AsyncSession, round_id: int, state: RetroState, facilitator_id: int, now: datetime
) -> AwayFacts | None:
    """Return what is told of a round that waits; None where there is no such round any more."""
    current = await session.get(RetroRound, round_id)
    if current is None:
        return None
    retro = await session.get_one(Retro, current.retro_id)
    facilitator = await session.get_one(Person, facilitator_id)
    until = await away_until(session, facilitator, now)
    waits = retro.state != "deleted" and current.state == state and current.facilitator_id == facilitator_id
    channel = await channel_facts(session, retro.channel_id)
    return AwayFacts(
        round_id=round_id,
        retro=retro.name,
        state=state,
        facilitator=facilitator.name,
        channel=channel.label or "its channel",
        until=until if until and until < date.max else None,
        over=not waits or until is None or _since(current) is None,
    )


def _since(current: RetroRound) -> datetime | None:
    state = RetroState(current.state)
    return waits_since(state, current.reveal_at, current.ends_at, by_consent=current.by_consent)
