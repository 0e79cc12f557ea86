"""Readers of messages, as the budget sees them: what each was told of late, and when they work."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.budget import WEEK
from bot.domain.working_time import WorkingTime
from bot.engine.upsert import table
from models import Delivery, Person
from models.delivery import QUEUED, TOLD

LOOKED_AT = WEEK + timedelta(days=2)
"""How far back the messages of seven days of a person's zone lie at most."""

WorkingTimes = Callable[[AsyncSession, Sequence[Any]], Awaitable[Mapping[int, WorkingTime]]]
"""Returns by their ids when people (rows of their columns) work, away dates and holidays heeded; in bulk."""

_row, _person = table(Delivery), table(Person)
_TOLD = (
    sa.select(
        _person.c.id,
        _person.c.slack_id,
        _row.c.posted_at,
    )
    .select_from(
        _person.outerjoin(
            _row,
            sa.and_(
                _row.c.workspace_id == _person.c.workspace_id,
                _row.c.target == _person.c.slack_id,
                _row.c.kind.in_(sa.bindparam("kinds", expanding=True)),
                _row.c.posted_at > sa.bindparam("since", type_=_row.c.posted_at.type),
                # A person has none of these columns: they need no name of the table before them.
                sa.text(TOLD),
            ),
        )
    )
    .where(
        _person.c.workspace_id == sa.bindparam("workspace"),
        _person.c.slack_id.in_(sa.bindparam("targets", expanding=True)),
    )
)

_DOUBTED = sa.select(_row.c.target).where(
    sa.text(f"delivery.{QUEUED}"),
    _row.c.workspace_id == sa.bindparam("workspace"),
    _row.c.target.in_(sa.bindparam("targets", expanding=True)),
    _row.c.kind.in_(sa.bindparam("kinds", expanding=True)),
    _row.c.state == "sending",
    _row.c.ts == "",
    _row.c.thread_key == "",
)
"""Who may have been told something of which nobody knows yet: Slack was gone before it answered."""

PEOPLE = sa.select(
    *(_person.c[name] for name in ("id", "slack_id", "zone", "working_days", "works_from", "works_until", "country"))
).where(_person.c.workspace_id == sa.bindparam("workspace"), _person.c.id.in_(sa.bindparam("people", expanding=True)))
"""People (ids) with what tells when they work."""


@dataclass(slots=True)
class Reader:
    """A person: what they were told of late, and what counts from now on."""

    id: int
    working: WorkingTime
    told: list[datetime] = field(default_factory=list)


async def readers_of(
    session: AsyncSession,
    workspace_id: str,
    targets: Collection[str],
    counting: Sequence[str],
    working_of: WorkingTimes,
    now: datetime,
) -> Mapping[str, Reader]:
    """Return readers by their Slack ids; what they were told is that of the kinds `counting`.

    What is in doubt counts as told now: Slack has taken it, or it is posted again.
    """
    told = {"workspace": workspace_id, "targets": sorted(targets), "kinds": counting, "since": now - LOOKED_AT}
    found: dict[str, tuple[int, list[datetime]]] = {}
    for person_id, slack_id, posted_at in await session.execute(_TOLD, told):
        at = found.setdefault(slack_id, (person_id, []))[1]
        if posted_at is not None:
            at.append(posted_at)
    for slack_id in await session.scalars(_DOUBTED, told):
        found[slack_id][1].append(now)
    ids = [person_id for person_id, _ in found.values()]
    people = await session.execute(PEOPLE, {"workspace": workspace_id, "people": ids})
    working = await working_of(session, people.all())
    return {one: Reader(person_id, working[person_id], at) for one, (person_id, at) in found.items()}
