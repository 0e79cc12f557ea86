"""Blockers that were raised without a round, where the version before knows none."""

import sqlalchemy as sa

from bot import migrate
from bot.connection import synchronous
from bot.db import async_url

AT = "2026-03-0{} 10:00:00+00:00"
PERSON = {"id": 1, "slack_id": "U1", "name": "Ana"}
RITUAL = {"id": 3, "name": "Weekly", "owner_id": 1, "rrule": "FREQ=WEEKLY", "starts_on": "2026-03-01"}
RITUAL |= {"local_time": "10:00:00", "channel_id": "C1", "questions": "[]", "created_at": AT.format(1)}


def put(connection: sa.Connection, table: str, **values: object) -> None:
    """Store a row of the workspace."""
    values = {"workspace_id": "T1"} | values
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


def test_a_sync_keeps_what_was_raised_by_itself_and_the_rest_goes(database_url: str) -> None:
    """Of its last round before, else of its first; what stood for others that stay does not stand for them any more."""
    url = async_url(database_url)
    engine = sa.create_engine(synchronous(url))
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO workspace (id, created_at) VALUES ('T1', '2026-03-02 09:00:00')"))
        put(connection, "person", **PERSON)
        put(connection, "team", id=2, name="Platform")
        put(connection, "ritual", **RITUAL)
        for number, day in ((4, 2), (5, 4)):
            opens = {"created_at": AT.format(day), "opens_at": AT.format(day), "closes_at": AT.format(day + 1)}
            put(connection, "round", id=number, ritual_id=3, local_date=f"2026-03-0{day}", questions="[]", **opens)
        for number, sync, day in ((6, 3, 3), (7, 3, 1), (8, None, 3)):
            waits = {"raiser_id": 1, "team_id": 2, "needs": f"Keys {number}", "since": AT.format(day), "link": "https"}
            put(connection, "blocker", id=number, ritual_id=sync, **waits)
            put(connection, "blocker_step", id=number, blocker_id=number, kind="raised", person_id=1, at=AT.format(1))
        connection.execute(sa.text("UPDATE blocker SET merged_into_id = 8 WHERE id = 7"))
    migrate.downgrade(url, "0037")
    with engine.begin() as connection:
        columns = "id, round_id, prompt_id, needs, merged_into_id"
        kept = connection.execute(sa.text(f"SELECT {columns} FROM blocker ORDER BY id"))
        assert [tuple(one) for one in kept] == [(6, 4, 0, "Keys 6", None), (7, 4, 0, "Keys 7", None)]
        assert list(connection.execute(sa.text("SELECT blocker_id FROM blocker_step ORDER BY id")).scalars()) == [6, 7]
    migrate.upgrade(url)
    with engine.begin() as connection:
        assert list(connection.execute(sa.text("SELECT link FROM blocker")).scalars()) == ["", ""]
    engine.dispose()
