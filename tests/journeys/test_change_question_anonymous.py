"""A question without a name: handed over in the night, read and gone on with by its code, and written nowhere else."""

from models import ChangeQuestion, ChangeQuestionSealed, ChangeQuestionWord
from tests.factories.change_question import MOVE, REVIEW, ask, ended, moved, read_by_code, told
from tests.journeys.conftest import World
from tests.journeys.test_retro_box import everything
from tests.journeys.test_sync_races import stored


async def test_it_goes_into_the_box_and_nowhere_else(company: World, logged) -> None:
    """Beside it nothing is written, neither in a table nor in the log; the form says what it promises, and what not."""
    await moved(company, "ana")
    ben = company.persona("ben")
    await ben.command(f"/pmo ask {REVIEW}")
    form = ben.read_words(ben.modal)
    assert "no name and no time is stored with it, in no log either" in form
    assert "whoever runs the server could change the program" in form
    await ben.close()
    before = await everything(company, but={"change_question_sealed"})
    code = await ask(company, "ben", anonymous=True)
    assert await everything(company, but={"change_question_sealed"}) == before
    [sealed] = await stored(company, ChangeQuestionSealed)
    assert sealed.text == REVIEW
    assert ben.id not in repr([getattr(sealed, one.name) for one in sealed.__table__.columns])
    assert company.persona("ana").messages() == []
    log = logged.getvalue()
    for never in (REVIEW, code, code.replace("-", "").lower(), sealed.receipt):
        assert never not in log


async def test_the_code_opens_the_answer_and_goes_on_with_the_talk(company: World) -> None:
    """Handed over in the night, asked as the owner's day begins; the answer is pulled, and so is what they write."""
    await moved(company, "ana")
    ana, ben = company.persona("ana"), company.persona("ben")
    code = await ask(company, "ben", anonymous=True)
    assert "Ana Sousa gets it tonight; nobody has read it yet" in await read_by_code(company, "ben", code)
    await ben.close()
    await company.at("Tue 12:00")
    assert await told(company, "ana") == ["asked"]
    [asked] = [one for one in ana.messages() if "Somebody" in one.words]
    assert "*Somebody, without their name,* asks about *The move to product teams*" in asked.words
    await ana.click("Write to whoever asked", on=asked)
    assert await ana.submit({"What would you like to write?": "Do you mean mine?"}) == {}
    await company.idle()
    assert await told(company, "ben") == []
    read = await read_by_code(company, "ben", code.lower())
    assert "Ana Sousa writes:" in read
    assert "Do you mean mine?" in read
    before = await everything(company, but={"change_question_sealed"})
    assert await ben.submit({"Go on with it": "The one in June."}) == {}
    assert "handed over tonight" in ben.read_words(ben.modal)
    assert await ben.submit({"Go on with it": "The one in June."}) == {}
    assert await everything(company, but={"change_question_sealed"}) == before
    assert len(await stored(company, ChangeQuestionSealed)) == 1
    for number in range(4):
        assert await ben.submit({"Go on with it": f"And {number}"}) == {}
    assert "5 messages of yours wait for tonight" in (await ben.submit({"Go on with it": "And"}))["words:6"]
    await ben.close()
    await company.at("Wed 12:00")
    assert await told(company, "ana") == ["asked", *["word"] * 5]
    [word] = [one for one in ana.messages() if "The one in June." in one.words]
    assert await stored(company, ChangeQuestionSealed) == []
    await ana.click("Answer", on=word)
    assert await ana.submit({"What is the answer?": "Your new lead."}) == {}
    await company.idle()
    assert await told(company, "ben") == []
    assert "*There is an answer*" in await read_by_code(company, "ben", code)
    talk = sorted(await stored(company, ChangeQuestionWord), key=lambda one: one.at)
    assert [one.by_asker for one in talk] == [False, *[True] * 5]


async def test_it_is_taken_back_before_the_night_and_after_it(company: World) -> None:
    """By its code alone, and nothing of its words is left."""
    await moved(company, "ana")
    ana, ben = company.persona("ana"), company.persona("ben")
    first = await ask(company, "ben", anonymous=True)
    await read_by_code(company, "ben", first)
    await ben.click("Take it back")
    assert "nothing of its words is kept" in ben.read_words(ben.modal)
    await ben.close()
    assert await stored(company, ChangeQuestionSealed) == []
    second = await ask(company, "ben", "Another one entirely", anonymous=True)
    await company.at("Tue 12:00")
    await read_by_code(company, "ben", second)
    await ben.click("Take it back")
    await ben.close()
    await company.idle()
    [question] = await stored(company, ChangeQuestion)
    assert (question.text, question.state) == ("", "withdrawn")
    assert question.settled_at == question.asked_at < company.clock.now()
    assert not any("taken back" in one.words for one in ana.messages()), "an edit has a time, at which Ben was here"
    await company.at("Wed 12:00")
    assert any("This was taken back, and needs no answer any more." in one.words for one in ana.messages())
    assert await ben.command("/pmo ask code") == []
    assert "Nothing has this code" in (await ben.submit({"Code": "K7QM-3XWD-PA2R-9TZB"}))["code"]


async def test_what_was_added_is_gone_with_it_where_it_was_read(company: World) -> None:
    """Its owner had a message of their own for it."""
    await moved(company, "ana")
    ana, ben = company.persona("ana"), company.persona("ben")
    code = await ask(company, "ben", anonymous=True)
    await company.at("Tue 12:00")
    await read_by_code(company, "ben", code)
    assert await ben.submit({"Go on with it": "The one in June."}) == {}
    await ben.close()
    await company.at("Wed 12:00")
    assert any("The one in June." in one.words for one in ana.messages())
    await read_by_code(company, "ben", code)
    before = await everything(company, but={"change_question", "change_question_word"})
    await ben.click("Take it back")
    await ben.close()
    await company.idle()
    assert await everything(company, but={"change_question", "change_question_word"}) == before
    assert await stored(company, ChangeQuestionWord) == []
    await company.at("Thu 12:00")
    assert not any("The one in June." in one.words + one.text for one in ana.messages())
    assert [one.words for one in ana.messages() if "taken back" in one.words] == [
        "This was taken back, and needs no answer any more."
    ] * 2


async def test_it_is_answered_after_its_change_was_deleted(company: World) -> None:
    """Kept, and read by its code: before the night and after it."""
    change_id = await moved(company, "ana")
    ben, mara = company.persona("ben"), company.persona("mara")
    code = await ask(company, "ben", anonymous=True)
    await ended(company, change_id)
    await company.at("Tue 12:00")
    [question] = await stored(company, ChangeQuestion)
    assert question.about == MOVE
    [listed] = await mara.command("/pmo ask faq")
    await company.bot.parts.change.questions.facts(company.workspace_id, mara.id, question.id)
    asked = [one for who in ("mara", "sofia") for one in company.persona(who).messages() if "Somebody" in one.words]
    assert len(asked) == 1
    await mara.open_home()
    await mara.click("Answer", on=asked[0])
    assert await mara.submit({"What is the answer?": "It is not coming."}) == {}
    read = await read_by_code(company, "ben", code)
    assert "It is not coming." in read
    assert "answered" not in listed.words or ben.messages() == []


async def test_the_answers_of_a_week_go_to_all_together(company: World) -> None:
    """So whoever asked without a name reads theirs, too; the next ones wait for a week."""
    await moved(company, "ana")
    ana = company.persona("ana")
    await ask(company, "ben", anonymous=True)
    await ask(company, "wei", "Where will my desk be?", anonymous=True)
    await company.at("Tue 12:00")
    for asked in [one for one in ana.messages() if "Somebody" in one.words]:
        await ana.click("Answer", on=asked)
        assert await ana.submit({"What is the answer?": "You will see."}) == {}
    await company.at("Thu 20:00")
    assert "answers" in await told(company, "ben")
    assert "answers" not in await told(company, "ana"), "she gave both"
    [answers] = [one for one in company.persona("ben").messages() if "new answers" in one.words]
    assert "*The move to product teams*: 2 new answers" in answers.words
    assert "You will see." in answers.words
    await ask(company, "ben", "Is there a party?")
    await ana.click("Answer", on=ana.messages()[-1])
    assert await ana.submit({"What is the answer?": "In May."}) == {}
    await company.at("2026-03-10 09:00")
    assert (await told(company, "wei")).count("answers") == 1
    await company.at("2026-03-13 09:00")
    assert (await told(company, "wei")).count("answers") == 2
    assert (await told(company, "ben")).count("answers") == 1, "he asked with his name, and has had it"
