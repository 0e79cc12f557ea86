"""One step of an open round: who is asked now, who is reminded, where the next of the squad takes over."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent
from bot.domain.round import WORTH_ASKING, reminder_at
from bot.domain.speaker import Voice
from bot.domain.sync import Attendee
from bot.services import sync_message
from bot.services.sync_audience import audience_of, sync_plan
from models import Person, Prompt, Ritual, Round, Turn

# Put together once: every step of every round reads these, and putting them together takes longer than reading.
_OPEN_TURNS = (
    sa.select(Turn, Person, Prompt)
    .join(Person, Person.id == Turn.person_id)
    .join(Prompt, Prompt.id == Turn.prompt_id)
    .where(Turn.round_id == sa.bindparam("round_id"), Prompt.state == "pending")
    .order_by(Turn.id)
)
_TO_ASK = _OPEN_TURNS.where(Turn.ask_at <= sa.bindparam("now"), Turn.asked_at.is_(None))
_TO_NUDGE = _OPEN_TURNS.where(Turn.nudge_at <= sa.bindparam("now"), Turn.nudged_at.is_(None))
_NEXT = (
    sa.select(
        sa.func.min(sa.case((Turn.asked_at.is_(None), Turn.ask_at))),
        sa.func.min(sa.case((Turn.nudged_at.is_(None), Turn.nudge_at))),
    )
    .join(Prompt, Prompt.id == Turn.prompt_id)
    .where(Turn.round_id == sa.bindparam("round_id"), Prompt.state == "pending")
)


async def ask_due(session: AsyncSession, current: Round, now: datetime) -> list[Intent]:
    """Mark the turns whose time has come as asked and return their messages.

    Nobody is asked for what a team mate has answered meanwhile, nor where the account is deactivated by now: their
    turn passes in silence to the next. Whoever was never asked before is introduced to Drumbeat, in the first of their
    prompts.
    """
    due = (await session.execute(_TO_ASK, {"round_id": current.id, "now": now})).all()
    strangers: set[int] = set()
    for turn, person, _ in due:
        turn.asked_at = now
        turn.first_contact = person.welcomed_at is None and person.id not in strangers and not person.deactivated
        if turn.first_contact:
            strangers.add(person.id)
    if strangers:
        await session.execute(sa.update(Person).where(Person.id.in_(strangers)).values(welcomed_at=now))
    return [sync_message.prompt(turn, person.slack_id) for turn, person, _ in due if not person.deactivated]


async def not_introduced(session: AsyncSession, turn_id: int) -> None:
    """Let the next prompt introduce Drumbeat: the one that should have done so is not needed, and never sent."""
    stranger = sa.select(Turn.person_id).where(Turn.id == turn_id, Turn.first_contact)
    await session.execute(
        sa.update(Person)
        .where(Person.id.in_(stranger))
        .values(welcomed_at=None)
        .execution_options(synchronize_session=False)
    )


async def nudge_due(session: AsyncSession, ritual: Ritual, current: Round, now: datetime) -> list[Intent]:
    """Return the reminders that are sent now instead of waiting in silence.

    With one voice the next of the squad gets a turn, which `ask_due` asks; where nobody is left, and with everyone as
    the voice, the person asked gets the one reminder.
    """
    due = (await session.execute(_TO_NUDGE, {"round_id": current.id, "now": now})).all()
    for turn, _, _ in due:
        turn.nudged_at = now
    if not due:
        return []
    handed: set[int] = set()
    if ritual.voice == Voice.TEAM:
        handed = await _hand_over(session, ritual, current, [prompt for _, _, prompt in due], now)
    if not ritual.reminds:
        return []
    silent = [(turn, person) for turn, person, prompt in due if prompt.id not in handed and not person.deactivated]
    return [sync_message.nudge(turn, person.slack_id) for turn, person in silent]


async def next_instant(session: AsyncSession, current: Round) -> datetime:
    """Return when the round needs its next step: an ask, a nudge of somebody who has not answered, or the closing."""
    ask_at, nudge_at = (await session.execute(_NEXT, {"round_id": current.id})).one()
    return min(instant for instant in (ask_at, nudge_at, current.closes_at) if instant is not None)


async def _hand_over(
    session: AsyncSession, ritual: Ritual, current: Round, prompts: Sequence[Prompt], now: datetime
) -> set[int]:
    """Give each of `prompts` to the next of its squad who can still answer in time; return the ids of those given."""
    audience = await audience_of(session, await sync_plan(session, ritual), ritual.id)
    order = {party.team: party.order for party in audience.parties}
    asked: dict[int, set[int]] = defaultdict(set)
    rows = sa.select(Turn.prompt_id, Turn.person_id).where(Turn.prompt_id.in_([prompt.id for prompt in prompts]))
    for prompt_id, person_id in await session.execute(rows):
        asked[prompt_id].add(person_id)
    turns: list[dict[str, Any]] = []
    for prompt in prompts:
        candidates = [one for one in order.get(prompt.team_id, ()) if one not in asked[prompt.id]]
        found = _first_in_time([audience.people[one] for one in candidates], current, now)
        if found:
            turns.append(_turn(ritual, current, prompt, *found))
    if turns:
        await session.execute(sa.insert(Turn), turns)
    return {turn["prompt_id"] for turn in turns}


def _first_in_time(candidates: Iterable[Attendee], current: Round, now: datetime) -> tuple[Attendee, datetime] | None:
    for attendee in candidates:
        at = attendee.working.next_working(now)
        if at is not None and current.closes_at - at >= WORTH_ASKING:
            return attendee, at
    return None


def _turn(ritual: Ritual, current: Round, prompt: Prompt, attendee: Attendee, at: datetime) -> dict[str, Any]:
    answering = timedelta(minutes=ritual.answering_minutes)
    return {
        "workspace_id": current.workspace_id,
        "round_id": current.id,
        "prompt_id": prompt.id,
        "person_id": attendee.person,
        "ask_at": at,
        "nudge_at": reminder_at(at, current.closes_at, attendee.working, answering),
    }
