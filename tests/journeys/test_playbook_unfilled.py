"""A draft in which “…” still stands for what is to be written counts for nobody's word, and its writer reads what."""

from bot.domain.playbook import drafted
from models import Playbook
from tests.journeys.conftest import World
from tests.journeys.test_playbook import press, write
from tests.journeys.test_sync_races import in_front_of, stored

DRAFT = drafted("Nobody knows who decides prices", "", "Two discounts a month", "")
HALF = DRAFT.replace("## What we did\n\n…", "## What we did\n\nOne page, with two names")
WHOLE = HALF.replace("…", "Ask Bo")
KEPT = "Sun 31 May"


async def edited(company: World, body: str, who: str = "ana") -> str:
    """Change what the page says; return what is said about it then."""
    person = company.persona(who)
    [found] = await person.command("/pmo playbook how we set prices")
    await person.click("Read page", on=found)
    await person.click("Edit page")
    assert await person.submit({"What does it say?": body}) == {}
    shown = str(person.read_words(person.modal))
    await person.close()
    return shown


async def test_a_page_with_a_part_to_write_has_no_mark_until_it_is_written(company: World) -> None:
    """Published and changed it says which part that is; the last one written it is verified by itself."""
    ana = company.persona("ana")
    await ana.command("/pmo playbook new")
    await ana.submit({"What is it called?": "How we set prices", "What does it say?": DRAFT})
    said = ana.read_words(ana.modal)
    assert "“What we did” and “How to repeat it” are still to be written: the page counts as verified once" in said
    await ana.close()
    shown = await edited(company, HALF)
    assert "“How we set prices” is saved. “How to repeat it” is still to be written: the page counts as" in shown
    assert "Not verified yet" in shown
    [page] = await stored(company, Playbook)
    assert page.verified_until is None
    shown = await edited(company, WHOLE)
    assert "to be written" not in shown
    assert f"Verified until {KEPT}" in shown


async def test_still_true_says_what_is_to_be_written_first(company: World) -> None:
    """And changes nothing; saved as it was, neither."""
    ana = company.persona("ana")
    await write(company, "ana", "How we set prices", DRAFT)
    [listed] = await ana.command("/pmo playbook")
    page_id = str((await stored(company, Playbook))[0].id)
    await press(ana, listed, page_id, "playbook_vouch")
    assert (
        "“What we did” and “How to repeat it” of “How we set prices” are still to be written. Once they are, *Save "
        "changes* verifies the page. Nothing was changed."
    ) in in_front_of(ana)
    assert "is still to be written" not in await edited(company, DRAFT + "\n\nMore.")
    assert "are still to be written" in await edited(company, DRAFT)
    assert [one.verified_until for one in await stored(company, Playbook)] == [None]


async def test_a_mark_goes_with_the_part_that_is_taken_out(company: World) -> None:
    """Whoever changes the page, and where an earlier version is restored; in an example “…” is just that."""
    await write(company, "ana", "How we set prices", DRAFT)
    await edited(company, WHOLE + "\n\n```\ngit log\n…\n```")
    assert (await stored(company, Playbook))[0].verified_until is not None
    assert "are still to be written" in await edited(company, DRAFT, "mara")
    assert (await stored(company, Playbook))[0].verified_until is None
    await edited(company, WHOLE)
    [page] = await stored(company, Playbook)
    assert page.verified_until is not None
    pages, workspace, ana = company.bot.parts.playbook.pages, company.workspace_id, company.persona("ana").id
    again = await pages.restore(workspace, ana, page.id, 1, page.revision)
    assert again.until is None
    assert again.unwritten == ("What we did", "How to repeat it")
