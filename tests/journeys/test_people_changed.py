"""People who change in Slack change in Drumbeat: at once by an event, at the latest in the next night."""

from datetime import timedelta

import sqlalchemy as sa

from models import Person
from tests.journeys.conftest import World


async def person(world: World, slack_id: str) -> Person:
    """Return what Drumbeat knows of somebody."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return (await session.scalars(sa.select(Person).where(Person.slack_id == slack_id))).one()


async def test_everybody_is_known_after_the_start(lumen: World) -> None:
    """With the zone that Slack says, and Slack's admins as such."""
    ana, mara = lumen.persona("ana"), lumen.persona("mara")
    assert (await person(lumen, ana.id)).zone == "Europe/Lisbon"
    assert (await person(lumen, mara.id)).acts_as_pmo


async def test_who_is_deactivated_is_known_at_once(lumen: World) -> None:
    """So nobody asks them; and back again."""
    ben = lumen.persona("ben").person
    await lumen.slack.members.set_deleted(ben, deleted=True)
    await lumen.idle()
    known = await person(lumen, ben.id)
    assert (known.deactivated, known.zone) == (True, ben.tz)
    await lumen.slack.members.set_deleted(ben, deleted=False)
    await lumen.idle()
    assert not (await person(lumen, ben.id)).deactivated


async def test_what_no_event_told_is_found_in_the_night(lumen: World) -> None:
    """And in every night after that."""
    ana = lumen.persona("ana").person
    for zone in ("Asia/Singapore", "Europe/Berlin"):
        ana.tz = zone
        await lumen.advance(timedelta(days=1))
        assert (await person(lumen, ana.id)).zone == zone


async def test_a_night_without_slack_is_made_up_for_an_hour_later(lumen: World) -> None:
    """A comparison that fails is done again soon, and nothing else stops."""
    ana = lumen.persona("ana").person
    ana.tz = "Asia/Singapore"
    lumen.slack.scopes.discard("users:read")
    await lumen.at("Tue 03:00")
    assert (await person(lumen, ana.id)).zone == "Europe/Lisbon"
    lumen.slack.scopes.add("users:read")
    await lumen.at("Tue 04:00")
    assert (await person(lumen, ana.id)).zone == "Asia/Singapore"
