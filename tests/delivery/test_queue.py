"""How much waits to be sent or for a person, over all workspaces, at a cost that does not grow with what was sent."""

import re
from datetime import datetime, timedelta

from bot.db import Database
from bot.delivery.ledger import WORTH_SENDING
from bot.delivery.queue import by_state
from models import Delivery, Workspace
from tests.factories.people import MONDAY
from tests.factories.statements import statements


async def deliver(database: Database, *rows: tuple[str, str, datetime]) -> None:
    """Write messages: workspace, state, and when they were planned."""
    async with database.system_session() as session:
        session.add_all(Workspace(id=name, created_at=MONDAY) for name in sorted({row[0] for row in rows}))
        await session.flush()
        session.add_all(
            Delivery(workspace_id=name, key=str(n), kind="note", subject={}, target="C1", state=state, created_at=at)
            for n, (name, state, at) in enumerate(rows)
        )


async def test_messages_are_counted_by_state(database: Database) -> None:
    """Of all workspaces; what was sent or skipped is over, and so is what failed long ago."""
    old = MONDAY - WORTH_SENDING - timedelta(seconds=1)
    await deliver(
        database,
        ("T1", "planned", MONDAY),
        ("T2", "planned", old),
        ("T2", "sending", MONDAY),
        ("T1", "sent", MONDAY),
        ("T1", "skipped", MONDAY),
        ("T1", "failed", MONDAY),
        ("T1", "unknown", MONDAY),
        ("T2", "unknown", old),
    )
    async with database.engine.connect() as connection:
        assert await by_state(connection, MONDAY) == {"queued": 3, "failed": 1, "unknown": 1}


async def test_only_what_waits_is_read(database: Database) -> None:
    """SQLite uses its partial indexes only for a query that says their conditions in the same words."""
    with statements(database) as said:
        async with database.engine.connect() as connection:
            assert await by_state(connection, MONDAY) == {"queued": 0}
    [statement] = [one for one in said if "FROM delivery" in one]
    assert "delivery.state IN ('planned', 'sending')" in statement
    if database.is_sqlite:
        values = ("",) * statement.count("?")
        async with database.engine.connect() as connection:
            plan = str((await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all())
        assert "ix_delivery_queue" in plan
        # By age: what failed long ago is not even looked at.
        assert re.search(r"COVERING INDEX ix_delivery_trouble \(workspace_id=\? AND created_at>\?", plan)
