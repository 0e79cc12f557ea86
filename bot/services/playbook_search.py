"""Finds pages by words: one function for both databases, which each do what they are good at.

SQLite names the nearest by its own bm25, PostgreSQL by what each word says of a page, weighed by how rare the word is:
its own rank knows nothing of rarity. In which order they are shown, domain/playbook_search.py decides for both. What no
page has is looked for among the words of titles, where a slip is mended; they are kept in memory until a page changes.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS
from bot.domain.playbook_search import COMMON, LOOKED_THROUGH, Candidate, best, mended, sought, vocabulary
from bot.services.playbook_sight import readable_by
from models import Person, Playbook

CANDIDATES = 40
"""Pages that the database names as nearest; what they say then decides, in the same way on both."""

BEGINS = "*"
"""Stands behind a word of which only the beginning is known."""

SYLLABLE = 3
"""Letters that are enough for the beginning of a word."""

_COUNTED = """(SELECT count(*) FROM (
    SELECT 1 FROM playbook_search CROSS JOIN playbook ON playbook.id = playbook_search.rowid
    WHERE playbook_search MATCH :word{} AND playbook.workspace_id = :workspace LIMIT :most
))"""
"""SQLite takes the tables of a CROSS JOIN in the order in which they are named."""

_WEIGHTS = "4.0, 2.0, 1.0"
"""How much a word in the title, in a heading or tag, and in the text counts."""

_STAMP = sa.select(sa.func.count(), sa.func.max(Playbook.updated_at))
_LOOKED_AT = sa.select(
    Playbook.id,
    Playbook.title,
    Playbook.keywords,
    sa.func.substr(Playbook.plain, 1, LOOKED_THROUGH).label("text"),
    Playbook.verified_until.label("until"),
).where(Playbook.id.in_(IDS))
_TITLES = sa.select(Playbook.title).where(Playbook.state == "published")


@dataclass(frozen=True, slots=True)
class Sought:
    """The words as they are looked for, and how many pages have each; `BEGINS` behind one that only begins so.

    `vain`: how many words of what was typed no page has, nor anything like them.
    """

    words: Mapping[str, int]
    vain: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """The words alone, with how many pages have each."""
        return {word.removesuffix(BEGINS): count for word, count in self.words.items()}


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
    meant = await understood(session, words, titles, reader.workspace_id)
    if not meant.words:
        return [], meant
    near = list(
        await session.scalars(
            nearest(_is_sqlite(session), reader.acts_as_pmo, len(meant.words)), given(session, reader, meant)
        )
    )
    rows = await session.execute(_LOOKED_AT, {"ids": near})
    candidates = [
        Candidate(one.id, one.title, one.keywords, one.text, one.until is not None and one.until >= today)
        for one in rows
    ]
    return best(words, meant.counts, candidates, most), meant


async def understood(session: AsyncSession, words: str, titles: Titles, workspace_id: str) -> Sought:
    """Return what is looked for: words that no page has are completed or mended, or left out where that is vain."""
    counts = await _counts(session, sought(words), workspace_id)
    unknown = [word for word, count in counts.items() if not count]
    if unknown:
        begun = await _counts(session, [f"{word}{BEGINS}" for word in unknown if len(word) >= SYLLABLE], workspace_id)
        known = await titles.words(session, workspace_id)
        instead = [mended(word, known) for word in unknown if not begun.get(f"{word}{BEGINS}")]
        right = await _counts(session, [word for word in instead if word and word not in counts], workspace_id)
        counts |= begun | right
        completed = [word for word in unknown if begun.get(f"{word}{BEGINS}")]
        vain = len(unknown) - len(completed) - len([word for word in instead if word])
        return Sought({word: count for word, count in counts.items() if count}, vain)
    return Sought(counts)


def given(session: AsyncSession, reader: Person, meant: Sought) -> dict[str, Any]:
    """Return the parameters of `nearest`."""
    who = {"reader": reader.id, "workspace": reader.workspace_id}
    if _is_sqlite(session):
        return {"match": " OR ".join(map(_fts, meant.words)), **who}
    rare = {f"rare{number}": math.log(1 + COMMON / count) for number, count in enumerate(meant.words.values())}
    words = {f"word{number}": _ts(word) for number, word in enumerate(meant.words)}
    return {"match": " | ".join(words.values()), **words, **rare, **who}


@cache
def nearest(sqlite: bool, pmo: bool, words: int) -> sa.Select[int]:
    """Return the statement for the `CANDIDATES` nearest pages by so many words, put together once."""
    readable = sa.true() if pmo else readable_by(sa.bindparam("reader"), sa.bindparam("workspace"))
    rows = sa.select(Playbook.id).where(Playbook.state == "published", readable).limit(CANDIDATES)
    if sqlite:
        return rows.join(_NEAR, _NEAR.c.rowid == Playbook.id).order_by(_NEAR.c.bm25)
    score: sa.ColumnElement[Any] = sa.literal(0)
    for number in range(words):
        query = sa.func.to_tsquery("english", sa.bindparam(f"word{number}", type_=sa.Text()))
        rare = sa.bindparam(f"rare{number}", type_=sa.Float())
        score = score + sa.func.ts_rank(_PG_WEIGHTS, _SEARCH, query, 1) * rare
    return rows.where(_matches(sa.bindparam("match", type_=sa.Text()))).order_by(score.desc())


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
_SEARCH: sa.ColumnElement[Any] = sa.literal_column("playbook.search")


def _matches(query: Any) -> sa.ColumnElement[bool]:
    return _SEARCH.op("@@", is_comparison=True)(sa.func.to_tsquery("english", query))


async def _counts(session: AsyncSession, words: Sequence[str], workspace_id: str) -> dict[str, int]:
    """Return how many pages of the workspace have each word, `COMMON` at most."""
    if not words:
        return {}
    sqlite = _is_sqlite(session)
    said = {f"word{number}": _fts(word) if sqlite else _ts(word) for number, word in enumerate(words)}
    of_workspace = {"workspace": workspace_id, "most": COMMON} if sqlite else {}
    row = (await session.execute(_counting(sqlite, len(words)), {**said, **of_workspace})).one()
    return dict(zip(words, row, strict=True))


@cache
def _counting(sqlite: bool, words: int) -> sa.Select[Any]:
    """Return the statement that counts the pages with each of so many words, put together once."""
    if sqlite:
        return sa.select(*(sa.text(_COUNTED.format(number)) for number in range(words)))
    columns = []
    for number in range(words):
        has_it = _matches(sa.bindparam(f"word{number}", type_=sa.Text()))
        some = sa.select(Playbook.id).where(has_it).limit(COMMON).subquery()
        columns.append(sa.select(sa.func.count()).select_from(some).scalar_subquery())
    return sa.select(*columns)


def _fts(word: str) -> str:
    """Return a word for FTS5: quoted, so that nothing in it is an operator."""
    return f'"{word.removesuffix(BEGINS)}"{"*" if word.endswith(BEGINS) else ""}'


def _ts(word: str) -> str:
    """Return a word for to_tsquery: quoted likewise."""
    return f"'{word.removesuffix(BEGINS)}'{':*' if word.endswith(BEGINS) else ''}"


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"
