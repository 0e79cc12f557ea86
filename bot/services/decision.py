"""Deciding what somebody needs a decision on: made, changed, handed on, put off, taken off the list."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.answer import LONG_TEXT, text
from bot.domain.decision import DecisionState, day_text
from bot.domain.decision_due import FARTHEST
from bot.domain.decision_form import DecisionForm, Made
from bot.errors import NotFound, UserError
from bot.services import decision_message
from bot.services.audit import Audit
from bot.services.decision_read import shown_one
from bot.services.decision_standing import GONE, DecisionStanding, must_decide, standing_of
from bot.services.decision_timer import schedule
from models import Channel, Decision, DecisionBefore, Person, Ritual

OUTCOME, REASON, REVIEW, OWNER, DUE = "outcome", "reason", "review", "owner", "due"
"""Fields of the forms, by which errors name them."""

REVIEWED_WITHIN = timedelta(days=3 * 366)
"""A review that lies farther ahead was a slip."""


class Decisions:
    """Shows the forms of a decision and takes what comes back; whoever asked for it hears of it through `ledger`."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; every change is audited."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def form(self, workspace_id: str, slack_id: str, decision_id: int) -> DecisionForm:
        """Return what the forms of a decision show, to somebody who may decide. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, decision_id)
            await must_decide(session, standing)
            shown = await shown_one(session, decision_id)
            if shown is None:
                raise NotFound(GONE)
            return DecisionForm(
                decision=shown,
                channel=await _channel_of(session, standing.decision),
                revision=standing.decision.revision,
                owner_slack=standing.owner.slack_id,
                due=standing.decision.due_on,
            )

    async def open_form(self, workspace_id: str, slack_id: str, decision_id: int) -> DecisionForm:
        """Return the same of a decision that is needed still; of any other, raise UserError with what became of it."""
        async with self._database.reading(workspace_id) as session:
            _must_be_needed(await standing_of(session, slack_id, decision_id))
        return await self.form(workspace_id, slack_id, decision_id)

    async def made_form(self, workspace_id: str, slack_id: str, decision_id: int) -> DecisionForm:
        """Return the same of a decision that was made. Raises UserError where nobody has made it."""
        form = await self.form(workspace_id, slack_id, decision_id)
        if form.decision.state is not DecisionState.DECIDED:
            raise UserError("Nobody has decided this yet, so there is nothing to change.")
        return form

    async def decide(self, workspace_id: str, slack_id: str, decision_id: int, revision: int, made: Made) -> None:
        """Decide, or change what was decided, from the form that showed `revision` of it; sent twice it is done once.

        Of two who decide at the same moment the first wins, and the other reads what was decided by whom. Raises
        UserError with the field of the form, NotFound, NotAllowed.
        """
        outcome, reason = _typed(made.outcome, OUTCOME), _typed(made.reason, REASON)
        if not outcome:
            raise UserError("Please write what was decided; a few words are enough.", field=OUTCOME)
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, decision_id, locked=True)
            person, decision = standing.person, standing.decision
            same = (decision.outcome, decision.reason, decision.review_on) == (outcome, reason, made.review_on)
            if decision.state == DecisionState.DECIDED and decision.settled_by_id == person.id and same:
                return
            _must_be_as_shown(standing, revision)
            await must_decide(session, standing)
            must_be_ahead(made.review_on, self._today(person), REVIEW, REVIEWED_WITHIN)
            asked = decision_message.review_key(decision)
            if decision.state == DecisionState.DECIDED:
                session.add(_before(decision))
            decision.state, decision.outcome, decision.reason = DecisionState.DECIDED, outcome, reason
            decision.settled_by_id, decision.settled_at, decision.review_on = person.id, now, made.review_on
            await self._changed(session, standing, "decision_made", also=asked, tells=True)

    async def hand_on(self, workspace_id: str, slack_id: str, decision_id: int, to: str) -> None:
        """Let somebody else decide (`to`: Slack id). Raises UserError for whoever cannot, NotFound, NotAllowed."""
        async with self._changing(workspace_id, slack_id, decision_id) as (session, standing):
            heir = await session.scalar(sa.select(Person).where(Person.slack_id == to))
            if heir is None:
                raise UserError("Drumbeat does not know this person yet. Please try again in a minute.", field=OWNER)
            if heir.deactivated or heir.is_bot:
                what = "is an app" if heir.is_bot else "has left"
                raise UserError(
                    f"{heir.name} {what}, so nothing was changed. Please choose somebody else.", field=OWNER
                )
            if standing.decision.owner_id != heir.id:
                asked, standing.decision.owner_id = decision_message.due_key(standing.decision), heir.id
                await self._changed(session, standing, "decision_handed_on", also=asked, to=heir.slack_id)

    async def move(self, workspace_id: str, slack_id: str, decision_id: int, due_on: date | None) -> None:
        """Let it be decided by another day. Raises UserError for one that is past, NotFound, NotAllowed."""
        async with self._changing(workspace_id, slack_id, decision_id) as (session, standing):
            if due_on is None:
                raise UserError("Please choose a day.", field=DUE)
            must_be_ahead(due_on, self._today(standing.owner), DUE, FARTHEST, today_too=True)
            if standing.decision.due_on != due_on:
                standing.decision.due_on = due_on
                await self._changed(session, standing, "decision_moved", to=due_on.isoformat())

    async def drop(self, workspace_id: str, slack_id: str, decision_id: int, reason: str) -> None:
        """Take it off the list: it is needed no longer. Raises NotFound, NotAllowed, UserError."""
        why = _typed(reason, REASON)
        async with self._changing(workspace_id, slack_id, decision_id) as (session, standing):
            decision = standing.decision
            decision.state, decision.reason = DecisionState.DROPPED, why
            decision.settled_by_id, decision.settled_at = standing.person.id, self._clock.now()
            await self._changed(session, standing, "decision_dropped", tells=True)

    async def review(self, workspace_id: str, slack_id: str, decision_id: int, again_on: date | None) -> None:
        """Let what was decided hold: for good, or until it is looked at again on another day.

        Raises UserError for a day that is past, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, decision_id, locked=True)
            decision = standing.decision
            if decision.state != DecisionState.DECIDED:
                raise UserError(f"{what_became(standing) or 'Nobody has decided this yet.'} Nothing was changed.")
            await must_decide(session, standing)
            must_be_ahead(again_on, self._today(standing.person), DUE, REVIEWED_WITHIN)
            if decision.review_on != again_on:
                asked, decision.review_on = decision_message.review_key(decision), again_on
                await self._changed(session, standing, "decision_reviewed", also=asked)

    @asynccontextmanager
    async def _changing(
        self, workspace_id: str, slack_id: str, decision_id: int
    ) -> AsyncIterator[tuple[AsyncSession, DecisionStanding]]:
        """Hold a decision that is needed still, by somebody who may decide on it."""
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, decision_id, locked=True)
            _must_be_needed(standing)
            await must_decide(session, standing)
            yield session, standing

    def _today(self, person: Person) -> date:
        return self._clock.now().astimezone(ZoneInfo(person.zone)).date()

    async def _changed(
        self,
        session: AsyncSession,
        standing: DecisionStanding,
        action: str,
        *,
        also: str = "",
        tells: bool = False,
        **details: str,
    ) -> None:
        """Audit a change, set the timers, and show it; `also` is the key of a message that showed how it was before."""
        decision = standing.decision
        decision.revision += 1
        self._audit.record(session, standing.person.slack_id, action, f"decision:{decision.id}", **details)
        await schedule(session, decision, self._clock.now())
        keys = [*await decision_message.shown_in(session, decision), also]
        await self._ledger.refresh(session, decision.workspace_id, list(dict.fromkeys(filter(None, keys))))
        if tells:
            await self._ledger.plan(session, decision.workspace_id, await decision_message.settled(session, decision))


def what_became(standing: DecisionStanding) -> str:
    """Return what became of a decision that was settled, and by whom; "" while it is needed."""
    decision = standing.decision
    if decision.settled_at is None:
        return ""
    name, zone = (standing.settler.name, standing.settler.zone) if standing.settler else ("Somebody", "UTC")
    day = day_text(decision.settled_at.astimezone(ZoneInfo(zone)).date())
    if decision.state == DecisionState.DROPPED:
        return f"{name} said on {day} that this decision is not needed any more."
    return f"{name} decided this on {day}: “{decision.outcome}”."


def _must_be_needed(standing: DecisionStanding) -> None:
    if became := what_became(standing):
        raise UserError(f"{became} Nothing was changed.")


def _must_be_as_shown(standing: DecisionStanding, revision: int) -> None:
    """Refuse what was typed into a form that showed another version: a later word would undo one nobody has read."""
    if standing.decision.revision == revision:
        return
    if became := what_became(standing):
        raise UserError(f"{became} What you typed is still in the form; nothing was changed.")


def must_be_ahead(day: date | None, today: date, field: str, most: timedelta, *, today_too: bool = False) -> None:
    """Raise UserError for a day that is past, or farther ahead than `most`."""
    if day is None:
        return
    if day < today or (day == today and not today_too):
        past = day_text(day) if day.year == today.year else f"{day_text(day)} {day.year}"
        raise UserError(f"{past} is past. Please choose a day to come.", field=field)
    if day > today + most:
        raise UserError(f"{day.isoformat()} is too far ahead. Please choose an earlier day.", field=field)


def _typed(words: str, field: str) -> str:
    try:
        return text(words, LONG_TEXT) or ""
    except UserError as error:
        raise UserError(error.sentence, field=field) from None


def _before(decision: Decision) -> DecisionBefore:
    assert decision.settled_by_id is not None and decision.settled_at is not None  # noqa: S101, PT018 - it was decided
    return DecisionBefore(
        decision_id=decision.id,
        settled_by_id=decision.settled_by_id,
        settled_at=decision.settled_at,
        outcome=decision.outcome,
        reason=decision.reason,
    )


async def _channel_of(session: AsyncSession, decision: Decision) -> str:
    """Return the channel in which the summary stands, "" for a decision that was made elsewhere."""
    named = (
        sa.select(Channel.name)
        .join(Ritual, sa.and_(Ritual.workspace_id == Channel.workspace_id, Ritual.channel_id == Channel.slack_id))
        .where(Ritual.id == decision.ritual_id)
    )
    name = await session.scalar(named)
    return f"#{name}" if name else ""
