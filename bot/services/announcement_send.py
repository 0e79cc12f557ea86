"""Announcements are let go, stopped in the middle and gone on with by people; an edit is shown to all who have it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.announcement import State
from bot.errors import UserError
from bot.services import announcement_carry as carry
from bot.services import announcement_message as messages
from bot.services.announcement_edit import refresh_all
from bot.services.announcement_row import (
    channels_of,
    is_on_its_way,
    locked,
    must_be_signed,
    must_send,
)
from bot.services.announcement_standing import must_be_timely
from bot.services.announcement_way import GOING, AnnouncementWay
from bot.services.audit import Audit
from bot.services.change_load import Overloaded, must_bear
from bot.services.change_load_ask import ChangeLoadAsks
from bot.services.role import acting
from bot.services.stakeholder_follow import StakeholderFollows
from models import Announcement, AnnouncementPart

OUT = "“{title}” is on its way already. Nothing was changed."
CHANGED = "It was changed while you looked at it. Nothing was sent; here is what it says now."
NOT_OUT = "“{title}” is not being sent, so there is nothing to stop."
AGAIN = "“{title}” is posted once more. Its own message says within a minute whether it stands there."
POSTED = "“{title}” stands in each of its channels, or is on its way there. Nothing was changed."
STOPPED = "“{title}” is stopped. Whoever has it keeps it; the rest gets nothing until you choose *Go on*."
WENT_ON = "“{title}” goes on to those who don't have it yet."
NOT_STOPPED = "“{title}” was not stopped, so there is nothing to go on with."


class AnnouncementSending:
    """Sends announcements."""

    def __init__(
        self, database: Database, clock: Clock, audit: Audit, way: AnnouncementWay, follows: StakeholderFollows
    ) -> None:
        """Work on `database`; what people did is audited, and what may go is brought to its readers by `way`.

        Who is in the channels and user groups that it goes to is asked through `follows`.
        """
        self._database, self._clock, self._audit = database, clock, audit
        self.way, self.ledger, self._follows = way, way.ledger, follows
        self._load_asks = ChangeLoadAsks(database, clock, way.ledger, audit)

    async def go(self, workspace_id: str, slack_id: str, announcement_id: int, revision: int | None = None) -> int:
        """Let an announcement go, as it was seen at `revision`; return how many people get it.

        Raises NotFound, NotAllowed, and UserError where it is out already, waits for a signature or has no reader; and
        where it is more than a group can take in, once whoever stands for it has been asked.
        """
        await self._follows.bring_or_keep(workspace_id, await self._groups(workspace_id, announcement_id))
        try:
            return await self._go(workspace_id, slack_id, announcement_id, revision)
        except Overloaded as over:
            asked = await self._load_asks.ask(workspace_id, slack_id, announcement_id, over.loads)
            raise UserError(asked) from None

    async def _go(self, workspace_id: str, slack_id: str, announcement_id: int, revision: int | None) -> int:
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            row = await locked(session, announcement_id, to_send=True)
            await must_send(session, person, row)
            if not State(row.state).editable_freely:
                raise UserError(OUT.format(title=row.title))
            if revision not in {None, row.revision}:
                raise UserError(CHANGED)
            return await self.go_within(session, row, slack_id, now)

    async def go_within(self, session: AsyncSession, row: Announcement, slack_id: str, now: datetime) -> int:
        """Let a locked draft go in the name of somebody, as `go` does."""
        await must_be_timely(session, row)
        await must_be_signed(session, row)
        await must_bear(session, row, now)
        count = await self.way.sent_off(session, row, now)
        await carry.done(session, row.workspace_id, row.id, row.revision)
        details = {"people": count, "revision": row.revision}
        self._audit.record(session, slack_id, "announcement_sent", f"announcement:{row.id}", **details)
        return count

    async def _groups(self, workspace_id: str, announcement_id: int) -> list[int]:
        async with self._database.reading(workspace_id) as session:
            rows = sa.select(AnnouncementPart.group_id).where(AnnouncementPart.announcement_id == announcement_id)
            return list(await session.scalars(rows))

    async def stop(self, workspace_id: str, slack_id: str, announcement_id: int) -> str:
        """Send no more of an announcement, and say so; whoever has it keeps it.

        Raises NotFound, NotAllowed, UserError.
        """
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            row = await locked(session, announcement_id)
            await must_send(session, person, row)
            if not await is_on_its_way(session, row):
                raise UserError(NOT_OUT.format(title=row.title))
            await self.way.stop(session, row)
            self._audit.record(session, slack_id, "announcement_stopped", f"announcement:{row.id}")
            return STOPPED.format(title=row.title)

    async def go_on(self, workspace_id: str, slack_id: str, announcement_id: int) -> str:
        """Send the rest of a stopped announcement, and say so; nobody gets it twice.

        Raises NotFound, NotAllowed, UserError.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            row = await locked(session, announcement_id)
            await must_send(session, person, row)
            if row.state != State.STOPPED:
                raise UserError(NOT_STOPPED.format(title=row.title))
            await must_be_timely(session, row)
            self._audit.record(session, slack_id, "announcement_went_on", f"announcement:{row.id}")
            await self.way.go_on(session, row, now)
            return WENT_ON.format(title=row.title)

    async def post_again(self, workspace_id: str, slack_id: str, announcement_id: int) -> str:
        """Post an announcement once more where a channel did not take it, and say so.

        Raises NotFound, NotAllowed, and UserError where every channel has it.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            row = await locked(session, announcement_id)
            await must_send(session, person, row)
            keys = [messages.channel_key(row.id, one) for one in await channels_of(session, row.id)]
            below = [key for parent in keys for key in await self.ledger.below(session, parent)]
            if row.state not in GOING or not await self.ledger.retry(session, [*keys, *below]):
                raise UserError(POSTED.format(title=row.title))
            await self.way.look_soon(session, row, now)
            self._audit.record(session, slack_id, "announcement_posted_again", f"announcement:{row.id}")
            return AGAIN.format(title=row.title)

    async def edited(self, session: AsyncSession, row: Announcement) -> None:
        """Show what a locked announcement says now to all who have it, within the transaction that has edited it.

        Where its meaning changed with this edit (`meaning` is its `revision`), what they said counts no more, and they
        are asked again.
        """
        if State(row.state).out:
            await refresh_all(session, self.ledger, row)
