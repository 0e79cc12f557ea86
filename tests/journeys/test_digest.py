"""The digest of a week: what a lead reads in place of every summary, as far as they may see."""

import pytest
import sqlalchemy as sa

from models import Ritual
from tests.factories.decision import decision
from tests.factories.people import person
from tests.journeys.conftest import World
from tests.journeys.test_sync_sight import reorg

__all__ = ["reorg"]

pytestmark = pytest.mark.begins("Tue 10:00")

SAID = {
    "What moved?": "Card payments are live.",
    "What's next?": "Refunds",
    "Waiting on anyone?": ["Platform"],
    "What do you need from them?": "Staging keys",
    "Does anything need a decision?": "Refunds before the audit? Mara, by Friday.",
}


async def digest(world: World, who: str) -> str:
    """What somebody reads who types the word; nobody else sees it."""
    [message] = await world.persona(who).command("/pmo digest")
    return message.words


async def test_a_week_fits_on_one_screen(company: World) -> None:
    """What needs a decision, who waits on whom, who said more than "as planned", how many, and what comes next."""
    ana, lena, wei, ben = (company.persona(name) for name in ("ana", "lena", "wei", "ben"))
    await ana.click("Answer")
    assert await ana.submit(SAID) == {}
    await lena.click("All as planned", on=lena.messages()[-1])
    await company.at("Tue 10:05")
    await company.at("Thu 12:00")
    said = await digest(company, "ben")
    assert "*Needs a decision*" in said
    assert "Refunds before the audit? Mara, by Friday. _(Payments; Mara Lindqvist, by Fri" in said
    assert "*Payments* on *Platform*: Staging keys _(not taken yet)_" in said
    assert "*Payments*: Card payments are live. _(Weekly sync)_" in said
    assert "Mobile*:" not in said
    assert "1 sync: 2 updates" in said
    assert "Tue 10 Mar: Weekly sync" in said

    await wei.click("Done", on=wei.messages("platform")[-1])
    await company.idle()
    later = await digest(company, "ben")
    assert "*Closed*" in later
    assert "Who waits on whom" not in later
    assert ben.modal is None


async def test_a_private_sync_is_only_in_the_digest_of_those_it_is_for(company: World, reorg: int) -> None:
    """Ana, whose team it asks, and the PMO read what it came to; Chloe reads that nothing waits."""
    assert reorg
    ana = company.persona("ana")
    await ana.click("Answer")
    assert await ana.submit(SAID) == {}
    await company.at("Tue 10:05")
    for who, sees in (("ana", True), ("mara", True), ("chloe", False)):
        said = await digest(company, who)
        assert ("Staging keys" in said, "Refunds before" in said) == (sees, sees), who
        assert ("Card payments" in said, "Reorg" in said) == (sees, sees), who


async def test_what_does_not_fit_is_a_press_away(company: World) -> None:
    """Thirty decisions: the first screen says how many more there are, and the others are below it."""
    mara = company.persona("mara")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        owner = await person(session, "Mara Lindqvist")
        for n in range(30):
            await decision(
                session, owner, question=f"Question {n}", ritual_id=await session.scalar(sa.select(Ritual.id))
            )
    [first] = await mara.command("/pmo digest")
    assert len(first.words.splitlines()) <= 30
    assert "more_" in first.words
    await mara.click("Show more", on=first)
    await company.idle()
    both = first.words + mara.messages()[-1].words
    assert all(f"Question {n} " in both for n in range(30))
