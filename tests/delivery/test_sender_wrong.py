"""A fault of one message, told from a database that is away."""

import sqlalchemy as sa

from tests.delivery.conftest import Office, intent


class Refused(Exception):
    """What SQLite says of a table that is not there."""

    sqlite_errorname = "SQLITE_ERROR"


async def test_a_statement_that_is_wrong_is_a_fault_of_its_message_alone(office: Office) -> None:
    """The others are sent; the same kind of error says otherwise that the database is away."""
    office.words["a"] = sa.exc.OperationalError("SELECT", {}, Refused("no such table"))
    await office.send(intent("a"), intent("b"))
    assert await office.states() == {"a": "planned", "b": "sent"}
