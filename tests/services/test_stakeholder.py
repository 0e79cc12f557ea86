"""Who belongs to stakeholder groups, whatever they are made of."""

from bot.db import Database
from bot.domain.stakeholder import Source, SourceKind
from bot.services.stakeholder import members_of, told_by_person
from models import StakeholderFollowed
from tests.factories.change import change, stakeholder_group
from tests.factories.people import person, workspace
from tests.factories.team import team


async def test_each_source_gives_its_people_and_no_others(database: Database) -> None:
    """A team its members, an area its people, a name itself, what Slack named its members, and everyone everybody."""
    async with database.transaction("T1") as session:
        await workspace(session)
        ana = await person(session, "Ana Sousa", area="Sales")
        bo = await person(session, "Bo Berg", area="sales")
        guest = await person(session, "Gia Guest", area="Sales", is_guest=True)
        await person(session, "Lea Left", area="Sales", deactivated=True)
        robot = await person(session, "Robo Bot", is_bot=True)
        payments = await team(session, "Payments", [ana, guest])
        new = await change(session, ana)
        groups = {
            "team": await stakeholder_group(session, new, "A", [Source(SourceKind.TEAM, str(payments.id))]),
            "area": await stakeholder_group(session, new, "B", [Source(SourceKind.AREA, "SALES")]),
            "person": await stakeholder_group(session, new, "C", [Source(SourceKind.PERSON, str(robot.id))]),
            "everyone": await stakeholder_group(session, new, "D", [Source(SourceKind.EVERYONE)]),
            "channel": await stakeholder_group(session, new, "E", [Source(SourceKind.CHANNEL, "C1")]),
            "none": await stakeholder_group(session, new, "F"),
        }
        session.add(StakeholderFollowed(group_id=groups["channel"].id, person_id=guest.id))
    async with database.transaction("T2") as session:
        await workspace(session, "T2")
        await person(session, "Stranger", area="Sales")
    ids = {name: one.id for name, one in groups.items()}
    wanted = {
        ids["team"]: {ana.id, guest.id},
        ids["area"]: {ana.id, bo.id},
        ids["person"]: set(),
        ids["everyone"]: {ana.id, bo.id},
        ids["channel"]: {guest.id},
        ids["none"]: set(),
    }
    async with database.reading("T1") as session:
        assert await members_of(session, ids.values()) == wanted
    async with database.system_session() as session:
        assert await members_of(session, ids.values()) == wanted


async def test_a_person_in_two_groups_is_told_with_the_one_that_changes_most(database: Database) -> None:
    """Impact decides, and what they read of the other group is not lost."""
    async with database.transaction("T1") as session:
        await workspace(session)
        ana = await person(session, "Ana Sousa", area="sales")
        new = await change(session, ana)
        little = await stakeholder_group(session, new, "Everyone", [Source(SourceKind.EVERYONE)], {"tools": 1}, place=0)
        much = await stakeholder_group(
            session, new, "Sales", [Source(SourceKind.AREA, "sales")], {"job_roles": 4, "compensation": 2}, place=1
        )
    async with database.reading("T1") as session:
        told = await told_by_person(session, [little.id, much.id])
    assert {person_id: (one.group_id, one.other_ids) for person_id, one in told.items()} == {
        ana.id: (much.id, (little.id,))
    }
