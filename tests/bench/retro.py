"""Retros that are due at one instant: planned phase by phase; and the cards of a large one shown and worded.

The themes of as many cards are timed apart (tests/bench/themes.py): they are the longest part of the reveal.
"""

import asyncio
import gc
import secrets
import time
from datetime import datetime, timedelta
from datetime import time as at_time
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.app import build
from bot.clock import ShiftedClock
from bot.db import Database
from bot.domain.retro_format import DEFAULT, columns_of, to_json
from bot.engine.durable import DurableEngine
from bot.engine.ticker import Ticker
from bot.running import Bot
from bot.services import retro_message
from bot.services.retro_board import board_facts
from bot.services.retro_schedule import OPENS
from bot.services.retro_thread import page_facts
from bot.settings import load
from bot.views.retro_board import board_message
from bot.views.retro_thread import page as page_message
from models import (
    Channel,
    Delivery,
    Membership,
    Person,
    Retro,
    RetroCard,
    RetroPart,
    RetroRound,
    RetroTeam,
    Team,
    Timer,
    Workspace,
)
from tests.bench.company import BEFORE, MORNING, Rows, write
from tests.bench.databases import KINDS, fresh
from tests.bench.measure import Figure, median
from tests.bench.themes import labelled, speed, texts

Found = TypeVar("Found")

RETROS, MEMBERS, WRITERS = 45, 45, 12
"""Retros that are due in one minute, the people of each, and how many of them write a card."""
MANY, CARDS_EACH = 200, 3
RUNS = 3
STEPS = ("opened and asked", "reminded", "cards shown", "vote begun", "vote over")


def measure() -> list[Figure]:
    """Measure both databases."""
    figures = []
    for kind in KINDS:
        runs = [_stepped(kind, RETROS, MEMBERS, WRITERS, 1)[0] for _ in range(RUNS)]
        for place, step in enumerate(STEPS):
            what = f"{RETROS} retros of {MEMBERS} people due at once: {step}" if place == 0 else f"… {step}"
            figures.append(Figure(what, kind, median([run[place] for run in runs]), "s"))
        large = [_stepped(kind, 1, MANY, MANY, CARDS_EACH) for _ in range(RUNS)]
        shown = median([taken[2] + worded for taken, worded in large])
        figures.append(Figure(f"{MANY} people × {CARDS_EACH} cards: planned and rendered", kind, shown, "s", 2.0))
    return [*figures, speed(labelled())[0]]


def _stepped(kind: str, retros: int, members: int, writers: int, cards: int) -> tuple[list[float], float]:
    """Return the seconds of each step on a fresh database, and those in which what is shown is worded."""
    with fresh(kind) as url:
        return asyncio.run(_steps(url, retros, members, writers, cards))


async def _steps(url: str, retros: int, members: int, writers: int, cards: int) -> tuple[list[float], float]:
    clock = ShiftedClock(MORNING)
    bot = build(
        load({"SLACK_BOT_TOKEN": "xoxb-none", "SLACK_APP_TOKEN": "xapp-none", "DATABASE_URL": url} | KEY),
        clock=clock,
        engine_for=lambda database, clock: DurableEngine(database, clock, polling=3600),
    )
    database = bot.parts.database
    await _found(database, retros, members)
    ticker = Ticker(bot.parts.engine, clock, at_once=database.writers)
    await bot.parts.engine.start()
    gc.freeze()
    taken = [await _tick(ticker, clock, MORNING)]
    nudge_at = await _first(database, RetroPart.nudge_at)
    taken.append(await _tick(ticker, clock, nudge_at))
    await _write_cards(database, writers, cards)
    taken.append(await _tick(ticker, clock, await _first(database, RetroRound.reveal_at)))
    worded = await _worded(bot)
    taken += [
        await _tick(ticker, clock, await _first(database, one)) for one in (RetroRound.vote_at, RetroRound.ends_at)
    ]
    await _check(database, retros, members)
    await bot.stop()
    return taken, worded


KEY = {"DRUMBEAT_SECRET_KEY": "long enough for a key that nobody else has"}


async def _tick(ticker: Ticker, clock: ShiftedClock, at: datetime) -> float:
    clock.move_to(at)
    began = time.monotonic()
    await ticker.tick()
    return time.monotonic() - began


async def _first(database: Database, column: Any) -> datetime:
    async with database.system_session() as session:
        found: datetime = (await session.scalars(sa.select(sa.func.max(column)))).one()
    return found


async def _worded(bot: Bot) -> float:
    """Word the board and every page of cards of all rounds; return the seconds."""
    words = bot.parts.words
    rows = sa.select(Delivery.kind, Delivery.subject).where(
        Delivery.kind.in_((retro_message.BOARD, retro_message.CARDS))
    )
    async with bot.parts.database.reading(NAME) as session:
        wanted = list(await session.execute(rows))
        began = time.monotonic()
        for kind, subject in wanted:
            if kind == retro_message.BOARD:
                board = await board_facts(session, subject["retro_round"], bot.parts.clock.now())
                board_message(words, must(board))
            else:
                page = await page_facts(session, subject["retro_round"], subject["page"])
                page_message(words, must(page))
    return time.monotonic() - began


def must(found: Found | None) -> Found:
    """Return what has to be there."""
    if found is None:
        raise RuntimeError("the round is gone: nothing to measure")
    return found


async def _check(database: Database, retros: int, members: int) -> None:
    async with database.system_session() as session:
        states = list(await session.scalars(sa.select(RetroRound.state)))
        kinds = sa.select(Delivery.kind, sa.func.count()).group_by(Delivery.kind)
        told = {kind: count for kind, count in await session.execute(kinds)}  # noqa: C416 (rows are no pairs)
    everybody = retros * members
    if states != ["acting"] * retros or (told["retro_prompt"], told["retro_nudge"]) != (everybody, everybody):
        raise RuntimeError(f"{states}, {told}: nothing to measure")


NAME = "T1"


async def _found(database: Database, retros: int, members: int) -> None:
    """Write a workspace with so many retros, each of a team of so many people, all due in the morning."""
    everybody = range(1, retros * members + 1)
    of = {"workspace_id": NAME}
    await write(database, Workspace, [{"id": NAME, "name": NAME, "created_at": BEFORE}])
    await write(database, Channel, [of | {"slack_id": "CRETRO", "name": "retro", "is_member": True}])
    who: Rows = [
        of | {"slack_id": f"U{number:05}", "name": f"Person {number}", "zone": "UTC", "welcomed_at": BEFORE}
        | {"working_days": [0, 1, 2, 3, 4]}
        for number in everybody
    ]  # fmt: skip
    await write(database, Person, who)
    each = range(1, retros + 1)
    await write(database, Team, [of | {"name": f"Team {number}"} for number in each])
    members_of = [of | {"team_id": (number - 1) // members + 1, "person_id": number} for number in everybody]
    await write(database, Membership, members_of)
    await write(database, Retro, [of | _retro(number, members) for number in each])
    await write(database, RetroTeam, [of | {"retro_id": number, "team_id": number} for number in each])
    due = {"kind": OPENS, "due_at": MORNING}
    await write(database, Timer, [of | due | {"subject": str(number)} for number in each])


def _retro(number: int, members: int) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"Retro {number}",
        "owner_id": (number - 1) * members + 1,
        "rrule": "FREQ=MONTHLY;BYDAY=1TU",
        "starts_on": BEFORE.date() - timedelta(days=60),
        "local_time": at_time(10),
        "channel_id": "CRETRO",
        "format": DEFAULT,
        "columns": to_json(columns_of(DEFAULT)),
        "next_on": MORNING.date(),
        "next_opens_at": MORNING,
        "created_at": BEFORE,
    }


async def _write_cards(database: Database, writers: int, each: int) -> None:
    """Put cards into all rounds, in people's own words."""
    said = [text for one in labelled() for text in texts(one)]
    async with database.system_session() as session:
        rounds = list(await session.execute(sa.select(RetroRound.id, RetroRound.retro_id)))
    rows = [
        {
            "id": secrets.token_hex(16),
            "workspace_id": NAME,
            "retro_id": retro_id,
            "round_id": round_id,
            "column_key": columns_of(DEFAULT)[number % len(columns_of(DEFAULT))].key,
            "text": said[(number * each + one) % len(said)],
            "writer": f"{round_id} {number}",
            "receipt": secrets.token_hex(16),
        }
        for round_id, retro_id in rounds
        for number in range(writers)
        for one in range(each)
    ]
    await write(database, RetroCard, rows)
