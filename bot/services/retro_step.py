"""Who is asked and reminded in a round of a retro, when their time has come: by a few statements for all of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import pages
from bot.delivery.ledger import Intent
from bot.domain.retro import RetroRoundPlan
from bot.domain.rhythm import Reminders
from bot.domain.round import WORTH_ASKING
from bot.domain.sync import Attendee
from bot.engine.upsert import insert_rows, table
from bot.ids import new_id
from bot.services import retro_message
from bot.services.retro_hooks import RetroHooks
from bot.services.sync_audience import attendees
from models import Person, RetroPart, RetroRound

_part, _person = table(RetroPart), table(Person)


async def write_parts(session: AsyncSession, current: RetroRound, planned: RetroRoundPlan) -> None:
    """Write who takes part in a round that has just been opened."""
    common = {"workspace_id": current.workspace_id, "round_id": current.id}
    rows = [
        {
            **common,
            "id": new_id(),
            "person_id": one.person,
            "state": "pending",
            "ask_at": one.at,
            "nudge_at": one.nudge_at,
        }
        for one in planned.asked
    ]
    rows += [
        {**common, "id": new_id(), "person_id": one, "state": "absent", "ask_at": None, "nudge_at": None}
        for one in planned.absent
    ]
    if rows:
        await session.execute(insert_rows(session, RetroPart, rows))


async def ask_due(
    session: AsyncSession, current: RetroRound, now: datetime, known: Mapping[int, Attendee] | None = None
) -> list[Intent]:
    """Return the messages to those whose time has come, and mark them as asked.

    Who is away by now is asked when they work next, or counts as absent where that is too late; a deactivated account
    is asked nothing. `known`: who takes part, where that has just been read.
    """
    due = (RetroPart.round_id == current.id, RetroPart.ask_at <= now, RetroPart.asked_at.is_(None))
    parts = list(await session.scalars(sa.select(RetroPart).where(*due).order_by(RetroPart.id)))
    if not parts:
        return []
    people = await attendees(session, [one.person_id for one in parts]) if known is None else known
    asked = []
    for part in parts:
        attendee = people.get(part.person_id)
        working = attendee.working if attendee else None
        if working is not None and not working.is_away(working.local_date(now)):
            asked.append(part)
            continue
        later = working.next_working(now) if working else None
        if later is None or current.reveal_at - later < WORTH_ASKING:
            part.state, part.ask_at, part.nudge_at = "absent", None, None
        else:
            part.ask_at = later
    await session.flush()
    await _introduce(session, current, asked, now)
    for page in pages([one.id for one in asked]):
        await session.execute(sa.update(_part).where(*_in(_part, current, page)).values(asked_at=now))
    return [retro_message.prompt(one.id, people[one.person_id].slack_id) for one in asked]


async def nudge_due(session: AsyncSession, current: RetroRound, hooks: RetroHooks, now: datetime) -> list[Intent]:
    """Return the reminders to those who have no card by now, said nothing, and want to be reminded.

    All whose time has come are marked as done with, whoever wrote: the mark tells nothing of that.
    """
    due = (RetroPart.round_id == current.id, RetroPart.nudge_at <= now, RetroPart.nudged_at.is_(None))
    rows = (
        sa.select(RetroPart.id, RetroPart.person_id, RetroPart.state, Person.slack_id, Person.reminders)
        .join(Person, Person.id == RetroPart.person_id)
        .where(*due, RetroPart.asked_at.is_not(None), Person.deactivated.is_(False))
        .order_by(RetroPart.id)
    )
    found = list(await session.execute(rows))
    await session.execute(
        sa.update(RetroPart).where(*due).values(nudged_at=now).execution_options(synchronize_session=False)
    )
    wrote = await hooks.wrote(session, current, [one.person_id for one in found]) if found else set()
    return [
        retro_message.nudge(one.id, one.slack_id)
        for one in found
        if one.state == "pending" and one.person_id not in wrote and Reminders(one.reminders).wants(for_team=False)
    ]


async def next_instant(session: AsyncSession, current: RetroRound) -> datetime | None:
    """Return when somebody is to be asked or reminded next; None when nobody is."""
    of_round = RetroPart.round_id == current.id
    asks = sa.select(sa.func.min(RetroPart.ask_at)).where(of_round, RetroPart.asked_at.is_(None))
    nudges = sa.select(sa.func.min(RetroPart.nudge_at)).where(
        of_round, RetroPart.nudged_at.is_(None), RetroPart.state == "pending"
    )
    both = (await session.execute(sa.select(asks.scalar_subquery(), nudges.scalar_subquery()))).one()
    return min((one for one in both if one is not None), default=None)


async def _introduce(session: AsyncSession, current: RetroRound, parts: Sequence[RetroPart], now: datetime) -> None:
    """Let the message to whoever never heard of Drumbeat introduce it."""
    unknown = (
        sa.select(Person.id)
        .where(Person.id.in_([one.person_id for one in parts]), Person.welcomed_at.is_(None))
        .order_by(Person.id)
        .with_for_update()
    )
    strangers = set(await session.scalars(unknown)) if parts else set()
    for page in pages(strangers):
        await session.execute(sa.update(_person).where(*_in(_person, current, page)).values(welcomed_at=now))
    first = [one.id for one in parts if one.person_id in strangers]
    for page in pages(first):
        await session.execute(sa.update(_part).where(*_in(_part, current, page)).values(first_contact=True))


def _in(rows: sa.Table, current: RetroRound, ids: Sequence[int]) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the condition for rows of the round's workspace: sessions filter no table, only what is mapped."""
    return rows.c.workspace_id == current.workspace_id, rows.c.id.in_(ids)
