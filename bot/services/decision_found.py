"""Finds decisions by words: those that have them, however old they are, and those of the people and teams they name."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import BY_ID, IDS
from bot.domain.decision import Decision as Shown
from bot.domain.decision import DecisionState
from bot.domain.matching import Candidate, named, rank
from bot.services.decision_read import shown
from bot.services.decision_sight import IN_ORDER, seen_by, visible_decisions
from bot.services.search_index import Index
from models import Decision, Person, Team

DECISIONS = Index(Decision)

NEWEST = 500
"""Decisions that are looked through for slips where none has the words, the newest."""

FEW = 8
"""People or teams that words may name; what names more of them says nothing."""

THEIRS = 100
"""Decisions of each of them in each part, the newest."""

_PEOPLE, _TEAMS = sa.select(Person.id, Person.name), sa.select(Team.id, Team.name)

# In each of these an index has the newest last, so that no more than `THEIRS` are read.
_OF_PERSON = (
    (Decision.owner_id, (Decision.state == DecisionState.NEEDED,)),
    (Decision.owner_id, (Decision.state == DecisionState.DECIDED,)),
    (Decision.settled_by_id, ()),
    (Decision.person_id, ()),
)
_OF_TEAM = ((Decision.team_id, ()),)


async def found_by(session: AsyncSession, person: Person, words: str) -> list[Any]:
    """Return the decisions that words are about, of those that somebody may see, the best first.

    Only where none has the words, the newest are looked through for slips and for what stands inside a word.
    """
    near = await DECISIONS.of_words(session, words, person.workspace_id)
    near |= await _of_people(session, person.workspace_id, words)
    rows = (await visible_decisions(session, person)).where(Decision.id.in_(IDS)).with_hint(Decision, BY_ID, "sqlite")
    picked = list(await session.execute(rows.order_by(*IN_ORDER), {"ids": list(near)})) if near else []
    return _about(words, picked) or _about(words, await seen_by(session, person, 0, NEWEST))


async def _of_people(session: AsyncSession, workspace_id: str, words: str) -> set[int]:
    """Return the ids of the newest decisions of those whom words name, and of the teams."""
    people = named(words, [(one.id, one.name) for one in await session.execute(_PEOPLE)])
    teams = named(words, [(one.id, one.name) for one in await session.execute(_TEAMS)])
    theirs = [
        sa.select(Decision.id)
        .where(Decision.workspace_id == workspace_id, column == one, *where)
        .order_by(Decision.id.desc())
        .limit(THEIRS)
        .subquery()
        for ids, parts in ((people, _OF_PERSON), (teams, _OF_TEAM))
        if len(ids) <= FEW
        for one in ids
        for column, where in parts
    ]
    if not theirs:
        return set()
    return set(await session.scalars(sa.union_all(*(sa.select(one.c.id) for one in theirs))))


def _about(words: str, rows: Sequence[Any]) -> list[Any]:
    """Return the rows that words are about, the best first."""
    by_key = {str(row.id): row for row in rows}
    return [by_key[one.key] for one in rank(words, [_candidate(shown(row)) for row in rows])]


def _candidate(one: Shown) -> Candidate:
    """Return a decision as words may find it: by what was asked and decided, and by who is in it."""
    return Candidate(str(one.id), f"{one.text} {one.outcome}", (one.name, one.reason, one.owner, one.settled_by))
