"""Opens rounds of retros, and marks others as missed: of however many retros by the same few statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.retro import Hindrance, RetroRoundPlan, RetroState
from bot.domain.retro_format import to_json
from bot.engine.upsert import insert_rows
from bot.ids import new_id
from bot.services import retro_message
from bot.services.channel_invite import silent_channels
from bot.services.retro_plan import RetroOutlook
from bot.services.retro_step import Intents, write_parts
from bot.services.retro_turn import Going
from models import Person, Retro, RetroRound

# Put together once: every round that opens reads these.
_NUMBERS = (
    sa.select(RetroRound.retro_id, sa.func.max(RetroRound.number), sa.func.min(RetroRound.number))
    .join(Retro, sa.and_(Retro.workspace_id == RetroRound.workspace_id, Retro.id == RetroRound.retro_id))
    .where(Retro.id.in_(IDS))
    .group_by(RetroRound.retro_id)
)
_SLACK_IDS = sa.select(Person.id, Person.slack_id).where(Person.id.in_(IDS))


@dataclass(frozen=True, slots=True)
class Opening:
    """A round that is to be opened; `live`: begun in a call."""

    retro: Retro
    outlook: RetroOutlook
    planned: RetroRoundPlan
    live: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """Rounds that do not take place; without a reason, since somebody paused everything, nobody is told."""

    retro: Retro
    outlook: RetroOutlook
    planned: Sequence[RetroRoundPlan]
    why: Hindrance | None = None


async def open_rounds(session: AsyncSession, openings: Sequence[Opening], now: datetime, intents: Intents) -> Going:
    """Write rounds with who takes part; their boards, and what is asked at once, are added to `intents`."""
    if not openings:
        return []
    last = await _numbers(session, [one.retro.id for one in openings])
    rows = [
        _row(one.retro, one.outlook, one.planned, RetroState.COLLECTING, max(last[one.retro.id][0], 0) + 1, now)
        | {"live": one.live}
        for one in openings
    ]
    inserted = sa.select(RetroRound).from_statement(insert_rows(session, RetroRound, rows).returning(RetroRound))
    opened = {one.retro_id: one for one in await session.scalars(inserted)}
    for one in openings:
        current = opened[one.retro.id]
        intents[current.workspace_id].append(retro_message.board(one.retro, current))
    rounds = [(one.retro, opened[one.retro.id]) for one in openings]
    await ask_for_channels(session, rounds, intents)
    parts = [(opened[one.retro.id], one.planned, one.outlook.people) for one in openings]
    await write_parts(session, parts, now, intents)
    return rounds


async def miss_rounds(session: AsyncSession, missing: Sequence[Missing], now: datetime, intents: Intents) -> None:
    """Write rounds that did not take place; the owners are told why, once for all of one retro."""
    missing = [one for one in missing if one.planned]
    if not missing:
        return
    last = {retro_id: min(low, 0) for retro_id, (_, low) in (await _numbers(session, _retros(missing))).items()}
    rows = []
    for one in missing:
        for planned in one.planned:
            last[one.retro.id] -= 1
            rows.append(_row(one.retro, one.outlook, planned, RetroState.MISSED, last[one.retro.id], now))
    await session.execute(insert_rows(session, RetroRound, rows))
    told = [one for one in missing if one.why]
    owners = await _owners(session, [one.retro for one in told])
    for one in told:
        if one.why:
            days = [planned.day for planned in one.planned]
            message = retro_message.missed(one.retro, owners[one.retro.owner_id], days, one.why)
            intents[one.retro.workspace_id].append(message)


async def ask_for_channels(session: AsyncSession, rounds: Going, intents: Intents) -> None:
    """Tell the owners of rounds whose boards stand where Drumbeat can post nothing."""
    silent = await silent_channels(session, {(retro.workspace_id, retro.channel_id) for retro, _ in rounds})
    lost = [one for one in rounds if (one[0].workspace_id, one[0].channel_id) in silent]
    owners = await _owners(session, [retro for retro, _ in lost])
    for retro, current in lost:
        intents[retro.workspace_id].append(retro_message.channel(retro, owners[retro.owner_id], current))


async def _owners(session: AsyncSession, retros: Sequence[Retro]) -> Mapping[int, str]:
    rows = await rows_of(session, _SLACK_IDS, {one.owner_id for one in retros})
    return {person_id: slack_id for person_id, slack_id in rows}  # noqa: C416 (rows are no pairs)


async def _numbers(session: AsyncSession, retro_ids: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """Return, by retro, the highest and the lowest number of its rounds: those that were missed count down from 0."""
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0), dict.fromkeys(retro_ids, (0, 0)))
    for retro_id, highest, lowest in await rows_of(session, _NUMBERS, set(retro_ids)):
        found[retro_id] = highest, lowest
    return found


def _retros(missing: Sequence[Missing]) -> list[int]:
    return [one.retro.id for one in missing]


def _row(
    retro: Retro, seen: RetroOutlook, planned: RetroRoundPlan, state: RetroState, number: int, now: datetime
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "workspace_id": retro.workspace_id,
        "retro_id": retro.id,
        "number": number,
        "local_date": planned.day,
        "state": str(state),
        "opens_at": planned.opens_at,
        "reveal_at": planned.reveal_at,
        "vote_at": planned.vote_at,
        "ends_at": planned.ends_at,
        "columns": to_json(seen.plan.columns),
        "anonymous": retro.anonymous,
        "votes": retro.votes,
        "facilitator_id": retro.owner_id,
        "created_at": now,
    }
