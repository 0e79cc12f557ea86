"""Finds pages by words: one function for both databases, which each do what they are good at.

SQLite names the nearest by its own bm25, PostgreSQL by what each word says of a page, weighed by how rare the word is:
its own rank knows nothing of rarity. In which order they are shown, domain/playbook_search.py decides for both. What no
page has is looked for among the words of titles, where a slip is mended; they are kept in memory until a page changes.
"""

import math
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.playbook_search import LOOKED_THROUGH, Candidate, best, sought, vocabulary
from bot.domain.search_term import COMMON
from bot.services.playbook_sight import Sight, readable, sight_of
from bot.services.search_index import Index, Sought, is_sqlite, match, query
from models import Person, Playbook

PAGES = Index(Playbook)

CANDIDATES = 40
"""Pages that the database names as nearest; what they say then decides, in the same way on both."""

_WEIGHTS = "4.0, 2.0, 1.0"
"""How much a word in the title, in a heading or tag, and in the text counts."""

_STAMP = sa.select(sa.func.count(), sa.func.max(Playbook.updated_at))
_LOOKED_AT = sa.select(
    Playbook.id,
    Playbook.title,
    Playbook.keywords,
    sa.func.substr(Playbook.plain, 1, LOOKED_THROUGH).label("text"),
    Playbook.verified_until.label("until"),
)
_TITLES = sa.select(Playbook.title).where(Playbook.state == "published")


class Titles:
    """The words of all titles of a workspace, read anew when a page has changed."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._known: dict[str, tuple[Any, list[str]]] = {}

    async def words(self, session: AsyncSession, workspace_id: str) -> list[str]:
        """Return them."""
        stamp = tuple((await session.execute(_STAMP)).one())
        known = self._known.get(workspace_id)
        if known is None or known[0] != stamp:
            known = (stamp, vocabulary(list(await session.scalars(_TITLES))))
            self._known[workspace_id] = known
        return known[1]


async def found_pages(
    session: AsyncSession, reader: Person, words: str, titles: Titles, today: date, *, most: int
) -> tuple[list[int], Sought]:
    """Return the ids of the pages that are nearest to words, the nearest first, and what was looked for at last.

    Only pages that `reader` may read, and none that is archived. `today` tells which marks hold.
    """

    async def known() -> list[str]:
        return await titles.words(session, reader.workspace_id)

    meant = await PAGES.understood(session, sought(words), reader.workspace_id, known)
    if not meant.terms:
        return [], meant
    look = nearest(is_sqlite(session), sight_of(reader), len(meant.terms))
    rows = await session.execute(look, given(session, reader, meant))
    candidates = [
        Candidate(one.id, one.title, one.keywords, one.text, one.until is not None and one.until >= today)
        for one in rows
    ]
    return best(words, meant.counts, candidates, most), meant


def given(session: AsyncSession, reader: Person, meant: Sought) -> dict[str, Any]:
    """Return the parameters of `nearest`."""
    sqlite = is_sqlite(session)
    values = {"match": match(sqlite, list(meant.terms)), "reader": reader.id, "workspace": reader.workspace_id}
    if sqlite:
        return values
    rare = {f"rare{number}": math.log(1 + COMMON / count) for number, count in enumerate(meant.terms.values())}
    words = {f"word{number}": match(sqlite, [one]) for number, one in enumerate(meant.terms)}
    return {**values, **words, **rare}


@cache
def nearest(sqlite: bool, sight: Sight, words: int) -> sa.Select[Any]:
    """Return the statement for what the `CANDIDATES` nearest pages by so many words say, put together once."""
    return _LOOKED_AT.where(Playbook.id.in_(_nearest(sqlite, sight, words)))


def _nearest(sqlite: bool, sight: Sight, words: int) -> sa.Select[int]:
    theirs = readable(sight, sa.bindparam("reader"), sa.bindparam("workspace"))
    rows = sa.select(Playbook.id).where(Playbook.state == "published", theirs).limit(CANDIDATES)
    if sqlite:
        return rows.join(_NEAR, _NEAR.c.rowid == Playbook.id).order_by(_NEAR.c.bm25)
    score: sa.ColumnElement[Any] = sa.literal(0)
    for number in range(words):
        rare = sa.bindparam(f"rare{number}", type_=sa.Float())
        score = score + sa.func.ts_rank(_PG_WEIGHTS, PAGES.column, query(f"word{number}"), 1) * rare
    return rows.where(PAGES.matches("match")).order_by(score.desc())


# The limit that is none keeps SQLite from asking the words of each page of the workspace instead, for half a second.
_NEAR = (
    sa.select(
        sa.column("rowid", sa.Integer), sa.literal_column(f"bm25(playbook_search, {_WEIGHTS})", sa.Float).label("bm25")
    )
    .select_from(sa.table("playbook_search"))
    .where(sa.text("playbook_search MATCH :match"))
    .limit(-1)
    .subquery()
)
_PG_WEIGHTS: sa.ColumnElement[Any] = sa.literal_column("'{0.5, 0.5, 0.6, 0.8}'::float4[]")
