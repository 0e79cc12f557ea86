"""Announcements under way: readers and channels as they come due, until all have it, and who joins after that.

What happens to one goes by its locked row; who has it is a row a reader and one in the ledger, so that nobody gets it
twice, whatever breaks off in between.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.announcement import ReaderState, State, Timing
from bot.domain.change import ChangeState
from bot.domain.recurrence import instant
from bot.engine.port import DueTimer
from bot.engine.timers import cancel_timer, set_timer
from bot.errors import UserError
from bot.services import announcement_message as messages
from bot.services.announcement_facts import channel_pages
from bot.services.announcement_hand import hand_over, take_back
from bot.services.announcement_joiner import JOINERS, look, tomorrow
from bot.services.announcement_message import to_channel
from bot.services.announcement_plan import plan_readers
from bot.services.announcement_progress import LOOKS, follow, settle
from bot.services.announcement_row import channels_of, found, found_to_send, on_its_way
from bot.services.change_hooks import ChangeHooks
from models import Announcement, AnnouncementReader, Change, Person

SENDS, POSTS = "announcement.send", "announcement.post"
"""Kinds of timers: readers are due, channels are. Their subject is the announcement's id."""

NOBODY = (
    "Nobody would get this yet: its groups are empty, and no channel is chosen. It is kept as it is. "
    "Add people to a group, or choose a channel."
)
GOING = (State.PLANNED, State.SENDING, State.SENT)
A_MINUTE = timedelta(minutes=1)


class AnnouncementWay:
    """Brings announcements to their readers and channels."""

    def __init__(self, ledger: Ledger, hooks: ChangeHooks) -> None:
        """Send through `ledger`; `hooks` are what begins once people hear of a change for the first time."""
        self.ledger, self._hooks = ledger, hooks

    async def sent_off(self, session: AsyncSession, row: Announcement, now: datetime) -> int:
        """Plan the readers and channels of a locked announcement that may go. Raises UserError where it has none."""
        count = await plan_readers(session, row, now)
        channels = await channels_of(session, row.id)
        if not count and not channels:
            raise UserError(NOBODY)
        row.state, row.planned_at = State.PLANNED, now
        await session.flush()
        if channels:
            await set_timer(session, row.workspace_id, POSTS, str(row.id), await self._channels_at(session, row, now))
        await set_timer(session, row.workspace_id, JOINERS, "", tomorrow(row.workspace_id, now))
        author = await session.get_one(Person, row.author_id)
        told = messages.progress(row.id, author.slack_id)
        if not await self.ledger.plan(session, row.workspace_id, [told]):
            # It was planned before, and taken back.
            await self.ledger.refresh(session, row.workspace_id, [told.key])
        await self._next(session, row, now)
        return count

    async def go_on(self, session: AsyncSession, row: Announcement, now: datetime) -> None:
        """Send the rest of a locked announcement that was stopped; nobody gets it twice."""
        row.state = State.SENDING
        await take_back(session, row)
        if await channels_of(session, row.id):
            await set_timer(session, row.workspace_id, POSTS, str(row.id), await self._channels_at(session, row, now))
        await self._next(session, row, now)
        await self.look_soon(session, row, now)
        await self.ledger.refresh(session, row.workspace_id, [messages.progress_key(row.id)])

    async def look_soon(self, session: AsyncSession, row: Announcement, now: datetime) -> None:
        """Show in a minute how far an announcement is."""
        await set_timer(session, row.workspace_id, LOOKS, str(row.id), now + A_MINUTE)

    async def stop(self, session: AsyncSession, row: Announcement) -> None:
        """Send no more of a locked announcement; whoever has it keeps it."""
        row.state = State.STOPPED
        for kind in (SENDS, POSTS, LOOKS):
            await cancel_timer(session, row.workspace_id, kind, str(row.id))
        await take_back(session, row)
        await self.ledger.refresh(session, row.workspace_id, [messages.progress_key(row.id)])

    async def would_stop(self, session: AsyncSession, change: Change) -> Sequence[str]:
        """Return what of a change's announcements would be stopped with it."""
        many = len(await on_its_way(session, change))
        if not many:
            return ()
        return (f"{many} announcement{'' if many == 1 else 's'} on the way {'is' if many == 1 else 'are'} stopped.",)

    async def stop_with(self, session: AsyncSession, change: Change) -> None:
        """Stop the announcements of a change that was stopped; whoever has one keeps it."""
        for row in await on_its_way(session, change):
            await self.stop(session, row)

    async def send_due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Hand over what is due of an announcement, and look again when the next reader is."""
        row = await found_to_send(session, int(timer.subject))
        if row is not None and row.state in GOING:
            await self._next(session, row, now)

    async def post_due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Post an announcement in its channels."""
        row = await found_to_send(session, int(timer.subject))
        if row is None or row.state not in GOING:
            return
        pages = channel_pages(row)
        wanted = [one for channel in await channels_of(session, row.id) for one in to_channel(row.id, channel, pages)]
        if await self.ledger.plan(session, row.workspace_id, wanted) < len(wanted):
            # Planned before somebody stopped it: what was not needed then is wanted again.
            await self.ledger.refresh(session, row.workspace_id, [one.key for one in wanted])
        await self._begun(session, row, now)

    async def look(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Show whoever signed an announcement how far it is; it is sent once all have it who are not away."""
        row = await found(session, int(timer.subject))
        if row is not None and row.state == State.SENDING:
            await settle(session, self.ledger, row, now)
        elif row is not None and row.state == State.SENT:
            # Somebody is back by now, or had room.
            await follow(session, self.ledger, row, now)

    async def joined(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Look who has joined the groups of a workspace's announcements; tomorrow again."""
        await set_timer(session, timer.workspace_id, JOINERS, "", tomorrow(timer.workspace_id, now))
        for announcement_id in await look(session, now):
            await self._wait(session, timer.workspace_id, announcement_id)

    async def _next(self, session: AsyncSession, row: Announcement, now: datetime) -> None:
        if await hand_over(session, self.ledger, row, now):
            await self._begun(session, row, now)
        await self._wait(session, row.workspace_id, row.id)

    async def _wait(self, session: AsyncSession, workspace_id: str, announcement_id: int) -> None:
        """Look at an announcement again when the next of its readers is due."""
        of_it = AnnouncementReader.announcement_id == announcement_id
        waiting = sa.select(sa.func.min(AnnouncementReader.due_at)).where(
            of_it, AnnouncementReader.state == ReaderState.WAITING
        )
        due: datetime | None = await session.scalar(waiting)
        if due is not None:
            await set_timer(session, workspace_id, SENDS, str(announcement_id), due)

    async def _begun(self, session: AsyncSession, row: Announcement, now: datetime) -> None:
        if row.state == State.PLANNED:
            row.state = State.SENDING
            change = await session.get(Change, row.change_id) if row.change_id else None
            if change is not None and change.state == ChangeState.DRAFT:
                change.state, change.revision = ChangeState.ANNOUNCED, change.revision + 1
                await self._hooks.call(session, change, self._hooks.goes_on)
        await self.look_soon(session, row, now)

    async def _channels_at(self, session: AsyncSession, row: Announcement, now: datetime) -> datetime:
        """Return when channels get it: now, or in the morning of whoever signs it."""
        if row.timing == Timing.NOW or row.send_on is None:
            return now
        author = await session.get_one(Person, row.author_id)
        return max(now, instant(row.send_on, row.send_at, ZoneInfo(author.zone)))
