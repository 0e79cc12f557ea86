"""A sync whose dates heed the holidays of a country, from the form to the morning on which people are asked."""

from tests.journeys.conftest import COMPANY, World


async def test_a_sync_moves_off_a_holiday_of_its_home_country(lumen: World) -> None:
    """Tuesday 17 March is Saint Patrick's in Ireland: the preview says so, and all are asked on Wednesday."""
    await lumen.apply(COMPANY.read_text().split("\nsyncs:", maxsplit=1)[0])
    mara = lumen.persona("mara")
    await mara.command("/pmo sync new")
    await mara.click("More options")
    chosen = {"Teams": ["Payments"], "On a public holiday": "Move to next working day", "Holidays of": "Irland"}
    assert await mara.submit(chosen) == {"home_country": "There is no country “Irland”. Did you mean Ireland?"}
    assert await mara.submit({"Holidays of": "Ireland"}) == {}
    assert "Tue 17 Mar is Saint Patrick's Day: moves to Wed 18 Mar" in mara.read_words(mara.modal)
    await mara.submit()
    asked = []
    for moment in ("2026-03-16 18:00", "2026-03-17 18:00", "2026-03-18 10:00"):
        await lumen.at(moment)
        asked.append(sum(len(lumen.persona(who).messages()) for who in ("ana", "tiago", "rui")))
    assert asked[1:] == [asked[0], asked[0] + 1]
