"""The phases of a round of a retro: cards shown, sorted, voted on, made actions; by time or by the facilitator."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.retro import FEWEST_WRITERS, RUNNING, WAITING, RetroPlan, RetroState, phase_ends
from bot.engine.timers import cancel_idle_timers, set_timers
from bot.services import retro_message, retro_step, retro_turn
from bot.services.retro_hooks import RetroHooks, Rounds
from bot.services.retro_lock import STEP
from bot.services.retro_plan import retro_plan, retro_plans
from bot.services.retro_turn import Going
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
    """Takes rounds from phase to phase, inside the transaction of whoever calls, which holds their retros.

    What comes by time comes for many at once, of whichever workspaces, by the same few statements.
    """

    def __init__(self, ledger: Ledger, hooks: RetroHooks) -> None:
        """Keep what it works with; `hooks` have what cards, themes and actions do in each phase."""
        self.ledger, self.hooks = ledger, hooks

    async def reveal(self, session: AsyncSession, rounds: Going, now: datetime, *, by_hand: bool = False) -> None:
        """Show the cards; where too few people wrote, ask the facilitator; where nobody did, end the round.

        `by_hand`: the facilitator did it, who need not be told what they see.
        """
        if not rounds:
            return
        await session.flush()
        written = await self.hooks.written(session, _rounds(rounds))
        empty, few, shown = [], [], []
        for retro, current in rounds:
            sealed = current.anonymous and not current.by_consent
            if not written[current.id].cards:
                empty.append((retro, current))
            elif sealed and written[current.id].writers < FEWEST_WRITERS:
                few.append((retro, current))
            else:
                shown.append((retro, current))
        await self.end(session, empty, now)
        await self._to(session, few, RetroState.FEW)
        await retro_turn.tell(session, self.ledger, few)
        await self.show_cards(session, shown, now, by_hand=by_hand)

    async def show_cards(self, session: AsyncSession, rounds: Going, now: datetime, *, by_hand: bool = False) -> None:
        """Show the cards and let them be sorted, however many wrote: enough, or those who agreed to their names."""
        moved = [(retro, one) for retro, one in rounds if now < one.reveal_at or one.vote_at <= now]
        for (_, current), plan in zip(moved, await self._plans(session, moved), strict=True):
            if now < current.reveal_at:
                current.vote_at = min(current.vote_at, _ends(current, now, plan.group_days, plan))
                current.ends_at = min(current.ends_at, _ends(current, current.vote_at, plan.vote_days, plan))
                current.reveal_at = now
            else:
                current.vote_at = _ends(current, now, plan.group_days, plan)
                current.ends_at = _ends(current, current.vote_at, plan.vote_days, plan)
        await self._to(session, rounds, RetroState.GROUPING)
        await self.hooks.call(session, _rounds(rounds), self.hooks.revealed)
        if not by_hand:
            await retro_turn.tell(session, self.ledger, rounds)
        await self._show_people_anew(session, rounds)

    async def start_vote(self, session: AsyncSession, rounds: Going, now: datetime) -> None:
        """Let people vote."""
        moved = [(retro, one) for retro, one in rounds if now < one.vote_at]
        for (_, current), plan in zip(moved, await self._plans(session, moved), strict=True):
            current.ends_at = min(current.ends_at, _ends(current, now, plan.vote_days, plan))
            current.vote_at = now
        await self._to(session, rounds, RetroState.VOTING)
        await self.hooks.call(session, _rounds(rounds), self.hooks.voting)

    async def end_vote(self, session: AsyncSession, rounds: Going, now: datetime, *, by_hand: bool = False) -> None:
        """Count, and let the facilitators choose actions."""
        for _, current in rounds:
            current.ends_at = min(current.ends_at, now)
        await self._to(session, rounds, RetroState.ACTING)
        await self.hooks.call(session, _rounds(rounds), self.hooks.voted)
        if not by_hand:
            await retro_turn.tell(session, self.ledger, rounds)

    async def wait_a_day(self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime) -> None:
        """Let people write for a working day more, where too few did."""
        await self._later(session, retro, current, now)
        await self._to(session, [(retro, current)], RetroState.COLLECTING)
        await self._show_people_anew(session, [(retro, current)])

    async def ask_for_names(self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime) -> None:
        """Let people agree for a working day that their cards are shown with their names, where too few wrote.

        What nobody agrees to is not shown.
        """
        current.by_consent = True
        await self._later(session, retro, current, now)
        await self._to(session, [(retro, current)], RetroState.FEW)

    async def discard(self, session: AsyncSession, rounds: Going, now: datetime) -> None:
        """Throw the cards away unseen, and end the rounds."""
        await self.hooks.call(session, _rounds(rounds), self.hooks.discarded)
        await self._end(session, rounds, RetroState.DISCARDED, now)

    async def end(self, session: AsyncSession, rounds: Going, now: datetime) -> None:
        """End rounds as they are: with their actions, or with nothing to show; what nobody saw is thrown away."""
        await self.discard(session, [one for one in rounds if one[1].state == RetroState.FEW], now)
        rest = [one for one in rounds if one[1].state in RUNNING]
        voting = [current for _, current in rest if current.state == RetroState.VOTING]
        await self.hooks.call(session, voting, self.hooks.voted)
        await self.hooks.call(session, _rounds(rest), self.hooks.closed)
        await self._end(session, rest, RetroState.CLOSED, now)

    async def facilitate(self, session: AsyncSession, retro: Retro, current: RetroRound, person: Person) -> None:
        """Let somebody else run this round; whoever did so is told by the board and, where it waits, by its message."""
        current.facilitator_id = person.id
        current.revision += 1
        await retro_turn.show_anew(session, self.ledger, [(retro, current)])
        if current.state in WAITING:
            await retro_turn.tell(session, self.ledger, [(retro, current)])

    async def refresh(self, session: AsyncSession, current: RetroRound) -> None:
        """Show on the board what has changed in a round."""
        await self.ledger.refresh(session, current.workspace_id, [retro_message.board_key(current.id)])

    async def set_timers(self, session: AsyncSession, rounds: Rounds) -> None:
        """Set the timers of the next thing that happens by time: somebody is asked or reminded, or the phase ends."""
        writing = [one for one in rounds if one.state == RetroState.COLLECTING]
        steps = await retro_step.next_instants(session, writing)
        due: dict[tuple[str, str], datetime] = {}
        waiting: dict[str, list[str]] = defaultdict(list)
        for one in rounds:
            end = phase_end(one)
            if end is None:
                waiting[one.workspace_id].append(str(one.id))
            else:
                due[one.workspace_id, str(one.id)] = min(steps.get(one.id, end), end)
        await set_timers(session, STEP, due)
        for workspace_id, subjects in waiting.items():
            await cancel_idle_timers(session, workspace_id, STEP, subjects)

    async def _later(self, session: AsyncSession, retro: Retro, current: RetroRound, now: datetime) -> None:
        """Show the cards a working day from now, and do the rest after that."""
        plan = await retro_plan(session, retro)
        current.reveal_at = _ends(current, now, 1, plan)
        current.vote_at = max(current.vote_at, _ends(current, current.reveal_at, plan.group_days, plan))
        current.ends_at = max(current.ends_at, _ends(current, current.vote_at, plan.vote_days, plan))

    async def _plans(self, session: AsyncSession, rounds: Going) -> list[RetroPlan]:
        return await retro_plans(session, [retro for retro, _ in rounds]) if rounds else []

    async def _to(self, session: AsyncSession, rounds: Going, state: RetroState) -> None:
        if not rounds:
            return
        for _, current in rounds:
            current.state = state
            current.revision += 1
        await session.flush()
        await self.set_timers(session, _rounds(rounds))
        await retro_turn.show_anew(session, self.ledger, rounds)

    async def _end(self, session: AsyncSession, rounds: Going, state: RetroState, now: datetime) -> None:
        for _, current in rounds:
            current.closed_at = now
        await self._to(session, rounds, state)
        await self._show_people_anew(session, rounds)

    async def _show_people_anew(self, session: AsyncSession, rounds: Going) -> None:
        """Show where rounds stand in what people were asked."""
        await self._refresh(session, await retro_message.asked_keys(session, [one.id for _, one in rounds]))

    async def _refresh(self, session: AsyncSession, keys: Mapping[str, Sequence[str]]) -> None:
        for workspace_id, some in keys.items():
            await self.ledger.refresh(session, workspace_id, some)


def _rounds(rounds: Going) -> list[RetroRound]:
    return [current for _, current in rounds]


def _ends(current: RetroRound, at: datetime, days: int, plan: RetroPlan) -> datetime:
    """Return when a phase of a round that begins at an instant ends by itself."""
    return phase_ends(at, days, plan, live=current.live)
