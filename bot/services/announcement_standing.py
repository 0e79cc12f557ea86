"""Where somebody stands with an announcement: who may write it, and how far it is."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement import State
from bot.domain.change import ChangeState
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.announcement_row import must_send
from bot.services.role import acting
from models import Announcement, AnnouncementSign, Change, Person

GONE = "Drumbeat does not have this announcement any more: it was deleted. Nothing was changed."
INSTEAD = "*Announce why* on its page says that it ends to all who have heard of it."
DROPPED = "“{title}” was dropped, so nothing was changed."
PLANNED = "“{title}” is planned already. Take it back to change it, and send it again; nobody has it yet."


@dataclass(frozen=True, slots=True)
class Standing:
    """A person before an announcement, with its change, if it has one."""

    person: Person
    row: Announcement
    change: Change | None

    @property
    def state(self) -> State:
        """How far it is."""
        return State(self.row.state)


async def standing_of(session: AsyncSession, slack_id: str, announcement_id: int, *, locked: bool = False) -> Standing:
    """Return where somebody stands who may write it; with `locked` nobody else can change it meanwhile.

    Raises NotFound, and NotAllowed for whoever neither signs it nor runs its change nor acts as PMO.
    """
    person = await acting(session, slack_id)
    row = await _row(session, announcement_id, locked=locked)
    await must_send(session, person, row)
    return Standing(person, row, await _change(session, row))


async def reading_of(session: AsyncSession, slack_id: str, announcement_id: int) -> Standing:
    """Return the same for whoever may read it before it goes: those who are to approve it, too."""
    person = await acting(session, slack_id)
    row = await _row(session, announcement_id)
    asked = sa.select(AnnouncementSign.id).where(
        AnnouncementSign.announcement_id == row.id, AnnouncementSign.person_id == person.id
    )
    if await session.scalar(asked) is None:
        await must_send(session, person, row)
    return Standing(person, row, await _change(session, row))


def must_be_open(standing: Standing) -> None:
    """Raise UserError for one that was dropped, is planned, or whose change was stopped since."""
    if standing.state is State.DROPPED:
        raise UserError(DROPPED.format(title=standing.row.title))
    if standing.state is State.PLANNED:
        raise UserError(PLANNED.format(title=standing.row.title))
    if standing.change is not None and overtaken(standing.row, standing.change):
        raise NotAllowed(f"“{standing.change.name}” was stopped, so nothing was changed. {INSTEAD}")


def must_be_unsent(standing: Standing) -> None:
    """Raise UserError besides for one that somebody may have read."""
    must_be_open(standing)
    if standing.state.out:
        raise UserError(f"“{standing.row.title}” is out already. Its text can still be edited, this not.")


async def must_be_timely(session: AsyncSession, row: Announcement) -> None:
    """Raise UserError for an announcement whose change was stopped since it was begun."""
    change = await _change(session, row)
    if change is not None and overtaken(row, change):
        raise UserError(f"“{change.name}” was stopped, so nothing more of it is sent. {INSTEAD}")


def overtaken(row: Announcement, change: Change) -> bool:
    """Tell whether a change was stopped since an announcement was begun: one begun later may say that, and why."""
    stopped = change.state == ChangeState.STOPPED
    return stopped and change.ended_at is not None and row.created_at < change.ended_at


def gone_why(row: Announcement, change: Change | None) -> str:
    """Return why an announcement that nobody has goes no more: "dropped", or its change was "stopped"; "" if it may."""
    if row.state == State.DROPPED:
        return "dropped"
    stopped = change is not None and State(row.state).editable_freely and overtaken(row, change)
    return "stopped" if stopped else ""


async def _row(session: AsyncSession, announcement_id: int, *, locked: bool = False) -> Announcement:
    rows = sa.select(Announcement).where(Announcement.id == announcement_id)
    if locked:
        rows = rows.with_for_update().execution_options(populate_existing=True)
    row: Announcement | None = await session.scalar(rows)
    if row is None:
        raise NotFound(GONE)
    return row


async def _change(session: AsyncSession, row: Announcement) -> Change | None:
    return await session.get(Change, row.change_id) if row.change_id else None
