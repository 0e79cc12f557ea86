"""What the messages of a round know of their readers."""

from bot.db import Database
from bot.render import Words
from bot.services.retro_board import prompt_facts
from bot.views.retro_prompt import prompt_message
from tests.factories import people, retro
from tests.factories.people import MONDAY
from tests.factories.team import team


async def test_whoever_is_asked_first_reads_of_which_teams_they_are(database: Database) -> None:
    """Of two that take part Ana is of one; Ben is of both, and a third that takes no part is not named."""
    async with database.system_session() as session:
        await people.workspace(session)
    said = {}
    async with database.transaction("T1") as session:
        ana, ben = [await people.person(session, name) for name in ("Ana Sousa", "Ben Okafor")]
        teams = [await team(session, "Growth", [ben]), await team(session, "Payments", [ana, ben])]
        await team(session, "Mobile", [ana, ben])
        current = await retro.round_of(session, await retro.retro(session, teams))
        for one in (ana, ben):
            part = await retro.part(session, current, one, first_contact=True)
            facts = await prompt_facts(session, part.id, MONDAY)
            assert facts is not None
            said[one.name] = str(prompt_message(Words(), facts).blocks[0])
    assert "everybody of 2 teams writes what they think" in said["Ana Sousa"]
    assert "because you are of Payments, one of the 2." in said["Ana Sousa"]
    assert "because you are of Growth and Payments, 2 of the 2." in said["Ben Okafor"]
