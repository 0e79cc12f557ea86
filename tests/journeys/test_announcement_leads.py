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


async def test_leads_who_get_it_with_everybody_else_still_get_what_they_can_say(company: World) -> None:
    """As the preview showed it; their people do not."""
    await given(company)
    await write(company)
    mara = company.persona("mara")
    await mara.click("Change when")
    day = {"When does it come?": "In each person's own morning", "Day": "2026-03-05", "And": ["Must-read"]}
    assert await mara.submit(day) == {}
    await mara.click("Edit for leads")
    leads = {"What they can tell their team": "Nobody's pay changes.", "They get it": "with everybody else"}
    assert await mara.submit(leads) == {}
    assert await mara.submit() == {}
    assert await mara.submit() == {}
    await company.at("2026-03-05 12:00")
    [ana] = [seen for seen in company.persona("ana").messages() if "Sales joins" in seen.words]
    assert "whom you lead get this, too. What you can tell them stands below." in ana.words
    assert "Nobody's pay changes." in ana.words
    assert "[Told my team]" in ana.words
    [ines] = [seen for seen in company.persona("ines").messages() if "Sales joins" in seen.words]
    assert "Nobody's pay changes." not in ines.words


async def test_leads_are_not_told_of_words_that_nobody_wrote_for_them(company: World) -> None:
    """They read how many of their people get it, and say whether they told them."""
    await given(company)
    await write(company)
    mara = company.persona("mara")
    await mara.click("Change when")
    assert await mara.submit({"And": ["Ask for Got it", "Must-read"]}) == {}
    assert await mara.submit() == {}
    assert await mara.submit() == {}
    await company.idle()
    [ana] = [seen for seen in company.persona("ana").messages() if "Sales joins" in seen.words]
    assert "whom you lead get this, too." in ana.words
    assert "What you can tell them" not in ana.words
    assert "[Told my team]" in ana.words
