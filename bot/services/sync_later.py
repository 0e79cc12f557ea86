"""*Later* on a prompt: the same question comes once more when the person wants it."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import IDS, Database, rows_of
from bot.delivery.ledger import Intent, Ledger
from bot.domain.round import WORTH_ASKING
from bot.domain.sync_later import MOST, Later, later_at
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.errors import NotFound, UserError
from bot.services import sync_message
from bot.services.sync_standing import Standing, standing_of_turn
from bot.services.working import working_times
from models import Person, Prompt, Ritual, Round, Turn

LATER = "sync.later"
"""Kind of the timer of a question that was put off; its subject is the turn's id."""

# Put together once: every tick with such a timer in it reads it.
_PUT_OFF = (
    sa.select(Turn.id, Turn.workspace_id, Turn.laters, Turn.person_id, Person.slack_id)
    .join(Prompt, sa.and_(Prompt.workspace_id == Turn.workspace_id, Prompt.id == Turn.prompt_id))
    .join(Round, sa.and_(Round.workspace_id == Turn.workspace_id, Round.id == Turn.round_id))
    .join(Ritual, sa.and_(Ritual.workspace_id == Round.workspace_id, Ritual.id == Round.ritual_id))
    .join(Person, sa.and_(Person.workspace_id == Turn.workspace_id, Person.id == Turn.person_id))
    .where(
        Turn.id.in_(IDS),
        Prompt.state == "pending",
        Round.state == "open",
        Ritual.state != "deleted",
        Person.deactivated.is_(False),
    )
)
_PEOPLE = sa.select(
    Person.id, Person.zone, Person.working_days, Person.works_from, Person.works_until, Person.country
).where(Person.id.in_(IDS))


class SyncLater:
    """Puts questions off."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger) -> None:
        """Work on `database`; the messages are planned in `ledger`."""
        self._database, self._clock, self._ledger = database, clock, ledger

    async def put_off(self, workspace_id: str, slack_id: str, turn_id: int, choice: str) -> None:
        """Ask the person of a turn again at what they chose (`Later`); nobody is passed over or reminded before.

        Raises UserError with a sentence where that cannot be, NotFound, NotAllowed.
        """
        now = self._clock.now()
        if choice not in set(Later):
            raise NotFound("This choice is not known any more. Nothing was changed; the message still takes an answer.")
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of_turn(session, slack_id, turn_id, locked=True)
            turn = _must_be_open(standing, now)
            working = (await working_times(session, [standing.person]))[standing.person.id]
            at = later_at(Later(choice), working, now, standing.round.closes_at)
            if at is None:
                raise UserError(
                    f"Later would leave less than half an hour of your working time before *{standing.ritual.name}* "
                    "closes. This message takes your answer until then."
                )
            if turn.later_at == at:
                return
            turn.later_at, turn.laters = at, turn.laters + 1
            if turn.nudge_at is not None and turn.nudged_at is None and turn.nudge_at < at + WORTH_ASKING:
                moved = working.next_working(at + WORTH_ASKING)
                turn.nudge_at = moved if moved and standing.round.closes_at - moved >= WORTH_ASKING else None
            await set_timer(session, workspace_id, LATER, str(turn.id), at)
            await session.flush()
            keys = sync_message.keys_of([(turn.id, turn.nudged_at, turn.laters)])
            await self._ledger.refresh(session, workspace_id, keys)

    async def due(self, session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        """Plan the messages of those whose time has come, unless they have answered, or have gone on leave since."""
        rows = await rows_of(session, _PUT_OFF, {int(timer.subject) for timer in timers})
        people = await rows_of(session, _PEOPLE, {row.person_id for row in rows})
        working = await working_times(session, people)
        intents: dict[str, list[Intent]] = {}
        for row in rows:
            own = working[row.person_id]
            if own.is_away(own.local_date(now)):
                continue
            intent = sync_message.later(row.id, row.laters, row.slack_id)
            intents.setdefault(row.workspace_id, []).append(intent)
        await self._ledger.plan_all(session, intents)


def _must_be_open(standing: Standing, now: datetime) -> Turn:
    """Return the turn of a prompt that still asks. Raises UserError for one that does not, or was put off enough."""
    turn = standing.turn
    if standing.answer is not None or standing.prompt.state != "pending" or turn is None:
        raise UserError("This is answered already, so you are not asked again. Nothing was changed.")
    if standing.closed(now):
        raise UserError(f"*{standing.ritual.name}* has closed. A late update is welcome whenever it suits you.")
    if turn.laters >= MOST:
        raise UserError("This was put off five times already. The message stays here, and takes your answer.")
    return turn
