"""What readers say of whom it affects waits on the home tab of those who run it, until somebody has decided it."""

from models import AuditEntry
from tests.factories.announced import person_of
from tests.journeys.conftest import World
from tests.journeys.test_announcement_reply import group, out, replied
from tests.journeys.test_announcement_send import TITLE, got
from tests.journeys.test_sync_races import stored

WAITS = "Does it affect them?"


async def home_of(world: World, who: str) -> str:
    """Return what somebody reads on their home tab when they open it."""
    persona = world.persona(who)
    return persona.read_words(await persona.open_home() or {})


async def not_affected(world: World, who: str, named: str = "") -> None:
    """Say that it does not affect somebody, but perhaps another."""
    persona = world.persona(who)
    await persona.click("Doesn't affect me", on=got(world, who)[0])
    await (persona.submit({"Somebody else?": named}) if named else persona.close())
    await world.idle()


async def test_it_is_corrected_from_the_home_tab(company: World) -> None:
    """Of the PMO and of whoever answers for the change, and of nobody else; decided by one it waits for none."""
    await out(company, author="ines")
    await not_affected(company, "ana", "ben")
    line = f"{TITLE} · Ana Sousa got it with Payments, and says that it affects Ben Carter instead."
    for who in ("mara", "ines"):
        home = await home_of(company, who)
        assert WAITS in home
        assert line in home.replace("*", "")
    for who in ("ana", "wei", "ben"):
        assert WAITS not in await home_of(company, who)
    ines = company.persona("ines")
    await ines.click("Correct it", on="home")
    await company.idle()
    assert ines.home is not None
    assert WAITS not in ines.read_words(ines.home)
    assert WAITS not in await home_of(company, "mara")
    members = await group(company, "Payments")
    assert (await person_of(company, "ana")).id not in members
    assert (await person_of(company, "ben")).id in members
    assert [one.action for one in await stored(company, AuditEntry)].count("stakeholders_corrected") == 1


async def test_why_it_does_affect_them_is_said_from_the_home_tab(company: World) -> None:
    """The row is gone as soon as the form is sent, and who said so is asked for *Got it* again."""
    await out(company)
    await not_affected(company, "ana")
    assert "and says that it does not affect them." in await home_of(company, "mara")
    mara = company.persona("mara")
    await mara.click("It does affect them", on="home")
    await mara.submit({"Why does it affect them?": "You get two calls more."})
    await company.idle()
    assert mara.home is not None
    assert WAITS not in mara.read_words(mara.home)
    assert (await replied(company, "ana")).answer == ""


async def test_what_is_taken_back_or_of_a_change_that_ended_waits_for_nobody(company: World) -> None:
    """There is nothing to decide any more."""
    await out(company)
    for who in ("ana", "jonas"):
        await not_affected(company, who)
    home = await home_of(company, "mara")
    assert home.index("got it with Payments") < home.index("got it with Berlin office"), "what waits longest is first"
    await company.persona("ana").click("Change", on=got(company, "ana")[0])
    await company.idle()
    home = await home_of(company, "mara")
    assert "got it with Payments" not in home
    assert "got it with Berlin office" in home
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change shift")
    await mara.click("Stop change", on=page)
    await mara.submit({"Why?": "The budget is gone."})
    await company.idle()
    assert WAITS not in await home_of(company, "mara")
