"""People set their own rhythm: by command, from the home tab, and from *Why am I asked?*."""

import pytest

from tests.journeys.conftest import World


async def test_somebody_sets_when_they_work_and_reads_what_it_means(company: World) -> None:
    """Mistakes are said beside their fields; then Ana does not work on Tuesdays, and Tiago is asked."""
    ana, tiago = company.persona("ana"), company.persona("tiago")
    await ana.command("/pmo me")
    assert "When you are asked, and how you are reminded." in ana.read_words(ana.modal)
    assert await ana.submit({"Working hours": "17-9", "Country, for public holidays": "Spainn"}) == {
        "country": "There is no country “Spainn”. Did you mean Spain?",
        "hours": (
            "Working hours from 17:00 to 09:00 do not end on the day they begin. Please choose an end later than the "
            "start; for a night shift, give the part before midnight, such as 18:00-23:59."
        ),
    }
    chosen = {
        "Working hours": "8-16",
        "Country, for public holidays": "Spain",
        "Working days": ["Monday", "Wednesday"],
        "Reminders": "Never remind",
    }
    assert await ana.submit(chosen) == {}
    assert (
        "You are asked Monday and Wednesday, with time to answer between 08:00 and 16:00 (Europe/Lisbon), and "
        "not on public holidays of Spain. No reminders come."
    ) in ana.read_words(ana.modal)
    await company.at("Tue 10:00")
    assert ana.messages() == []
    assert "Weekly sync* for Payments" in tiago.messages()[-1].words


@pytest.mark.begins("Tue 10:00")
async def test_the_settings_are_one_press_away(company: World) -> None:
    """On the home tab, and over *Why am I asked?*."""
    ana = company.persona("ana")
    home = await ana.open_home()
    await ana.click("My settings", on=home)
    assert ana.modal.title["text"] == "My settings"
    await ana.client.close(ana.modal, clear=True)
    await ana.click("Why am I asked?", ana.messages()[0])
    await ana.click("My settings", on=ana.modal)
    assert ana.modal.title["text"] == "My settings"


async def test_the_pmo_sets_it_for_somebody_and_a_member_cannot(company: World) -> None:
    """`/pmo me @name`; a member is told who can."""
    mara, rui = company.persona("mara"), company.persona("rui")
    await mara.command("/pmo me @Ana Sousa")
    assert "When Ana Sousa is asked" in mara.read_words(mara.modal)
    assert await mara.submit({"Working days": ["Tuesday"]}) == {}
    assert "Ana Sousa is asked Tuesday" in mara.read_words(mara.modal)
    refused = (await rui.command("/pmo me @Ana Sousa"))[-1].words
    assert "Changing somebody else's settings is for the PMO" in refused
