"""The night in which what was asked without a name is handed over: every night, whether there is something or not."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.engine.timers import set_timer
from bot.services.change_question_box import hand_over
from bot.services.change_question_withdraw import say_tonight
from bot.services.nightly import begin_nightly
from bot.services.people import next_night

NIGHTLY = "change_question.night"
"""Kind of the nightly timer, and of the work that it asks for."""

HOUR = 4
"""UTC hour; the minute differs from workspace to workspace."""


class ChangeNight:
    """Hands over. The timer is there from the first start on: one that came with a question would tell when."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger) -> None:
        """Work on `database`; what was taken back is taken out of messages through `ledger`."""
        self._database, self._clock, self._ledger = database, clock, ledger

    async def begin(self, workspace_id: str) -> None:
        """Work from the next night on."""
        await begin_nightly(self._database, workspace_id, NIGHTLY, self.next_night(workspace_id))

    async def schedule(self, session: AsyncSession, workspace_id: str, when: datetime) -> None:
        """Let the next night be at `when`."""
        await set_timer(session, workspace_id, NIGHTLY, "", when)

    def next_night(self, workspace_id: str) -> datetime:
        """Return the next instant at which a workspace's turn comes by itself."""
        return next_night(workspace_id, self._clock.now(), hour=HOUR)

    async def hand_over(self, workspace_id: str) -> int:
        """Hand over all that waits, and say what was taken back; return how many things came. Safe to repeat."""
        async with self._database.transaction(workspace_id) as session:
            await say_tonight(session, self._ledger, self._clock.now())
        async with self._database.transaction(workspace_id) as session:
            return await hand_over(session, workspace_id, self._clock.now())
