"""One step of open rounds: who is asked now, who is reminded, where the next of the squad takes over."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, MutableMapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, AnyRow, pages, rows_of
from bot.delivery.ledger import Intent
from bot.domain.rhythm import Reminders
from bot.domain.round import WORTH_ASKING, reminder_at
from bot.domain.speaker import Voice
from bot.domain.sync import Attendee
from bot.engine.upsert import insert_rows, table
from bot.ids import new_id
from bot.services import sync_message
from bot.services.sync_schedule import outlooks
from models import Person, Prompt, Ritual, Round, Turn

Going = Sequence[tuple[Ritual, Round]]
"""Open rounds with their syncs, of whichever workspaces."""

Intents = MutableMapping[str, list[Intent]]
"""Messages by workspace id, to which each part of a step adds."""

# Put together once: every step of every round reads these, and putting them together takes longer than reading.
_NOW = sa.bindparam("now", type_=Turn.ask_at.type)
_of_rounds = (
    sa.select(Turn)
    .join(Round, sa.and_(Round.workspace_id == Turn.workspace_id, Round.id == Turn.round_id))
    .where(Round.id.in_(IDS))
)


def _open_turns(turns: sa.Select[Turn]) -> sa.Select[*tuple[Any, ...]]:
    """Return those of `turns` that nobody has answered.

    The turns come first: in the middle of a morning the planner of PostgreSQL knows little of what was just written,
    and might else begin with everything that is pending.
    """
    turn = turns.cte("turns").prefix_with("MATERIALIZED").c
    return (
        sa.select(turn.id, turn.workspace_id, turn.round_id, turn.prompt_id, Prompt.team_id, turn.person_id)
        .join(Prompt, sa.and_(Prompt.workspace_id == turn.workspace_id, Prompt.id == turn.prompt_id))
        .where(Prompt.state == "pending")
        .order_by(turn.id)
    )


_TO_ASK = _open_turns(_of_rounds.where(Turn.ask_at <= _NOW, Turn.asked_at.is_(None)))
_TO_NUDGE = _open_turns(_of_rounds.where(Turn.nudge_at <= _NOW, Turn.nudged_at.is_(None)))
_waiting = (
    _of_rounds.where(sa.or_(Turn.asked_at.is_(None), Turn.nudged_at.is_(None)))
    .cte("waiting")
    .prefix_with("MATERIALIZED")
    .c
)
_NEXT = (
    sa.select(
        _waiting.round_id,
        sa.func.min(sa.case((_waiting.asked_at.is_(None), _waiting.ask_at))),
        sa.func.min(sa.case((_waiting.nudged_at.is_(None), _waiting.nudge_at))),
    )
    .join(Prompt, sa.and_(Prompt.workspace_id == _waiting.workspace_id, Prompt.id == _waiting.prompt_id))
    .where(Prompt.state == "pending")
    .group_by(_waiting.round_id)
)
_ASKED_OF = (
    sa.select(Turn.prompt_id, Turn.person_id)
    .join(Prompt, sa.and_(Prompt.workspace_id == Turn.workspace_id, Prompt.id == Turn.prompt_id))
    .where(Prompt.id.in_(IDS))
)
_PEOPLE = sa.select(Person.id, Person.slack_id, Person.welcomed_at.is_(None).label("is_stranger")).where(
    Person.id.in_(IDS), Person.deactivated.is_(False)
)
_REMINDED = sa.select(Person.id, Person.slack_id, Person.reminders).where(
    Person.id.in_(IDS), Person.deactivated.is_(False)
)
_STRANGERS = (
    sa.select(Person.id).where(Person.id.in_(IDS), Person.welcomed_at.is_(None)).order_by(Person.id).with_for_update()
)
_turn, _person = table(Turn), table(Person)
_ASKED = sa.update(_turn).where(_turn.c.id.in_(IDS)).values(asked_at=_NOW)
_NUDGED = sa.update(_turn).where(_turn.c.id.in_(IDS)).values(nudged_at=_NOW)
_FIRST_CONTACT = sa.update(_turn).where(_turn.c.id.in_(IDS)).values(first_contact=True)
_WELCOMED = sa.update(_person).where(_person.c.id.in_(IDS)).values(welcomed_at=_NOW)


async def ask_due(session: AsyncSession, going: Going, now: datetime, intents: Intents) -> None:
    """Mark the turns whose time has come as asked and add their messages to `intents`.

    Nobody is asked for what a team mate has answered meanwhile, nor where the account is deactivated by now: their
    turn passes in silence to the next. Whoever was never asked before is introduced to Drumbeat, in the first of their
    prompts.
    """
    due = await rows_of(session, _TO_ASK, [current.id for _, current in going], now=now)
    await _write(session, _ASKED, [turn.id for turn in due], now=now)
    await _ask(session, due, now, intents)


async def write_turns(
    session: AsyncSession, turns: Sequence[Mapping[str, Any]], now: datetime, intents: Intents
) -> None:
    """Write turns of prompts that nobody has answered; those whose time has come are asked with it.

    Written and marked afterwards they would cost more than all the rest on PostgreSQL, which checks the foreign keys
    of a row again that is changed in the transaction that made it.
    """
    if not turns:
        return
    rows = [{**turn, "id": new_id(), "asked_at": now if turn["ask_at"] <= now else None} for turn in turns]
    insert = insert_rows(session, Turn, rows).returning(Turn.id, Turn.workspace_id, Turn.person_id, Turn.asked_at)
    written = await session.execute(insert)
    await _ask(session, sorted(turn for turn in written if turn.asked_at is not None), now, intents)


async def _ask(session: AsyncSession, turns: Sequence[AnyRow], now: datetime, intents: Intents) -> None:
    people = {one.id: one for one in await rows_of(session, _PEOPLE, {turn.person_id for turn in turns})}
    # Held in the order of their ids, so that no two processes wait for each other, and read anew: another process may
    # just have asked them.
    unknown = [person for person, one in people.items() if one.is_stranger]
    strangers = {person.id for person in await rows_of(session, _STRANGERS, unknown)}
    first = {turn.person_id: turn.id for turn in reversed(turns) if turn.person_id in strangers}
    await _write(session, _FIRST_CONTACT, list(first.values()))
    await _write(session, _WELCOMED, strangers, now=now)
    for turn in turns:
        if turn.person_id in people:
            intents[turn.workspace_id].append(sync_message.prompt(turn.id, people[turn.person_id].slack_id))


async def not_introduced(session: AsyncSession, turn_id: int) -> None:
    """Let the next prompt introduce Drumbeat: the one that should have done so is not needed, and never sent."""
    stranger = sa.select(Turn.person_id).where(Turn.id == turn_id, Turn.first_contact)
    await session.execute(
        sa.update(Person)
        .where(Person.id.in_(stranger))
        .values(welcomed_at=None)
        .execution_options(synchronize_session=False)
    )


async def nudge_due(session: AsyncSession, going: Going, now: datetime, intents: Intents) -> None:
    """Add the reminders that are sent now to `intents`, instead of waiting in silence.

    With one voice the next of the squad gets a turn and is asked, now or when they work again; where nobody is left,
    and with everyone as the voice, the person asked gets the one reminder, if they want any.
    """
    due = await rows_of(session, _TO_NUDGE, [current.id for _, current in going], now=now)
    await _write(session, _NUDGED, [turn.id for turn in due], now=now)
    of = {current.id: (ritual, current) for ritual, current in going}
    silent = [turn for turn in due if of[turn.round_id][0].voice == Voice.TEAM]
    turns = await _next_turns(session, of, silent, now)
    await write_turns(session, list(turns.values()), now, intents)
    reminded = [turn for turn in due if of[turn.round_id][0].reminds and turn.prompt_id not in turns]
    people = {one.id: one for one in await rows_of(session, _REMINDED, {turn.person_id for turn in reminded})}
    for turn in reminded:
        person = people.get(turn.person_id)
        if person is not None and Reminders(person.reminders).wants(for_team=turn.team_id is not None):
            intents[turn.workspace_id].append(sync_message.nudge(turn.id, person.slack_id))


async def next_instants(session: AsyncSession, going: Going) -> Mapping[tuple[str, str], datetime]:
    """Return when rounds need their next step: an ask, a nudge of somebody who has not answered, or the closing.

    By workspace id and subject, as timers are set.
    """
    found = {one: (ask, nudge) for one, ask, nudge in await rows_of(session, _NEXT, [one.id for _, one in going])}
    return {
        (current.workspace_id, str(current.id)): min(
            instant for instant in (*found.get(current.id, ()), current.closes_at) if instant is not None
        )
        for _, current in going
    }


async def _next_turns(
    session: AsyncSession, of: Mapping[int, tuple[Ritual, Round]], silent: Sequence[AnyRow], now: datetime
) -> Mapping[int, Mapping[str, Any]]:
    """Return turns of the next of each squad who can still answer in time, by the prompt of the `silent` turn."""
    rituals = list({of[turn.round_id][0].id: of[turn.round_id][0] for turn in silent}.values())
    seen = dict(zip((one.id for one in rituals), await outlooks(session, rituals), strict=True))
    order = {(one, party.team): party.order for one in seen for party in seen[one].audience.parties}
    asked: dict[int, set[int]] = defaultdict(set)
    for prompt_id, person_id in await rows_of(session, _ASKED_OF, {turn.prompt_id for turn in silent}):
        asked[prompt_id].add(person_id)
    turns: dict[int, dict[str, Any]] = {}
    for turn in silent:
        ritual, current = of[turn.round_id]
        candidates = [one for one in order.get((ritual.id, turn.team_id), ()) if one not in asked[turn.prompt_id]]
        found = first_in_time([seen[ritual.id].audience.people[one] for one in candidates], current, now)
        if found:
            turns[turn.prompt_id] = turn_row(ritual, current, turn.prompt_id, *found)
    return turns


async def _write(session: AsyncSession, statement: sa.Update, ids: Collection[int], **values: Any) -> None:
    for page in pages(ids):
        await session.execute(statement, {"ids": page, **values})


def first_in_time(candidates: Iterable[Attendee], current: Round, now: datetime) -> tuple[Attendee, datetime] | None:
    """Return the first who can still answer before the round closes, and when they work next; None if nobody can."""
    for attendee in candidates:
        at = attendee.working.next_working(now)
        if at is not None and current.closes_at - at >= WORTH_ASKING:
            return attendee, at
    return None


def turn_row(ritual: Ritual, current: Round, prompt_id: int, attendee: Attendee, at: datetime) -> dict[str, Any]:
    """Return the row of a turn of somebody who is asked at `at`, for `write_turns`."""
    answering = timedelta(minutes=ritual.answering_minutes)
    return {
        "workspace_id": current.workspace_id,
        "round_id": current.id,
        "prompt_id": prompt_id,
        "person_id": attendee.person,
        "ask_at": at,
        "nudge_at": reminder_at(at, current.closes_at, attendee.working, answering),
    }
