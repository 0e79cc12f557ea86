"""The choices of a ritual's form against what is stored: what can be chosen, what is refused, and what is written."""

from dataclasses import fields
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.name import free_name, is_taken, tidied
from bot.domain.ritual import RitualPlan
from bot.domain.ritual_setup import RitualChoices
from bot.services.ritual_kind import RitualKind, Row
from bot.services.role import Rights
from models import Channel, Membership, Person, RitualColumns, Team

MOST_ZONES = 90


async def choosable_teams(session: AsyncSession, rights: Rights) -> dict[int, tuple[str, int]]:
    """Return the teams that a person may choose, by id in the order of their names: (name, number of members)."""
    members = sa.func.count(Membership.id)
    rows = (
        sa.select(Team.id, Team.name, members)
        .outerjoin(Membership, Membership.team_id == Team.id)
        .where(Team.archived_at.is_(None))
        .group_by(Team.id, Team.name)
        .order_by(Team.name)
    )
    if not rights.all_teams:
        rows = rows.where(Team.id.in_(rights.team_ids))
    return {team: (name, count) for team, name, count in await session.execute(rows)}


async def offered_zones(session: AsyncSession, chosen: str) -> tuple[str, ...]:
    """Return the zones in which people of this workspace live, most people first, and the one that is chosen."""
    rows = (
        sa.select(Person.zone)
        .where(Person.deactivated.is_(False), Person.is_bot.is_(False))
        .group_by(Person.zone)
        .order_by(sa.func.count(Person.id).desc(), Person.zone)
        .limit(MOST_ZONES)
    )
    zones = [zone for zone in await session.scalars(rows) if _is_zone(zone)]
    return tuple(dict.fromkeys([*zones, chosen] if chosen else zones))


async def names_taken(session: AsyncSession, kind: RitualKind[Row], ritual: Row | None = None) -> set[str]:
    """Return the names of the rituals of a kind, without that of `ritual`."""
    rows = sa.select(kind.table.name).where(kind.live(), kind.table.id != (ritual.id if ritual else 0))
    return set(await session.scalars(rows))


async def check_shared(
    session: AsyncSession, rights: Rights, kind: RitualKind[Row], choices: RitualChoices, ritual: Row | None
) -> dict[str, str]:
    """Return the sentences for a name, channel, teams or an owner that cannot be chosen."""
    errors: dict[str, str] = {}
    taken = await names_taken(session, kind, ritual)
    if is_taken(choices.name, taken):
        free = free_name(tidied(choices.name), taken)
        errors["name"] = f"There is a {kind.noun} with this name already. “{free}” is free."
    channel = await session.scalar(sa.select(Channel).where(Channel.slack_id == choices.channel_id))
    if channel is not None and channel.is_archived:
        errors["channel"] = f"#{channel.name} is archived, so nothing can be posted there. Please choose another one."
    live = sa.select(Team.id).where(Team.id.in_(choices.team_ids), Team.archived_at.is_(None))
    if set(choices.team_ids) - set(await session.scalars(live)):
        errors["teams"] = "One of these teams is not there any more. Please choose again."
    if not rights.all_teams and not set(choices.team_ids) <= rights.team_ids:
        errors["teams"] = (
            f"As a lead you set up {kind.noun}s for your own team. Please leave the other teams to the PMO."
        )
    owner = await person_named(session, choices.owner)
    if owner is None or owner.deactivated or owner.is_bot or owner.is_guest:
        errors["owner"] = "The owner is told when something goes wrong. Please choose somebody who works here."
    return errors


async def person_named(session: AsyncSession, slack_id: str) -> Person | None:
    """Return the person with a Slack id; None for one whom Drumbeat does not know."""
    found: Person | None = await session.scalar(sa.select(Person).where(Person.slack_id == slack_id))
    return found


def changed_fields(before: RitualChoices, choices: RitualChoices) -> list[str]:
    """Return the names of the fields in which `choices` differ from those `before`, in order."""
    names = sorted(one.name for one in fields(choices))
    return [name for name in names if getattr(before, name) != getattr(choices, name)]


def write_shared(ritual: RitualColumns, plan: RitualPlan) -> None:
    """Store what every ritual has, in place of what it was."""
    ritual.name, ritual.rrule, ritual.starts_on = plan.name, plan.rrule, plan.starts_on
    ritual.local_time, ritual.zone, ritual.channel_id = plan.local_time, plan.zone, plan.channel_id
    ritual.holidays, ritual.home_country = str(plan.holidays), plan.home_country


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
