"""What leads get of an announcement besides, and before their people."""

import pytest

from tests.journeys.conftest import World
from tests.journeys.test_announcement_compose import given, write

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_leads_have_it_before_their_people_in_a_morning_and_not_at_once(company: World) -> None:
    """At once is at once for all, and says so; once a morning is chosen leads get it four hours before."""
    await given(company)
    await write(company)
    mara = company.persona("mara")
    await mara.click("Edit for leads")
    assert "It comes at once, to them and everybody else." in mara.read_words(mara.modal)
    assert await mara.submit({"What they can tell their team": "Nobody's pay changes."}) == {}
    assert "before their people" not in mara.read_words(mara.modal)
    assert await mara.submit() == {}
    assert "their leads" not in mara.read_words(mara.modal)
    await mara.close()
    await mara.click("Change when")
    assert await mara.submit({"When does it come?": "In each person's own morning", "Day": "2026-03-05"}) == {}
    assert "what to say · 4 hours before their people" in mara.read_words(mara.modal)
    await mara.click("Edit for leads")
    assert await mara.submit({"They get it": "1 day before their people"}) == {}
    assert "24 hours before their people" in mara.read_words(mara.modal)
