"""What a team was told in a channel that is lost, beside a workspace that shares the channel."""

import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.blocker import On
from bot.engine.inline import InlineEngine
from bot.ids import new_id
from bot.services import blocker_message
from bot.services.blocker_moved import tell_where_they_are
from models import Blocker, Channel, Delivery
from tests.factories import people
from tests.factories.people import MONDAY
from tests.factories.team import team

OLD, NEW = "C1", "C2"


async def told(database: Database, ledger: Ledger, workspace_id: str, *, archived: bool) -> None:
    """A workspace in which Platform was told of a blocker in its old channel, and has a new one."""
    async with database.system_session() as session:
        await people.workspace(session, workspace_id)
    async with database.transaction(workspace_id) as session:
        session.add(Channel(slack_id=OLD, name="platform", is_member=True, is_archived=archived))
        session.add(Channel(slack_id=NEW, name="platform-2", is_member=True))
        ana, platform = await people.person(session), await team(session, "Platform", channel_id=NEW)
        one = Blocker(id=new_id(), raiser_id=ana.id, team_id=platform.id, needs="Keys", state="open", since=MONDAY)
        one.told_at = MONDAY
        session.add(one)
        await session.flush()
        await ledger.plan(session, workspace_id, [blocker_message.here(one, On(team=platform.id), OLD)])


async def targets(database: Database, workspace_id: str) -> list[str]:
    """Where messages of a workspace go."""
    async with database.reading(workspace_id) as session:
        return list(await session.scalars(sa.select(Delivery.target)))


async def test_a_shared_channel_is_lost_where_it_is_archived_alone(database: Database) -> None:
    """In the other workspace it is read as before, and nothing moves."""
    clock = ShiftedClock(MONDAY)
    ledger = Ledger(InlineEngine(database, clock), clock)
    await told(database, ledger, "T1", archived=True)
    await told(database, ledger, "T2", archived=False)
    for workspace_id, moved in (("T1", 1), ("T2", 0), ("T1", 0)):
        async with database.transaction(workspace_id) as session:
            assert await tell_where_they_are(session, ledger, workspace_id) == moved
    assert (await targets(database, "T1"), await targets(database, "T2")) == ([NEW], [OLD])
