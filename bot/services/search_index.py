"""Which rows of a table have which words: one index a table on either database, which keeps it by itself.

On SQLite it is the FTS5 table `<table>_search`, on PostgreSQL the column `search`. Both take a text apart and cut the
ends of words in the same way (Porter's), and neither leaves any word out, so that both find the same (migrations 0043,
0047).
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.search_term import COMMON, Term, completed, mended, terms
from models import Action, Blocker, Decision, Playbook

CONFIGURATION = "drumbeat"
"""How PostgreSQL takes texts apart, by the name that the migration gave it."""

_COUNTED = """(SELECT count(*) FROM (
    SELECT 1 FROM {table}_search CROSS JOIN {table} ON {table}.id = {table}_search.rowid
    WHERE {table}_search MATCH :word{number} AND {table}.workspace_id = :workspace LIMIT :most
))"""
"""SQLite takes the tables of a CROSS JOIN in the order in which they are named."""

_ALL = """SELECT {table}.id FROM {table}_search CROSS JOIN {table} ON {table}.id = {table}_search.rowid
WHERE {table}_search MATCH :match AND {table}.workspace_id = :workspace"""

_NEWEST = f"{_ALL} ORDER BY {{table}}_search.rowid DESC LIMIT {COMMON}"

WALKED = 10 * COMMON
"""Rows, the newest, among which PostgreSQL finds enough that have a common word, unless it is a rare one of those."""

_MERGE = "INSERT INTO {name} ({name}) VALUES ('optimize')"

Vocabulary = Callable[[], Awaitable[Sequence[str]]]
"""Asks for the words that a mistyped one may stand for."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The words as they are looked for, and how many rows have each, `COMMON` at most.

    `vain`: how many words of what was typed no row has, nor anything like them.
    """

    terms: Mapping[Term, int]
    vain: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """The words alone, folded, with how many rows have each."""
        return {one.word: count for one, count in self.terms.items()}


class Index:
    """The words of a table's rows."""

    def __init__(self, model: type[Playbook | Decision | Blocker | Action]) -> None:
        """Look into the index of `model`."""
        self.model = model
        self.name = f"{model.__tablename__}_search"
        self._counting: dict[tuple[bool, int], sa.Select[Any]] = {}
        fitting = sa.select(model.id).where(self.matches("match"))
        self._all: dict[bool, sa.Executable] = {True: sa.text(_ALL.format(table=model.__tablename__)), False: fitting}
        self._newest: dict[bool, sa.Executable] = {
            True: sa.text(_NEWEST.format(table=model.__tablename__)),
            False: self._walked(fitting),
        }

    async def understood(
        self, session: AsyncSession, sought: Sequence[Term], workspace_id: str, known: Vocabulary
    ) -> Sought:
        """Return what is looked for: words that no row has are completed or mended, or left out where that is vain."""
        counts = await self.counts(session, sought, workspace_id)
        vain: list[Term] = []
        if unknown := [one for one, count in counts.items() if not count]:
            begun = await self.counts(session, completed(unknown), workspace_id)
            lost = [one for one, count in begun.items() if not count]
            words = await known() if lost else ()
            instead = {one: mended(one.word, words) for one in lost}
            vain = [one for one, word in instead.items() if not word]
            right = {Term(word) for word in instead.values() if word} - counts.keys()
            counts |= begun | await self.counts(session, sorted(right, key=attrgetter("word")), workspace_id)
        return Sought({one: count for one, count in counts.items() if count}, len(vain))

    async def counts(self, session: AsyncSession, sought: Sequence[Term], workspace_id: str) -> dict[Term, int]:
        """Return how many rows of the workspace have each word, `COMMON` at most."""
        if not sought:
            return {}
        sqlite = is_sqlite(session)
        values = {f"word{number}": match(sqlite, [one]) for number, one in enumerate(sought)}
        whose = {"workspace": workspace_id, "most": COMMON} if sqlite else {}
        row = (await session.execute(self._counted(sqlite, len(sought)), {**values, **whose})).one()
        return dict(zip(sought, row, strict=True))

    def _counted(self, sqlite: bool, words: int) -> sa.Select[Any]:
        """Return the statement that counts the rows with each of so many words, put together once."""
        if (sqlite, words) not in self._counting:
            columns: list[Any] = []
            for number in range(words):
                if sqlite:
                    table = self.model.__tablename__
                    columns.append(sa.text(_COUNTED.format(table=table, number=number)))
                    continue
                some = sa.select(self.model.id).where(self.matches(f"word{number}")).limit(_literal(COMMON)).subquery()
                columns.append(sa.select(sa.func.count()).select_from(some).scalar_subquery())
            self._counting[sqlite, words] = sa.select(*columns)
        return self._counting[sqlite, words]

    def _walked(self, fitting: sa.Select[Any]) -> sa.CompoundSelect[Any]:
        """Return PostgreSQL's statement for the newest rows that have the words, `COMMON` at most.

        Its index does not know which rows are new: it would gather all that ever had a common word to sort them. So
        the newest rows are looked at first, and the index is asked only where these are not enough.
        """
        newest = (
            sa.select(self.model.id, self.column.label("words")).order_by(self.model.id.desc()).limit(_literal(WALKED))
        )
        rows = newest.subquery()
        has = rows.c.words.op("@@", is_comparison=True)(query("match"))
        near = sa.select(rows.c.id).where(has).order_by(rows.c.id.desc()).limit(_literal(COMMON)).cte("near")
        enough = sa.select(sa.func.count() >= _literal(COMMON)).select_from(near).scalar_subquery()
        far = fitting.where(~enough).order_by(self.model.id.desc()).limit(_literal(COMMON)).subquery()
        return sa.union(sa.select(near.c.id), sa.select(far.c.id))

    async def _ids(
        self, session: AsyncSession, statements: Mapping[bool, sa.Executable], sought: Sequence[Term], workspace_id: str
    ) -> set[int]:
        """Return the ids of the workspace that a statement for either database finds by any of the words."""
        if not sought:
            return set()
        sqlite = is_sqlite(session)
        whose = {"workspace": workspace_id} if sqlite else {}
        return set(await session.scalars(statements[sqlite], {"match": match(sqlite, sought), **whose}))

    async def of_words(self, session: AsyncSession, words: str, workspace_id: str) -> set[int]:
        """Return the ids of all rows that have a rare one of the words, and of the newest that have a common one."""
        counts = await self.counts(session, completed(terms(words)), workspace_id)
        rare = [one for one, count in counts.items() if 0 < count < COMMON]
        common = [one for one, count in counts.items() if count >= COMMON]
        found = await self._ids(session, self._all, rare, workspace_id)
        return found | await self._ids(session, self._newest, common, workspace_id)

    def matches(self, name: str) -> sa.ColumnElement[bool]:
        """Return PostgreSQL's condition that a row has what the parameter `name` says."""
        return self.column.op("@@", is_comparison=True)(query(name))

    @property
    def column(self) -> sa.ColumnElement[Any]:
        """PostgreSQL's column, which the model does not have."""
        return sa.literal_column(f"{self.model.__tablename__}.search")


async def merge_words(session: AsyncSession) -> None:
    """Take the words of rows that were deleted or changed out of the indexes of SQLite for good: FTS5 only marks them.

    PostgreSQL does so by itself.
    """
    if is_sqlite(session):
        for model in (Playbook, Decision, Blocker, Action):
            name = f"{model.__tablename__}_search"
            await session.execute(sa.text(_MERGE.format(name=name)))


def query(name: str) -> sa.ColumnElement[Any]:
    """Return the parameter `name` as PostgreSQL looks for it.

    By a subquery, since that is done once: a prepared statement would cut the ending of the word anew for each row.
    """
    asked = sa.func.to_tsquery(sa.literal_column(f"'{CONFIGURATION}'"), sa.bindparam(name, type_=sa.Text()))
    return sa.select(asked).scalar_subquery()


def _literal(number: int) -> sa.ColumnElement[int]:
    """Return a number that stands in the statement itself.

    PostgreSQL takes a limit that is a parameter for a tenth of the rows, and would go through a whole table for these.
    """
    return sa.literal_column(str(number), sa.Integer())


def match(sqlite: bool, sought: Sequence[Term]) -> str:
    """Return what asks the index for any of the words: they are quoted, so that nothing in them is an operator."""
    quote, any_of, begins = ('"', " OR ", "*") if sqlite else ("'", " | ", ":*")
    return any_of.join(
        f"{quote}{spelling}{quote}{begins if one.begins else ''}" for one in sought for spelling in one.spellings
    )


def is_sqlite(session: AsyncSession) -> bool:
    """Tell which of the two databases this is."""
    return session.get_bind().dialect.name == "sqlite"
