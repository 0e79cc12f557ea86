"""The phases of a round of a retro: cards shown, sorted, voted on, made actions; by time or by the facilitator."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.retro import FEWEST_WRITERS, RetroState, days_later
from bot.engine.timers import cancel_timer, set_timer
from bot.services import retro_message, retro_step
from bot.services.retro_hooks import RetroHooks
from bot.services.retro_lock import STEP
from bot.services.retro_plan import retro_plan
from models import Person, Retro, RetroRound


def phase_end(current: RetroRound) -> datetime | None:
    """Return when the phase of a round ends by itself; None where it waits for its facilitator, or is over.

    Where too few people wrote it waits, unless they were asked for their names.
    """
    ends = {
        RetroState.COLLECTING: current.reveal_at,
        RetroState.GROUPING: current.vote_at,
        RetroState.VOTING: current.ends_at,
    }
    if current.state == RetroState.FEW:
        return current.reveal_at if current.by_consent else None
    return ends.get(RetroState(current.state))


class RetroPhases:
    """Takes a round from phase to phase, inside the transaction of whoever calls, which holds the retro."""

    def __init__(self, ledger: Ledger, hooks: RetroHooks) -> None:
        """Keep what it works with; `hooks` have what cards, themes and actions do in each phase."""
        self.ledger, self.hooks = ledger, hooks

    async def reveal(
        self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime, *, by_hand: bool = False
    ) -> None:
        """Show the cards; where too few people wrote, ask the facilitator; where nobody did, end the round.

        `by_hand`: the facilitator did it, who need not be told what they see.
        """
        await session.flush()
        sealed = current.anonymous and not current.by_consent
        if not await self.hooks.cards(session, current):
            await self.end(session, retro, current, now)
        elif sealed and await self.hooks.writers(session, current) < FEWEST_WRITERS:
            await self._to(session, current, RetroState.FEW)
            await self._tell_facilitator(session, current)
        else:
            await self.show_cards(session, retro, current, now, by_hand=by_hand)

    async def show_cards(
        self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime, *, by_hand: bool = False
    ) -> None:
        """Show the cards and let them be sorted, however many wrote: enough, or those who agreed to their names."""
        plan = await retro_plan(session, retro)
        if now < current.reveal_at:
            current.vote_at = min(current.vote_at, days_later(now, plan.group_days, plan))
            current.ends_at = min(current.ends_at, days_later(current.vote_at, plan.vote_days, plan))
            current.reveal_at = now
        elif current.vote_at <= now:
            current.vote_at = days_later(now, plan.group_days, plan)
            current.ends_at = days_later(current.vote_at, plan.vote_days, plan)
        await self._to(session, current, RetroState.GROUPING)
        await self.hooks.call(session, current, self.hooks.revealed)
        if not by_hand:
            await self._tell_facilitator(session, current)
        await self.ledger.refresh(session, retro.workspace_id, await retro_message.asked_keys(session, [current.id]))

    async def start_vote(self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime) -> None:
        """Let people vote."""
        if now < current.vote_at:
            plan = await retro_plan(session, retro)
            current.ends_at = min(current.ends_at, days_later(now, plan.vote_days, plan))
            current.vote_at = now
        await self._to(session, current, RetroState.VOTING)
        await self.hooks.call(session, current, self.hooks.voting)

    async def end_vote(
        self, session: AsyncSession, _retro: Retro, current: RetroRound, now: datetime, *, by_hand: bool = False
    ) -> None:
        """Count, and let the facilitator choose actions."""
        current.ends_at = min(current.ends_at, now)
        await self._to(session, current, RetroState.ACTING)
        await self.hooks.call(session, current, self.hooks.voted)
        if not by_hand:
            await self._tell_facilitator(session, current)

    async def wait_a_day(self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime) -> None:
        """Let people write for a working day more, where too few did."""
        await self._later(session, retro, current, now)
        await self._to(session, current, RetroState.COLLECTING)
        await self.ledger.refresh(session, retro.workspace_id, await retro_message.asked_keys(session, [current.id]))

    async def ask_for_names(self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime) -> None:
        """Let people agree for a working day that their cards are shown with their names, where too few wrote.

        What nobody agrees to is not shown.
        """
        current.by_consent = True
        await self._later(session, retro, current, now)
        await self._to(session, current, RetroState.FEW)

    async def _later(self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime) -> None:
        """Show the cards a working day from now, and do the rest after that."""
        plan = await retro_plan(session, retro)
        current.reveal_at = days_later(now, 1, plan)
        current.vote_at = max(current.vote_at, days_later(current.reveal_at, plan.group_days, plan))
        current.ends_at = max(current.ends_at, days_later(current.vote_at, plan.vote_days, plan))

    async def discard(self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime) -> None:
        """Throw the cards away unseen, and end the round."""
        await self.hooks.call(session, current, self.hooks.discarded)
        await self._end(session, retro, current, RetroState.DISCARDED, now)

    async def end(self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime) -> None:
        """End a round as it is: with its actions, or with nothing to show; cards that nobody saw are thrown away."""
        if current.state == RetroState.FEW:
            await self.discard(session, retro, current, now)
            return
        if current.state == RetroState.VOTING:
            await self.hooks.call(session, current, self.hooks.voted)
        await self.hooks.call(session, current, self.hooks.closed)
        await self._end(session, retro, current, RetroState.CLOSED, now)

    async def facilitate(self, session: AsyncSession, current: RetroRound, person: Person) -> None:
        """Let somebody else run this round; whoever did so is told by the board and, where it waits, by its message."""
        current.facilitator_id = person.id
        current.revision += 1
        await self._shown_anew(session, current)
        if current.state in {RetroState.FEW, RetroState.GROUPING, RetroState.ACTING}:
            await self._tell_facilitator(session, current)

    async def refresh(self, session: AsyncSession, current: RetroRound) -> None:
        """Show on the board what has changed in a round."""
        await self.ledger.refresh(session, current.workspace_id, [retro_message.board_key(current.id)])

    async def _to(self, session: AsyncSession, current: RetroRound, state: RetroState) -> None:
        current.state = state
        current.revision += 1
        await session.flush()
        await self.set_timer(session, current)
        await self._shown_anew(session, current)

    async def set_timer(self, session: AsyncSession, current: RetroRound) -> None:
        """Set the timer of the next thing that happens by time: somebody is asked or reminded, or the phase ends."""
        end = phase_end(current)
        if end is None:
            await cancel_timer(session, current.workspace_id, STEP, str(current.id))
            return
        ask = await retro_step.next_instant(session, current) if current.state == RetroState.COLLECTING else None
        await set_timer(session, current.workspace_id, STEP, str(current.id), min(ask or end, end))

    async def _end(
        self, session: AsyncSession, retro: Retro, current: RetroRound, state: RetroState, now: datetime
    ) -> None:
        current.closed_at = now
        await self._to(session, current, state)
        await self.ledger.refresh(session, retro.workspace_id, await retro_message.asked_keys(session, [current.id]))

    async def _shown_anew(self, session: AsyncSession, current: RetroRound) -> None:
        """Show where the round stands on its board, and to whoever was told that it is their turn."""
        await session.flush()
        keys = [retro_message.board_key(current.id), *await retro_message.turn_keys(session, current.id)]
        await self.ledger.refresh(session, current.workspace_id, keys)

    async def _tell_facilitator(self, session: AsyncSession, current: RetroRound) -> None:
        """Tell whoever runs the round that it is their turn; where they have left the owner of the retro runs it."""
        person = await session.get_one(Person, current.facilitator_id)
        if person.deactivated:
            retro = await session.get_one(Retro, current.retro_id)
            person = await session.get_one(Person, retro.owner_id)
            current.facilitator_id = person.id
        if not person.deactivated:
            await self.ledger.plan(session, current.workspace_id, [retro_message.turn(current, person.slack_id)])
