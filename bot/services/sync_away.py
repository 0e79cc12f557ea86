"""Open rounds heed away dates at once: who has just become away is passed over, who is back can be asked again."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.round import WORTH_ASKING, asked_at
from bot.domain.sync import Attendee, Party
from bot.engine.timers import set_timers
from bot.services.retro_away import show_away
from bot.services.sync_lock import STEP, lock_prompts, lock_sync
from bot.services.sync_round import SyncRounds
from bot.services.sync_schedule import Outlook, outlooks
from bot.services.sync_step import Intents, first_in_time, next_instants, turn_row, write_turns
from models import Membership, Prompt, Ritual, Round, Turn


async def heed(session: AsyncSession, rounds: SyncRounds, people: Collection[int], now: datetime) -> None:
    """Bring what is open in line with the away dates of `people` (ids), which have just changed.

    Whoever was to be asked and is away is passed over: the next of the squad gets the turn, and where nobody is left
    the party counts as away, unless it has answered. A party that counted as away and of whom somebody is back is asked
    if there is time. Call it with all openings locked (services/sync_lock.py).
    The boards of retros that they run say so, too.
    """
    going = await hold_open(session, people)
    if going:
        await _heed(session, rounds, going, people, now)
    await show_away(session, rounds.ledger, people)


async def _heed(
    session: AsyncSession,
    rounds: SyncRounds,
    going: Sequence[tuple[Ritual, Round]],
    people: Collection[int],
    now: datetime,
) -> None:
    seen = await outlooks(session, [ritual for ritual, _ in going])
    intents: Intents = defaultdict(list)
    changed: list[Prompt] = []
    for (ritual, current), outlook in zip(going, seen, strict=True):
        one = _Open(ritual, current, outlook, now)
        changed += await one.heed(session, people, intents)
    await session.flush()
    for prompt in changed:
        await rounds.settle(session, prompt)
    still = [(ritual, current) for ritual, current in going if current.state == "open"]
    await set_timers(session, STEP, await next_instants(session, still))
    await rounds.ledger.plan_all(session, intents)


async def hold_open(session: AsyncSession, people: Collection[int]) -> list[tuple[Ritual, Round]]:
    """Return the open rounds that concern `people`, with their syncs, held until the end of the transaction.

    `heed` does it by itself. Call it before the rows of people are changed: a tick holds a round first, and then those
    whom it asks for the first time.
    """
    asked = sa.select(Turn.round_id).where(Turn.person_id.in_(people))
    teams = sa.select(Membership.team_id).where(Membership.person_id.in_(people))
    parties = sa.select(Prompt.round_id).where(sa.or_(Prompt.team_id.in_(teams), Prompt.person_id.in_(people)))
    concerned = (Round.state == "open", sa.or_(Round.id.in_(asked), Round.id.in_(parties)))
    opened = sa.select(Round).where(*concerned).order_by(Round.ritual_id, Round.id)
    ids = dict.fromkeys(one.ritual_id for one in await session.scalars(opened))
    rituals = {one: await lock_sync(session, one) for one in ids}
    now = {"populate_existing": True}
    held = [(rituals[one.ritual_id], one) for one in await session.scalars(opened, execution_options=now)]
    going = [(ritual, one) for ritual, one in held if ritual is not None and ritual.state != "deleted"]
    for _, one in going:
        await lock_prompts(session, one.id)
    return going


@dataclass(frozen=True, slots=True)
class _Open:
    """An open round, and its audience as it is now."""

    ritual: Ritual
    round: Round
    seen: Outlook
    now: datetime

    async def heed(self, session: AsyncSession, people: Collection[int], intents: Intents) -> list[Prompt]:
        """Change what concerns `people`; return the prompts whose state has changed."""
        parties = {_key(party): party for party in self.seen.audience.parties}
        prompts = sa.select(Prompt).where(Prompt.round_id == self.round.id, Prompt.state.in_(("pending", "absent")))
        turns: dict[int, list[Turn]] = defaultdict(list)
        for turn in await session.scalars(
            sa.select(Turn).where(Turn.round_id == self.round.id).order_by(Turn.id),
            execution_options={"populate_existing": True},
        ):
            turns[turn.prompt_id].append(turn)
        changed, rows = [], []
        for prompt in await session.scalars(prompts, execution_options={"populate_existing": True}):
            party = parties.get((prompt.team_id, prompt.person_id))
            asked = turns[prompt.id]
            if party is None and prompt.person_id in people:
                # They take part no more.
                changed += [prompt] if prompt.state == "pending" else []
                prompt.state = "absent"
                for turn in asked:
                    await self._let_go(session, turn, people)
            if party is None or not set(people) & {*party.order, *(turn.person_id for turn in asked)}:
                continue
            before = prompt.state
            row = self._back(prompt, party, asked) if before == "absent" else self._gone(prompt, party, asked, people)
            rows += [row] if row else []
            for turn in asked:
                await self._let_go(session, turn, people)
            changed += [prompt] if prompt.state != before else []
        await session.flush()
        await write_turns(session, rows, self.now, intents)
        return changed

    def _gone(
        self, prompt: Prompt, party: Party, asked: Sequence[Turn], people: Collection[int]
    ) -> dict[str, Any] | None:
        """Return the turn of whoever is next, if one of `people` can no longer be asked and nobody else is."""
        if not any(turn.person_id in people and self._is_away(turn) for turn in asked):
            return None
        if not all(self._is_away(turn) for turn in asked):
            return None
        found = self._next(party, asked)
        if found is None:
            prompt.state = "absent"
            return None
        return turn_row(self.ritual, self.round, prompt.id, *found)

    def _back(self, prompt: Prompt, party: Party, asked: Sequence[Turn]) -> dict[str, Any] | None:
        """Let a party that counted as away be asked again, where somebody is there in time.

        The message that is there asks them, or the turn that is returned.
        """
        if self.round.closes_at - self.now < WORTH_ASKING:
            return None
        if any(not self._is_away(turn) for turn in asked):
            prompt.state = "pending"
            return None
        found = self._next(party, asked)
        if found is None:
            return None
        prompt.state = "pending"
        return turn_row(self.ritual, self.round, prompt.id, *found)

    def _next(self, party: Party, asked: Sequence[Turn]) -> tuple[Attendee, datetime] | None:
        """Return who can be asked next, and when: not before the time of the sync."""
        known = self.seen.audience.people
        been = {turn.person_id for turn in asked}
        found = first_in_time(
            [known[one] for one in party.order if one in known and one not in been], self.round, self.now
        )
        if found is None:
            return None
        attendee, at = found
        plan = self.seen.plan
        usual = asked_at(attendee.working, self.round.local_date, plan.local_time, plan.one_zone)
        return attendee, max(at, usual) if usual and self.round.closes_at - usual >= WORTH_ASKING else at

    async def _let_go(self, session: AsyncSession, turn: Turn, people: Collection[int]) -> None:
        """Ask nobody who is away, and remind them of nothing."""
        if turn.person_id not in people or not self._is_away(turn):
            return
        if turn.asked_at is None:
            await session.delete(turn)
        elif turn.nudged_at is None:
            turn.nudged_at = self.now

    def _is_away(self, turn: Turn) -> bool:
        attendee = self.seen.audience.people.get(turn.person_id)
        if attendee is None:
            return True
        working = attendee.working
        # Who has been asked is not gone because it is weekend by now; who is to be asked on a day off is.
        off = turn.asked_at is None and not working.works_on(working.local_date(turn.ask_at))
        return off or working.is_away(working.local_date(max(turn.ask_at, self.now)))


def _key(party: Party) -> tuple[int | None, int | None]:
    """Return the (team id, person id) that a party's prompt has."""
    return party.team, party.order[0] if party.team is None else None
