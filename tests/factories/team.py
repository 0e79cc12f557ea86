"""Teams with their people, valid by default."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from models import Membership, Person, Team


async def team(session: AsyncSession, name: str = "Payments", members: Sequence[Person] = (), **fields: object) -> Team:
    """A product team, found again by name; the first of `members` leads it."""
    found = await session.scalar(sa.select(Team).where(Team.name == name))
    if found is None:
        found = Team(name=name, **fields)
        session.add(found)
        await session.flush()
    for place, member in enumerate(members):
        session.add(Membership(team_id=found.id, person_id=member.id, is_lead=place == 0))
    await session.flush()
    return found
