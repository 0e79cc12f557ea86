"""What those who run syncs see on the home tab, read at a cost that does not grow with what was sent."""

from bot.db import Database
from bot.services.home_running import undelivered
from tests.factories import people
from tests.factories.statements import statements


async def test_what_failed_is_found_by_its_index(database: Database) -> None:
    """SQLite uses it only for a query that says the condition in the index's own words."""
    async with database.system_session() as session:
        await people.workspace(session)
    with statements(database) as said:
        async with database.reading("T1") as session:
            assert await undelivered(session, people.MONDAY) == []
    [statement] = [one for one in said if "FROM delivery" in one]
    assert "delivery.state IN ('failed', 'unknown')" in statement
    if database.is_sqlite:
        values = (1,) * statement.count("?")
        async with database.engine.connect() as connection:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            assert "ix_delivery_trouble" in str(plan.all())
