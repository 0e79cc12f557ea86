"""The list of changes, those that go on first, and the one that words name."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.clock import Clock
from bot.db import Database
from bot.domain.change import ChangeState
from bot.domain.change_list import ChangeListFacts, ChangeRow
from bot.domain.matching import did_you_mean
from bot.domain.words import listing, short
from bot.errors import NotFound, UserError
from bot.services.change_sight import visible_to
from bot.services.role import acting
from models import Change, Person, StakeholderGroup

ON_A_PAGE = 10

MOST_NAMED = 5

_ORDER = sa.case(
    (Change.state == ChangeState.IN_PROGRESS, 0),
    (Change.state == ChangeState.ANNOUNCED, 1),
    (Change.state == ChangeState.DRAFT, 2),
    else_=3,
)
_GROUPS = (
    sa.select(sa.func.count())
    .where(StakeholderGroup.workspace_id == Change.workspace_id, StakeholderGroup.change_id == Change.id)
    .scalar_subquery()
)


class ChangeLists:
    """Reads the list."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def facts(self, workspace_id: str, slack_id: str, *, first: int = 0, note: str = "") -> ChangeListFacts:
        """Return a page of the changes that `slack_id` may know of. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            rows = (
                sa.select(Change.id, Change.name, Change.state, Person.name, Change.starts_on, Change.ends_on, _GROUPS)
                .join(Person, Person.id == Change.sponsor_id)
                .where(visible_to(person))
                .order_by(_ORDER, Change.ended_at.desc(), Change.starts_on, Change.id)
                .offset(first)
                .limit(ON_A_PAGE + 1)
            )
            found = [
                ChangeRow(one, name, ChangeState(state), sponsor, starts_on, ends_on, groups)
                for one, name, state, sponsor, starts_on, ends_on, groups in await session.execute(rows)
            ]
            return ChangeListFacts(
                rows=tuple(found[:ON_A_PAGE]),
                today=self._clock.now().astimezone(ZoneInfo(person.zone)).date(),
                is_pmo=person.acts_as_pmo,
                first=first,
                more=len(found) > ON_A_PAGE,
                note=note,
            )

    async def named(self, workspace_id: str, slack_id: str, words: str) -> int | None:
        """Return the id of the change called exactly `words`, None where none is. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            called = sa.select(Change.id).where(Change.name_key == words.casefold(), visible_to(person))
            found: int | None = await session.scalar(called)
            return found

    async def find(self, workspace_id: str, slack_id: str, words: str) -> int:
        """Return the id of the change that `words` name: all of its name, else a part that no other has.

        Raises NotFound, UserError where several have it.
        """
        wanted = words.casefold().strip("“”\"' ")
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            known = sa.select(Change.name_key, Change.id, Change.name).where(visible_to(person))
            rows = (await session.execute(known.order_by(Change.id.desc()))).all()
        whole = [one for key, one, _ in rows if key == wanted]
        part = [(one, name) for key, one, name in rows if wanted in key]
        if whole:
            return whole[0]
        if len(part) == 1:
            return part[0][0]
        if part:
            names = listing([f"“{name}”" for _, name in part[:MOST_NAMED]], "or")
            raise UserError(f"Which one do you mean: {names}? Please write the whole name.")
        guess = did_you_mean(words, [name for _, _, name in rows])
        meant = f" Did you mean “{guess}”?" if guess else ""
        raise NotFound(f"No change is called “{short(words)}”.{meant} The list without a name shows all.")
