"""How ready people are for a change, for those who run it: its pulses, and what they came to."""

from collections import defaultdict
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.change_pulse import PulsePage, PulseShown, Result
from bot.services.change_pulse_planned import planned_since
from bot.services.change_standing import standing_of
from models import (
    Change,
    ChangePulse,
    ChangePulseAnswer,
    ChangePulseAsked,
    ChangePulseResult,
    ChangePulseTheme,
    Person,
    StakeholderGroup,
)

SHOWN = 12
"""Pulses of a trend."""


class ChangePulseReads:
    """Reads them."""

    def __init__(self, database: Database) -> None:
        """Read `database`."""
        self._database = database

    async def page(self, workspace_id: str, slack_id: str, change_id: int) -> PulsePage | None:
        """Return the trend for whoever runs a change; None for everybody else. Raises NotFound."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id)
            if not standing.runs_it:
                return None
            return await pulse_page(session, standing.change, standing.person)


async def closed_facts(session: AsyncSession, pulse_id: int) -> tuple[str, PulsePage] | None:
    """Return the name of a pulse's change, and its trend for whoever began it; None where it is kept no more."""
    pulse = await session.get(ChangePulse, pulse_id)
    if pulse is None:
        return None
    change = await session.get_one(Change, pulse.change_id)
    return change.name, await pulse_page(session, change, await session.get_one(Person, pulse.asked_by_id))


async def pulse_page(session: AsyncSession, change: Change, reader: Person) -> PulsePage:
    """Return the trend of a change, with days in the zone of its reader."""
    rows = sa.select(ChangePulse).where(ChangePulse.change_id == change.id, ChangePulse.state != "dropped")
    pulses = list(
        await session.scalars(rows.order_by(ChangePulse.opened_at.desc(), ChangePulse.id.desc()).limit(SHOWN))
    )
    results = await _results(session, [one.id for one in pulses])
    themes = await _themes(session, [one.id for one in pulses[:2]])
    zone = ZoneInfo(reader.zone)
    shown = []
    for one in reversed(pulses):
        if one.state != "closed":
            continue
        day = one.closes_at.astimezone(zone)
        of_it = results[one.id]
        shown.append(
            PulseShown(
                closed_at=one.closes_at,
                day=f"{day.day} {day:%b}",
                all=of_it.get("all", [None])[0],
                parts=tuple(of_it["group"] + of_it["rest"]),
                themes=tuple(themes[one.id]),
            )
        )
    going = next((one for one in pulses if one.state == "open"), None)
    counts = (0, 0) if going is None else await _counts(session, going.id)
    last = shown[-1] if shown else None
    return PulsePage(
        change_id=change.id,
        goes_on=change.state in {"announced", "in_progress"},
        pulses=tuple(shown),
        asked=counts[0],
        answered=counts[1],
        closes_at=going.closes_at if going else None,
        planned=await planned_since(session, change.id, last) if last else {},
    )


async def _results(session: AsyncSession, ids: list[int]) -> Mapping[int, Mapping[str, list[Result]]]:
    found: dict[int, dict[str, list[Result]]] = defaultdict(lambda: defaultdict(list))
    rows = (
        sa.select(ChangePulseResult, StakeholderGroup.name)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == ChangePulseResult.group_id)
        .where(ChangePulseResult.pulse_id.in_(ids))
        .order_by(ChangePulseResult.id)
    )
    for row, name in await session.execute(rows):
        result = Result(name or "", row.answers, tuple(row.means), rest=row.part == "rest", group_id=row.group_id)
        found[row.pulse_id][row.part].append(result)
    return found


async def _themes(session: AsyncSession, ids: list[int]) -> Mapping[int, list[tuple[str, tuple[str, ...]]]]:
    found: dict[int, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    rows = sa.select(ChangePulseTheme).where(ChangePulseTheme.pulse_id.in_(ids))
    for one in await session.scalars(rows.order_by(ChangePulseTheme.place)):
        found[one.pulse_id].append((one.name, tuple(one.texts)))
    return found


async def _counts(session: AsyncSession, pulse_id: int) -> tuple[int, int]:
    """Return how many are asked, and how many have answered so far."""
    asked, answered = [
        sa.select(sa.func.count()).where(one.pulse_id == pulse_id).scalar_subquery()
        for one in (ChangePulseAsked, ChangePulseAnswer)
    ]
    row = (await session.execute(sa.select(asked, answered))).one()
    return row[0], row[1]
