"""Closing a change, once it is part of how people work: what is missing is said, and can be overruled for a reason."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.announcement import State
from bot.domain.answer import LONG_TEXT, text
from bot.domain.change import ChangeState
from bot.domain.change_close import CloseForm, not_ready
from bot.domain.change_step import LIVE
from bot.domain.words import plural
from bot.errors import NotAllowed, Unfit, UserError
from bot.services.audit import Audit
from bot.services.change_hooks import ChangeHooks
from bot.services.change_pulse_read import pulse_page
from bot.services.change_retro_read import newest
from bot.services.change_standing import ChangeStanding, must_go_on, must_run, standing_of
from models import Announcement, ChangeQuestion, ChangeStep

OUTCOME, REASON = "outcome", "reason"


class ChangeClosing:
    """Closes changes."""

    def __init__(self, database: Database, clock: Clock, audit: Audit, hooks: ChangeHooks) -> None:
        """Work on `database`; who closed what, and why all the same, is audited."""
        self._database, self._clock, self._audit, self._hooks = database, clock, audit, hooks

    async def form(self, workspace_id: str, slack_id: str, change_id: int) -> CloseForm:
        """Return what is missing. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            standing = await _may_close(session, slack_id, change_id)
            retro = await newest(session, change_id)
            return CloseForm(
                change_id,
                standing.change.name,
                await self._missing(session, standing),
                looks_back_until=retro.closes_at if retro and retro.state == "open" else None,
                looked_back=retro is not None and retro.state == "closed",
            )

    async def close(self, workspace_id: str, slack_id: str, change_id: int, outcome: str, reason: str) -> str:
        """Close a change with what it came to, and return its name; closed twice it is closed once.

        Raises Unfit for what is missing in the form, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id, locked=True)
            if standing.state is ChangeState.EMBEDDED and standing.runs_it:
                return standing.change.name
            await _may_close(session, slack_id, change_id)
            missing = await self._missing(session, standing)
            errors: dict[str, str] = {}
            outcome = _typed(outcome, OUTCOME, errors)
            reason = _typed(reason, REASON, errors)
            if not outcome and OUTCOME not in errors:
                errors[OUTCOME] = "Please say what it came to: whoever looks it up reads it here."
            if missing and not reason and REASON not in errors:
                errors[REASON] = "Please say why it is closed although this is missing."
            if errors:
                raise Unfit(errors)
            change = standing.change
            before, change.state = change.state, ChangeState.EMBEDDED
            change.ended_at, change.ended_because = self._clock.now(), outcome
            change.revision += 1
            await self._hooks.call(session, change, self._hooks.embedded)
            self._audit.record(
                session, slack_id, "change_embedded", f"change:{change_id}", before=before, missing=missing, why=reason
            )
            return change.name

    async def _missing(self, session: AsyncSession, standing: ChangeStanding) -> tuple[str, ...]:
        change = standing.change
        last = (await pulse_page(session, change, standing.person)).last
        found = not_ready(last.all if last else None, last.parts if last else ())
        going = sa.select(sa.func.count()).where(
            Announcement.change_id == change.id, Announcement.state.in_((State.PLANNED, State.SENDING))
        )
        if count := await session.scalar(going) or 0:
            found.append(f"{plural(count, 'announcement is', 'announcements are')} still on the way.")
        asked = sa.select(sa.func.count()).where(
            ChangeQuestion.change_id == change.id,
            ChangeQuestion.kind == "question",
            ChangeQuestion.state.in_(("open", "unknown")),
        )
        if count := await session.scalar(asked) or 0:
            found.append(f"{plural(count, 'question waits', 'questions wait')} for an answer.")
        steps = sa.select(sa.func.count()).where(ChangeStep.change_id == change.id, ChangeStep.state.in_(LIVE))
        if count := await session.scalar(steps) or 0:
            found.append(
                f"{plural(count, 'step of the plan is', 'steps of the plan are')} not done. Nobody is asked about that "
                "any more, and sessions to come are called off."
            )
        return tuple(found)


async def _may_close(session: AsyncSession, slack_id: str, change_id: int) -> ChangeStanding:
    standing = await standing_of(session, slack_id, change_id)
    await must_run(session, standing, "Closing this is")
    must_go_on(standing)
    if standing.state is ChangeState.DRAFT:
        raise NotAllowed(
            f"“{standing.change.name}” is a draft: nobody has heard of it, so it is part of nobody's work. "
            "*Delete draft* takes it away."
        )
    return standing


def _typed(typed: str, field: str, errors: dict[str, str]) -> str:
    try:
        return text(typed, LONG_TEXT) or ""
    except UserError as error:
        errors[field] = error.sentence
        return ""
