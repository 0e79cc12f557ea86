"""An announcement to 2,000 people in six groups and five zones: planned, handed over, counted and edited."""

import asyncio
import gc
import time
from datetime import timedelta

import sqlalchemy as sa

from bot.app import build
from bot.clock import ShiftedClock
from bot.db import Database
from bot.engine.durable import DurableEngine
from bot.engine.ticker import Ticker
from bot.ids import new_id
from bot.running import Bot
from bot.services.announcement_message import TO_READERS
from bot.services.announcement_progress import progress_facts
from bot.settings import load
from models import (
    Announcement,
    AnnouncementPart,
    AnnouncementReader,
    Change,
    ChangeImpact,
    Delivery,
    Membership,
    Person,
    StakeholderGroup,
    StakeholderSource,
    Team,
    Workspace,
)
from tests.bench.company import BEFORE, MORNING, write
from tests.bench.databases import KINDS, fresh
from tests.bench.measure import Figure, median

PEOPLE, GROUPS, TEAMS, RUNS = 2000, 6, 45, 3
ZONES = ("Europe/Lisbon", "Europe/Berlin", "America/Los_Angeles", "Asia/Singapore", "Asia/Kolkata")
NAME = "T1"
TARGET = 5.0
STEPS = ("planned for each one's own morning", "the first zone handed over", "sent at once", "counted", "edited")


def measure() -> list[Figure]:
    """Measure both databases."""
    figures = []
    for kind in KINDS:
        runs = [_timed(kind) for _ in range(RUNS)]
        for place, step in enumerate(STEPS):
            what = f"announcement to {PEOPLE} people in {GROUPS} groups: {step}" if place == 0 else f"… {step}"
            target = TARGET if place in {0, 2} else 0.1 if step == "counted" else None
            figures.append(Figure(what, kind, median([run[place] for run in runs]), "s", target))
    return figures


def _timed(kind: str) -> list[float]:
    with fresh(kind) as url:
        return asyncio.run(_steps(url))


async def _steps(url: str) -> list[float]:
    clock = ShiftedClock(BEFORE)
    bot = build(
        load({"SLACK_BOT_TOKEN": "xoxb-none", "SLACK_APP_TOKEN": "xapp-none", "DATABASE_URL": url}),
        clock=clock,
        engine_for=lambda database, clock: DurableEngine(database, clock, polling=3600),
    )
    database = bot.parts.database
    await company(database)
    ticker = Ticker(bot.parts.engine, clock, at_once=database.writers)
    await bot.parts.engine.start()
    gc.freeze()
    morning, at_once = await _announcement(database, "morning"), await _announcement(database, "now")
    taken = [await _go(bot, morning)]
    async with database.system_session() as session:
        of_people = sa.select(sa.func.min(AnnouncementReader.due_at)).where(AnnouncementReader.lead.is_(False))
        first = (await session.scalars(of_people)).one()
    clock.move_to(first)
    began = time.monotonic()
    await ticker.tick()
    taken.append(time.monotonic() - began)
    taken.append(await _go(bot, at_once))
    began = time.monotonic()
    async with database.reading(NAME) as session:
        await progress_facts(session, at_once, clock.now())
    taken.append(time.monotonic() - began)
    began = time.monotonic()
    async with database.transaction(NAME) as session:
        row = await session.get_one(Announcement, at_once)
        row.text, row.edited_at, row.revision = "Otherwise.", clock.now(), row.revision + 1
        await session.flush()
        await bot.parts.change.sending.edited(session, row)
    taken.append(time.monotonic() - began)
    await _check(database, morning, at_once)
    await bot.stop()
    return taken


async def _go(bot: Bot, announcement_id: int) -> float:
    began = time.monotonic()
    await bot.parts.change.sending.go(NAME, "U00001", announcement_id)
    return time.monotonic() - began


async def _check(database: Database, morning: int, at_once: int) -> None:
    async with database.system_session() as session:
        counts = sa.select(AnnouncementReader.announcement_id, sa.func.count()).group_by(
            AnnouncementReader.announcement_id
        )
        readers = dict((await session.execute(counts)).tuples().all())
        sent = await session.scalar(
            sa.select(sa.func.count()).select_from(Delivery).where(Delivery.kind.in_(TO_READERS))
        )
    # Whoever signs it does not get it.
    if readers != {morning: PEOPLE - 1, at_once: PEOPLE - 1} or not sent or sent < PEOPLE + PEOPLE // len(ZONES) // 2:
        raise RuntimeError(f"{readers}, {sent} handed over: nothing to measure")


async def company(database: Database) -> None:
    """Write a workspace whose people are in one of six areas, and every third in a team of a seventh group, too."""
    of = {"workspace_id": NAME}
    numbers = range(1, PEOPLE + 1)
    await write(database, Workspace, [{"id": NAME, "name": NAME, "created_at": BEFORE}])
    people = [
        of
        | {"slack_id": f"U{number:05}", "name": f"Person {number}", "zone": ZONES[number % len(ZONES)]}
        | {"area": f"area {number % GROUPS}", "role": "pmo" if number == 1 else "member"}
        for number in numbers
    ]
    await write(database, Person, people)
    await write(database, Team, [of | {"name": f"Team {number}"} for number in range(1, TEAMS + 1)])
    members = [
        of | {"team_id": number % TEAMS + 1, "person_id": number, "is_lead": number <= TEAMS} for number in numbers
    ]
    await write(database, Membership, members)


async def _announcement(database: Database, timing: str) -> int:
    of = {"workspace_id": NAME}
    change, announcement = new_id(), new_id()
    groups = [new_id() for _ in range(GROUPS)]
    signs = {"owner_id": 1, "sponsor_id": 1, "created_at": BEFORE, "name": timing, "name_key": timing}
    await write(database, Change, [of | signs | {"id": change}])
    named = enumerate(groups)
    rows = [of | {"id": one, "change_id": change, "name": f"Group {at}", "name_key": f"{at}"} for at, one in named]
    await write(database, StakeholderGroup, rows)
    areas = [of | {"group_id": one, "kind": "area", "value": f"area {at}"} for at, one in enumerate(groups)]
    await write(database, StakeholderSource, areas)
    teams = [
        of | {"group_id": groups[number % GROUPS], "kind": "team", "value": str(number), "team_id": number}
        for number in range(1, TEAMS + 1, 3)
    ]
    await write(database, StakeholderSource, teams)
    scores = [of | {"group_id": one, "aspect": "tools", "score": 1 + at % 5} for at, one in enumerate(groups)]
    await write(database, ChangeImpact, scores)
    said = {"title": "Sales joins", "text": "From 4 May. " * 40, "author_id": 1, "created_at": BEFORE}
    when = {"timing": timing, "send_on": MORNING.date() + timedelta(days=1), "lead_hours": 4, "must_read": True}
    await write(database, Announcement, [of | said | when | {"id": announcement, "change_id": change}])
    parts = [of | {"announcement_id": announcement, "group_id": one, "text": "For you. " * 20} for one in groups]
    await write(database, AnnouncementPart, parts)
    return announcement
