"""The thread in which a summary stands: its own, or that of the message of its week."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.sync_rollup import WeekFacts
from bot.services.sync_message import ROLLUP, Thread, rollup_key, week_key
from bot.services.sync_rollup import rollup_facts
from models import Delivery, Ritual, Round
from models.delivery import THREADED

MOST_TOLD = 12
"""Summaries of a week that are told in a sentence: each of them is read anew whenever the message is."""

_HEAD = aliased(Delivery)


async def thread_of(session: AsyncSession, round_id: int) -> Thread:
    """Return the thread in which the summary of a round stands, by one statement: every late answer asks for it."""
    return (await threads_of(session, [round_id]))[round_id]


async def threads_of(session: AsyncSession, round_ids: Collection[int]) -> dict[int, Thread]:
    """Return the threads in which the summaries of some rounds stand."""
    heads = {rollup_key(one): one for one in round_ids}
    weeks = sa.select(_HEAD.thread_key).where(_HEAD.key.in_(heads), _HEAD.thread_key != "")
    below = sa.or_(Delivery.thread_key.in_(heads), Delivery.thread_key.in_(weeks))
    rows = sa.select(Delivery.key, Delivery.thread_key).where(sa.text(f"delivery.{THREADED}"), below)
    top = {head: head for head in heads}
    details: dict[str, list[str]] = {head: [] for head in heads}
    for key, thread_key in await session.execute(rows.order_by(Delivery.id)):
        head = ":".join(key.split(":")[:2])
        if key in heads:
            top[key] = thread_key
        elif head in heads:
            details[head].append(key)
    return {one: Thread(top[head], details[head]) for head, one in heads.items()}


async def week_facts(session: AsyncSession, subject: Mapping[str, Any], today: date) -> WeekFacts:
    """Return which summaries stand below the message of a week, as they are `today`, in the order they came in."""
    monday = date.fromisoformat(subject["monday"])
    rows = sa.select(Delivery.key).where(
        Delivery.thread_key == week_key(subject["channel"], monday),
        sa.text(f"delivery.{THREADED}"),
        Delivery.kind == ROLLUP,
        Delivery.state.not_in(("failed", "skipped")),
    )
    keys = list(await session.scalars(rows.order_by(Delivery.id)))
    known = sa.select(Round.id, Ritual.name, Round.local_date).join(Ritual, Ritual.id == Round.ritual_id)
    ids = [int(key.partition(":")[2]) for key in keys]
    found = {one: (name, day) for one, name, day in await session.execute(known.where(Round.id.in_(ids)))}
    there = [one for one in ids if one in found]
    told = {one: (await rollup_facts(session, one, today)).summary.lead_sentence for one in there[:MOST_TOLD]}
    return WeekFacts(monday, tuple((*found[one], told.get(one, "")) for one in there))
