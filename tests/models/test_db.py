"""Sessions see one workspace, on both databases."""

import gc
from datetime import UTC, datetime
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot import tenancy
from bot.db import Database, WriteInReadingError, after_commit
from bot.tenancy import CrossWorkspaceError, scoped
from models import Team, Workspace

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
async def two_workspaces(database: Database) -> Database:
    async with database.system_session() as session:
        session.add_all([Workspace(id="T1", created_at=NOW), Workspace(id="T2", created_at=NOW)])
        await session.flush()
        session.add_all([Team(workspace_id="T1", name="Payments"), Team(workspace_id="T2", name="Growth")])
    return database


async def test_a_session_of_one_workspace_does_not_see_the_other(two_workspaces: Database) -> None:
    """Selects, updates and deletes through the ORM reach the session's own workspace only."""
    async with two_workspaces.transaction("T1") as session:
        assert [team.name for team in await session.scalars(sa.select(Team))] == ["Payments"]
        await session.execute(sa.update(Team).values(kind="platform"))
        await session.execute(sa.delete(Team).where(Team.name == "Growth"))
    async with two_workspaces.system_session() as session:
        rows = (await session.execute(sa.select(Team.name, Team.kind).order_by(Team.name))).all()
    assert [tuple(row) for row in rows] == [("Growth", "product"), ("Payments", "platform")]


TEAMS = sa.select(Team.name).order_by(Team.name)


async def test_a_statement_that_is_put_together_once_serves_each_workspace(two_workspaces: Database) -> None:
    """One after the other, in turn, and also one that nobody has, or no workspace at all."""
    seen = []
    for workspace_id in ("", "T1", "T2", "T1", "T9", ""):
        async with two_workspaces.reading(workspace_id) as session:
            seen.append(list(await session.scalars(TEAMS)))
    assert seen == [[], ["Payments"], ["Growth"], ["Payments"], [], []]
    async with two_workspaces.system_session() as session:
        assert list(await session.scalars(TEAMS)) == ["Growth", "Payments"]


async def test_every_table_of_a_statement_is_kept_within_the_workspace(two_workspaces: Database) -> None:
    """Joined ones, aliases and those of a subquery, too."""
    other = aliased(Team)
    once = sa.select(sa.func.count()).select_from(Team)
    pairs = sa.select(Team.name, other.name, once.scalar_subquery()).join(other, other.id > 0)
    async with two_workspaces.reading("T2") as session:
        assert [tuple(row) for row in await session.execute(pairs)] == [("Growth", "Growth", 1)]


async def test_a_statement_that_is_made_anew_each_time_is_not_kept(two_workspaces: Database) -> None:
    """Else every click would leave one behind."""
    async with two_workspaces.reading("T1") as session:
        gc.collect()
        before = len(tenancy.KEPT)
        for number in range(20):
            await session.execute(sa.select(Team).where(Team.id > number))
        gc.collect()
        assert len(tenancy.KEPT) <= before + 1


async def test_a_system_session_can_be_scoped_for_a_while(two_workspaces: Database) -> None:
    """Inside the block it sees one workspace, afterwards all."""
    async with two_workspaces.system_session() as session:
        with scoped(session, "T2"):
            assert [team.name for team in await session.scalars(sa.select(Team))] == ["Growth"]
        assert len((await session.scalars(sa.select(Team))).all()) == 2


async def test_new_rows_belong_to_the_sessions_workspace(two_workspaces: Database) -> None:
    """The workspace need not be named, and another one is refused."""
    async with two_workspaces.transaction("T2") as session:
        session.add(Team(name="Mobile"))
    async with two_workspaces.reading("T2") as session:
        assert len((await session.scalars(sa.select(Team))).all()) == 2
    with pytest.raises(CrossWorkspaceError):
        async with two_workspaces.transaction("T2") as session:
            session.add(Team(workspace_id="T1", name="Sales"))


async def test_who_only_reads_cannot_write(two_workspaces: Database) -> None:
    """Neither a row nor by a statement: it would be lost on SQLite and kept on PostgreSQL."""
    for write in (sa.update(Team).values(kind="platform"), sa.delete(Team), sa.insert(Team).values(name="Mobile")):
        async with two_workspaces.reading("T1") as session:
            with pytest.raises(WriteInReadingError):
                await session.execute(write)
    async with two_workspaces.reading("T1") as session:
        session.add(Team(name="Mobile"))
        with pytest.raises(WriteInReadingError, match="Team"):
            await session.flush()
    async with two_workspaces.reading("T1") as session:
        (await session.scalars(sa.select(Team))).one().name = "Sales"
        with pytest.raises(WriteInReadingError, match="Team"):
            await session.scalars(sa.select(Team))
    async with two_workspaces.reading("T1") as session:
        assert list(await session.scalars(TEAMS)) == ["Payments"]


async def test_instants_come_back_aware_and_naive_ones_are_refused(two_workspaces: Database) -> None:
    """What goes in as an instant comes out as the same instant in UTC."""
    async with two_workspaces.reading("T1") as session:
        assert (await session.get_one(Workspace, "T1")).created_at == NOW
    with pytest.raises(sa.exc.StatementError, match="naive"):
        async with two_workspaces.system_session() as session:
            session.add(Workspace(id="T3", created_at=NOW.replace(tzinfo=None)))


async def test_what_waits_for_the_commit_happens_after_it_once(database: Database) -> None:
    """Not before, not again with the next commit, and also where a savepoint was committed on the way."""
    acts: list[str] = []
    async with database.system_session() as session:
        after_commit(session, partial(acts.append, "first"))
        async with session.begin_nested():
            after_commit(session, partial(acts.append, "second"))
        assert acts == []
    assert acts == ["first", "second"]
    async with database.system_session():
        pass
    assert acts == ["first", "second"]


class Regret(Exception):
    """Rolls back."""


async def test_what_is_rolled_back_is_forgotten(database: Database) -> None:
    """With the transaction, or with the savepoint in which it was asked for; its neighbours still happen."""
    acts: list[str] = []

    async def regretted(session: AsyncSession) -> None:
        async with session.begin_nested():
            async with session.begin_nested():
                after_commit(session, partial(acts.append, "within what is rolled back"))
            after_commit(session, partial(acts.append, "rolled back"))
            raise Regret

    async with database.system_session() as session:
        after_commit(session, partial(acts.append, "kept"))
        with pytest.raises(Regret):
            await regretted(session)
        async with session.begin_nested():
            after_commit(session, partial(acts.append, "next"))
    assert acts == ["kept", "next"]


async def test_nothing_of_a_lost_transaction_happens(database: Database) -> None:
    """Not even what a savepoint of it had settled."""
    acts: list[str] = []

    async def lost() -> None:
        async with database.system_session() as session:
            async with session.begin_nested():
                after_commit(session, partial(acts.append, "in a savepoint"))
            after_commit(session, partial(acts.append, "in the transaction"))
            raise Regret

    with pytest.raises(Regret):
        await lost()
    assert acts == []
