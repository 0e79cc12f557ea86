"""Changes read at size: a hundred go on at once and affect two thousand people in six groups each."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.app import build
from bot.clock import ShiftedClock
from bot.db import Database
from bot.engine.inline import InlineEngine
from bot.ids import new_id
from bot.running import Bot
from bot.services.announcement_message import MUST, reader_key
from bot.services.change_load import load_of
from bot.settings import load
from bot.views.home import home
from handlers.menu import answer
from handlers.place import Place
from models import (
    Announcement,
    AnnouncementPart,
    AnnouncementReader,
    Change,
    ChangeImpact,
    ChangePulse,
    ChangePulseAsked,
    ChangeStep,
    Delivery,
    StakeholderFollowed,
    StakeholderGroup,
    StakeholderSource,
)
from tests.bench.announcement import GROUPS, NAME, PEOPLE, TEAMS, company
from tests.bench.company import BEFORE, MORNING, Rows, write
from tests.bench.databases import KINDS, fresh, looked_over
from tests.bench.measure import Figure, median

CHANGES, WARM, RUNS = 100, 10, 7
"""A PostgreSQL prepares a statement once it has been asked a few times; what is measured is what follows."""
PULSES = 10
TARGET = 0.1
PMO, LEAD, MEMBER = "U00001", "U00002", "U01000"
MIDDLE = CHANGES // 2
OF = {"workspace_id": NAME}


def measure() -> list[Figure]:
    """Measure both databases."""
    figures = []
    for kind in KINDS:
        with fresh(kind) as url:
            taken = asyncio.run(_taken(url))
        for place, (step, seconds) in enumerate(taken.items()):
            what = f"{CHANGES} changes × {PEOPLE} people × {GROUPS} groups: {step}" if place == 0 else f"… {step}"
            figures.append(Figure(what, kind, seconds, "s", TARGET))
    return figures


async def _taken(url: str) -> dict[str, float]:
    bot = build(
        load({"SLACK_BOT_TOKEN": "xoxb-none", "SLACK_APP_TOKEN": "xapp-none", "DATABASE_URL": url}),
        clock=ShiftedClock(MORNING),
        engine_for=InlineEngine,
    )
    database = bot.parts.database
    await company(database)
    groups = [await going_on(database, number) for number in range(CHANGES)]
    await looked_over(database)
    name = f"change Change {MIDDLE}"
    acts: dict[str, Callable[[], Awaitable[object]]] = {
        "list and calendar, PMO": lambda: _typed(bot, PMO, "change"),
        "calendar, PMO": lambda: _typed(bot, PMO, "change calendar"),
        "list and calendar, member": lambda: _typed(bot, MEMBER, "change"),
        "load of one change's groups": lambda: _load(database, groups[MIDDLE]),
        "page of a change, PMO": lambda: _typed(bot, PMO, name),
        "page of a change, lead": lambda: _typed(bot, LEAD, name),
        "page of a change, member": lambda: _typed(bot, MEMBER, name),
        "home tab, PMO": lambda: _home(bot, PMO),
        "home tab, lead": lambda: _home(bot, LEAD),
        "home tab, member": lambda: _home(bot, MEMBER),
    }
    taken = {what: await _median(act) for what, act in acts.items()}
    await bot.close()
    return taken


async def _typed(bot: Bot, slack_id: str, text: str) -> object:
    place = Place(workspace_id=NAME, slack_id=slack_id, channel="C0", trigger="", url="")
    return await answer(bot.parts, place, text)


async def _home(bot: Bot, slack_id: str) -> object:
    return home(bot.parts.words, await bot.parts.home.facts(NAME, slack_id))


async def _load(database: Database, groups: list[int]) -> object:
    async with database.reading(NAME) as session:
        return await load_of(session, groups, MORNING)


async def _median(act: Callable[[], Awaitable[object]]) -> float:
    taken = []
    for _ in range(WARM + RUNS):
        began = time.monotonic()
        if not await act():
            raise RuntimeError("there is nothing to measure")
        taken.append(time.monotonic() - began)
    return median(taken[WARM:])


async def going_on(database: Database, number: int) -> list[int]:
    """Write a change that goes on, with its groups, a plan, and a must-read that has come to all; return the groups.

    Each group is an area, and a team, or the members of a channel. Every change was told of a week before the one
    before it, so that four of these must-reads count at any time.
    """
    change, groups = new_id(), [new_id() for _ in range(GROUPS)]
    state = "in_progress" if number % 2 else "announced"
    called = {"name": f"Change {number}", "name_key": f"change {number}", "created_at": BEFORE, "state": state}
    owner = 1 + number % TEAMS
    await write(database, Change, [OF | called | {"id": change, "owner_id": owner, "sponsor_id": 1 + 2 * number}])
    named = [
        OF | {"id": one, "change_id": change, "name": f"Group {at}", "name_key": f"{at}", "place": at}
        for at, one in enumerate(groups)
    ]
    await write(database, StakeholderGroup, named)
    areas = [OF | {"group_id": one, "kind": "area", "value": f"Area {at}"} for at, one in enumerate(groups)]
    await write(database, StakeholderSource, areas)
    teams = [
        OF | {"group_id": one, "kind": "team", "value": str(team), "team_id": team}
        for at, one in enumerate(groups[1:], 1)
        for team in [1 + (number + 7 * at) % TEAMS]
    ]
    await write(database, StakeholderSource, teams)
    await write(database, StakeholderSource, [OF | {"group_id": groups[0], "kind": "channel", "value": "C1"}])
    followed = [OF | {"group_id": groups[0], "person_id": one} for one in range(1, PEOPLE + 1, 6)]
    await write(database, StakeholderFollowed, followed)
    scores = [OF | {"group_id": one, "aspect": "tools", "score": 1 + at % 5} for at, one in enumerate(groups)]
    await write(database, ChangeImpact, scores)
    steps = [
        OF
        | {"id": new_id(), "change_id": change, "group_id": one, "kind": "inform", "text": f"Say it to {at}"}
        | {"owner_id": owner, "given_by_id": 1, "due_on": (MORNING + timedelta(days=at - 3)).date()}
        | {"created_at": BEFORE, "state": "open"}
        for at, one in enumerate(groups)
    ]
    await write(database, ChangeStep, steps)
    await _announced(database, number, change, groups)
    if number < PULSES:
        await _pulse(database, number, change, groups)
    return groups


async def _announced(database: Database, number: int, change: int, groups: list[int]) -> None:
    at = BEFORE - timedelta(weeks=number)
    announcement = new_id()
    said = {"title": f"Change {number}", "text": "From 4 May.", "author_id": 1, "state": "sent", "must_read": True}
    when = {"timing": "now", "created_at": at, "planned_at": at, "sent_at": at}
    await write(database, Announcement, [OF | said | when | {"id": announcement, "change_id": change}])
    await write(database, AnnouncementPart, [OF | {"announcement_id": announcement, "group_id": one} for one in groups])
    readers: Rows = [
        OF
        | {"id": new_id(), "announcement_id": announcement, "group_id": groups[person % GROUPS], "person_id": person}
        | {"due_at": at, "state": "told", "answer": "got" if person % 3 else ""}
        for person in range(1, PEOPLE + 1)
    ]
    await write(database, AnnouncementReader, readers)
    await write(database, Delivery, [_sent(one, at) for one in readers])


def _sent(reader: dict[str, Any], at: Any) -> dict[str, Any]:
    person = reader["person_id"]
    return OF | {
        "key": reader_key(reader["id"]),
        "kind": MUST,
        "subject": {"reader": reader["id"]},
        "target": f"U{person:05}",
        "state": "sent",
        "sent": 1,
        "conversation": f"D{person:05}",
        "ts": f"{reader['id']}.0",
        "created_at": at,
        "sent_at": at,
    }


async def _pulse(database: Database, number: int, change: int, groups: list[int]) -> None:
    at, pulse = BEFORE - timedelta(weeks=4 * number), new_id()
    when = {"opened_at": at, "closes_at": at + timedelta(days=5), "state": "closed"}
    await write(database, ChangePulse, [OF | when | {"id": pulse, "change_id": change, "asked_by_id": 1}])
    asked = [
        OF | {"id": new_id(), "pulse_id": pulse, "group_id": groups[person % GROUPS], "person_id": person, "due_at": at}
        for person in range(1, PEOPLE + 1)
    ]
    await write(database, ChangePulseAsked, asked)
