"""Open questions on the home tab: whoever is asked answers there, and whoever asked sees who does, and until when."""

from tests.journeys.conftest import World
from tests.journeys.test_playbook_question import ANSWER, ask


async def test_a_question_is_answered_on_the_home_tab(company: World) -> None:
    """Mara reads it with its day, answers, and it is gone from both."""
    await ask(company)
    mara, ben = company.persona("mara"), company.persona("ben")
    home = mara.read_words(await mara.open_home())
    assert "Questions for you" in home
    assert "bank test account" in home
    assert "Ben Carter asks, by Thu 5 Mar" in home
    theirs = ben.read_words(await ben.open_home())
    assert "Your questions" in theirs
    assert "Mara Lindqvist answers, by Thu 5 Mar" in theirs
    await mara.click("Answer", on="home")
    assert await mara.submit({"What is the answer?": ANSWER}) == {}
    await mara.close()
    await company.idle()
    assert "bank test account" not in mara.read_words(mara.home)
    assert "bank test account" not in ben.read_words(await ben.open_home())


async def test_whoever_asked_takes_it_back_there(company: World) -> None:
    """It is gone from the home tab at once; past its day the line says so."""
    await ask(company)
    mara, ben = company.persona("mara"), company.persona("ben")
    await company.at("Sat 10:00")
    assert "Ben Carter asks; the day for it was Thu 5 Mar" in mara.read_words(await mara.open_home())
    await ben.open_home()
    await ben.click("Take it back", on="home")
    assert "bank test account" not in ben.read_words(ben.home)
    assert "bank test account" not in mara.read_words(await mara.open_home())
