"""The preview of a sync against what is stored: who may see why somebody is away."""

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from models import Person
from tests.factories.office import Office
from tests.factories.statements import statements


async def test_why_somebody_is_away_is_shown_to_the_pmo_the_owner_and_the_own_team(office: Office):
    """Tuesday 17 March is Saint Patrick's; whoever else looks at the preview sees how many are away."""
    async with office.database.transaction("T1") as session:
        await session.execute(sa.update(Person).where(Person.slack_id == "UANA").values(country="IE"))
    saved = await office.save(replace(office.choices, team_ids=(office.payments, office.growth)))
    seen = {}
    for who in ("UMARA", "UANA", "UBEN"):
        facts = await office.setup.preview_of("T1", who, saved.ritual_id)
        [away] = next(one.away for one in facts.rounds if one.date == date(2026, 3, 17))
        seen[who] = (away.name, away.why)
    assert seen["UMARA"] == seen["UANA"] == ("Ana Sousa", "Saint Patrick's Day (Ireland)")
    assert seen["UBEN"] == ("", "")


async def test_who_would_be_asked_is_read_once(office: Office):
    """To check the plan and to show its rounds."""
    with statements(office.database) as said:
        facts = await office.setup.preview("T1", "UMARA", office.choices)
    assert facts.asked == 1
    assert sum("membership.in_squad" in one for one in said) == 1
