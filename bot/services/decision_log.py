"""The log of decisions: open ones, what was decided, and what was decided elsewhere and added to it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.answer import LONG_TEXT, text
from bot.domain.decision import DecisionState
from bot.domain.decision_form import Made
from bot.domain.decision_log import OPEN, LogFacts, LogRow
from bot.errors import UserError
from bot.ids import new_id
from bot.services.audit import Audit
from bot.services.channel_invite import is_public
from bot.services.decision import OUTCOME, OWNER, REASON, REVIEW, REVIEWED_WITHIN, must_be_ahead
from bot.services.decision_found import found_by
from bot.services.decision_read import shown
from bot.services.decision_sight import seen_by
from bot.services.decision_timer import schedule
from bot.services.guest_sight import is_narrow
from bot.services.home_team import home_team
from bot.services.reading import leads_any
from bot.services.role import acting, refusal
from models import Decision, DecisionBefore, Membership, Person, Ritual

ON_A_PAGE = 8

MOST = 1000
"""Decisions of a list that is narrowed by words and read as a whole."""


class DecisionLogs:
    """Shows the log, and adds to it."""

    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        """Work on `database`; what is added is audited."""
        self._database, self._clock, self._audit = database, clock, audit

    async def facts(
        self, workspace_id: str, slack_id: str, words: str = "", *, first: int = 0, note: str = ""
    ) -> LogFacts:
        """Return a page of the log as `slack_id` may see it: all, only open ones, or what `words` are about.

        Raises NotFound, NotAllowed.
        """
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            rows = await rows_for(session, person, words, first, ON_A_PAGE + 1)
            page = rows[:ON_A_PAGE]
            before = await _before(session, [row.id for row in page])
            theirs = await _theirs(session, person)
            return LogFacts(
                rows=tuple(
                    LogRow(shown(row, tuple(before[row.id])), theirs(row), link=link_for(row, person)) for row in page
                ),
                first=first,
                more=len(rows) > len(page),
                words=words,
                can_add=person.acts_as_pmo or await leads_any(session, person),
                today=self._today(person),
                note=note,
                guest=is_narrow(person),
            )

    async def must_add(self, workspace_id: str, slack_id: str) -> None:
        """Raise NotAllowed for whoever may not add a decision: leads and the PMO may."""
        async with self._database.reading(workspace_id) as session:
            await _must_add(session, await acting(session, slack_id))

    async def is_public(self, workspace_id: str, channel_id: str) -> bool:
        """Tell whether everybody may read a channel; one that Drumbeat does not know counts as private."""
        async with self._database.reading(workspace_id) as session:
            return await is_public(session, channel_id)

    async def add(
        self, workspace_id: str, slack_id: str, by: str, made: Made, *, link: str = "", channel_id: str = ""
    ) -> None:
        """Add a decision that `by` (Slack id) made elsewhere; sent twice it is added once.

        `link`: the message that it was noted from, in `channel_id`.

        Raises UserError with the field of the form, NotAllowed.
        """
        outcome, reason = (_typed(words, field) for words, field in ((made.outcome, OUTCOME), (made.reason, REASON)))
        if not outcome:
            raise UserError("Please write what was decided; a few words are enough.", field=OUTCOME)
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            await _must_add(session, person)
            decider = await session.scalar(sa.select(Person).where(Person.slack_id == by))
            if decider is None or decider.is_bot:
                raise UserError("Please choose who decided: somebody who is known here, and no app.", field=OWNER)
            must_be_ahead(made.review_on, self._today(decider), REVIEW, REVIEWED_WITHIN)
            same = sa.select(Decision.id).where(
                Decision.raised_by_id == person.id, Decision.question == "", Decision.outcome == outcome
            )
            if await session.scalar(same.limit(1)) is not None:
                return
            added = Decision(
                id=new_id(),
                state=DecisionState.DECIDED,
                question="",
                raised_by_id=person.id,
                raised_at=now,
                owner_id=decider.id,
                settled_by_id=decider.id,
                settled_at=now,
                outcome=outcome,
                reason=reason,
                review_on=made.review_on,
                link=link,
                link_public=bool(link) and await is_public(session, channel_id),
            )
            session.add(added)
            await schedule(session, added, now)
            self._audit.record(session, slack_id, "decision_added", f"decision:{added.id}")

    def _today(self, person: Person) -> date:
        return self._clock.now().astimezone(ZoneInfo(person.zone)).date()


async def rows_for(session: AsyncSession, person: Person, words: str, first: int = 0, most: int = MOST) -> list[Any]:
    """Return decisions of the log as rows from place `first` on: all, open ones (`OPEN`), or what words are about."""
    only_open = words.casefold() == OPEN
    if words and not only_open:
        return (await found_by(session, person, words))[first : first + most]
    return await seen_by(session, person, first, most, only_open=only_open)


async def _before(session: AsyncSession, ids: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    rows = (
        sa.select(DecisionBefore.decision_id, DecisionBefore.outcome, Person.name)
        .join(Person, Person.id == DecisionBefore.settled_by_id)
        .where(DecisionBefore.decision_id.in_(ids))
        .order_by(DecisionBefore.id.desc())
    )
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for decision_id, outcome, name in await session.execute(rows):
        found[decision_id].append((outcome, name))
    return found


async def _theirs(session: AsyncSession, person: Person) -> Any:
    """Return what tells of a row whether the person may make or change that decision, as `must_decide` does."""
    led = set(
        await session.scalars(
            sa.select(Membership.team_id).where(Membership.person_id == person.id, Membership.is_lead)
        )
    )
    at_home = Membership.team_id == home_team(Membership.workspace_id, Membership.person_id)
    people = set(await session.scalars(sa.select(Membership.person_id).where(Membership.team_id.in_(led), at_home)))
    owned = set(await session.scalars(sa.select(Ritual.id).where(Ritual.owner_id == person.id)))

    def may(row: Any) -> bool:
        if person.acts_as_pmo:
            return True
        if row.state != DecisionState.NEEDED:
            return bool(row.settled_by_id == person.id)
        return row.owner_id == person.id or row.ritual_id in owned or row.team_id in led or row.person_id in people

    return may


async def _must_add(session: AsyncSession, person: Person) -> None:
    if not (person.acts_as_pmo or await leads_any(session, person)):
        raise await refusal(session, "Adding decisions is")


def link_for(row: Any, person: Person) -> str:
    """Return the link of the message that a decision was noted from, as far as `person` may see it."""
    return row.link if row.link_public or row.raised_by_id == person.id else ""


def _typed(words: str, field: str) -> str:
    try:
        return text(words, LONG_TEXT) or ""
    except UserError as error:
        raise UserError(error.sentence, field=field) from None
