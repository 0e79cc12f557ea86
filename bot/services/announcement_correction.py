"""*Doesn't affect me*: those who run it are asked, and what they decide corrects who belongs to its groups."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.announcement import Reply, State
from bot.domain.announcement_reply import LONGEST_REASON, Correction, CorrectionState
from bot.domain.stakeholder import SourceKind
from bot.engine.timers import set_timer
from bot.errors import NotAllowed, NotFound, UserError
from bot.ids import new_id
from bot.services import announcement_reply_message as messages
from bot.services.announcement_correction_read import correction_facts
from bot.services.announcement_facts import groups_of
from bot.services.announcement_joiner import JOINERS
from bot.services.announcement_message import reader_key
from bot.services.announcement_plan import plan_readers
from bot.services.announcement_reply_read import Reading, held, recipients
from bot.services.announcement_row import locked, must_send
from bot.services.audit import Audit
from bot.services.role import acting
from models import (
    Announcement,
    AnnouncementCorrection,
    AnnouncementReader,
    Person,
    StakeholderGroup,
    StakeholderLeftOut,
    StakeholderSource,
)

GONE = "This was taken back meanwhile. Nothing was changed."
DECIDED = "{by} has decided this meanwhile. Nothing was changed."
SAY_WHY = "Please say why it does affect them: it is what they read."
TOO_LONG = "Please say it in at most {most} characters; these are {count}."

_WAITING = (
    sa.select(AnnouncementCorrection.batch)
    .join(AnnouncementReader, AnnouncementReader.id == AnnouncementCorrection.reader_id)
    .where(
        AnnouncementReader.announcement_id == sa.bindparam("announcement"),
        AnnouncementCorrection.state == CorrectionState.OPEN,
    )
    .limit(1)
)


async def ask(session: AsyncSession, ledger: Ledger, found: Reading) -> None:
    """Ask those who run it whether a reader of a locked announcement is to be taken out.

    While they are being asked it joins their message: of two readers at once the second finds the first.
    """
    announcement_id, workspace_id = found.announcement.id, found.reader.workspace_id
    row = await session.scalar(sa.select(AnnouncementCorrection).where(_is_of(found.reader)))
    if row is not None:
        await session.delete(row)
        await session.flush()
    number = new_id()
    batch = await session.scalar(_WAITING, {"announcement": announcement_id}) or number
    session.add(AnnouncementCorrection(id=number, reader_id=found.reader.id, batch=batch))
    await session.flush()
    people = await recipients(session, found.announcement)
    await ledger.plan(session, workspace_id, [messages.correction(batch, one.slack_id) for one in people])
    await _refresh(session, ledger, found.announcement, batch)


async def named_in(session: AsyncSession, ledger: Ledger, found: Reading, row: AnnouncementCorrection) -> None:
    """Show those who run it whom a reader has named."""
    await _refresh(session, ledger, found.announcement, row.batch)


async def withdraw(session: AsyncSession, ledger: Ledger, reader: AnnouncementReader) -> None:
    """Take back what a reader said of whom it affects, unless it was decided."""
    row = await session.scalar(sa.select(AnnouncementCorrection).where(_is_of(reader)))
    if row is not None and row.state == CorrectionState.OPEN:
        batch = row.batch
        await session.delete(row)
        await session.flush()
        await _refresh(session, ledger, await session.get_one(Announcement, reader.announcement_id), batch)


class AnnouncementCorrections:
    """Decides what becomes of them."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; messages go through `ledger`, and each decision is audited."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def one(self, workspace_id: str, slack_id: str, correction_id: int) -> Correction:
        """Return a correction that can be decided. Raises NotFound, NotAllowed, UserError."""
        async with self._database.reading(workspace_id) as session:
            row, found, _ = await self._undecided(session, slack_id, correction_id)
            return await correction_facts(session, row, found.reader)

    async def accept(self, workspace_id: str, slack_id: str, correction_id: int) -> None:
        """Take somebody out of the groups for which they got it, and bring in whom they named.

        Whoever was named gets what is open. Raises NotFound, NotAllowed, UserError where it was decided.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            row, found, person = await self._undecided(session, slack_id, correction_id)
            ids = groups_of(found.reader)
            # Held in one order, since two may decide about the same groups at once.
            groups = sa.select(StakeholderGroup).where(StakeholderGroup.id.in_(ids)).order_by(StakeholderGroup.id)
            for group in list(await session.scalars(groups.with_for_update())):
                await _leave_out(session, group, found.person)
                if group.id == found.reader.group_id:
                    await _bring_in(session, group, row)
                group.revision += 1
            row.state, row.decided_by_id, row.decided_at = CorrectionState.ACCEPTED, person.id, now
            await session.flush()
            details = {"person": found.person.slack_id, "groups": ids, "team": row.named_team_id}
            self._audit.record(
                session, slack_id, "stakeholders_corrected", f"announcement:{found.announcement.id}", **details
            )
            if row.named_person_id or row.named_team_id:
                await self._tell_new(session, found.announcement)
            await self._show(session, found, row.batch)

    async def decline(self, workspace_id: str, slack_id: str, correction_id: int, because: str) -> None:
        """Leave the groups as they are, and tell who said so why it affects them; they are asked for *Got it* again.

        Raises NotFound, NotAllowed, UserError.
        """
        why = because.strip()
        if not why:
            raise UserError(SAY_WHY, field="because")
        if len(why) > LONGEST_REASON:
            raise UserError(TOO_LONG.format(most=LONGEST_REASON, count=len(why)), field="because")
        async with self._database.transaction(workspace_id) as session:
            row, found, person = await self._undecided(session, slack_id, correction_id)
            row.state, row.because = CorrectionState.DECLINED, why
            row.decided_by_id, row.decided_at = person.id, self._clock.now()
            found.reader.answer = Reply.NONE
            await session.flush()
            subject = f"announcement:{found.announcement.id}"
            self._audit.record(session, slack_id, "correction_declined", subject, person=found.person.slack_id)
            if not found.person.deactivated:
                told = messages.declined(found.reader.id, row.id, found.person.slack_id)
                await self._ledger.plan(session, workspace_id, [told])
            await self._show(session, found, row.batch)

    async def _undecided(
        self, session: AsyncSession, slack_id: str, correction_id: int
    ) -> tuple[AnnouncementCorrection, Reading, Person]:
        person = await acting(session, slack_id)
        rows = sa.select(AnnouncementCorrection).where(AnnouncementCorrection.id == correction_id)
        row = await session.scalar(rows)
        found = await held(session, row.reader_id) if row else None
        if row is None or found is None:
            raise NotFound(GONE)
        await must_send(session, person, found.announcement, "Deciding this is")
        if await session.scalar(rows.execution_options(populate_existing=True)) is None:
            raise NotFound(GONE)
        if row.state != CorrectionState.OPEN:
            by = await session.get(Person, row.decided_by_id) if row.decided_by_id else None
            raise NotAllowed(DECIDED.format(by=by.name if by else "Somebody"))
        return row, found, person

    async def _tell_new(self, session: AsyncSession, announcement: Announcement) -> None:
        """Let whoever is new to a group have what is open: of a change all of it, else this."""
        now, workspace_id = self._clock.now(), announcement.workspace_id
        if announcement.change_id is not None:
            await set_timer(session, workspace_id, JOINERS, "", now)
            return
        row = await locked(session, announcement.id)
        if State(row.state) in {State.PLANNED, State.SENDING, State.SENT}:
            await plan_readers(session, row, now)
            await set_timer(session, workspace_id, "announcement.send", str(row.id), now)

    async def _show(self, session: AsyncSession, found: Reading, batch: int) -> None:
        await self._ledger.refresh(session, found.reader.workspace_id, [reader_key(found.reader.id)])
        await _refresh(session, self._ledger, found.announcement, batch)


async def _leave_out(session: AsyncSession, group: StakeholderGroup, person: Person) -> None:
    """Take somebody out of a group, whatever it is made of."""
    by_name = (StakeholderSource.group_id == group.id, StakeholderSource.person_id == person.id)
    await session.execute(sa.delete(StakeholderSource).where(*by_name))
    known = (StakeholderLeftOut.group_id == group.id, StakeholderLeftOut.person_id == person.id)
    if await session.scalar(sa.select(StakeholderLeftOut.id).where(*known)) is None:
        session.add(StakeholderLeftOut(group_id=group.id, person_id=person.id))


async def _bring_in(session: AsyncSession, group: StakeholderGroup, row: AnnouncementCorrection) -> None:
    """Make a group of whom a reader has named, too."""
    if row.named_person_id:
        out = (StakeholderLeftOut.group_id == group.id, StakeholderLeftOut.person_id == row.named_person_id)
        await session.execute(sa.delete(StakeholderLeftOut).where(*out))
    for kind, number in ((SourceKind.PERSON, row.named_person_id), (SourceKind.TEAM, row.named_team_id)):
        is_it = (StakeholderSource.group_id == group.id, StakeholderSource.kind == kind)
        same = sa.select(StakeholderSource.id).where(*is_it, StakeholderSource.value == str(number))
        if number and await session.scalar(same) is None:
            column = "person_id" if kind is SourceKind.PERSON else "team_id"
            session.add(StakeholderSource(group_id=group.id, kind=kind, value=str(number), **{column: number}))


async def _refresh(session: AsyncSession, ledger: Ledger, announcement: Announcement, batch: int) -> None:
    people = await recipients(session, announcement)
    keys = [messages.correction_key(batch, one.slack_id) for one in people]
    await ledger.refresh(session, announcement.workspace_id, keys)


def _is_of(reader: AnnouncementReader) -> sa.ColumnElement[bool]:
    return AnnouncementCorrection.reader_id == reader.id
