"""Migrations run both ways on both databases, and agree with the models."""

import pytest
import sqlalchemy as sa

from bot import migrate
from bot.connection import synchronous
from bot.db import async_url


def test_models_and_migrations_agree(database_url: str) -> None:
    """Alembic finds nothing to change."""
    migrate.check(async_url(database_url))


def test_migrations_go_back_and_forth_with_rows(database_url: str) -> None:
    """Down to nothing and up again."""
    url = async_url(database_url)
    engine = sa.create_engine(synchronous(url))
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO workspace (id, created_at) VALUES ('T1', '2026-03-02 09:00:00')"))
        connection.execute(sa.text("INSERT INTO team (workspace_id, name) VALUES ('T1', 'Payments')"))
    engine.dispose()
    migrate.downgrade(url, "base")
    assert migrate.current(url) is None
    migrate.upgrade(url)
    assert migrate.current(url) == migrate.head()


def test_a_database_of_a_newer_version_is_left_alone(database_url: str) -> None:
    """The refusal names both versions and says what to do."""
    url = async_url(database_url)
    engine = sa.create_engine(synchronous(url))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(migrate.NewerDatabaseError, match=r"9999.*Install the newer Drumbeat"):
        migrate.upgrade(url)
    assert migrate.current(url) == "9999"
