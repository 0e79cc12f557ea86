"""What an older version cannot keep goes with it, and nothing else does; coming back finds the rest as it was."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot import migrate
from bot.connection import synchronous
from bot.db import async_url

AT = "2026-03-02 10:00:00+00:00"
DIGEST = {"weekday": 4, "local_time": "15:00:00.000000", "next_on": "2026-03-06"}


def _insert(connection: sa.Connection, table: str, workspace: str, row: Mapping[str, Any]) -> None:
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    statement = f"INSERT INTO {table} (workspace_id, {names}) VALUES ('{workspace}', {places})"
    connection.execute(sa.text(statement), dict(row))


def test_of_several_digests_the_eldest_of_each_person_stays(database_url: str) -> None:
    """In each workspace, though its people have the same ids elsewhere; going on, one more may be added again."""
    url = async_url(database_url)
    engine = sa.create_engine(synchronous(url))
    with engine.begin() as connection:
        for workspace, person in (("T1", 1), ("T2", 2)):
            connection.execute(
                sa.text(f"INSERT INTO workspace (id, created_at) VALUES ('{workspace}', '2026-03-02 09:00:00')")
            )
            _insert(connection, "person", workspace, {"id": person, "slack_id": "U1", "name": "Ana"})
            for number, channel in enumerate(("C1", "", "C2")):
                row = {"id": person * 10 + number, "person_id": person, "channel_id": channel, **DIGEST}
                _insert(connection, "digest", workspace, row)
    migrate.downgrade(url, "0043")
    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT id, channel_id FROM digest ORDER BY id")).all()
    assert [tuple(row) for row in kept] == [(10, "C1"), (20, "C1")]
    migrate.upgrade(url)
    with engine.begin() as connection:
        _insert(connection, "digest", "T1", {"id": 30, "person_id": 1, "channel_id": "", **DIGEST})
        assert connection.execute(sa.text("SELECT count(*) FROM digest")).scalar_one() == 3
    engine.dispose()


def test_messages_that_wait_together_go_on_waiting(database_url: str) -> None:
    """The queue and the messages that several share are the same before and after."""
    url = async_url(database_url)
    engine = sa.create_engine(synchronous(url))
    row = {"kind": "sync_prompt", "subject": "{}", "target": "U1", "joined_key": "a", "created_at": AT}
    asks = sa.text("SELECT key, state, joined_key FROM delivery ORDER BY key")
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO workspace (id, created_at) VALUES ('T1', '2026-03-02 09:00:00')"))
        for key in ("a", "b"):
            _insert(connection, "delivery", "T1", {"key": key, **row})
        before = connection.execute(asks).all()
    migrate.downgrade(url, "0040")
    migrate.upgrade(url)
    with engine.connect() as connection:
        assert connection.execute(asks).all() == before
    engine.dispose()
