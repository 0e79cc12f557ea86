"""Announcements of the playground's company, as they are once nobody has to sign them any more."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.domain.stakeholder import Source, SourceKind
from models import Announcement, Person, StakeholderGroup, Team
from tests.factories import change as factory
from tests.journeys.conftest import World


async def person_of(world: World, who: str) -> Person:
    """Return somebody as Drumbeat knows them."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        found = await session.scalars(sa.select(Person).where(Person.slack_id == world.persona(who).id))
        return found.one()


async def drafted(
    world: World,
    groups: dict[str, Sequence[str]],
    *,
    author: str = "mara",
    parts: dict[str, str] | None = None,
    channels: Sequence[str] = (),
    of: str = "The shift to product teams",
    **fields: object,
) -> int:
    """Write an announcement of a change and return its id.

    `groups`: teams, areas, #channels, people or "everyone" by the group's name.
    """
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        teams = {one.name: one.id for one in await session.scalars(sa.select(Team))}
        people = {one.slack_id: one for one in await session.scalars(sa.select(Person))}
        areas = {one.area for one in people.values()}
        signs = people[world.persona(author).id]
        change = await factory.change(session, signs, name=of)
        made: list[StakeholderGroup] = []
        for name, members in groups.items():
            sources = [
                Source(SourceKind.CHANNEL, world.slack.channel(one[1:]).id)
                if one.startswith("#")
                else Source(SourceKind.EVERYONE)
                if one == "everyone"
                else Source(SourceKind.AREA, one)
                if one in areas
                else Source(SourceKind.TEAM, str(teams[one]))
                if one in teams
                else Source(SourceKind.PERSON, str(people[world.persona(one).id].id))
                for one in members
            ]
            made.append(await factory.stakeholder_group(session, change, name, sources, place=len(made)))
        row = await factory.announcement(session, signs, change, made, **fields)
        await factory.say_to(session, row, {one: (parts or {}).get(one.name, "") for one in made})
        await factory.post_in(session, row, channels)
        return row.id


async def announced(world: World, announcement_id: int) -> Announcement:
    """Return an announcement as it is stored now."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return await session.get_one(Announcement, announcement_id)


async def go(world: World, announcement_id: int, by: str = "mara") -> int:
    """Let an announcement go, and wait until nothing is left to do at this moment."""
    count = await world.bot.parts.change.sending.go(world.workspace_id, world.persona(by).id, announcement_id)
    await world.idle()
    return count
