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
from bot.domain.decision import Decision as Shown
from bot.domain.decision import DecisionState
from bot.domain.decision_form import Made
from bot.domain.decision_log import OPEN, LogFacts, LogRow
from bot.domain.matching import Candidate, meant, pattern, plain_pattern, rank
from bot.errors import UserError
from bot.ids import new_id
from bot.services.audit import Audit
from bot.services.channel_invite import is_public
from bot.services.decision import OUTCOME, OWNER, REASON, REVIEW, REVIEWED_WITHIN, must_be_ahead
from bot.services.decision_read import SHOWN, shown
from bot.services.decision_timer import schedule
from bot.services.home_team import home_team
from bot.services.reading import leads_any
from bot.services.role import acting, refusal
from models import Channel, Decision, DecisionBefore, Membership, Person, Ritual, RitualPerson, RitualTeam

ON_A_PAGE = 8
MOST = 1000
"""Decisions that are ranked, the newest: of a page without words, and of those that have a word in them."""
_SOUGHT = ("question", "outcome", "reason", "owner", "settler", "team", "person")
"""What words may find a decision by, as `SHOWN` names it."""

_ORDER = (
    Decision.state.desc(),  # needed before decided
    sa.case((Decision.state == DecisionState.NEEDED, Decision.due_on)),
    sa.func.coalesce(Decision.settled_at, Decision.raised_at).desc(),
    Decision.id.desc(),
)
_ROWS = SHOWN.add_columns(
    Decision.owner_id,
    Decision.ritual_id,
    Decision.team_id,
    Decision.person_id,
    Decision.settled_by_id,
    Decision.raised_by_id,
    Decision.link,
    Decision.link_public,
).order_by(*_ORDER)


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
            rows = await rows_for(session, person, words)
            page = rows[first : first + ON_A_PAGE]
            before = await _before(session, [row.id for row in page])
            theirs = await _theirs(session, person)
            return LogFacts(
                rows=tuple(
                    LogRow(shown(row, tuple(before[row.id])), theirs(row), link=link_for(row, person)) for row in page
                ),
                first=first,
                more=max(len(rows) - first - len(page), 0),
                words=words,
                can_add=person.acts_as_pmo or await leads_any(session, person),
                today=self._today(person),
                note=note,
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


async def rows_for(session: AsyncSession, person: Person, words: str) -> list[Any]:
    """Return the decisions of the log as rows, in its order: all, open ones (`OPEN`), or what `words` are about."""
    only_open = words.casefold() == OPEN
    if words and not only_open:
        return await found_by(session, person, words)
    return await seen_by(session, person, only_open=only_open)


async def seen_by(session: AsyncSession, person: Person, *, only_open: bool = False) -> list[Any]:
    """Return the decisions that somebody may see, as rows: open ones first, then the newest; none that was dropped.

    Those of their own syncs, of which they are a part or which they own; leads see those of every public channel, the
    PMO sees all. What was added from elsewhere everybody sees.
    """
    states = [DecisionState.NEEDED] if only_open else [DecisionState.NEEDED, DecisionState.DECIDED]
    rows = await visible_decisions(session, person)
    return list(await session.execute(rows.where(Decision.state.in_(states)).limit(MOST)))


async def visible_decisions(session: AsyncSession, person: Person) -> sa.Select[Any]:
    """Return the statement for all decisions that somebody may see, as `seen_by` describes them."""
    rows = _ROWS.where(Decision.state != DecisionState.DROPPED)
    if not person.acts_as_pmo:
        teams = sa.select(Membership.team_id).where(Membership.person_id == person.id)
        by_team = sa.select(RitualTeam.ritual_id).where(RitualTeam.team_id.in_(teams))
        by_name = sa.select(RitualPerson.ritual_id).where(RitualPerson.person_id == person.id)
        owned = sa.select(Ritual.id).where(Ritual.owner_id == person.id)
        public = (
            sa.select(Ritual.id)
            .join(Channel, sa.and_(Channel.workspace_id == Ritual.workspace_id, Channel.slack_id == Ritual.channel_id))
            .where(Channel.is_private.is_(False))
        )
        mine = [Decision.ritual_id.is_(None), *(Decision.ritual_id.in_(ids) for ids in (by_team, by_name, owned))]
        if await leads_any(session, person):
            mine.append(Decision.ritual_id.in_(public))
        rows = rows.where(sa.or_(*mine))
    return rows


async def found_by(session: AsyncSession, person: Person, words: str) -> list[Any]:
    """Return the decisions that words are about, of those that somebody may see, the best first.

    The database picks those that have one of the words in them, however old they are; only where it finds none, the
    newest are looked through for slips.
    """
    rows = await visible_decisions(session, person)
    known = meant(words)
    plain, like = [plain_pattern(word) for word in known], [pattern(word) for word in known]
    plainly, accented, perhaps = [], [], []
    for column in (rows.selected_columns[name] for name in _SOUGHT):
        lower = sa.func.lower(column)
        plainly += [lower.like(one) for one in plain]
        loosely = [lower.like(one) for one in like]
        accented += [sa.and_(_bytes(session, column) > sa.func.length(column), one) for one in loosely]
        perhaps += loosely
    # A pattern may be of wildcards alone and fit nearly everything: what was meant comes first, so that it is not cut.
    near = sa.case((sa.or_(sa.false(), *plainly), 0), (sa.or_(sa.false(), *accented), 1), else_=2)
    fitting = rows.where(sa.or_(sa.false(), *plainly, *perhaps)).order_by(None).order_by(near, *_ORDER)
    picked = list(await session.execute(fitting.limit(MOST)))
    return _about(words, picked) or _about(words, await seen_by(session, person))


def _bytes(session: AsyncSession, column: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    """Return how many bytes a text takes as UTF-8: more than it has letters where some are beyond ASCII."""
    if session.get_bind().dialect.name == "sqlite":
        return sa.func.length(sa.cast(column, sa.LargeBinary))
    return sa.func.octet_length(column)


def _about(words: str, rows: Sequence[Any]) -> list[Any]:
    """Return the rows that words are about, the best first."""
    by_key = {str(row.id): row for row in rows}
    return [by_key[one.key] for one in rank(words, [_candidate(shown(row)) for row in rows])]


def _candidate(one: Shown) -> Candidate:
    """Return a decision as words may find it: by what was asked and decided, and by who is in it."""
    return Candidate(str(one.id), f"{one.text} {one.outcome}", (one.name, one.reason, one.owner, one.settled_by))


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
