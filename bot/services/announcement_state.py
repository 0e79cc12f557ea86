"""Announcements are dropped before they go, and taken back while nobody has them yet."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.announcement import ReaderState, State
from bot.domain.change_load_ask import AskState
from bot.engine.timers import cancel_timer
from bot.errors import UserError
from bot.services import announcement_message, announcement_sign_message
from bot.services.announcement_progress import LOOKS
from bot.services.announcement_send import AnnouncementSending
from bot.services.announcement_standing import must_be_unsent, standing_of
from bot.services.announcement_way import POSTS, SENDS
from bot.services.audit import Audit
from bot.services.change_hand import shown_in
from bot.services.change_load_ask import asked_key, take_back_asks
from models import Announcement, AnnouncementEdit, AnnouncementReader, Change, ChangeLoadAsk

TOO_LATE = "“{title}” is on its way already: somebody has it. *Stop it* in its own message, or edit its text."
BACK = "“{title}” is a draft again. Nobody had it, and nobody is told."
DROPPED = "“{title}” is dropped. Nobody gets it; the list keeps its text."


class AnnouncementStates:
    """Takes announcements back, and drops them."""

    def __init__(self, database: Database, clock: Clock, audit: Audit, sending: AnnouncementSending) -> None:
        """Work on `database`; every step is audited."""
        self._database, self._clock, self._audit, self._sending = database, clock, audit, sending

    async def take_back(self, workspace_id: str, slack_id: str, announcement_id: int) -> str:
        """Make a draft again of an announcement that is planned, and say so; a draft stays one.

        Raises UserError where somebody has it, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, announcement_id, locked=True)
            row = standing.row
            if standing.state.editable_freely:
                return BACK.format(title=row.title)
            if standing.state is not State.PLANNED or await _has_readers(session, row):
                raise UserError(TOO_LATE.format(title=row.title))
            await self._unplan(session, row)
            row.state = State.DRAFT
            self._audit.record(session, slack_id, "announcement_taken_back", f"announcement:{row.id}")
            return BACK.format(title=row.title)

    async def drop(self, workspace_id: str, slack_id: str, announcement_id: int) -> str:
        """Give up an announcement that nobody has, and say so; dropped twice it is dropped once.

        Raises UserError for one that is planned or out, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, announcement_id, locked=True)
            row = standing.row
            if standing.state is State.DROPPED:
                return DROPPED.format(title=row.title)
            must_be_unsent(standing)
            await self._drop(session, row, slack_id)
            return DROPPED.format(title=row.title)

    async def change_stopped(self, session: AsyncSession, change: Change) -> None:
        """Ask nobody for a signature any more once a change was stopped; what was written stays, as a draft."""
        waits = sa.select(Announcement).where(
            Announcement.change_id == change.id, Announcement.state.in_((State.SIGNING, State.SIGNED))
        )
        for row in list(await session.scalars(waits.order_by(Announcement.id).with_for_update())):
            row.state = State.DRAFT
        await session.flush()
        for row in await self._asked_about(session, change):
            await take_back_asks(session, self._sending.ledger, row)
        await self.asks_wait(session, change)

    async def change_deleted(self, session: AsyncSession, change: Change) -> None:
        """Let whoever was named for a draft, or asked to sign what goes with it, read that it was deleted."""
        rows = list(await session.scalars(sa.select(Announcement.id).where(Announcement.change_id == change.id)))
        asks = sa.select(ChangeLoadAsk.id).where(ChangeLoadAsk.announcement_id.in_(rows)).order_by(ChangeLoadAsk.id)
        keys = await shown_in(session, change) + [asked_key(one) for one in await session.scalars(asks)]
        for one in rows:
            keys += await announcement_sign_message.ask_keys(session, one)
        await self._sending.ledger.refresh(session, change.workspace_id, keys)

    async def asks_wait(self, session: AsyncSession, change: Change) -> None:
        """Let whoever was asked to sign a draft or an edit read whether it still waits: not while its change stands."""
        rows = (
            sa.select(Announcement)
            .outerjoin(AnnouncementEdit, AnnouncementEdit.announcement_id == Announcement.id)
            .where(
                Announcement.change_id == change.id,
                sa.or_(Announcement.state == State.DRAFT, AnnouncementEdit.id.is_not(None)),
            )
            .order_by(Announcement.id)
        )
        for row in list(await session.scalars(rows.with_for_update(of=Announcement))):
            await self._refresh(session, row)

    async def _drop(self, session: AsyncSession, row: Announcement, actor: str) -> None:
        row.state = State.DROPPED
        await session.flush()
        self._audit.record(session, actor, "announcement_dropped", f"announcement:{row.id}")
        await self._refresh(session, row)
        await take_back_asks(session, self._sending.ledger, row)

    async def _asked_about(self, session: AsyncSession, change: Change) -> list[Announcement]:
        """Return the drafts of a change of which somebody is asked whether they may go, each held."""
        asked = sa.select(ChangeLoadAsk.announcement_id).where(ChangeLoadAsk.state == AskState.ASKED)
        rows = sa.select(Announcement).where(Announcement.change_id == change.id, Announcement.id.in_(asked))
        return list(await session.scalars(rows.order_by(Announcement.id).with_for_update()))

    async def _refresh(self, session: AsyncSession, row: Announcement) -> None:
        """Let the messages that asked for a signature say that none is needed now."""
        keys = await announcement_sign_message.ask_keys(session, row.id)
        await self._sending.ledger.refresh(session, row.workspace_id, keys)

    async def _unplan(self, session: AsyncSession, row: Announcement) -> None:
        for kind in (SENDS, POSTS, LOOKS):
            await cancel_timer(session, row.workspace_id, kind, str(row.id))
        readers = sa.delete(AnnouncementReader).where(
            AnnouncementReader.workspace_id == row.workspace_id, AnnouncementReader.announcement_id == row.id
        )
        await session.execute(readers)
        row.planned_at = None
        keys = [announcement_message.progress_key(row.id)]
        await self._sending.ledger.refresh(session, row.workspace_id, keys)


async def _has_readers(session: AsyncSession, row: Announcement) -> bool:
    told = sa.select(AnnouncementReader.id).where(
        AnnouncementReader.announcement_id == row.id, AnnouncementReader.state == ReaderState.TOLD
    )
    return await session.scalar(told.limit(1)) is not None
