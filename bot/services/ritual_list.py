"""What the list of any kind of rituals is made of, read in a handful of queries for all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.ritual import rhythm_of
from bot.services.channel_invite import facts_of
from bot.services.ritual_kind import RitualKind, Row, is_theirs
from bot.services.role import Rights
from models import Channel, Person, Team


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """A ritual with the ids of its teams that are not archived; `shared` are the fields of `RitualRow`."""

    ritual: Row
    team_ids: tuple[int, ...]
    shared: dict[str, Any]


async def listed(
    session: AsyncSession,
    rights: Rights,
    kind: RitualKind[Row],
    may_see: sa.ColumnElement[bool],
    ritual_ids: Sequence[int] | None,
) -> list[Listed[Row]]:
    """Return the rituals of a kind that the reader may see, or of them those asked for, by name."""
    table = kind.table
    rows = sa.select(table, Person.name, Channel).join(Person, Person.id == table.owner_id)
    here = sa.and_(Channel.workspace_id == table.workspace_id, Channel.slack_id == table.channel_id)
    rows = rows.outerjoin(Channel, here).where(kind.live(), may_see)
    if ritual_ids is not None:
        rows = rows.where(table.id.in_(ritual_ids))
    found = (await session.execute(rows)).all()
    teams: dict[int, list[tuple[int, str]]] = defaultdict(list)
    of_them = sa.select(kind.of, Team.id, Team.name).join(Team, Team.id == kind.team)
    live = of_them.where(kind.of.in_([one.id for one, _, _ in found]), Team.archived_at.is_(None))
    for ritual_id, team_id, name in await session.execute(live.order_by(Team.name)):
        teams[ritual_id].append((team_id, name))
    shown = []
    for ritual, owner, channel in found:
        team_ids = tuple(team for team, _ in teams[ritual.id])
        shared = {
            "ritual_id": ritual.id,
            "name": ritual.name,
            "state": ritual.state,
            "rhythm": rhythm_of(ritual.rrule, ritual.local_time, ritual.zone),
            "channel": facts_of(ritual.channel_id, channel),
            "owner": owner,
            "teams": tuple(name for _, name in teams[ritual.id]),
            "next_on": ritual.next_on,
            "next_at": ritual.next_opens_at,
            "mine": is_theirs(rights, ritual, team_ids),
        }
        shown.append(Listed(ritual, team_ids, shared))
    return sorted(shown, key=lambda one: one.ritual.name.casefold())
