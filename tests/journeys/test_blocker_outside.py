"""Waiting on somebody outside: named in the form with who looks after it here, who is told as of any blocker."""

import pytest

from bot.playground.persona import Persona
from models import Blocker
from tests.journeys.conftest import World
from tests.journeys.test_blocker import GOOD, replies
from tests.journeys.test_people_deactivated import leave
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

WHO, OWNER = "Waiting on somebody outside?", "Who looks after it here?"
CARDS = GOOD | {"What do you need from them?": "A thousand cards"}


async def asks(who: Persona, label: str = "Answer") -> None:
    """Somebody opens the form, and asks for the fields."""
    await who.click(label, on=who.messages()[0])
    await who.click("Somebody outside…", on="modal")


def waiting(who: Persona) -> list[str]:
    """What somebody was told of those who wait on them."""
    return [one.words for one in who.messages() if "waits on you" in one.text]


async def test_who_looks_after_it_is_told_and_acts_as_on_any_blocker(company: World) -> None:
    """Typed words stay when the fields come; both names are wherever it is shown; done is heard of."""
    ana, wei, mara = (company.persona(name) for name in ("ana", "wei", "mara"))
    await ana.click("Answer")
    ana.fill({"What moved?": "Cards are designed."})
    await ana.click("Somebody outside…", on="modal")
    assert list((await ana.submit(CARDS | {WHO: "Acme"})).values()) == [
        "Please choose who looks after it here: nobody can ask Acme otherwise. It may be you."
    ]
    assert await ana.submit({OWNER: "wei"}) == {}
    assert "*Acme (outside, owner Wei Tan)*: A thousand cards" in ana.messages()[0].words
    assert waiting(wei) == []
    await company.at("Tue 10:05")
    [told] = waiting(wei)
    assert "*Acme* is outside; you look after it here." in told
    [listed] = await mara.command("/pmo blockers")
    assert "waits on *Acme (outside, owner Wei Tan)*" in listed.words
    await wei.click("Take it")
    assert await wei.submit() == {}
    await company.idle()
    assert "Wei Tan took it" in ana.messages()[0].words

    # An edit that leaves the fields alone tells the same one; without words it is taken back.
    await ana.click("Edit", on=ana.messages()[0])
    assert await ana.submit({"What's next?": "Refunds first"}) == {}
    [one] = await stored(company, Blocker)
    assert (one.outside, one.state) == ("Acme", "taken")
    await wei.click("Done")
    await company.idle()
    assert replies(ana)[-1].startswith("Wei Tan says it's done.")


async def test_of_ones_own_nobody_is_told_and_a_leavers_goes_to_the_pmo(company: World) -> None:
    """Lena looks after hers herself; Wei leaves, so that Mara gets Ana's, still outside."""
    ana, lena, mara = (company.persona(name) for name in ("ana", "lena", "mara"))
    await asks(lena)
    assert await lena.submit(CARDS | {WHO: "The city", OWNER: "lena"}) == {}
    await asks(ana)
    assert await ana.submit(CARDS | {WHO: "Acme", OWNER: "wei"}) == {}
    await company.at("Tue 10:10")
    assert waiting(lena) == []
    await leave(company, "wei")
    assert len(waiting(mara)) == 1
    assert "Wei Tan has left, so this waits on *Mara Lindqvist*" in replies(ana)[-1]
    assert "*Acme (outside, owner Mara Lindqvist)*" in ana.messages()[0].words
    await ana.click("Edit", on=ana.messages()[0])
    assert await ana.submit({WHO: "", OWNER: None}) == {}
    assert sorted((one.outside, one.state) for one in await stored(company, Blocker)) == [
        ("Acme", "withdrawn"),
        ("The city", "open"),
    ]
