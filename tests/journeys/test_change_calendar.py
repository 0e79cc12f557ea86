"""A bare `/pmo change` shows the weeks to come, and where people have two changes at once."""

from datetime import date

import pytest
import sqlalchemy as sa

from bot.domain.stakeholder import Source, SourceKind
from models import Person
from tests.factories import change as factory
from tests.journeys.conftest import World

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_the_pmo_sees_who_has_two_changes_at_once(company: World) -> None:
    """Who has them and when, and which groups have more than they can take in; a member sees the weeks alone."""
    mara = company.persona("mara")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        people = {one.slack_id: one for one in await session.scalars(sa.select(Person))}
        sources = [
            Source(SourceKind.PERSON, str(people[company.persona(one).id].id)) for one in ("ana", "wei", "jonas")
        ]
        for name, first, last, who in (
            ("Product teams", date(2026, 3, 16), None, sources),
            ("One chat tool", date(2026, 3, 2), date(2026, 3, 20), sources[:2]),
            ("New reviews", date(2026, 9, 1), None, sources),
        ):
            made = await factory.change(
                session, people[mara.id], name, state="announced", starts_on=first, ends_on=last
            )
            await factory.stakeholder_group(session, made, "Sales", who)
    await mara.command("/pmo change limit 1")
    [listed] = await mara.command("/pmo change")
    assert "The next eight weeks" in listed.words
    assert (
        "2 people have One chat tool and Product teams in the week of Mon 16 Mar, most of them in Sales" in listed.words
    )
    assert "Sales: 2, where 1 is the limit" in listed.words or "Sales: 3, where 1 is the limit" in listed.words
    [table] = [one for one in listed.blocks if one["type"] == "table"]
    rows = [[cell["text"] for cell in row] for row in table["rows"]]
    assert rows[0][:3] == ["Week of", "2 Mar", "9 Mar"]
    assert [row[0] for row in rows[1:]] == ["One chat tool", "Product teams"]
    assert rows[1][1:5] == ["●", "●", "●", "–"]
    [seen] = await company.persona("ines").command("/pmo change")
    assert "The next eight weeks" in seen.words
    assert "at once" not in seen.words
    assert "take in" not in seen.words
