"""What was written before words had their index is found after it, and pages are still found before."""

import sqlalchemy as sa

from bot import migrate
from bot.connection import synchronous
from bot.db import async_url

SEARCHED = {"playbook", "decision", "blocker", "action"}
AT = "2026-03-02 10:00:00+00:00"
PERSON = {"id": 1, "slack_id": "U1", "name": "Ana"}
PAGE = {"id": 2, "title": "How we ship", "body": "", "plain": "Small and often", "owner_id": 1}
PAGE |= {"looked_at": AT, "created_at": AT, "updated_at": AT}
DECISION = {"id": 3, "question": "Größe of the release?", "raised_by_id": 1, "owner_id": 1, "raised_at": AT}

BLOCKER = {"id": 4, "raiser_id": 1, "person_id": 1, "needs": "Größe of the keys", "since": AT}
ACTION = {"id": 5, "text": "Ask", "effect": "Nobody asks", "owner_id": 1, "given_by_id": 1, "raised_by_id": 1}
ACTION |= {"created_at": AT}

ROWS = (
    ("person", PERSON),
    ("playbook", PAGE),
    ("decision", DECISION),
    ("blocker", BLOCKER),
    ("action", ACTION),
)

COUNTED = {
    "sqlite": "SELECT count(*) FROM {0}_search WHERE {0}_search MATCH '\"{1}\"'",
    "postgresql": "SELECT count(*) FROM {0} WHERE search @@ to_tsquery('{2}', '{1}')",
}


def test_rows_are_found_after_going_back_and_forth(database_url: str) -> None:
    """Those that were written before are filled in; words that no row has any more are gone."""
    url = async_url(database_url)
    engine = sa.create_engine(synchronous(url))

    def count(table: str, word: str, configuration: str = "drumbeat") -> int:
        with engine.connect() as connection:
            asks = COUNTED[engine.dialect.name].format(table, word, configuration)
            return connection.execute(sa.text(asks)).scalar_one()

    migrate.downgrade(url, "0042")
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO workspace (id, created_at) VALUES ('T1', '2026-03-02 09:00:00')"))
        for table, row in ROWS:
            names = ", ".join(("workspace_id", *row))
            places = ", ".join(f":{name}" for name in row)
            connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ('T1', {places})"), row)
    assert count("playbook", "ship", "english") == 1
    migrate.upgrade(url)
    assert [count("playbook", word) for word in ("how", "often", "risk")] == [1, 1, 0]
    assert [count("decision", word) for word in ("grosse", "of", "releases")] == [1, 1, 1]
    assert [count("blocker", word) for word in ("grosse", "key", "sails")] == [1, 1, 0]
    assert [count("action", word) for word in ("asking", "nobody")] == [1, 1]
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE playbook SET title = 'How we sail' WHERE id = 2"))
        connection.execute(sa.text("UPDATE blocker SET needs = 'A sail' WHERE id = 4"))
        connection.execute(sa.text("DELETE FROM decision"))
    assert [count("playbook", word) for word in ("ship", "sail")] == [0, 1]
    assert count("decision", "release") == 0
    assert [count("blocker", word) for word in ("key", "sails")] == [0, 1]
    migrate.downgrade(url, "0042")
    assert [count("playbook", word, "english") for word in ("ship", "sail", "often")] == [0, 1, 1]
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE playbook SET title = 'How we row' WHERE id = 2"))
    assert [count("playbook", word, "english") for word in ("sail", "row")] == [0, 1]
    engine.dispose()


def test_what_keeps_the_words_is_there(database_url: str) -> None:
    """A migration that copies such a table on SQLite would lose the triggers; PostgreSQL puts no words off."""
    url = async_url(database_url)
    engine = sa.create_engine(synchronous(url))
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            triggers = set(
                connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
            )
            kept = {f"{table}_{what}" for table in SEARCHED for what in ("added", "changed", "deleted")}
            assert triggers == kept
        else:
            asks = sa.text("SELECT table_name FROM information_schema.columns WHERE is_generated = 'ALWAYS'")
            assert set(connection.execute(asks).scalars()) == SEARCHED
            at_once = sa.text("SELECT relname FROM pg_class WHERE 'fastupdate=off' = ANY (reloptions)")
            assert set(connection.execute(at_once).scalars()) == {f"ix_{table}_search" for table in SEARCHED}
    engine.dispose()
