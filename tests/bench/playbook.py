"""Looking for a page among ten thousand: how long it takes beside the bare SQL, and whether it finds what was meant.

The questions of `playbook_queries.yaml` were written before the search was; they are not to be changed to please it.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ruamel.yaml import YAML
from sqlalchemy import event

from bot.db import Database
from bot.domain.playbook import searched
from bot.engine.upsert import insert_rows
from bot.ids import new_id
from bot.services.playbook_look import hits_for
from bot.services.playbook_search import Titles
from models import Person, Playbook, Workspace
from tests.bench.databases import KINDS, fresh
from tests.bench.measure import Figure, percentile
from tests.bench.pages import pages

QUERIES = Path(__file__).with_name("playbook_queries.yaml")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
RUNS = 5
TARGET = 1.5
AT_ONCE = 500


def measure() -> list[Figure]:
    """Measure both databases."""
    figures = []
    for kind in KINDS:
        with fresh(kind) as url:
            figures += asyncio.run(_measured(kind, url))
    return figures


async def _measured(kind: str, url: str) -> list[Figure]:
    database = Database(url)
    await filled(database, pages())
    asked: Sequence[Mapping[str, Any]] = YAML(typ="safe").load(QUERIES)
    titles, sent = Titles(), Sent(database)
    whole, bare, found = [], [], 0
    for run in range(RUNS + 1):
        for one in asked:
            sent.statements.clear()
            async with database.reading("T1") as session:
                reader = await session.get_one(Person, 1)
                sent.statements.clear()
                began = time.perf_counter()
                hits = await hits_for(session, reader, one["query"], titles, TODAY)
                ended = time.perf_counter()
            alone = await sent.again()
            if run:
                bare.append(alone)
                whole.append((ended - began) * 1000)
            else:
                found += bool({hit.page.title for hit in hits} & set(one["accept"]))
    await database.close()
    ratio = percentile(whole, 95) / percentile(bare, 95)
    told = f"{percentile(whole, 95):.1f} ms against {percentile(bare, 95):.1f} ms"
    return [
        Figure("search among 10,000 pages, p95 against its SQL alone", kind, ratio, "×", TARGET, told),
        Figure(
            "… what was meant is among the first three",
            kind,
            100 * found / len(asked),
            "%",
            None,
            f"{found} of {len(asked)} questions",
        ),
    ]


class Sent:
    """What SQL was sent to a database, to be sent once more as it was: what remains when our own work is left out."""

    def __init__(self, database: Database) -> None:
        """Watch it."""
        self._database = database
        self.statements: list[tuple[str, Any]] = []

        @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
        def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
            self.statements.append((statement, parameters))

    async def again(self) -> float:
        """Send all of it again by the driver; return the milliseconds."""
        sent = list(self.statements)
        async with self._database.reads.connect() as connection:
            began = time.perf_counter()
            for statement, parameters in sent:
                (await connection.exec_driver_sql(statement, parameters)).fetchall()
            return (time.perf_counter() - began) * 1000


async def filled(database: Database, texts: Mapping[str, str]) -> None:
    """Write the pages; every third has a mark that holds."""
    async with database.system_session() as session:
        session.add(Workspace(id="T1", created_at=NOW))
        await session.flush()
        session.add(Person(id=1, workspace_id="T1", slack_id="U1", name="Ana Sousa"))
    rows = []
    for number, (title, body) in enumerate(texts.items()):
        keywords, plain = searched(title, body, ())
        rows.append(
            {
                "id": new_id(),
                "workspace_id": "T1",
                "title": title,
                "body": body,
                "owner_id": 1,
                "keywords": keywords,
                "plain": plain,
                "verified_until": TODAY + timedelta(days=30 if number % 3 else -30),
                "looked_at": NOW,
                "created_at": NOW,
                "updated_at": NOW,
            }
        )
    for first in range(0, len(rows), AT_ONCE):
        async with database.transaction("T1") as session:
            await session.execute(insert_rows(session, Playbook, rows[first : first + AT_ONCE]))
    async with database.system_session() as session:
        # As PostgreSQL does by itself within a minute; SQLite's search needs no statistics.
        if not database.is_sqlite:
            await session.execute(sa.text("ANALYZE playbook"))
