"""One kind reminder to whoever has not replied, in their working time; a second at the PMO's wish, never a third."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import IDS_AT_ONCE, AnyRow, Database
from bot.delivery.ledger import Ledger
from bot.domain.announcement import MOST_REMINDERS, ReaderState, State
from bot.domain.announcement_remind import AGAIN, FOR, first_at
from bot.domain.words import plural
from bot.domain.working_time import WorkingTime
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.errors import UserError
from bot.services import announcement_reply_message as messages
from bot.services.announcement_message import REMINDER, in_ledger
from bot.services.announcement_plan import PEOPLE
from bot.services.announcement_row import found, locked, must_send
from bot.services.audit import Audit
from bot.services.nightly import begin_nightly
from bot.services.pause_read import running
from bot.services.people import next_night
from bot.services.role import acting
from bot.services.working import working_times
from models import Announcement, AnnouncementReader, Change, Delivery, Person

REMINDS = "announcement.remind"
"""Kind of the timer that reminds readers whose time has come; its subject is the announcement's id."""

LOOKS = "announcement.remind_look"
"""Kind of the timer that looks every night who is to be reminded by itself; it has no subject."""

HOUR = 4
"""Of UTC: before anybody's morning whom it concerns that day, but those far in the east, who get it a day later."""

NOBODY = (
    "Nobody is to be reminded of “{title}” now: everybody has replied, was reminded already, or has it since today. "
    "{more}"
)
FOR_PMO = "A second reminder is for the PMO to send."
NEVER = "Nobody is reminded a third time."
NOT_ASKED = "“{title}” does not ask for a reply, so nobody is reminded of it."

TODAY = timedelta(hours=20)
"""How long somebody has had it at least, or the call to look again, before anybody can remind them."""

A_WHILE = timedelta(hours=1)
"""How long nobody is reminded before it is looked again whether all is still paused."""

_key = sa.literal(f"{REMINDER}:") + sa.cast(AnnouncementReader.id, sa.Text) + sa.literal(":1")
_LATELY = sa.exists().where(
    Delivery.workspace_id == AnnouncementReader.workspace_id,
    Delivery.key == _key,
    Delivery.created_at > sa.bindparam("lately", type_=Delivery.created_at.type),
)
# Whoever gets it with their next message, or once Slack takes it, is not reminded of what they don't have.
_HAS_IT = sa.exists().where(in_ledger(), Delivery.ts != "")
# What Slack calls a message begins with the second in which it was posted.
_HAD_IT = sa.exists().where(in_ledger(), Delivery.ts != "", Delivery.ts <= sa.bindparam("read"))
_SILENT = (
    AnnouncementReader.announcement_id == sa.bindparam("announcement"),
    AnnouncementReader.state == ReaderState.TOLD,
    AnnouncementReader.answer == "",
    _HAS_IT,
)
_TO_REMIND = (
    *_SILENT,
    # Whoever is reminded within a day anyway is left to that.
    sa.or_(
        AnnouncementReader.remind_at.is_(None),
        AnnouncementReader.remind_at > sa.bindparam("soon", type_=AnnouncementReader.due_at.type),
    ),
    AnnouncementReader.reminders < sa.bindparam("most"),
    AnnouncementReader.due_at <= sa.bindparam("told", type_=AnnouncementReader.due_at.type),
    _HAD_IT,
    ~_LATELY,
)
_WHO = (AnnouncementReader.id.label("reader_id"), AnnouncementReader.reminders, AnnouncementReader.due_at, *PEOPLE)
_PEOPLE = sa.select(*_WHO).join(Person, Person.id == AnnouncementReader.person_id).where(Person.deactivated.is_(False))
_DUE = _PEOPLE.where(
    *_SILENT, AnnouncementReader.remind_at <= sa.bindparam("now", type_=AnnouncementReader.due_at.type)
).order_by(AnnouncementReader.id)
_BY_ITSELF = (
    sa.select(Announcement)
    .outerjoin(Change, Change.id == Announcement.change_id)
    .where(
        Announcement.must_read.is_(True),
        Announcement.asks.is_(True),
        Announcement.state.in_((State.SENDING, State.SENT)),
        Announcement.planned_at > sa.bindparam("since", type_=Announcement.planned_at.type),
        sa.or_(Change.id.is_(None), Change.ended_at.is_(None)),
    )
    .order_by(Announcement.id)
    .with_for_update(of=Announcement)
)


def _most(*, is_pmo: bool) -> int:
    """Return how often somebody has been reminded at most whom the reader's button reminds, and one more."""
    return MOST_REMINDERS if is_pmo else 1


async def would_be_reminded(session: AsyncSession, row: Announcement, now: datetime, *, is_pmo: bool) -> int:
    """Return how many the button would remind."""
    if not row.asks or row.state not in {State.SENDING, State.SENT} or _again_lately(row, now):
        return 0
    count = sa.select(sa.func.count(AnnouncementReader.id)).where(*_TO_REMIND)
    return await session.scalar(count, _at(row, now, is_pmo=is_pmo)) or 0


class AnnouncementReminders:
    """Reminds readers."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; messages go through `ledger`, and each wish is audited."""
        self._database, self._clock, self.ledger, self._audit = database, clock, ledger, audit

    async def begin(self, workspace_id: str) -> None:
        """Look from the next night on."""
        tonight = next_night(workspace_id, self._clock.now(), hour=HOUR)
        await begin_nightly(self._database, workspace_id, LOOKS, tonight)

    async def remind(self, workspace_id: str, slack_id: str, announcement_id: int) -> str:
        """Remind those who have not replied, each when they work next, and say so.

        Raises NotFound, NotAllowed, UserError where nobody is left who may be reminded.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            row = await locked(session, announcement_id)
            await must_send(session, person, row, "Reminding people of it is")
            if not row.asks:
                raise UserError(NOT_ASKED.format(title=row.title))
            rows = _PEOPLE.where(*_TO_REMIND).order_by(AnnouncementReader.id)
            people = (await session.execute(rows, _at(row, now, is_pmo=person.acts_as_pmo))).all()
            if not people or row.state not in {State.SENDING, State.SENT} or _again_lately(row, now):
                more = NEVER if person.acts_as_pmo else FOR_PMO
                raise UserError(NOBODY.format(title=row.title, more=more))
            working = await working_times(session, people)
            at = {one.reader_id: working[one.id].next_working(now) for one in people}
            await _set(session, row, at)
            self._audit.record(session, slack_id, "readers_reminded", f"announcement:{row.id}", people=len(people))
            await _wait(session, row)
            here = sum(1 for one in at.values() if one == now)
            others = len(people) - here
            later = f" {plural(others, 'person', 'people')} get theirs when they work next." if others else ""
            return f"{plural(here, 'person', 'people')} are reminded now.{later}" if here else later.strip()

    async def due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Remind whose time has come and who has said nothing meanwhile; who is away by now gets it later."""
        row = await found(session, int(timer.subject))
        if row is None or row.state not in {State.SENDING, State.SENT}:
            return
        change = await session.get(Change, row.change_id) if row.change_id else None
        if change is not None and change.ended_at is not None:
            return
        if await running(session, now) is not None:
            await set_timer(session, row.workspace_id, REMINDS, timer.subject, now + A_WHILE)
            return
        people = (await session.execute(_DUE, {"announcement": row.id, "now": now})).all()
        working = await working_times(session, people)
        at = {one.reader_id: working[one.id].next_working(now) for one in people}
        told = [one for one in people if at[one.reader_id] == now and one.reminders < MOST_REMINDERS]
        # Also of those who have replied meanwhile: whoever takes that back is not reminded of it at once.
        over = (AnnouncementReader.announcement_id == row.id, AnnouncementReader.remind_at <= now)
        await session.execute(sa.update(AnnouncementReader).where(*over).values(remind_at=None))
        await _set(session, row, {one: when for one, when in at.items() if when != now})
        for ids in _parts([one.reader_id for one in told]):
            mine = (AnnouncementReader.workspace_id == row.workspace_id, AnnouncementReader.id.in_(ids))
            more = sa.update(AnnouncementReader).where(*mine)
            await session.execute(more.values(reminders=AnnouncementReader.reminders + 1))
        await self.ledger.plan(
            session,
            row.workspace_id,
            [messages.reminder(one.reader_id, one.reminders + 1, one.slack_id) for one in told],
        )
        await _wait(session, row)

    async def look(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Let readers of must-reads who have had them for some working days be reminded by themselves, once."""
        await set_timer(session, timer.workspace_id, LOOKS, "", next_night(timer.workspace_id, now, hour=HOUR))
        for row in await session.scalars(_BY_ITSELF, {"since": now - FOR}):
            never = (*_SILENT, AnnouncementReader.remind_at.is_(None), AnnouncementReader.reminders == 0)
            rows = _PEOPLE.where(*never).order_by(AnnouncementReader.id)
            people: Sequence[AnyRow] = (await session.execute(rows, {"announcement": row.id})).all()
            working = await working_times(session, people)
            await _set(session, row, {one.reader_id: _first_at(row, one, working[one.id], now) for one in people})
            await _wait(session, row)


def _again_lately(row: Announcement, now: datetime) -> bool:
    """Tell whether its readers were called to look again since today, as its meaning had changed."""
    return row.meaning > 1 and row.edited_at is not None and row.edited_at > now - TODAY


def _first_at(row: Announcement, reader: AnyRow, working: WorkingTime, now: datetime) -> datetime | None:
    """Return when a reader is reminded by itself: some days after they got it, or were called to look again."""
    again = row.edited_at if row.meaning > 1 else None
    return first_at(working, max(reader.due_at, again or reader.due_at), now)


def _at(row: Announcement, now: datetime, *, is_pmo: bool) -> dict[str, object]:
    return {
        "announcement": row.id,
        "lately": now - AGAIN,
        "told": now - TODAY,
        "read": f"{(now - TODAY).timestamp():.6f}",
        "soon": now + timedelta(days=1),
        "most": _most(is_pmo=is_pmo),
    }


async def _set(session: AsyncSession, row: Announcement, at: dict[int, datetime | None]) -> None:
    """Note when readers are to be reminded, in the order of all who change many; None: they are away for long."""
    by_time: dict[datetime | None, list[int]] = defaultdict(list)
    for reader_id, when in sorted(at.items()):
        by_time[when].append(reader_id)
    for when, ids in by_time.items():
        for part in _parts(ids):
            mine = (AnnouncementReader.workspace_id == row.workspace_id, AnnouncementReader.id.in_(part))
            await session.execute(sa.update(AnnouncementReader).where(*mine).values(remind_at=when))


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[first : first + IDS_AT_ONCE] for first in range(0, len(ids), IDS_AT_ONCE)]


async def _wait(session: AsyncSession, row: Announcement) -> None:
    """Look again when the next of its readers is to be reminded."""
    waiting = sa.select(sa.func.min(AnnouncementReader.remind_at)).where(
        AnnouncementReader.announcement_id == row.id, AnnouncementReader.remind_at.is_not(None)
    )
    due: datetime | None = await session.scalar(waiting)
    if due is not None:
        await set_timer(session, row.workspace_id, REMINDS, str(row.id), due)
