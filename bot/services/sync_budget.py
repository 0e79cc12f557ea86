"""What a sync that is set up asks of its people, together with the syncs that run already."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.recurrence import Rule
from bot.domain.speaker import Member, Voice, squad
from bot.domain.sync import SyncPlan
from bot.domain.sync_budget import Asking, Load, load_of
from bot.services.sync_audience import Audience
from models import Membership, Person, Ritual, RitualPerson, RitualTeam


async def load(
    session: AsyncSession, plan: SyncPlan, audience: Audience, today: date, *, ritual_id: int | None
) -> Load:
    """Return the load of `plan` from `today` on; `ritual_id` is the sync that it will replace, None for a new one."""
    own = Asking(plan.name, Rule(plan.rrule, plan.starts_on), tuple(one.order for one in audience.parties if one.order))
    return load_of(own, await _others(session, ritual_id), max(today, plan.starts_on))


async def _others(session: AsyncSession, ritual_id: int | None) -> list[Asking]:
    """Return the other syncs that run, in three queries however many they are."""
    rows = sa.select(Ritual).where(Ritual.state == "active", Ritual.id != (ritual_id or 0)).order_by(Ritual.name)
    rituals = list(await session.scalars(rows))
    if not rituals:
        return []
    here = sa.select(Person.id).where(Person.deactivated.is_(False), Person.is_bot.is_(False))
    members: dict[int, dict[int, list[Member]]] = defaultdict(lambda: defaultdict(list))
    in_teams = (
        sa.select(RitualTeam.ritual_id, Membership)
        .join(Membership, Membership.team_id == RitualTeam.team_id)
        .where(Membership.person_id.in_(here))
        .order_by(Membership.id)
    )
    for ritual, one in await session.execute(in_teams):
        members[ritual][one.team_id].append(Member(one.person_id, one.is_lead, one.in_squad, one.is_home))
    named: dict[int, list[int]] = defaultdict(list)
    by_name = sa.select(RitualPerson.ritual_id, RitualPerson.person_id).where(RitualPerson.person_id.in_(here))
    for ritual, person in await session.execute(by_name):
        named[ritual].append(person)
    return [
        Asking(one.name, Rule(one.rrule, one.starts_on), _turns(one.voice, members[one.id], named[one.id]))
        for one in rituals
    ]


def _turns(voice: str, teams: Mapping[int, Sequence[Member]], named: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    if voice == Voice.TEAM:
        return tuple(tuple(order) for order in map(squad, teams.values()) if order)
    in_teams = [member.person for team in teams.values() for member in team]
    return tuple((person,) for person in dict.fromkeys([*in_teams, *named]))
