"""The syncs of a workspace as one reader sees them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.opt_out import Asks
from bot.domain.recurrence import instant
from bot.domain.speaker import Voice
from bot.domain.sync_list import SyncRow
from bot.services.opt_out_read import may_decide, to_look_at
from bot.services.pause_read import left_out
from bot.services.ritual_kind import SYNC
from bot.services.ritual_list import listed
from bot.services.role import Rights
from bot.services.sync_following import all_sources
from bot.services.sync_open import OPEN_ROUNDS, next_here
from bot.services.sync_sight import may_see, takes_part
from models import Membership, Person, Ritual, RitualPerson, RitualTeam, Round


async def sync_rows(
    session: AsyncSession, rights: Rights, now: datetime, ritual_ids: Sequence[int] | None = None
) -> list[SyncRow]:
    """Return the syncs that the reader may see, or of them those asked for, by name; a handful of queries for all."""
    found = await listed(session, rights, SYNC, may_see(rights.person), ritual_ids)
    ids = [one.ritual.id for one in found]
    by_name = sa.func.sum(sa.cast(RitualPerson.named, sa.Integer))
    follow = sa.func.sum(sa.cast(RitualPerson.followed, sa.Integer))
    counted = sa.select(RitualPerson.ritual_id, by_name, follow).where(RitualPerson.ritual_id.in_(ids))
    people = {
        one: (named, followed)
        for one, named, followed in await session.execute(counted.group_by(RitualPerson.ritual_id))
    }
    sources = await all_sources(session, [(one.ritual.follows_channel, one.ritual.follows_group) for one in found])
    follows = dict(zip(ids, sources, strict=True))
    opened = sa.select(Round.ritual_id, sa.func.max(Round.closes_at)).where(Round.id.in_(OPEN_ROUNDS))
    open_rows = await session.execute(opened.where(Round.ritual_id.in_(ids)).group_by(Round.ritual_id))
    open_until = {one: closes_at for one, closes_at in open_rows}  # noqa: C416 (rows are not pairs to mypy)
    opt_outs = await to_look_at(session, Asks.SYNC, ids)
    until = await _last_asked(session, [one.ritual for one in found])
    part = sa.select(Ritual.id).where(Ritual.id.in_(ids), takes_part(rights.person))
    takes = set(await session.scalars(part))
    not_held = await left_out(session, ids, now)
    return [
        SyncRow(
            **one.shared,
            people=people.get(ritual.id, (0, 0))[0],
            everyone=ritual.voice == Voice.EVERYONE,
            asks_at=next_here(ritual, rights.person) if ritual.id in takes else None,
            next_until=until.get(ritual.id),
            closes_at=open_until.get(ritual.id),
            left_out=not_held.get(ritual.id),
            reads=rights.all_teams
            or ritual.owner_id == rights.person.id
            or not rights.team_ids.isdisjoint(one.team_ids),
            follows=follows[ritual.id],
            followed=people.get(ritual.id, (0, 0))[1],
            trouble=ritual.follow_trouble,
            opt_outs=opt_outs.get(ritual.id, 0) if may_decide(rights.person, ritual.owner_id) else 0,
        )
        for one in found
        for ritual in [one.ritual]
    ]


async def _last_asked(session: AsyncSession, rituals: Sequence[Ritual]) -> dict[int, datetime]:
    """Return when the next round of each sync comes where its day begins last, of the zones of those it may ask."""
    ids = [ritual.id for ritual in rituals if not ritual.zone]
    in_teams = (
        sa.select(RitualTeam.ritual_id, Person.zone)
        .join(Membership, Membership.team_id == RitualTeam.team_id)
        .join(Person, Person.id == Membership.person_id)
        .where(RitualTeam.ritual_id.in_(ids), Person.deactivated.is_(False))
    )
    named = (
        sa.select(RitualPerson.ritual_id, Person.zone)
        .join(Person, Person.id == RitualPerson.person_id)
        .where(RitualPerson.ritual_id.in_(ids), Person.deactivated.is_(False))
    )
    zones: dict[int, set[str]] = defaultdict(set)
    for ritual_id, zone in await session.execute(in_teams.union(named)):
        zones[ritual_id].add(zone)
    return {
        ritual.id: max(instant(ritual.next_on, ritual.local_time, ZoneInfo(zone)) for zone in zones[ritual.id])
        for ritual in rituals
        if ritual.next_on is not None and zones[ritual.id]
    }
