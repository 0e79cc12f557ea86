"""Pages: written, read, changed by two at once, archived and handed over; and who sees a private team's."""

import pytest

from bot.errors import NotAllowed
from bot.playground.persona import Persona
from bot.playground.records import View
from bot.playground.seen import SeenMessage
from bot.playground.view_state import placed
from models import Playbook, PlaybookVersion
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import in_front_of, stored

SHIPPING = "# When\n\nOn Tuesdays, never on a **Friday**.\n\n- Tell support\n- Watch the numbers for an hour\n"


async def write(world: World, who: str, title: str, body: str = SHIPPING, **more: object) -> None:
    """Let somebody publish a page."""
    persona = world.persona(who)
    await persona.command("/pmo playbook new")
    assert await persona.submit({"What is it called?": title, "What does it say?": body, **more}) == {}
    await persona.close()
    await world.idle()


async def test_a_page_is_written_found_and_read_by_somebody_else(company: World) -> None:
    """Bold is bold, a list is a list, and it says who keeps it and until when it counts."""
    ben = company.persona("ben")
    await write(company, "ana", "How we ship", Tags="releases, support")
    [found] = await ben.command("/pmo playbook watch numbers")
    assert "*How we ship*" in found.words
    assert "Verified until Sun 31 May · Ana Sousa keeps it · releases, support" in found.words
    assert "Watch the numbers for an hour" in found.words
    await ben.click("Read page", on=found)
    assert "never on a Friday." in ben.read_words(ben.modal)
    styles = [leaf for block in ben.modal.blocks if block["type"] == "rich_text" for leaf in str(block).split("{")]
    assert any("'Friday'" in leaf for leaf in styles)
    assert "rich_text_list" in str(ben.modal.blocks)
    [page] = await stored(company, Playbook)
    assert (page.reads, page.tags) == (1, ["releases", "support"])


async def test_whoever_keeps_a_page_edits_it_and_its_history_says_what_changed(company: World) -> None:
    """Others cannot; the PMO can; an earlier version comes back by a press, and nothing is lost."""
    ben, mara = company.persona("ben"), company.persona("mara")
    await write(company, "ana", "How we ship")
    [found] = await ben.command("/pmo playbook how we ship")
    await ben.click("Read page", on=found)
    assert "[Edit page]" not in ben.read_words(ben.modal)
    await ben.close()
    [found] = await mara.command("/pmo playbook how we ship")
    await mara.click("Read page", on=found)
    await mara.click("Edit page")
    new = SHIPPING.replace("Tuesdays", "Wednesdays")
    assert await mara.submit({"What does it say?": new}) == {}
    assert "“How we ship” is saved." in mara.read_words(mara.modal)
    assert "On Wednesdays" in mara.read_words(mara.modal)
    await mara.click("Show history")
    history = mara.read_words(mara.modal)
    assert "changed by Mara Lindqvist" in history
    assert "written by Ana Sousa" in history
    page_id = (await stored(company, Playbook))[0].id
    await press(mara, mara.modal, f"{page_id}:2")
    assert "− On Tuesdays" in mara.read_words(mara.modal)
    assert "+ On Wednesdays" in mara.read_words(mara.modal)
    await mara.close()
    await press(mara, mara.modal, f"{page_id}:1")
    await mara.click("Restore version")
    await company.idle()
    assert "Version restored" in str(mara.modal.title)
    assert [one.how for one in await stored(company, PlaybookVersion)] == ["written", "edited", "restored"]
    assert (await stored(company, Playbook))[0].body == SHIPPING.strip("\n")
    await mara.close()
    assert "an earlier version, restored by Mara Lindqvist" in mara.read_words(mara.modal), "the history below, too"


async def test_of_two_who_edit_at_once_the_second_sees_what_the_first_wrote(company: World) -> None:
    """Nothing typed is lost, nothing is overwritten before it was seen, and both versions stay."""
    ana, mara = company.persona("ana"), company.persona("mara")
    await write(company, "ana", "How we ship")
    for one in (ana, mara):
        [found] = await one.command("/pmo playbook how we ship")
        await one.click("Read page", on=found)
        await one.click("Edit page")
    assert await ana.submit({"What does it say?": SHIPPING.replace("Tuesdays", "Mondays")}) == {}
    assert await mara.submit({"What does it say?": SHIPPING.replace("an hour", "a day"), "Tags": "mine"}) == {}
    shown = mara.read_words(mara.modal)
    assert "*Ana Sousa* saved this page while you were writing" in shown
    assert "− On Tuesdays" in shown
    assert "+ On Mondays" in shown
    assert "Watch the numbers for a day" in str(mara.modal.blocks)
    assert "mine" in str(mara.modal.blocks)
    assert "Mondays" in (await stored(company, Playbook))[0].body
    both = SHIPPING.replace("an hour", "a day").replace("Tuesdays", "Mondays")
    assert await mara.submit({"What does it say?": both}) == {}
    [page] = await stored(company, Playbook)
    assert page.body == both.strip("\n")
    assert [one.how for one in await stored(company, PlaybookVersion)] == ["written", "edited", "edited"]


async def test_the_archive_asks_first_and_gives_back(company: World) -> None:
    """An archived page is not found; it is listed in the archive and comes back with a press."""
    ana = company.persona("ana")
    await write(company, "ana", "How we ship")
    [found] = await ana.command("/pmo playbook how we ship")
    await ana.click("Read page", on=found)
    await ana.click("Archive")
    assert "is in the archive" in ana.read_words(ana.modal)
    await ana.close()
    [nothing] = await ana.command("/pmo playbook how we ship")
    assert "No page says anything about" in nothing.words
    [archived] = await ana.command("/pmo playbook archived")
    await ana.click("Read page", on=archived)
    await ana.click("Bring it back")
    assert "is found again" in ana.read_words(ana.modal)
    [found] = await ana.command("/pmo playbook how we ship")
    assert "*How we ship*" in found.words


async def test_who_gets_a_page_is_told(company: World) -> None:
    """With who hands it over; from then on it is theirs to change."""
    ana, ben = company.persona("ana"), company.persona("ben")
    await write(company, "ana", "How we ship")
    [found] = await ana.command("/pmo playbook how we ship")
    await ana.click("Read page", on=found)
    await ana.click("Hand over")
    assert await ana.submit({"Who keeps it true?": ben.id}) == {}
    assert "Ben Carter keeps “How we ship” now" in ana.read_words(ana.modal)
    # It is night where Ben lives.
    await company.at("2026-03-02 16:59")
    assert ben.messages() == []
    await company.at("2026-03-02 17:00")
    told = ben.messages()[-1]
    assert "Ana Sousa* hands you 1 page to keep true." in told.words
    await ben.click("Read page", on=told)
    assert "[Edit page]" in ben.read_words(ben.modal)


async def test_a_page_that_is_long_is_read_and_edited_in_parts(company: World) -> None:
    """Nothing of it is cut: each part is a press away, and the form joins its fields as they were."""
    mara = company.persona("mara")
    paragraphs = [f"Paragraph {number}. " + "word " * 110 for number in range(12)]
    await write(
        company, "mara", "The long one", "\n\n".join(paragraphs[:5]), **{"… part 2": "\n\n".join(paragraphs[5:10])}
    )
    body = (await stored(company, Playbook))[0].body
    assert body == "\n\n".join(paragraphs[:10])
    [found] = await mara.command("/pmo playbook the long one")
    await mara.click("Read page", on=found)
    assert "Part 1 of 2." in mara.read_words(mara.modal)
    assert "Paragraph 9." not in mara.read_words(mara.modal)
    await mara.click("Read on")
    assert "Paragraph 9." in mara.read_words(mara.modal)
    await mara.click("Edit page")
    assert await mara.submit({"… part 4": "\n\n".join(paragraphs[10:])}) == {}
    assert (await stored(company, Playbook))[0].body == "\n\n".join(paragraphs)


async def test_hostile_words_stay_words(company: World) -> None:
    """HTML, pings and scripts are shown as they were typed, and ping nobody."""
    hostile = "<script>alert(1)</script> <!channel> <@U0LM000001> [click](javascript:alert(1)) `{{ x }}`"
    await write(company, "ana", "<!here> page", hostile)
    ben = company.persona("ben")
    [found] = await ben.command("/pmo playbook script alert")
    assert "<!channel>" not in str([one for one in found.blocks if one["type"] != "rich_text"])
    await ben.click("Read page", on=found)
    assert "<script>alert(1)</script> <!channel> <@U0LM000001>" in ben.read_words(ben.modal)


@pytest.mark.parametrize("title", ["how we ship", "How we  SHIP"])
async def test_a_title_is_there_once(company: World, title: str) -> None:
    """The second writer is told whose the page is; a form that is sent twice publishes one page."""
    await write(company, "ana", "How we ship")
    ben = company.persona("ben")
    await ben.command("/pmo playbook new")
    refused = await ben.submit({"What is it called?": title, "What does it say?": "Otherwise."})
    assert refused["title"].startswith("There is a page “How we ship” already, which Ana Sousa keeps.")
    assert len(await stored(company, Playbook)) == 1


async def test_starter_pages_are_offered_once(company: World) -> None:
    """Where there is no page they are a press away; nobody counts as having read them until they say so."""
    mara = company.persona("mara")
    [empty] = await mara.command("/pmo playbook")
    assert "How we prioritise" in empty.words
    await mara.double_click("Add starter pages", on=empty)
    await company.idle()
    assert sorted(one.title for one in await stored(company, Playbook)) == [
        "How we announce a change",
        "How we prioritise",
        "How we run a retro",
    ]
    assert "are here now, and you keep them. Read them" in in_front_of(mara)
    [listed] = await mara.command("/pmo playbook")
    assert "[Add starter pages]" not in listed.words
    assert listed.words.count("Not verified yet · Mara Lindqvist keeps it") == 3
    page_id = str(min(one.id for one in await stored(company, Playbook)))
    await press(mara, listed, page_id, "playbook_vouch")
    [listed] = await mara.command("/pmo playbook")
    assert listed.words.count("Not verified yet") == 2
    assert "Something broke" not in in_front_of(mara)


async def test_starter_pages_are_for_leads_and_the_pmo(company: World) -> None:
    """Others read whom to ask; an old button does nothing for them."""
    tiago, mara = company.persona("tiago"), company.persona("mara")
    [empty] = await tiago.command("/pmo playbook")
    assert "Mara Lindqvist can add How we announce a change" in empty.words
    assert "[Add starter pages]" not in empty.words
    with pytest.raises(NotAllowed, match="Mara Lindqvist can do it for you"):
        await company.bot.parts.playbook.starters.add(company.workspace_id, tiago.id)
    assert await stored(company, Playbook) == []
    [empty] = await mara.command("/pmo playbook")
    assert "[Add starter pages]" in empty.words


async def test_the_pmo_hears_once_of_starter_pages_that_a_lead_adds(company: World) -> None:
    """With the way to them; not where the PMO adds them, and nobody else hears of it."""
    ana, mara = company.persona("ana"), company.persona("mara")
    [empty] = await ana.command("/pmo playbook")
    await ana.double_click("Add starter pages", on=empty)
    await company.idle()
    await company.at("Fri 18:00")
    [told] = [one for one in mara.messages() if "starter pages" in one.words]
    assert "*Ana Sousa* has added 3 starter pages to the playbook." in told.words
    assert "How we run a retro" in told.words
    await press(mara, told, str((await stored(company, Playbook))[0].id))
    assert "[Still true]" in mara.read_words(mara.modal)
    for who in ("ana", "ben", "tiago"):
        assert not [one for one in company.persona(who).messages() if "has added" in one.words]


async def test_of_starter_pages_that_the_pmo_adds_nobody_hears(company: World) -> None:
    """They know."""
    mara = company.persona("mara")
    [empty] = await mara.command("/pmo playbook")
    await mara.click("Add starter pages", on=empty)
    await company.at("Fri 18:00")
    assert not [one for one in mara.messages() if "has added" in one.words]


async def test_out_of_date_on_ones_own_page_is_the_form_to_change_it(company: World) -> None:
    """What was found offers it at once, and an old *Out of date* leads there."""
    ana, ben = company.persona("ana"), company.persona("ben")
    await write(company, "ana", "How we ship")
    [found] = await ana.command("/pmo playbook how we ship")
    assert "[Out of date]" not in found.words
    await ana.click("Edit page", on=found)
    assert await ana.submit({"What does it say?": SHIPPING.replace("Tuesdays", "Mondays")}) == {}
    await ana.close()
    [found] = await ben.command("/pmo playbook how we ship")
    [page] = await stored(company, Playbook)
    await company.bot.parts.playbook.pages.hand_over(company.workspace_id, ana.id, page.id, ben.id)
    await ben.click("Out of date", on=found)
    assert "Edit page" in str(ben.modal.title)


async def press(persona: Persona, on: SeenMessage | View, value: str, action_id: str = "") -> None:
    """Press the one button that says `value`, where several are called alike."""
    where, channel = persona._where(on, "", None)
    [one] = [
        one
        for one in placed(where.blocks)
        if one.element.get("value") == value and (not action_id or one.key[1] == action_id)
    ]
    await persona.client.press(where, channel, one, None)
    await persona.workspace.settled()
