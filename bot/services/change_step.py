"""What is done about a step of a change's plan: planned, edited, accepted, handed over, done, dropped, taken up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.answer import LONG_TEXT, text
from bot.domain.change_step import Step, StepKind, StepState, asked_in_words
from bot.domain.change_step_form import REASON, StepFit, StepForm, StepWritten, checked
from bot.domain.change_step_offer import offer_named
from bot.errors import NotFound, UserError
from bot.ids import new_id
from bot.services import change_step_message as messages
from bot.services.action import owner_named
from bot.services.audit import Audit
from bot.services.change_pulse_planned import show_planned
from bot.services.change_standing import GONE as CHANGE_GONE
from bot.services.change_standing import ChangeStanding, must_go_on, must_run, standing_of
from bot.services.change_step_form import announced_on, edit_facts, group_of, new_facts
from bot.services.change_step_people import coming, refresh_invitations, to_tell
from bot.services.change_step_read import step_shown
from bot.services.change_step_row import columns_of, same_step
from bot.services.change_step_standing import (
    GONE,
    MOVED_ON,
    StepStanding,
    must_be_live,
    must_change_step,
    step_standing,
)
from bot.services.change_step_timer import schedule
from models import ChangeStep, Person, StakeholderGroup


class ChangeSteps:
    """Keeps the plan of a change; every step is audited, and who waits for one hears of it through `ledger`."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def new_form(
        self, workspace_id: str, slack_id: str, group_id: int, kind: StepKind, key: str = ""
    ) -> StepForm:
        """Return the form of a new step for a group, begun with the words of an offer (`key`). Raises as `add`."""
        async with self._database.reading(workspace_id) as session:
            standing, group = await self._group(session, slack_id, group_id)
            facts = await new_facts(session, standing, group, kind, self._clock.now())
        offer = offer_named(key)
        return replace(facts, begins=offer.text) if offer is not None else facts

    async def form(self, workspace_id: str, slack_id: str, step_id: int) -> StepForm:
        """Return the form of a step that goes on. Raises NotFound, NotAllowed, UserError."""
        async with self._database.reading(workspace_id) as session:
            standing = await step_standing(session, slack_id, step_id)
            must_change_step(standing)
            must_be_live(standing)
            shown = await step_shown(session, step_id)
            if shown is None:
                raise NotFound(GONE)
            return await edit_facts(session, standing, shown, self._clock.now())

    async def add(self, workspace_id: str, slack_id: str, group_id: int, written: StepWritten) -> tuple[int, str]:
        """Store a new step; return the id of its change, and who is asked to see to it, in a sentence, or "".

        The same sent twice is there once. Raises Unfit, UserError, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            standing, group = await self._group(session, slack_id, group_id, locked=True)
            fit = await self._fit(session, standing, written)
            owner = await owner_named(session, written.owner)
            if not await same_step(session, group, written.kind, fit, owner):
                await self._store(session, standing, group, written, fit, owner)
            own = owner.id == standing.person.id
            return standing.change.id, "" if own else asked_in_words(owner.name, draft=not standing.state.live)

    async def take_offer(self, workspace_id: str, slack_id: str, group_id: int, key: str) -> int:
        """Take a proposed step as it is; whoever takes it sees to it. Taken twice it is there once; return its change.

        Raises NotFound, NotAllowed.
        """
        offer = offer_named(key)
        if offer is None:
            raise NotFound("This proposal is not known any more. Nothing was changed.")
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            standing, group = await self._group(session, slack_id, group_id, locked=True)
            known = sa.select(ChangeStep.id).where(
                ChangeStep.group_id == group.id, ChangeStep.kind == offer.kind, ChangeStep.text == offer.text
            )
            if await session.scalar(known.limit(1)) is None:
                due = (await new_facts(session, standing, group, offer.kind, now)).due_on
                written = StepWritten(offer.kind, offer.text, standing.person.slack_id, due)
                await self._store(session, standing, group, written, StepFit(offer.text, due), standing.person)
            return standing.change.id

    async def edit(
        self, workspace_id: str, slack_id: str, step_id: int, revision: int, written: StepWritten
    ) -> tuple[int, str]:
        """Store what was changed in the form that showed `revision`; return as `add` does.

        Raises Unfit, NotFound, NotAllowed, UserError where somebody else changed it meanwhile.
        """
        async with self._changing(workspace_id, slack_id, step_id) as (session, standing):
            step, shown = standing.step, await step_shown(session, step_id)
            fit = await self._fit(session, standing.of, replace(written, kind=StepKind(step.kind)), shown)
            owner = standing.owner
            if written.owner and written.owner != owner.slack_id:
                owner = await owner_named(session, written.owner)
            values = columns_of(written, fit, owner)
            changed = [name for name, value in values.items() if getattr(step, name) != value]
            if not changed:
                return step.change_id, ""
            if step.revision != revision:
                raise UserError(MOVED_ON)
            before = (step.starts_at, step.second_at)
            for name in changed:
                setattr(step, name, values[name])
            comers = await to_tell(session, step, before)
            if "owner_id" in changed:
                self._given(standing, owner)
            await self._changed(session, standing, "change_step_edited", fields=changed)
            told = [messages.moved(step, one) for one in comers]
            if "owner_id" in changed:
                told += self._ask(standing, owner)
            await self._ledger.plan(session, workspace_id, told)
            proposed = step.state == StepState.PROPOSED
            return step.change_id, asked_in_words(owner.name, draft=not standing.heard_of) if proposed else ""

    async def accept(self, workspace_id: str, slack_id: str, step_id: int) -> None:
        """Let its owner say that they see to it. Raises NotAllowed, NotFound, UserError."""
        async with self._changing(workspace_id, slack_id, step_id) as (session, standing):
            if standing.own and standing.step.state == StepState.PROPOSED:
                standing.step.state = StepState.OPEN
                await self._changed(session, standing, "change_step_accepted")

    async def hand_over(self, workspace_id: str, slack_id: str, step_id: int, to: str) -> str:
        """Give it to somebody else (`to`: Slack id); return what becomes of it. Raises as `accept` does."""
        async with self._changing(workspace_id, slack_id, step_id) as (session, standing):
            heir, before = await owner_named(session, to), standing.owner
            own = heir.id == standing.person.id
            said = "It is yours now." if own else asked_in_words(heir.name, draft=not standing.heard_of)
            if heir.id == standing.step.owner_id:
                return said
            self._given(standing, heir)
            await self._changed(session, standing, "change_step_handed_over", to=heir.slack_id)
            told = self._ask(standing, heir)
            told += await self._news(session, standing, {before.id} - {heir.id}, "given")
            await self._ledger.plan(session, workspace_id, told)
            return said

    async def move(self, workspace_id: str, slack_id: str, step_id: int, due_on: date | None) -> None:
        """Let it be done by another day. Raises Unfit, NotFound, NotAllowed, UserError."""
        async with self._changing(workspace_id, slack_id, step_id) as (session, standing):
            step, zone = standing.step, standing.person.zone
            # Whatever kind it is, the day is checked as that of a step without dates.
            fit = checked(StepWritten(StepKind.INFORM, step.text, due_on=due_on), self._clock.now(), zone)
            if step.due_on != fit.due_on:
                step.due_on = fit.due_on
                await self._changed(session, standing, "change_step_moved", to=fit.due_on.isoformat())

    async def done(self, workspace_id: str, slack_id: str, step_id: int) -> int:
        """Let it be done; return the id of its change. Raises NotFound, NotAllowed, UserError."""
        async with self._changing(workspace_id, slack_id, step_id) as (session, standing):
            await self._settle(session, standing, StepState.DONE)
            return standing.step.change_id

    async def drop(self, workspace_id: str, slack_id: str, step_id: int, reason: str) -> int:
        """Let nothing be done any more, and say why; return the id of its change. Raises as `done`, and without why."""
        try:
            said = text(reason, LONG_TEXT) or ""
        except UserError as error:
            raise UserError(error.sentence, field=REASON) from None
        if not said:
            raise UserError("Please say why: the plan shows it beside the step.", field=REASON)
        async with self._changing(workspace_id, slack_id, step_id) as (session, standing):
            step = standing.step
            step.reason = said
            comers = await coming(session, step, self._clock.now())
            await self._settle(session, standing, StepState.DROPPED)
            await self._ledger.plan(session, workspace_id, [messages.moved(step, one) for one in comers])
            return step.change_id

    async def reopen(self, workspace_id: str, slack_id: str, step_id: int) -> int:
        """Take up a step that is done or dropped; return the id of its change. Raises NotFound, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            standing = await step_standing(session, slack_id, step_id, locked=True)
            must_change_step(standing)
            must_go_on(standing.of)
            step = standing.step
            if step.state in {StepState.DONE, StepState.DROPPED}:
                step.state, step.settled_at, step.settled_by_id, step.reason = StepState.OPEN, None, None, ""
                await self._changed(session, standing, "change_step_reopened")
            return step.change_id

    async def _group(
        self, session: AsyncSession, slack_id: str, group_id: int, *, locked: bool = False
    ) -> tuple[ChangeStanding, StakeholderGroup]:
        group = await group_of(session, group_id)
        if group is None or group.change_id is None:
            raise NotFound(CHANGE_GONE)
        standing = await standing_of(session, slack_id, group.change_id, locked=locked)
        await must_run(session, standing, "Planning this is")
        must_go_on(standing)
        return standing, group

    async def _fit(
        self, session: AsyncSession, standing: ChangeStanding, written: StepWritten, before: Step | None = None
    ) -> StepFit:
        heard = await announced_on(session, standing)
        return checked(written, self._clock.now(), standing.person.zone, before=before, announced_on=heard)

    async def _store(
        self,
        session: AsyncSession,
        standing: ChangeStanding,
        group: StakeholderGroup,
        written: StepWritten,
        fit: StepFit,
        owner: Person,
    ) -> None:
        own = owner.id == standing.person.id
        step = ChangeStep(
            id=new_id(),
            change_id=standing.change.id,
            group_id=group.id,
            kind=str(written.kind),
            given_by_id=standing.person.id,
            state=str(StepState.OPEN if own else StepState.PROPOSED),
            created_at=self._clock.now(),
            **columns_of(written, fit, owner),
        )
        session.add(step)
        await schedule(session, step, self._clock.now())
        await show_planned(session, self._ledger, step.workspace_id, step.change_id)
        slack_id = standing.person.slack_id
        self._audit.record(session, slack_id, "change_step_added", f"change_step:{step.id}", change=standing.change.id)
        if not own and standing.state.live:
            await self._ledger.plan(session, step.workspace_id, [messages.asked(step, owner)])

    async def _settle(self, session: AsyncSession, standing: StepStanding, state: StepState) -> None:
        step = standing.step
        step.state, step.settled_at, step.settled_by_id = str(state), self._clock.now(), standing.person.id
        await self._changed(session, standing, f"change_step_{state}")
        hear = {step.given_by_id, step.owner_id} - {standing.person.id}
        await self._ledger.plan(session, step.workspace_id, await self._news(session, standing, hear, str(state)))

    def _given(self, standing: StepStanding, heir: Person) -> None:
        step = standing.step
        step.owner_id, step.given_by_id = heir.id, standing.person.id
        step.state = str(StepState.OPEN if heir.id == standing.person.id else StepState.PROPOSED)

    def _ask(self, standing: StepStanding, heir: Person) -> list[Intent]:
        asks = standing.heard_of and heir.id != standing.person.id
        return [messages.asked(standing.step, heir)] if asks else []

    async def _news(self, session: AsyncSession, standing: StepStanding, readers: set[int], what: str) -> list[Intent]:
        if not standing.heard_of:
            return []
        people = sa.select(Person).where(Person.id.in_(readers), Person.deactivated.is_(False)).order_by(Person.id)
        return [messages.news(standing.step, one, what, standing.person) for one in await session.scalars(people)]

    @asynccontextmanager
    async def _changing(
        self, workspace_id: str, slack_id: str, step_id: int
    ) -> AsyncIterator[tuple[AsyncSession, StepStanding]]:
        """Hold a step that goes on, before somebody who may change it."""
        async with self._database.transaction(workspace_id) as session:
            standing = await step_standing(session, slack_id, step_id, locked=True)
            must_change_step(standing)
            must_be_live(standing)
            yield session, standing

    async def _changed(self, session: AsyncSession, standing: StepStanding, what: str, **details: object) -> None:
        """Audit a change, set the timers, and let all messages that show the step show it as it is now."""
        step = standing.step
        step.revision += 1
        self._audit.record(session, standing.person.slack_id, what, f"change_step:{step.id}", **details)
        await schedule(session, step, self._clock.now())
        await self._ledger.refresh(session, step.workspace_id, await messages.shown_in(session, [step.id]))
        await show_planned(session, self._ledger, step.workspace_id, step.change_id)
        await refresh_invitations(session, self._ledger, step)
