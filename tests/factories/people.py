"""People and their workspace, valid by default."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from models import Person, Workspace

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def workspace(session: AsyncSession, workspace_id: str = "T1") -> Workspace:
    """The workspace, made at the first call."""
    found = await session.get(Workspace, workspace_id)
    if found is None:
        found = Workspace(id=workspace_id, name="Lumen", created_at=MONDAY)
        session.add(found)
        await session.flush()
    return found


async def person(session: AsyncSession, name: str = "Ana Sousa", slack_id: str = "", **fields: object) -> Person:
    """A person in Lisbon, found again by name."""
    found = await session.scalar(sa.select(Person).where(Person.name == name))
    if found is None:
        slack_id = slack_id or "U" + name.split(maxsplit=1)[0].upper()
        defaults = {"email": f"{name.split(maxsplit=1)[0].lower()}@lumen.example", "zone": "Europe/Lisbon"}
        found = Person(name=name, slack_id=slack_id, **(defaults | fields))
        session.add(found)
        await session.flush()
    return found
