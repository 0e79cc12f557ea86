"""What is done about an action: accepted, handed over, moved, made smaller, helped with, done, dropped."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.action import ActionKind, ActionState
from bot.domain.action_due import checked_due
from bot.domain.action_form import DUE, EFFECT, NEEDS, OWNER, REASON, TEXT, ActionForm
from bot.domain.answer import LONG_TEXT, text
from bot.errors import NotFound, UserError
from bot.services import action_message
from bot.services.action_read import shown_one
from bot.services.action_retro import shown_in_retro
from bot.services.action_standing import (
    GONE,
    ActionStanding,
    helper_of,
    must_change,
    must_live,
    must_own,
    standing_of,
)
from bot.services.action_timer import schedule
from bot.services.audit import Audit
from models import Action, Person


class Actions:
    """Shows the forms of an action and takes what comes back; who waits for it hears of it through `ledger`."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; every change is audited."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def form(self, workspace_id: str, slack_id: str, action_id: int) -> ActionForm:
        """Return what the forms of an action show, to somebody who may change it.

        Raises NotFound, NotAllowed, UserError for one that is done or dropped.
        """
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, action_id)
            must_live(standing)
            await must_change(session, standing)
            shown = await shown_one(session, action_id)
            if shown is None:
                raise NotFound(GONE)
            helper = await helper_of(session, standing.action) if standing.own else None
            today = self._today(standing.person)
            return ActionForm(shown, standing.own, today, helper.name if helper else "")

    async def accept(self, workspace_id: str, slack_id: str, action_id: int) -> None:
        """Let its owner say that it is theirs. Raises NotAllowed, NotFound, UserError."""
        async with self._changing(workspace_id, slack_id, action_id) as (session, standing):
            must_own(standing)
            if standing.action.state == ActionState.PROPOSED:
                standing.action.state = ActionState.OPEN
                await self._changed(session, standing, "action_accepted")

    async def hand_over(self, workspace_id: str, slack_id: str, action_id: int, to: str) -> str:
        """Give it to somebody else (`to`: Slack id), who is asked; return their name.

        Raises UserError for whoever cannot have it, NotFound, NotAllowed.
        """
        async with self._changing(workspace_id, slack_id, action_id) as (session, standing):
            heir, action = await owner_named(session, to), standing.action
            if heir.id == action.owner_id:
                return heir.name
            before = standing.owner
            action.owner_id, action.given_by_id = heir.id, standing.person.id
            action.helped_by_id, action.needs = None, ""
            own = heir.id == standing.person.id
            action.state = ActionState.OPEN if own else ActionState.PROPOSED
            hear = {action.raised_by_id, before.id} - {standing.person.id, heir.id}
            await self._changed(session, standing, "action_handed_over", to=heir.slack_id)
            told = await self._news(session, action, hear, action_message.GIVEN, standing.person)
            if not own:
                told.append(action_message.asked(action, heir))
            await self._ledger.plan(session, workspace_id, told)
            return heir.name

    async def move(self, workspace_id: str, slack_id: str, action_id: int, due_on: date | None) -> None:
        """Let it be done by another day. Raises UserError for one that cannot be, NotFound, NotAllowed."""
        async with self._changing(workspace_id, slack_id, action_id) as (session, standing):
            due = checked_due(due_on, self._today(standing.owner), DUE)
            if standing.action.due_on != due:
                self._goes_on(standing)
                standing.action.due_on = due
                await self._changed(session, standing, "action_moved", to=due.isoformat())

    async def make_smaller(
        self, workspace_id: str, slack_id: str, action_id: int, revision: int, words: str, due_on: date | None
    ) -> None:
        """Let less be done, from the form that showed `revision` of it. Raises UserError, NotFound, NotAllowed."""
        said = typed(words, TEXT)
        if not said:
            raise UserError("Please write what is to be done; a few words are enough.", field=TEXT)
        async with self._changing(workspace_id, slack_id, action_id) as (session, standing):
            action = standing.action
            if (action.text, action.due_on) == (said, due_on):
                return
            if action.revision != revision:
                raise UserError(
                    "Somebody has changed this action meanwhile. What you typed is still in the form; close it and "
                    "open it once more to see the action as it is now."
                )
            action.due_on = checked_due(due_on, self._today(standing.owner), DUE)
            self._goes_on(standing)
            action.text = said
            await self._changed(session, standing, "action_made_smaller")

    async def need_help(self, workspace_id: str, slack_id: str, action_id: int, words: str) -> str:
        """Let its owner ask for help; return the name of whoever was told. Raises UserError, NotFound, NotAllowed."""
        needs = typed(words, NEEDS)
        if not needs:
            raise UserError("Please write what would help; a few words are enough.", field=NEEDS)
        async with self._changing(workspace_id, slack_id, action_id) as (session, standing):
            must_own(standing)
            action = standing.action
            helper = await helper_of(session, action)
            if helper is None:
                raise UserError("There is nobody else here who could be told. Nothing was changed.", field=NEEDS)
            same = (action.state, action.needs, action.helped_by_id) == (ActionState.HELP, needs, helper.id)
            if not same:
                action.state, action.needs, action.helped_by_id = ActionState.HELP, needs, helper.id
                await self._changed(session, standing, "action_needs_help", helper=helper.slack_id)
                await self._ledger.plan(session, workspace_id, [action_message.help_wanted(action, helper)])
            return helper.name

    async def help(self, workspace_id: str, slack_id: str, action_id: int) -> str:
        """Let somebody who was told help its owner, who hears of it; return the owner's name.

        Raises UserError, NotFound, NotAllowed.
        """
        async with self._changing(workspace_id, slack_id, action_id) as (session, standing):
            await must_change(session, standing)
            action = standing.action
            if action.state == ActionState.HELP:
                action.state, action.helped_by_id = ActionState.OPEN, standing.person.id
                await self._changed(session, standing, "action_helped")
                told = await self._news(session, action, {action.owner_id}, action_message.HELPED, standing.person)
                await self._ledger.plan(session, workspace_id, told)
            return standing.owner.name

    async def done(
        self, workspace_id: str, slack_id: str, action_id: int, effect: str = "", *, worked: bool | None = None
    ) -> None:
        """Let it be done, with what came of it. Raises UserError, NotFound, NotAllowed."""
        said = typed(effect, EFFECT)
        async with self._changing(workspace_id, slack_id, action_id) as (session, standing):
            action = standing.action
            action.effect = said
            action.worked = worked if action.kind == ActionKind.EXPERIMENT else None
            await self._settle(session, standing, ActionState.DONE)

    async def drop(self, workspace_id: str, slack_id: str, action_id: int, reason: str) -> None:
        """Let nothing be done any more, and say why. Raises UserError, NotFound, NotAllowed."""
        said = typed(reason, REASON)
        async with self._changing(workspace_id, slack_id, action_id) as (session, standing):
            standing.action.reason = said
            await self._settle(session, standing, ActionState.DROPPED)

    async def _settle(self, session: AsyncSession, standing: ActionStanding, state: ActionState) -> None:
        action, person = standing.action, standing.person
        action.state, action.settled_at, action.settled_by_id = state, self._clock.now(), person.id
        await self._changed(session, standing, f"action_{state}")
        hear = {action.raised_by_id, action.given_by_id, action.owner_id} - {person.id}
        told = await self._news(session, action, hear, str(state), person)
        await self._ledger.plan(session, action.workspace_id, told)

    async def _news(
        self, session: AsyncSession, action: Action, readers: set[int], what: str, by: Person
    ) -> list[Intent]:
        people = sa.select(Person).where(Person.id.in_(readers), Person.deactivated.is_(False)).order_by(Person.id)
        return [action_message.news(action, one, what, by) for one in await session.scalars(people)]

    @asynccontextmanager
    async def _changing(
        self, workspace_id: str, slack_id: str, action_id: int
    ) -> AsyncIterator[tuple[AsyncSession, ActionStanding]]:
        """Hold an action that lives, before somebody who may change it."""
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, action_id, locked=True)
            must_live(standing)
            await must_change(session, standing)
            yield session, standing

    def _goes_on(self, standing: ActionStanding) -> None:
        """Take it as said that the owner goes on with it, who has just changed it themselves."""
        if standing.own:
            standing.action.state = ActionState.OPEN

    def _today(self, person: Person) -> date:
        return self._clock.now().astimezone(ZoneInfo(person.zone)).date()

    async def _changed(self, session: AsyncSession, standing: ActionStanding, what: str, **details: str) -> None:
        """Audit a change, set the timers, and let all messages that show the action show it as it is now."""
        action = standing.action
        action.revision += 1
        self._audit.record(session, standing.person.slack_id, what, f"action:{action.id}", **details)
        await schedule(session, action, self._clock.now())
        retro = await shown_in_retro(session, action, before=standing.owner.id)
        keys = [*await action_message.shown_in(session, [action.id]), *retro]
        await self._ledger.refresh(session, action.workspace_id, keys)


async def owner_named(session: AsyncSession, slack_id: str) -> Person:
    """Return whom a form names as owner. Raises UserError for nobody, an app, and whoever left."""
    found = await session.scalar(sa.select(Person).where(Person.slack_id == slack_id)) if slack_id else None
    if found is None:
        sentence = "Drumbeat does not know this person yet. Please try again in a minute." if slack_id else ""
        raise UserError(sentence or "Please choose who does it.", field=OWNER)
    if found.deactivated or found.is_bot:
        what = "is an app" if found.is_bot else "has left"
        raise UserError(f"{found.name} {what}, so nothing was changed. Please choose somebody else.", field=OWNER)
    return found


def typed(words: str, field: str) -> str:
    """Return what was typed into a field, checked; "" for nothing. Raises UserError for the field."""
    try:
        return text(words, LONG_TEXT) or ""
    except UserError as error:
        raise UserError(error.sentence, field=field) from None
