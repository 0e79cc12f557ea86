"""Who is asked and reminded in rounds of retros, when their time has come: by a few statements for all of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, MutableMapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, pages, rows_of
from bot.delivery.ledger import Intent
from bot.domain.retro import ON_TIME, RetroRoundPlan
from bot.domain.rhythm import Reminders
from bot.domain.round import WORTH_ASKING
from bot.domain.sync import Attendee
from bot.engine.upsert import insert_rows, table
from bot.ids import new_id
from bot.services import retro_message
from bot.services.retro_hooks import RetroHooks, Rounds
from bot.services.sync_audience import attendees
from models import Person, RetroPart, RetroRound

Intents = MutableMapping[str, list[Intent]]
"""Messages by workspace id, to which each part of a step adds."""


class Asked(NamedTuple):
    """A part whose person is asked now."""

    id: int
    workspace_id: str
    round_id: int
    person_id: int
    ask_at: datetime


# Put together once: every step of a round reads these.
_part, _person = table(RetroPart), table(Person)
_NOW = sa.bindparam("now", type_=RetroPart.ask_at.type)
_of_rounds = RetroPart.round_id.in_(IDS)
_TO_ASK = (
    sa.select(RetroPart.id, RetroPart.workspace_id, RetroPart.round_id, RetroPart.person_id, RetroPart.ask_at)
    .where(_of_rounds, RetroPart.ask_at <= _NOW, RetroPart.asked_at.is_(None))
    .order_by(RetroPart.id)
)
_to_nudge = (_of_rounds, RetroPart.nudge_at <= _NOW, RetroPart.nudged_at.is_(None))
_TO_NUDGE = (
    sa.select(
        RetroPart.id,
        RetroPart.workspace_id,
        RetroPart.round_id,
        RetroPart.person_id,
        RetroPart.state,
        Person.slack_id,
        Person.reminders,
    )
    .join(Person, sa.and_(Person.workspace_id == RetroPart.workspace_id, Person.id == RetroPart.person_id))
    .where(*_to_nudge, RetroPart.asked_at.is_not(None), Person.deactivated.is_(False))
    .order_by(RetroPart.id)
)
_NEXT = (
    sa.select(
        RetroPart.round_id,
        sa.func.min(sa.case((RetroPart.asked_at.is_(None), RetroPart.ask_at))),
        sa.func.min(
            sa.case((sa.and_(RetroPart.nudged_at.is_(None), RetroPart.state == "pending"), RetroPart.nudge_at))
        ),
    )
    .where(_of_rounds)
    .group_by(RetroPart.round_id)
)
_STRANGERS = (
    sa.select(Person.id).where(Person.id.in_(IDS), Person.welcomed_at.is_(None)).order_by(Person.id).with_for_update()
)
_ASKED = sa.update(_part).where(_part.c.id.in_(IDS)).values(asked_at=_NOW)
_NUDGED = (
    sa.update(_part)
    .where(_part.c.round_id.in_(IDS), _part.c.nudge_at <= _NOW, _part.c.nudged_at.is_(None))
    .values(nudged_at=_NOW)
)
_TOO_LATE = sa.update(_part).where(_part.c.id.in_(IDS)).values(state="absent", ask_at=None, nudge_at=None)
_LATER = sa.update(_part).where(_part.c.id == sa.bindparam("part")).values(ask_at=sa.bindparam("later"))
_FIRST_CONTACT = sa.update(_part).where(_part.c.id.in_(IDS)).values(first_contact=True)
_WELCOMED = sa.update(_person).where(_person.c.id.in_(IDS)).values(welcomed_at=_NOW)


async def write_parts(
    session: AsyncSession,
    opened: Sequence[tuple[RetroRound, RetroRoundPlan, Mapping[int, Attendee]]],
    now: datetime,
    intents: Intents,
) -> None:
    """Write who takes part in rounds that have just been opened; those whose time has come are asked with it.

    Written and marked afterwards they would cost twice on PostgreSQL, which checks the foreign keys of a row again
    that is changed in the transaction that made it.
    """
    rows: list[dict[str, Any]] = []
    known: dict[int, Attendee] = {}
    for current, planned, people in opened:
        known |= people
        common = {"workspace_id": current.workspace_id, "round_id": current.id}
        for one in planned.asked:
            times = {"ask_at": one.at, "nudge_at": one.nudge_at}
            asked_at = now if one.at <= now and _is_there(people[one.person], one.at, now) else None
            who = {"id": new_id(), "person_id": one.person, "state": "pending"}
            rows.append({**common, **who, **times, "asked_at": asked_at})
        for absent in planned.absent:
            times = {"ask_at": None, "nudge_at": None, "asked_at": None}
            rows.append({**common, "id": new_id(), "person_id": absent, "state": "absent", **times})
    if not rows:
        return
    await session.execute(insert_rows(session, RetroPart, rows))
    asked = [
        Asked(one["id"], one["workspace_id"], one["round_id"], one["person_id"], one["ask_at"])
        for one in rows
        if one["asked_at"]
    ]
    await _ask(session, asked, known, now, intents)


async def ask_due(
    session: AsyncSession, rounds: Rounds, now: datetime, intents: Intents
) -> Mapping[str, Collection[int]]:
    """Mark those as asked whose time has come, and add the messages to them to `intents`; return rounds by workspace.

    Who is away by now, or who is asked late, after downtime, when they are off work, is asked when they work next, or
    counts as absent where that is too late; a deactivated account is asked nothing.
    """
    of = {one.id: one for one in rounds}
    due = [Asked(*row) for row in await rows_of(session, _TO_ASK, of, now=now)]
    changed: dict[str, set[int]] = defaultdict(set)
    for part in due:
        changed[part.workspace_id].add(part.round_id)
    if not due:
        return changed
    people = await attendees(session, {one.person_id for one in due})
    asked, too_late, later = [], [], []
    for part in due:
        attendee = people.get(part.person_id)
        if attendee is not None and _is_there(attendee, part.ask_at, now):
            asked.append(part)
            continue
        again = attendee.working.next_working(now) if attendee else None
        if again is None or of[part.round_id].reveal_at - again < WORTH_ASKING:
            too_late.append(part.id)
        else:
            later.append({"part": part.id, "later": again})
    await _write(session, _ASKED, [one.id for one in asked], now=now)
    await _write(session, _TOO_LATE, too_late)
    if later:
        await session.execute(_LATER, later)
    await _ask(session, asked, people, now, intents)
    return changed


async def nudge_due(session: AsyncSession, rounds: Rounds, hooks: RetroHooks, now: datetime, intents: Intents) -> None:
    """Add the reminders to those who have no card by now, said nothing, and want to be reminded, to `intents`.

    All whose time has come are marked as done with, whoever wrote: the mark tells nothing of that.
    """
    of = {one.id: one for one in rounds}
    due = await rows_of(session, _TO_NUDGE, of, now=now)
    await _write(session, _NUDGED, of, now=now)
    if not due:
        return
    people: dict[RetroRound, list[int]] = defaultdict(list)
    for one in due:
        people[of[one.round_id]].append(one.person_id)
    wrote = await hooks.wrote(session, people)
    for one in due:
        silent = one.state == "pending" and one.person_id not in wrote[one.round_id]
        if silent and Reminders(one.reminders).wants(for_team=False):
            intents[one.workspace_id].append(retro_message.nudge(one.id, one.slack_id))


async def has_card(session: AsyncSession, hooks: RetroHooks, part_id: int) -> bool:
    """Tell whether somebody who takes part in a round wrote something in it."""
    who = sa.select(RetroRound, RetroPart.person_id).join(RetroPart, RetroPart.round_id == RetroRound.id)
    current, person_id = (await session.execute(who.where(RetroPart.id == part_id))).one()
    return person_id in (await hooks.wrote(session, {current: [person_id]}))[current.id]


async def not_introduced(session: AsyncSession, part_id: int) -> None:
    """Let the next question introduce Drumbeat: the one that should have done so is not needed, and never sent."""
    stranger = sa.select(RetroPart.person_id).where(RetroPart.id == part_id, RetroPart.first_contact)
    await session.execute(
        sa.update(Person)
        .where(Person.id.in_(stranger))
        .values(welcomed_at=None)
        .execution_options(synchronize_session=False)
    )


async def next_instants(session: AsyncSession, rounds: Rounds) -> Mapping[int, datetime]:
    """Return, by round, when somebody is to be asked or reminded next; nothing where nobody is."""
    found = {}
    for round_id, *instants in await rows_of(session, _NEXT, [one.id for one in rounds]):
        coming = [one for one in instants if one is not None]
        if coming:
            found[round_id] = min(coming)
    return found


async def _ask(
    session: AsyncSession, asked: Sequence[Asked], people: Mapping[int, Attendee], now: datetime, intents: Intents
) -> None:
    """Add the questions to `intents`; whoever never heard of Drumbeat is introduced to it in the first of theirs."""
    # Held in the order of their ids, so that no two processes wait for each other.
    strangers = {one.id for one in await rows_of(session, _STRANGERS, {part.person_id for part in asked})}
    first = {part.person_id: part.id for part in reversed(asked) if part.person_id in strangers}
    await _write(session, _FIRST_CONTACT, list(first.values()))
    await _write(session, _WELCOMED, strangers, now=now)
    for part in asked:
        intents[part.workspace_id].append(retro_message.prompt(part.id, people[part.person_id].slack_id))


async def _write(session: AsyncSession, statement: sa.Update, ids: Collection[int], **values: Any) -> None:
    for page in pages(ids):
        await session.execute(statement, {"ids": page, **values})


def _is_there(attendee: Attendee, ask_at: datetime, now: datetime) -> bool:
    working = attendee.working
    on_time = now - ask_at <= ON_TIME or working.next_working(now) == now
    return on_time and not working.is_away(working.local_date(now))
