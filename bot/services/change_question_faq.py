"""What was asked and suggested about a change, as all may read it, and what waits still for those who answer."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.change_question import Faq, HomeAsked, Kind, Question, State
from bot.errors import NotFound
from bot.services.change_question_read import GONE, QUESTIONS, shown
from bot.services.change_sight import visible_to
from bot.services.guest_sight import is_narrow
from bot.services.role import acting
from models import Change, ChangeQuestion, Person

ON_A_PAGE = 5
MOST_WAITING = 5
"""What is shown at most of what waits still; the rest comes as these are answered."""

FOR_GUESTS = (
    "You are a guest in this Slack, so you read what was asked about the changes that affect you: each of them has its "
    "questions on its page."
)

HOME = 20
"""Rows that are read for a part of a home tab, which shows a few of them and counts the others."""

_OPEN = ChangeQuestion.state.in_((State.OPEN, State.UNKNOWN))
SAID = sa.and_(
    ChangeQuestion.public,
    ChangeQuestion.state.in_((State.UNKNOWN, State.ANSWERED, State.WILL_DO, State.WONT)),
)
"""What holds for those that all may read."""
_OF = sa.and_(
    ChangeQuestion.kind == sa.bindparam("kind"),
    ChangeQuestion.change_id.is_not_distinct_from(sa.bindparam("change_id")),
)
_NEWEST = (sa.func.coalesce(ChangeQuestion.settled_at, ChangeQuestion.asked_at).desc(), ChangeQuestion.id)
_SOONEST = (sa.func.coalesce(ChangeQuestion.next_word_on, ChangeQuestion.due_on), ChangeQuestion.id)
_COUNT = sa.select(sa.func.count()).select_from(ChangeQuestion).where(_OF, SAID)
_PAGE = QUESTIONS.where(_OF, SAID).order_by(*_NEWEST).offset(sa.bindparam("first")).limit(ON_A_PAGE)
_WAITING = QUESTIONS.where(_OF, _OPEN, sa.not_(SAID)).order_by(*_SOONEST).limit(MOST_WAITING)
_OF_ME = QUESTIONS.where(ChangeQuestion.owner_id == sa.bindparam("person_id"), _OPEN).order_by(*_SOONEST).limit(HOME)
_MINE = QUESTIONS.where(ChangeQuestion.asked_by_id == sa.bindparam("person_id"), _OPEN).order_by(*_SOONEST).limit(HOME)


class ChangeFaqs:
    """Reads them."""

    def __init__(self, database: Database, clock: Clock, command: str) -> None:
        """Read `database`."""
        self._database, self._clock, self._command = database, clock, command

    async def page(self, workspace_id: str, slack_id: str, change_id: int, kind: Kind, page: int = 0) -> Faq:
        """Return a page of what is said about a change (0: about nothing in particular). Raises NotFound."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            change = await change_read_of(session, person, change_id)
            which = {"kind": kind, "change_id": change_id or None}
            total = await session.scalar(_COUNT, which) or 0
            pages = max(1, -(-total // ON_A_PAGE))
            page = min(max(page, 0), pages - 1)
            rows = await session.execute(_PAGE, {**which, "first": page * ON_A_PAGE})
            runs = person.acts_as_pmo or (change is not None and person.id in {change.owner_id, change.sponsor_id})
            waiting = await session.execute(_WAITING, which) if runs else ()
            return Faq(
                change_id=change_id,
                name=change.name if change else "",
                kind=kind,
                rows=tuple(shown(row) for row in rows),
                today=self._clock.now().astimezone(ZoneInfo(person.zone)).date(),
                page=page,
                pages=pages,
                total=total,
                waiting=tuple(shown(row) for row in waiting),
                runs=runs,
                command=self._command,
            )

    async def counts(self, workspace_id: str, change_id: int) -> tuple[int, int, int]:
        """Return how many questions of a change were answered, how many ideas have an outcome, how many wait."""
        rows = sa.select(ChangeQuestion.kind, ChangeQuestion.state, sa.func.count()).where(
            ChangeQuestion.change_id == change_id, sa.or_(SAID, _OPEN)
        )
        async with self._database.reading(workspace_id) as session:
            found = (await session.execute(rows.group_by(ChangeQuestion.kind, ChangeQuestion.state))).all()
        said = {kind: sum(n for of, state, n in found if of == kind and State(state).has_outcome) for kind in Kind}
        return said[Kind.QUESTION], said[Kind.IDEA], sum(n for _, state, n in found if State(state).waits)

    async def entry(self, workspace_id: str, slack_id: str, question_id: str) -> Question:
        """Return one of them as all may read it. Raises NotFound."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            row = (await session.execute(QUESTIONS.where(ChangeQuestion.id == question_id, SAID))).one_or_none()
            if row is None:
                raise NotFound(GONE)
            await change_read_of(session, person, row.ChangeQuestion.change_id or 0)
            return shown(row)


async def home_asked(session: AsyncSession, person: Person) -> HomeAsked:
    """Return what a home tab shows: what waits for its reader, and what they asked with their name."""
    of_me, mine = [
        tuple(shown(row) for row in await session.execute(rows, {"person_id": person.id})) for rows in (_OF_ME, _MINE)
    ]
    return HomeAsked(of_me, mine)


async def change_read_of(session: AsyncSession, person: Person, change_id: int) -> Change | None:
    """Return the change (0: nothing in particular), where the person may know of it; None of one that was deleted.

    Raises NotFound; for guests, too, of what belongs to no change.
    """
    change = await session.get(Change, change_id) if change_id else None
    if change is None and is_narrow(person):
        raise NotFound(FOR_GUESTS)
    seen = sa.select(Change.id).where(Change.id == change_id, visible_to(person))
    if change is not None and await session.scalar(seen) is None:
        raise NotFound(GONE)
    return change
