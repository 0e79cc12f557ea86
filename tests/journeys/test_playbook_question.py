"""What no page says: a question with somebody who answers and a day, followed until whoever asked has the answer."""

from models import Playbook, PlaybookQuestion
from tests.journeys.conftest import World
from tests.journeys.test_playbook import write
from tests.journeys.test_playbook_found import kinds
from tests.journeys.test_sync_races import stored

ASKED = "bank test account"
ANSWER = "Ask *Mara* for the form;\nit takes two days."


async def ask(world: World, who: str = "ben", words: str = ASKED) -> None:
    """Look something up that no page has, and ask whoever is proposed."""
    persona = world.persona(who)
    [none] = await persona.command(f"/pmo playbook {words}")
    assert f"No page says anything about “{words}” yet." in none.words
    label = next(one for one in none.buttons if one.startswith("Ask "))
    await persona.click(label, on=none)
    assert await persona.submit({}) == {}
    await persona.close()
    await world.idle()


async def test_an_answer_goes_back_to_who_asked_and_becomes_a_page(company: World) -> None:
    """Asked of who keeps the nearest page; the page thanks whoever answered, and is made once."""
    await write(company, "ana", "Onboarding", "A laptop on the first day.")
    ana, ben = company.persona("ana"), company.persona("ben")
    await ask(company, words="on board guide")
    assert await kinds(company, "ana") == ["playbook_asked"]
    asked = ana.messages()[-1]
    assert "*Ben Carter* looked for this and found no page." in asked.words
    assert "an answer by Thu 5 Mar is soon enough" in asked.words
    await ana.click("Answer", on=asked)
    assert await ana.submit({"What is the answer?": ANSWER}) == {}
    await company.idle()
    answered = ben.messages()[-1]
    assert "*Ana Sousa* has answered your question." in answered.words
    assert "Ask Mara for the form;\nit takes two days." in answered.words
    [asked] = [one for one in ana.messages() if one.ts == asked.ts]
    assert "has the answer" in asked.words
    assert asked.buttons == []
    await ben.click("Make it a page", on=answered)
    assert await ben.submit({"What is it called?": "A test account at the bank"}) == {}
    [page] = [one for one in await stored(company, Playbook) if one.source]
    assert (page.title, page.body) == ("A test account at the bank", "Ask **Mara** for the form;  \nit takes two days.")
    await ben.close()
    await company.idle()
    [made] = [one for one in ben.messages() if one.ts == answered.ts]
    assert "it is the page *A test account at the bank* now" in made.words
    assert made.buttons == ["Read page"]
    await ben.click("Read page", on=made)
    assert "Ask Mara for the form;\nit takes two days." in ben.read_words(ben.modal)
    await ben.close()
    [found] = await company.persona("wei").command("/pmo playbook test account bank")
    assert "thanks to Ana Sousa" in found.words


async def test_who_is_to_answer_is_reminded_once_and_who_asked_hears_that_there_is_none(company: World) -> None:
    """And then asks somebody else, who hears of it."""
    await ask(company)
    mara, ben = company.persona("mara"), company.persona("ben")
    assert await kinds(company, "mara") == ["playbook_asked"]
    await company.at("Thu 18:00")
    assert await kinds(company, "mara") == ["playbook_asked", "playbook_due"]
    assert "Ben Carter waits for your answer by Thu 5 Mar." in mara.messages()[-1].words
    await company.at("Fri 20:00")
    assert await kinds(company, "ben") == ["playbook_late"]
    late = ben.messages()[-1]
    assert "There is no answer to your question yet. It stays open with Mara Lindqvist." in late.words
    await ben.click("Ask somebody else", on=late)
    assert await ben.submit({"Who may know?": company.persona("wei").id}) == {}
    await company.idle()
    assert await kinds(company, "wei") == ["playbook_asked"]
    [late] = [one for one in ben.messages() if one.ts == late.ts]
    assert "Wei Tan has your question now, with time until" in late.words
    assert late.buttons == []
    [listed] = await company.persona("wei").command("/pmo playbook")
    assert "Questions for you" in listed.words
    await company.persona("wei").click("Answer", on=listed)
    assert await company.persona("wei").submit({"What is the answer?": "None is needed."}) == {}
    await company.idle()
    assert await kinds(company, "ben") == ["playbook_late", "playbook_answered"]
    [late] = [one for one in ben.messages() if one.ts == late.ts]
    assert "Wei Tan has answered your question by now." in late.words
    assert [one.words for one in mara.messages() if "waits for your answer" in one.words] == []
    await company.at("2026-03-20 12:00")
    assert await kinds(company, "mara") == ["playbook_asked", "playbook_due"]


async def test_a_channel_is_asked_and_anybody_there_answers(company: World) -> None:
    """The question stands there with its answer; of two who answer the second reads the first's."""
    ben, wei, lena = (company.persona(one) for one in ("ben", "wei", "lena"))
    [none] = await ben.command(f"/pmo playbook {ASKED}", channel="sync")
    await ben.click("Ask in #sync", on=none)
    assert "Everybody in #sync sees it with your name." in ben.read_words(ben.modal)
    assert await ben.submit({}) == {}
    await company.idle()
    [asked] = wei.messages("sync")
    assert "Ben Carter asks:" in asked.words
    assert "An answer by Thu 5 Mar is soon enough." in asked.words
    for one in (wei, lena):
        await one.click("Answer", on=asked)
    assert await wei.submit({"What is the answer?": "Mine."}) == {}
    refused = await lena.submit({"What is the answer?": "Another."})
    assert refused["answer"].startswith("Wei Tan has answered: “Mine.”")
    await company.idle()
    [asked] = lena.messages("sync")
    assert "*Wei Tan* answers:" in asked.words
    assert asked.buttons == []
    assert await kinds(company, "ben") == ["playbook_answered"]


async def test_whoever_asked_takes_it_back(company: World) -> None:
    """Nobody is asked any more, and its messages say so."""
    await ask(company)
    ben, mara = company.persona("ben"), company.persona("mara")
    asked = mara.messages()[-1]
    await company.at("Fri 20:00")
    await ben.double_click("Take it back", on=ben.messages()[-1])
    await company.idle()
    assert [one.state for one in await stored(company, PlaybookQuestion)] == ["dropped"]
    [asked] = [one for one in mara.messages() if one.ts == asked.ts]
    assert "needs no answer to this any more" in asked.words
    assert asked.buttons == []


async def test_a_form_that_is_sent_twice_asks_once(company: World) -> None:
    """The second finds the first."""
    await ask(company)
    await ask(company)
    assert len(await stored(company, PlaybookQuestion)) == 1
    ben = company.persona("ben")
    [none] = await ben.command(f"/pmo playbook {ASKED}")
    await ben.click("Ask Mara", on=none)
    assert await ben.submit({"Whom do you ask?": ben.id}) == {
        "who": "That is you. Please choose somebody else who may know."
    }
