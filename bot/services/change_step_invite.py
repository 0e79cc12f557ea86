"""A group takes part in a step: invited, answered, reminded, noted who was there, and a third way for who was not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.change_step import LIVE, Answer, StepKind
from bot.domain.change_step_part import Attendance, Part
from bot.engine.upsert import insert_rows
from bot.errors import NotAllowed, NotFound, UserError
from bot.ids import new_id
from bot.services import change_step_message as messages
from bot.services.audit import Audit
from bot.services.change_step_part import attendance_of, missed_by, part_shown
from bot.services.change_step_read import step_shown
from bot.services.change_step_standing import GONE, StepStanding, must_be_live, must_change_step, step_standing
from bot.services.change_step_timer import schedule, schedule_reminders
from bot.services.role import acting
from bot.services.stakeholder import members_of
from models import Change, ChangeStep, ChangeStepPerson, Person

TAKES_PLACE = "The session has begun, so nothing was changed. *I was there* tells that you came."
NOT_YET = "The session has not begun yet, so nothing was changed. *I'll come* keeps a seat."
OVER = "This is over by now, so nothing was changed."
FULL = "This date is full by now, so nothing was changed. Please choose the other one, or *Can't*."


@dataclass(frozen=True, slots=True)
class Invited:
    """What came of inviting: how many were asked now, and how many had been before."""

    step: str
    group: str
    new: int
    before: int


class StepInviting:
    """Asks the people of a group to take part, and takes what they say."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; messages go through `ledger`."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def invite(self, workspace_id: str, slack_id: str, step_id: int) -> Invited:
        """Ask everybody of the group who was not asked yet; pressed twice it asks nobody twice.

        Raises UserError for an empty group, a session without a date to come and a change that nobody knows of,
        NotFound, NotAllowed.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            standing = await self._led(session, slack_id, step_id)
            step = standing.step
            _must_invite(standing, now)
            members = (await members_of(session, [step.group_id]))[step.group_id]
            asked = await _asked(session, step.id)
            new = sorted(members - asked)
            if not members and not asked:
                raise UserError(
                    "Nobody belongs to this group yet, so nobody was asked. Add a team, a channel or people first."
                )
            if new:
                rows = [
                    {"id": new_id(), "workspace_id": workspace_id, "step_id": step.id, "person_id": one} for one in new
                ]
                await session.execute(insert_rows(session, ChangeStepPerson, rows))
                people = sa.select(Person).where(Person.id.in_(new)).order_by(Person.id)
                intents = [messages.invite(step, one) for one in await session.scalars(people)]
                step.invited_at = step.invited_at or now
                step.revision += 1
                await schedule(session, step, now)
                await self._ledger.plan(session, workspace_id, intents)
                await self._ledger.refresh(session, workspace_id, await messages.shown_in(session, [step.id]))
                self._audit.record(session, slack_id, "change_step_invited", f"change_step:{step.id}", people=len(new))
            shown = await step_shown(session, step.id)
            return Invited(step.text, shown.group if shown else "", len(new), len(asked))

    async def answer(self, workspace_id: str, slack_id: str, part_id: int, answer: Answer) -> Part:
        """Note to which date somebody comes, while it has a seat. Raises UserError, NotFound, NotAllowed."""
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            part, step = await self._own(session, slack_id, part_id)
            _must_go_on(await session.get_one(Change, step.change_id), step)
            if part.did or part.answer == answer:
                return await part_shown(session, part, now)
            at = {Answer.FIRST: step.starts_at, Answer.SECOND: step.second_at}.get(answer)
            if answer in {Answer.FIRST, Answer.SECOND}:
                if at is None or at <= now:
                    raise UserError(TAKES_PLACE if at else OVER)
                if step.seats and await _taken(session, step.id, answer) >= step.seats:
                    raise UserError(FULL)
            part.answer = str(answer)
            # Whoever answers late is reminded, too.
            await schedule_reminders(session, step, now)
            await self._shows(session, part, step)
            return await part_shown(session, part, now)

    async def did(self, workspace_id: str, slack_id: str, part_id: int, *, undone: bool = False) -> Part:
        """Note that somebody was there, has read it or has done it; `undone` takes it back. Raises as `answer` does."""
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            part, step = await self._own(session, slack_id, part_id)
            if step.state == "dropped":
                raise UserError(OVER)
            if step.kind == StepKind.SESSION and not undone and (step.starts_at is None or step.starts_at > now):
                raise UserError(NOT_YET)
            part.did = not undone
            await self._shows(session, part, step)
            return await part_shown(session, part, now)

    async def attendance(self, workspace_id: str, slack_id: str, step_id: int, first: int = 0) -> Attendance:
        """Return a page of those who were asked, for whoever leads the step. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            standing = await step_standing(session, slack_id, step_id)
            must_change_step(standing)
            return await attendance_of(session, standing, self._clock.now(), first)

    async def note(
        self, workspace_id: str, slack_id: str, step_id: int, shown: Collection[int], there: Collection[int]
    ) -> Attendance:
        """Note who of those `shown` (ids of their parts) was there; who is not shown stays as they are.

        Raises NotFound, NotAllowed, UserError before a session has begun.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            standing = await self._led(session, slack_id, step_id, live=False)
            step = standing.step
            if step.kind == StepKind.SESSION and (step.starts_at is None or step.starts_at > now):
                raise UserError(NOT_YET)
            rows = sa.select(ChangeStepPerson).where(
                ChangeStepPerson.step_id == step.id, ChangeStepPerson.id.in_(shown)
            )
            changed = [one for one in await session.scalars(rows) if one.did != (one.id in there)]
            for one in changed:
                one.did = one.id in there
            if changed:
                self._audit.record(session, slack_id, "change_step_attended", f"change_step:{step.id}", n=len(changed))
                await session.flush()
                keys = [messages.invite_key(step.id, one.person_id) for one in changed]
                await self._ledger.refresh(session, workspace_id, keys)
                await self._ledger.refresh(session, workspace_id, await messages.shown_in(session, [step.id]))
            return await attendance_of(session, standing, now, 0)

    async def send_material(self, workspace_id: str, slack_id: str, step_id: int) -> int:
        """Send the material to whoever was at neither date, once; return how many get it now.

        Raises UserError while a date is to come and where there is no material, NotFound, NotAllowed.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            standing = await self._led(session, slack_id, step_id, live=False)
            step, shown = standing.step, await step_shown(session, step_id)
            if shown is None:
                raise NotFound(GONE)
            if not shown.is_over(now):
                raise UserError("A date is still to come: whoever missed one can come to it. Nothing was sent.")
            if not step.material and not shown.page:
                raise UserError(
                    "There is no recording or page yet, so nothing was sent. Add it with *Edit* as the material."
                )
            rows = sa.select(ChangeStepPerson, Person).join(Person, Person.id == ChangeStepPerson.person_id)
            missed = list(await session.execute(rows.where(*missed_by(step.id)).order_by(Person.id)))
            for part, _ in missed:
                part.material_sent = True
            intents = [messages.material(step, person) for _, person in missed]
            await self._ledger.plan(session, workspace_id, intents)
            if missed:
                self._audit.record(session, slack_id, "change_step_material", f"change_step:{step.id}", n=len(missed))
            return len(missed)

    async def _led(self, session: AsyncSession, slack_id: str, step_id: int, *, live: bool = True) -> StepStanding:
        standing = await step_standing(session, slack_id, step_id, locked=True)
        must_change_step(standing)
        if live:
            must_be_live(standing)
        return standing

    async def _own(self, session: AsyncSession, slack_id: str, part_id: int) -> tuple[ChangeStepPerson, ChangeStep]:
        """Return somebody's part and its step, which nobody else changes meanwhile: seats are counted under it."""
        person = await acting(session, slack_id)
        step_id = await session.scalar(sa.select(ChangeStepPerson.step_id).where(ChangeStepPerson.id == part_id))
        held = sa.select(ChangeStep).where(ChangeStep.id == step_id).with_for_update()
        step = await session.scalar(held.execution_options(populate_existing=True))
        mine = sa.select(ChangeStepPerson).where(ChangeStepPerson.id == part_id)
        part = await session.scalar(mine.execution_options(populate_existing=True))
        if step is None or part is None:
            raise NotFound(GONE)
        if part.person_id != person.id:
            raise NotAllowed("This invitation is somebody else's, so nothing was changed.")
        return part, step

    async def _shows(self, session: AsyncSession, part: ChangeStepPerson, step: ChangeStep) -> None:
        await session.flush()
        await self._ledger.refresh(session, step.workspace_id, [messages.invite_key(step.id, part.person_id)])


def _must_invite(standing: StepStanding, now: datetime) -> None:
    step = standing.step
    if not StepKind(step.kind).asks_people:
        raise UserError("Nobody of the group takes part in this step, so nobody was asked.")
    if not standing.heard_of:
        raise UserError(
            f"“{standing.of.change.name}” is a draft, so its people do not know of it yet. Announce it first; "
            "nobody was asked."
        )
    if step.kind == StepKind.SESSION:
        last = step.second_at or step.starts_at
        if last is None:
            raise UserError("This session has no date yet, so nobody was asked. Add one with *Edit*.")
        if last <= now:
            raise UserError("This session is past, so nobody was asked. Add another date with *Edit*.")


def _must_go_on(change: Change, step: ChangeStep) -> None:
    if change.ended_at is not None or step.state not in LIVE:
        raise UserError(OVER)


async def _asked(session: AsyncSession, step_id: int) -> set[int]:
    rows = sa.select(ChangeStepPerson.person_id).where(ChangeStepPerson.step_id == step_id)
    return set(await session.scalars(rows))


async def _taken(session: AsyncSession, step_id: int, answer: Answer) -> int:
    mine = (ChangeStepPerson.step_id == step_id, ChangeStepPerson.answer == answer)
    return await session.scalar(sa.select(sa.func.count()).select_from(ChangeStepPerson).where(*mine)) or 0
