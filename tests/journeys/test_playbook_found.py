"""Looking a page up: the best three with the sentence that says so, what readers can do, and who sees which."""

from datetime import date

import pytest
import sqlalchemy as sa

from models import Channel, Delivery, Person, Playbook, PlaybookNote
from tests.factories.other_workspace import THEIRS, other_workspace
from tests.journeys.conftest import World
from tests.journeys.test_playbook import write
from tests.journeys.test_sync_races import stored

QA = (
    "# Before a release\n\nWe halved the time for QA by testing every change in its branch. Nobody waits for a queue.\n"
)


async def kinds(world: World, who: str) -> list[str]:
    """Return which messages about pages somebody got."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        rows = sa.select(Delivery.kind).where(
            Delivery.target == world.persona(who).id, Delivery.kind.startswith("playbook"), Delivery.state == "sent"
        )
        return list(await session.scalars(rows.order_by(Delivery.id)))


async def change(world: World, model: type, where: object, **values: object) -> None:
    """Write something that takes long in a company."""
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        await session.execute(sa.update(model).where(where).values(**values))


async def test_only_who_asks_reads_the_answer_with_the_words_marked(company: World) -> None:
    """The sentence that says most of it, its words in bold, whatever their endings."""
    await write(company, "ana", "How QA works here", QA)
    ben = company.persona("ben")
    [found] = await ben.command("/pmo playbook halve QA time", channel="sync")
    assert found.ephemeral
    assert found.text == "1 page about “halve QA time”"
    assert company.persona("wei").messages("sync") == []
    [said] = [one for one in found.blocks if one["type"] == "rich_text"]
    bold = [leaf["text"] for leaf in said["elements"][0]["elements"] if leaf.get("style")]
    assert bold == ["halved", "time", "QA"]


@pytest.mark.parametrize("typed", ["How we priortise", "how we prioritize", "How we prioritsie", "HOW WE PRIORITISE"])
async def test_a_title_with_a_slip_in_it_is_found(company: World, typed: str) -> None:
    """One wrong, missing or swapped letter."""
    await write(company, "ana", "How we prioritise", "Wishes first need a reason.")
    await write(company, "ana", "How we ship", "Small and often.")
    [found] = await company.persona("ben").command(f"/pmo playbook {typed}")
    assert found.words.startswith("*How we prioritise*")


def titles(words: str) -> list[str]:
    """Return the titles of the pages that an answer lists, in their order."""
    return [line.strip("*") for line in words.splitlines() if line.startswith("*")]


async def test_a_title_counts_more_than_a_heading_and_that_more_than_the_text(company: World) -> None:
    """Whichever was written first."""
    await write(company, "ana", "Lunch", "Not during deploys, since that is when the numbers move.")
    await write(company, "ana", "Releases", "# Deploys\n\nAt noon, when everybody is there to look.")
    await write(company, "ana", "Deploys", "They are rolled out at noon, when everybody is there.")
    [found] = await company.persona("ben").command("/pmo playbook deploys")
    assert titles(found.words) == ["Deploys", "Releases", "Lunch"]


async def test_what_somebody_looks_after_comes_first(company: World) -> None:
    """Of two pages that say as much; the other one says since when nobody has looked at it."""
    await write(company, "ana", "Deploys at night", "They are rolled out by two people.")
    await write(company, "ana", "Deploys at noon", "They are rolled out by one person.")
    ben = company.persona("ben")
    for lapsed, first in (("night", "noon"), ("noon", "night")):
        await change(company, Playbook, Playbook.title.startswith("Deploys"), verified_until=date(2026, 5, 1))
        await change(company, Playbook, Playbook.title == f"Deploys at {lapsed}", verified_until=date(2026, 3, 1))
        [found] = await ben.command("/pmo playbook deploys")
        assert titles(found.words)[0] == f"Deploys at {first}"
        assert "Verified until Fri 1 May" in found.words
        assert "Not looked at since Mon 2 Mar" in found.words


async def test_a_private_teams_page_is_for_its_people(company: World) -> None:
    """Others find neither it nor its words, cannot open it by an old button, and it is shared in its channel alone."""
    await change(company, Channel, Channel.name == "payments", is_private=True)
    ben, tiago = company.persona("ben"), company.persona("tiago")
    await write(company, "ana", "Refund limits", "Above ninety euros two people look.", **{"Whose is it?": "Payments"})
    [found] = await tiago.command("/pmo playbook refund limits")
    assert "*Refund limits*" in found.words
    for words in ("playbook refund limits", "refund limits", "playbook newest"):
        [hidden] = await ben.command(f"/pmo {words}")
        assert "ninety" not in hidden.words
        assert "Refund limits" not in hidden.words.replace("refund limits", "")
    [page] = await stored(company, Playbook)
    [shown] = await tiago.command("/pmo playbook refund limits", channel="sync")
    await tiago.click("Share here", on=shown)
    assert all("ninety" not in one.words for one in ben.messages("sync"))
    assert "for the people of its team alone" in str([one.words for one in tiago.messages("sync")])
    with pytest.raises(Exception, match="not there any more"):
        await company.bot.parts.playbook.lookups.view(company.workspace_id, ben.id, page.id)


async def test_another_workspace_finds_nothing(company: World) -> None:
    """Neither the page nor the word that only it has."""
    other = await other_workspace(company)
    await write(company, "ana", "Zugzwang", "A word that nobody else has.")
    assert other.team
    found = await company.bot.parts.playbook.lookups.find(company.workspace_id, company.persona("ana").id, "zugzwang")
    assert [hit.page.title for hit in found.hits] == ["Zugzwang"]
    theirs = await company.bot.parts.playbook.lookups.find(THEIRS, company.persona("ana").id, "zugzwang")
    assert theirs.hits == ()


async def test_a_page_is_shared_with_the_name_of_who_shares_it(company: World) -> None:
    """Everybody in the channel reads it, and opens the rest."""
    await write(company, "ana", "How QA works here", QA)
    ben, wei = company.persona("ben"), company.persona("wei")
    [found] = await ben.command("/pmo playbook qa", channel="sync")
    await ben.click("Share here", on=found)
    [shared] = wei.messages("sync")
    assert "Ben Carter shares a page: *How QA works here*" in shared.words
    await wei.click("Read page", on=shared)
    assert "Nobody waits for a queue." in wei.read_words(wei.modal)
    [private] = await ben.command("/pmo playbook qa")
    assert "[Share here]" not in private.words


async def test_a_channel_sees_the_first_section_of_a_page(company: World) -> None:
    """The rest is a press away: a page is no message."""
    await write(company, "ana", "How QA works here", f"{QA}\n# Afterwards\n\nSupport watches for an hour.\n")
    ben, wei = company.persona("ben"), company.persona("wei")
    [found] = await ben.command("/pmo playbook qa", channel="sync")
    await ben.click("Share here", on=found)
    [shared] = wei.messages("sync")
    assert "Nobody waits for a queue." in shared.words
    assert "Support watches" not in shared.words
    await wei.click("Read page", on=shared)
    assert "Support watches for an hour." in wei.read_words(wei.modal)


async def test_one_common_word_of_three_is_no_answer(company: World) -> None:
    """Then somebody is to be asked; two of the words are one, and so is the word that a page is called by."""
    await write(company, "ana", "Time off", "Tell your team a week before, so that the time is planned.")
    await write(company, "ana", "Lunch at noon", "There is time to eat between meetings.")
    await write(company, "ana", "Invoices", "They are paid within a month.")
    ben = company.persona("ben")
    [none] = await ben.command("/pmo playbook halve qa meetings")
    assert "No page says anything about" in none.words
    [two] = await ben.command("/pmo playbook halve meetings eat")
    assert titles(two.words)[0] == "Lunch at noon"
    [called] = await ben.command("/pmo playbook invoices abroad taxes")
    assert titles(called.words)[0] == "Invoices"


async def test_helpful_counts_once_a_reader(company: World) -> None:
    """Pressed twice it is one."""
    await write(company, "ana", "How QA works here", QA)
    ben = company.persona("ben")
    [found] = await ben.command("/pmo playbook qa")
    await ben.double_click("Helpful", on=found)
    [again] = await ben.command("/pmo playbook qa")
    assert "helped 1 reader" in again.words
    assert len(await stored(company, PlaybookNote)) == 1


async def test_what_is_out_of_date_reaches_the_owner_once_a_day(company: World) -> None:
    """With the readers' words; the second of a day joins the first message, and an edit settles both."""
    await company.at("Mon 09:30")
    await write(company, "ana", "How QA works here", QA)
    ana, ben, wei = (company.persona(one) for one in ("ana", "ben", "wei"))
    for who, words in ((ben, "The queue is back."), (wei, "Branches are gone.")):
        [found] = await who.command("/pmo playbook qa")
        await who.click("Out of date", on=found)
        assert await who.submit({"What is out of date?": words}) == {}
        assert "Ana Sousa sees it" in who.read_words(who.modal)
        await who.close()
        await company.idle()
    assert await kinds(company, "ana") == ["playbook_outdated"]
    told = ana.messages()[-1]
    assert "*How QA works here*, says Ben Carter:\n> The queue is back." in told.words.replace("&gt;", ">")
    assert "Branches are gone." in told.words
    [found] = await ben.command("/pmo playbook qa")
    assert "out of date, say 2 readers" in found.words
    await ana.click("Still true", on=told)
    await company.idle()
    [told] = [one for one in ana.messages() if one.ts == told.ts]
    assert "has been looked at" in told.words
    [found] = await ben.command("/pmo playbook qa")
    assert "out of date" not in found.words


async def test_any_words_after_the_command_find_pages_among_the_rest(company: World) -> None:
    """With the sentence, and the page a press away."""
    await write(company, "ana", "How Payments ships", "On Tuesdays, never on a Friday.")
    ben = company.persona("ben")
    [found] = await ben.command("/pmo payments ships")
    assert "*Pages*" in found.words
    assert "On Tuesdays, never on a Friday." in found.words
    await ben.click("Read page", on=found)
    assert "On Tuesdays, never on a Friday." in ben.read_words(ben.modal)


async def test_nothing_is_left_of_who_was_erased_in_what_is_searched(company: World) -> None:
    """A name in a page is found no more, on both databases."""
    await write(company, "ana", "Whom to ask", "Rui Matos knows the ledger by heart.")
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        rui = await session.scalar(sa.select(Person).where(Person.name == "Rui Matos"))
    traces = await company.bot.parts.my_data._forgetting.stored(company.workspace_id, rui.slack_id)
    await company.bot.parts.my_data._forgetting.erase(company.workspace_id, traces)
    [page] = await stored(company, Playbook)
    assert "Rui" not in page.body + page.plain
    found = await company.bot.parts.playbook.lookups.find(company.workspace_id, company.persona("ben").id, "matos")
    assert found.hits == ()
