"""What a company file leaves without anybody to ask: it is said before it is applied, not found out in the round."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.speaker import Voice
from bot.services.sync_audience import audiences_of, sync_plans
from models import Ritual

Silent = tuple[str, str]
"""A sync, and the team that nobody speaks for in it; "" where everyone answers and nobody is left."""


async def silent_parties(session: AsyncSession) -> set[Silent]:
    """Return what nobody can be asked for as it stands in this session, by the names of syncs and teams."""
    rituals = list(await session.scalars(sa.select(Ritual).where(Ritual.state != "deleted")))
    plans = await sync_plans(session, rituals)
    audiences = await audiences_of(session, [(plan, None) for plan in plans])
    found: set[Silent] = set()
    for plan, audience in zip(plans, audiences, strict=True):
        if plan.voice is Voice.TEAM:
            found |= {(plan.name, party.name) for party in audience.parties if not party.order}
        elif not audience.parties and not (plan.follows_channel or plan.follows_group):
            found.add((plan.name, ""))
    return found


def silent_line(one: Silent) -> str:
    """Return what it means that nobody can be asked for this, as a line below the changes."""
    sync, team = one
    if team:
        return (
            f"nobody is left to speak for {team} in {sync}: it counts as away, and is not asked, until somebody is "
            "named"
        )
    return f"nobody is left to ask in {sync}: its rounds close as they open, until somebody is named"
