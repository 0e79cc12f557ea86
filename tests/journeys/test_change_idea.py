"""An idea for a change: thanked for, looked at, decided with a reason, and shown with what came of it."""

from models import ChangeQuestion
from tests.factories.change_question import MOVE, ask, moved, read_by_code, told
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored

IDEA = "Let two teams try it for a month first."


async def test_its_author_hears_each_step_and_all_what_came_of_it(company: World) -> None:
    """Looked at by a day, then done, with the reason; the list does not say whose it was."""
    await moved(company, "ana")
    ana, wei, ben = (company.persona(one) for one in ("ana", "wei", "ben"))
    said = await ask(company, "wei", IDEA, idea=True)
    assert "Thank you. Ana Sousa has your idea" in said
    asked = ana.messages()[-1]
    assert "*Wei Tan* suggests something for *The move to product teams*." in asked.words
    await ana.click("Say what comes of it", on=asked)
    errors = await ana.submit({"What comes of it?": "We are looking at it"})
    assert "By when is there word again" in errors["next"]
    days = {"If you are looking at it: word again by?": "2026-03-10"}
    assert await ana.submit({"What comes of it?": "We are looking at it", **days}) == {}
    await company.idle()
    assert "*Ana Sousa is looking at your idea*" in wei.messages()[-1].words
    [asked] = [one for one in ana.messages() if one.ts == asked.ts]
    await ana.click("Say what comes of it", on=asked)
    errors = await ana.submit({"What comes of it?": "We won't do it"})
    assert "an idea gets an outcome with its reason" in errors["answer"]
    assert await ana.submit({"What comes of it?": "We will do it", "Because": "Payments begins in May."}) == {}
    await company.idle()
    assert "*We will do it.* Thank you for your idea" in wei.messages()[-1].words
    assert await told(company, "wei") == ["idea_news", "idea_news"]
    [listed] = await ben.command(f"/pmo change {MOVE} ideas")
    assert IDEA in listed.words
    assert "We will do it, says Ana Sousa, because:" in listed.words
    assert "Wei" not in listed.words


async def test_its_author_hears_of_it_while_they_work(company: World) -> None:
    """It is nine in the evening in Singapore as Ana decides: Wei reads it in his morning."""
    await moved(company, "ana")
    ana = company.persona("ana")
    await ask(company, "wei", IDEA, idea=True)
    await company.at("Mon 13:00")
    await ana.click("Say what comes of it", on=next(one for one in ana.messages() if "suggests something" in one.words))
    assert await ana.submit({"What comes of it?": "We will do it", "Because": "It is good."}) == {}
    await company.at("Tue 00:59")
    assert await told(company, "wei") == []
    await company.at("Tue 01:00")
    assert await told(company, "wei") == ["idea_news"]


async def test_without_a_name_the_code_says_what_came_of_it(company: World) -> None:
    """Kept until the night as a question is."""
    await moved(company, "ana")
    ana = company.persona("ana")
    code = await ask(company, "wei", IDEA, anonymous=True, idea=True)
    await company.at("Tue 12:00")
    [asked] = [one for one in ana.messages() if "Somebody, without their name" in one.words]
    await ana.click("Say what comes of it", on=asked)
    assert await ana.submit({"What comes of it?": "We won't do it", "Because": "The lease ends in April."}) == {}
    await company.idle()
    read = await read_by_code(company, "wei", code)
    assert "We won't do it, and this is why." in read
    assert "The lease ends in April." in read
    assert await told(company, "wei") == []


async def test_what_was_said_is_corrected_where_it_was_read(company: World) -> None:
    """Nobody is told again; of two who say something at once the second is told what the first said."""
    await moved(company, "ana")
    ana, wei, mara = (company.persona(one) for one in ("ana", "wei", "mara"))
    await ask(company, "wei", IDEA, idea=True)
    asked = ana.messages()[-1]
    await mara.command(f"/pmo change {MOVE} ideas")
    for one, on in ((ana, asked), (mara, None)):
        await one.click("Say what comes of it", on=on)
    assert await ana.submit({"What comes of it?": "We will do it", "Because": "In May."}) == {}
    errors = await mara.submit({"What comes of it?": "We won't do it", "Because": "No."})
    assert "Ana Sousa has said something meanwhile: “In May.”" in errors["answer"]
    await company.idle()
    await mara.close()
    [listed] = await mara.command(f"/pmo change {MOVE} ideas")
    await mara.click("Correct it", on=listed)
    assert await mara.submit({"What comes of it?": "We will do it", "Because": "In June, after all."}) == {}
    await company.idle()
    assert await told(company, "wei") == ["idea_news"]
    assert "In June, after all." in wei.messages()[-1].words
    [idea] = await stored(company, ChangeQuestion)
    assert (idea.state, idea.answer) == ("will_do", "In June, after all.")
