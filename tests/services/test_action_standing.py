"""Who helps the owner of an action."""

from bot.db import Database
from bot.services.action_standing import helper_of
from models import Person
from tests.factories.action import action
from tests.factories.people import person, workspace
from tests.factories.retro import retro
from tests.factories.team import team


async def test_where_the_pmo_does_all_of_it_a_lead_of_the_retros_teams_helps(database: Database) -> None:
    """Mara owns, runs and raised it, and nobody else is of the PMO; without a retro there is nobody."""
    async with database.system_session() as session:
        await workspace(session)
    async with database.transaction("T1") as session:
        payments = await team(session, "Payments", [await person(session, "Ana Sousa")])
        monthly = await retro(session, [payments])
        mara = await session.get_one(Person, monthly.owner_id)
        of_retro = await action(session, mara, retro_id=monthly.id)
        by_itself = await action(session, mara)
        helper = await helper_of(session, of_retro)
        assert helper is not None
        assert helper.name == "Ana Sousa"
        assert await helper_of(session, by_itself) is None
