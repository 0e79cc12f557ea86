"""Counts what SQLite does for what is asked of it: a measure that no other load of the machine changes."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from bot.db import Database

AT_ONCE = 10
"""Steps of SQLite's machine between two looks at it."""


@dataclass
class Steps:
    """Steps that the statements of a block took, filled at its end."""

    count: int = 0


@contextmanager
def steps(database: Database) -> Iterator[Steps]:
    """Count the steps of the SELECTs of the block, by asking the same again of the file of a SQLite database."""
    said: list[tuple[str, Any]] = []
    found = Steps()

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.startswith("SELECT"):
            said.append((statement, parameters))

    def step() -> int:
        found.count += AT_ONCE
        return 0

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
    connection = sqlite3.connect(str(database.url.database))
    connection.set_progress_handler(step, AT_ONCE)
    for statement, parameters in said:
        connection.execute(statement, parameters).fetchall()
    connection.close()
