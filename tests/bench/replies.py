"""What came of announcements, where a hundred changes have told two thousand people each: the figures and the names."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.clock import ShiftedClock
from bot.db import Database
from bot.ids import new_id
from bot.services.announcement_figures import AnnouncementFigures
from models import Announcement, AnnouncementPart, AnnouncementReader, Change, StakeholderGroup
from tests.bench.announcement import GROUPS, NAME, PEOPLE, company
from tests.bench.company import BEFORE, write
from tests.bench.databases import KINDS, fresh
from tests.bench.measure import Figure, median

CHANGES, RUNS = 100, 15
TARGET = 0.1
REPLIES = ("", "got", "asked", "not_affected", "got", "got", "")
LEAD = "U00002"


def measure() -> list[Figure]:
    """Measure both databases."""
    figures = []
    for kind in KINDS:
        with fresh(kind) as url:
            taken = asyncio.run(_taken(url))
        for place, (step, seconds) in enumerate(taken.items()):
            what = f"{CHANGES} changes × {PEOPLE} people: {step}" if place == 0 else f"… {step}"
            figures.append(Figure(what, kind, seconds, "s", TARGET))
    return figures


async def _taken(url: str) -> dict[str, float]:
    database = Database(url)
    figures = AnnouncementFigures(database, ShiftedClock(BEFORE + timedelta(days=1)))
    await company(database)
    announcements = [await _told(database, number) for number in range(CHANGES)]
    middle = announcements[CHANGES // 2]
    taken = {
        "figures by group": await _median(lambda: figures.facts(NAME, "U00001", middle)),
        "a lead's own team": await _median(lambda: figures.facts(NAME, LEAD, middle)),
        "names of one page": await _median(lambda: figures.readers(NAME, "U00001", middle)),
    }
    facts = await figures.facts(NAME, "U00001", middle)
    if sum(one.people for one in facts.groups) != PEOPLE:
        raise RuntimeError(f"{facts}: nothing to measure")
    await database.close()
    return taken


async def _median(read: Callable[[], Awaitable[object]]) -> float:
    await read()
    taken = []
    for _ in range(RUNS):
        began = time.monotonic()
        await read()
        taken.append(time.monotonic() - began)
    return median(taken)


async def _told(database: Database, number: int) -> int:
    """Write a change whose announcement has come to everybody, and what they said to it."""
    of = {"workspace_id": NAME}
    change, announcement, groups = new_id(), new_id(), [new_id() for _ in range(GROUPS)]
    called = {"name": f"Change {number}", "name_key": f"change {number}", "created_at": BEFORE}
    await write(database, Change, [of | called | {"id": change, "owner_id": 1, "sponsor_id": 1, "state": "announced"}])
    rows = [
        of | {"id": one, "change_id": change, "name": f"Group {at}", "name_key": f"{at}", "place": at}
        for at, one in enumerate(groups)
    ]
    await write(database, StakeholderGroup, rows)
    said = {"title": f"Change {number}", "text": "From 4 May.", "author_id": 1, "state": "sent", "must_read": True}
    when = {"timing": "now", "created_at": BEFORE, "planned_at": BEFORE}
    await write(database, Announcement, [of | said | when | {"id": announcement, "change_id": change}])
    await write(database, AnnouncementPart, [of | {"announcement_id": announcement, "group_id": one} for one in groups])
    readers = [
        of
        | {"id": new_id(), "announcement_id": announcement, "group_id": groups[person % GROUPS], "person_id": person}
        | {"due_at": BEFORE, "state": "told", "answer": REPLIES[person % len(REPLIES)]}
        for person in range(1, PEOPLE + 1)
    ]
    await write(database, AnnouncementReader, readers)
    return announcement
