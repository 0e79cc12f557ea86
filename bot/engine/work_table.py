"""DBOS's table of work as we read it ourselves, so that a command needs no DBOS to know what was given up."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.status import GivenUpWork

QUEUE, WORKFLOW, SCHEMA = "lane", "drumbeat_work", "dbos"
TABLE = "workflow_status"

GIVEN_UP = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
"""DBOS's states of work that is never done any more: every try failed, or too many processes died over it. Work of the
second kind is in no queue any more, so that it is found by its workflow's name."""

ENDED = ["SUCCESS", "CANCELLED", *GIVEN_UP]

LATELY = timedelta(days=1)
"""For how long given-up work needs a person: the next start sends what it left, but it is remembered for days."""


def table_name(dialect: str) -> str:
    """Return the table's name as statements write it, on "sqlite" or "postgresql"."""
    return TABLE if dialect == "sqlite" else f"{SCHEMA}.{TABLE}"


async def given_up(connection: AsyncConnection, now: float) -> list[GivenUpWork]:
    """Return the work that was given up within a day before `now` (the machine's seconds since 1970), oldest first."""
    dialect = connection.dialect.name
    if not await connection.run_sync(lambda sync: sa.inspect(sync).has_table(TABLE, _schema(dialect))):
        return []  # nothing has run on this database yet: DBOS makes its table at its first start
    statement = sa.text(
        f"SELECT workflow_uuid, completed_at FROM {table_name(dialect)} "
        "WHERE name = :name AND status IN :states AND completed_at > :since ORDER BY completed_at, workflow_uuid"
    ).bindparams(sa.bindparam("states", expanding=True))
    since = int((now - LATELY.total_seconds()) * 1000)
    rows = await connection.execute(statement, {"name": WORKFLOW, "states": GIVEN_UP, "since": since})
    return [_work(*row) for row in rows]


def _schema(dialect: str) -> str | None:
    return None if dialect == "sqlite" else SCHEMA


def _work(name: str, milliseconds: int) -> GivenUpWork:
    workspace_id, kind, _ = name.split(":", 2)
    return GivenUpWork(workspace_id, kind, datetime.fromtimestamp(milliseconds / 1000, UTC))
