"""A sync whose voice is everyone, with 2,000 answers: the summary worded, and updated for one late answer.

Once more with ten times as much history, which must not matter.
"""

import asyncio
import time
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.app import build
from bot.clock import ShiftedClock
from bot.db import Database
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, to_json
from bot.engine.inline import InlineEngine
from bot.running import Bot
from bot.services.sync_rollup import details_facts, rollup_facts
from bot.settings import load
from bot.views.sync_rollup import details_message, rollup_message
from models import Answer, Prompt, Ritual, Round
from tests.bench.company import MORNING, one_sync_of_everyone, write
from tests.bench.databases import KINDS, fresh
from tests.bench.measure import Figure, median

PEOPLE = 2000
FIRSTS, RUNS = 3, 5
"""Rounds that are summed up, and late answers to the last of them."""
PAST = (10, 100)
"""Past rounds that are stored, in two runs."""


def measure() -> list[Figure]:
    """Measure both databases, with little and with much history."""
    figures = []
    for kind in KINDS:
        worded: list[float] = []
        updated: list[float] = []
        for past in PAST:
            with fresh(kind) as url:
                first, anew = asyncio.run(_with_history(url, past))
            worded.append(first)
            updated.append(anew)
        figures += [
            Figure(f"summary of {PEOPLE:,} answers: planned and worded", kind, worded[0], "s", 1.0),
            Figure("the same with 10 × the history, against that", kind, worded[1] / worded[0], "×", 1.2),
            Figure("the same updated for one late answer", kind, updated[0] * 1000, "ms", 100.0),
            Figure("that with 10 × the history, against that", kind, updated[1] / updated[0], "×", 1.2),
        ]
    return figures


async def _with_history(url: str, past: int) -> tuple[float, float]:
    """Return the seconds of a first summary and of an update for a late answer, each in the median."""
    bot = build(
        load({"SLACK_BOT_TOKEN": "xoxb-none", "SLACK_APP_TOKEN": "xapp-none", "DATABASE_URL": url}),
        clock=ShiftedClock(MORNING + timedelta(hours=1)),
        engine_for=InlineEngine,
    )
    database = bot.parts.database
    await one_sync_of_everyone(database, "T1", [f"U{number:05}" for number in range(PEOPLE)])
    for number in range(past):
        await _round(database, number + 1, MORNING - timedelta(weeks=past - number), "closed")
    firsts = []
    for number in range(FIRSTS):
        current = past + 1 + number
        await _round(database, current, MORNING + timedelta(weeks=number), "open")
        began = time.perf_counter()
        async with database.transaction("T1") as session:
            await bot.parts.rounds.close_now(session, await session.get_one(Ritual, 1))
        await _word(bot, current)
        firsts.append(time.perf_counter() - began)
    updates = []
    for late in range(RUNS):
        began = time.perf_counter()
        async with database.transaction("T1") as session:
            prompt = await session.get_one(Prompt, (current - 1) * PEOPLE + late + 1)
            await session.execute(
                sa.update(Answer).where(Answer.prompt_id == prompt.id).values(values=_said(late) | {"next": "Later"})
            )
            await bot.parts.rounds.settle(session, prompt)
        await _word(bot, current)
        updates.append(time.perf_counter() - began)
    await bot.close()
    return median(firsts), median(updates)


async def _word(bot: Bot, round_id: int) -> None:
    """Word the summary, and one message of its thread, as the sender does."""
    async with bot.parts.database.reading("T1") as session:
        facts = await rollup_facts(session, round_id, bot.parts.clock.now().date())
        summary = rollup_message(bot.parts.words, facts, "/pmo")
    async with bot.parts.database.reading("T1") as session:
        details = details_message(bot.parts.words, await details_facts(session, round_id, 0))
    if not summary.text or details is None:
        raise RuntimeError("a summary without words: nothing to measure")


async def _round(database: Database, number: int, opens_at: datetime, state: str) -> None:
    """Write a round in which everybody has answered."""
    rounds = {
        "workspace_id": "T1",
        "ritual_id": 1,
        "local_date": opens_at.date(),
        "state": state,
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(hours=12),
        "rolled_up_at": None if state == "open" else opens_at,
        "questions": to_json(DEFAULT_SYNC_QUESTIONS),
        "created_at": opens_at,
    }
    await write(database, Round, [rounds])
    people = range(1, PEOPLE + 1)
    await write(
        database,
        Prompt,
        [
            {
                "workspace_id": "T1",
                "round_id": number,
                "person_id": person,
                "name": f"Person {person}",
                "state": "answered",
                "plan": [],
            }
            for person in people
        ],
    )
    await write(
        database,
        Answer,
        [
            {
                "workspace_id": "T1",
                "prompt_id": (number - 1) * PEOPLE + person,
                "person_id": person,
                "submitted_at": opens_at + timedelta(minutes=person % 60),
                "values": _said(person),
            }
            for person in people
        ],
    )


def _said(number: int) -> dict[str, Any]:
    return {"moved": f"Moved thing {number} a good deal further.", "next": f"The next thing after {number}"}
