"""A question about a change with one's name: asked, answered or promised, followed until there is word."""

import sqlalchemy as sa

from models import AnnouncementChannel, Change, ChangeQuestion, Person
from tests.factories import change
from tests.factories.change_question import MOVE, REVIEW, ask, moved, told
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored


async def test_an_answer_goes_to_who_asked_and_into_the_list_for_all(company: World) -> None:
    """Whoever answers for the change has it at once; the list has it without the name of whoever asked."""
    await moved(company, "ana")
    ana, ben, wei = (company.persona(one) for one in ("ana", "ben", "wei"))
    said = await ask(company, "ben")
    assert f"Ana Sousa has your question about {MOVE}." in said.replace("*", "")
    assert "There is a first word by Thu 5 Mar" in said
    assert await told(company, "ana") == ["asked"]
    asked = ana.messages()[-1]
    assert "*Ben Carter* asks about *The move to product teams*." in asked.words
    await ana.click("Answer", on=asked)
    assert await ana.submit({"What is the answer?": "Your *new* lead,\nwith a page from the old one."}) == {}
    await company.idle()
    assert await told(company, "ben") == ["news"]
    news = ben.messages()[-1]
    assert "*Ana Sousa* has answered your question about *The move to product teams*." in news.words
    assert "Your new lead,\nwith a page from the old one." in news.words
    assert "{'type': 'text', 'text': 'new', 'style': {'bold': True}}" in str(news.blocks), "one star is bold in Slack"
    [asked] = [one for one in ana.messages() if one.ts == asked.ts]
    assert "Ben Carter has the answer." in asked.words
    assert asked.buttons == []
    [listed] = await wei.command(f"/pmo change {MOVE} faq")
    assert REVIEW in listed.words
    assert "Your new lead,\nwith" in listed.words
    assert "Ben" not in listed.words


async def test_a_promised_word_never_just_lapses(company: World) -> None:
    """Before the day whoever answers is asked; on it whoever asked hears that there is no news, and the next day."""
    await moved(company, "ana")
    ana, ben, mara = (company.persona(one) for one in ("ana", "ben", "mara"))
    await ask(company, "ben")
    await ana.click("We don't know yet", on=ana.messages()[-1])
    errors = await ana.submit({"By when is there word again?": "2026-03-01"})
    assert "not in the future" in errors["next"]
    assert await ana.submit({"By when is there word again?": "2026-03-06"}) == {}
    await company.idle()
    assert "*We don't know yet*, says Ana Sousa about" in ben.messages()[-1].words
    assert "Next word by *Fri 6 Mar*" in ben.messages()[-1].words
    await company.at("Fri 12:00")
    assert (await told(company, "ana"))[-1] == "due"
    assert "You promised word on this by *Fri 6 Mar*." in ana.messages()[-1].words
    await company.at("Fri 20:00")
    assert await told(company, "ben") == ["news", "news"]
    assert "*Still no news* about *The move to product teams*" in ben.messages()[-1].words
    assert "Next word by *Fri 13 Mar*" in ben.messages()[-1].words
    [listed] = await ben.command(f"/pmo change {MOVE} faq")
    assert "We don't know yet, still no news. Next word by Fri 13 Mar" in listed.words
    assert "late" not in await told(company, "mara")
    await company.at("2026-03-13 20:00")
    assert await told(company, "ben") == ["news", "news", "news"]
    await company.at("Mon 12:00")
    assert "late" in await told(company, "mara")
    late = mara.messages()[-1]
    assert "there was no news on two promised days" in late.words
    await mara.click("Answer", on=late)
    assert await mara.submit({"What is the answer?": "Your new lead."}) == {}
    await company.idle()
    assert await told(company, "ben") == ["news"] * 4
    [late] = [one for one in mara.messages() if one.ts == late.ts]
    assert "Your new lead." in late.words
    assert "We don't know yet" not in late.buttons
    await company.at("Tue 08:00")
    assert [one for one in await told(company, "ben") if one != "answers"] == ["news"] * 4


async def test_a_word_that_is_promised_for_a_weekend_comes_before_it(company: World) -> None:
    """Whoever answers is asked on Friday morning, and on its evening Drumbeat says that there is no news."""
    await moved(company, "ana")
    await ask(company, "ben")
    ana, ben = company.persona("ana"), company.persona("ben")
    await ana.click("We don't know yet", on=ana.messages()[-1])
    assert await ana.submit({"By when is there word again?": "2026-03-08"}) == {}
    await company.at("Fri 12:00")
    assert await told(company, "ana") == ["asked", "due"]
    assert await told(company, "ben") == ["news"]
    await company.at("Fri 20:00")
    assert "*Still no news* about" in ben.messages()[-1].words
    assert "Next word by *Mon 16 Mar*" in ben.messages()[-1].words
    before = len(ben.messages()), len(ana.messages())
    await company.at("Sun 23:00")
    assert (len(ben.messages()), len(ana.messages())) == before


async def test_there_is_no_news_where_the_change_was_announced(company: World) -> None:
    """What all may read is said in the channel, once a promised day; the answer takes its place there."""
    change_id = await moved(company, "ana")
    ana = company.persona("ana")
    channel = company.slack.channel("sync").id
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        owner = (await session.scalars(sa.select(Person).where(Person.slack_id == ana.id))).one()
        said = await change.announcement(session, owner, await session.get_one(Change, change_id), state="sent")
        session.add(AnnouncementChannel(announcement_id=said.id, channel_id=channel))
    await ask(company, "ben")
    await ask(company, "wei", "What do I earn then?")
    for asked, public in zip(ana.messages()[-2:], (["Show it in the questions and answers for all"], []), strict=True):
        await ana.click("We don't know yet", on=asked)
        answers = {"By when is there word again?": "2026-03-04", "Who reads it?": public}
        assert await ana.submit(answers) == {}
    await company.at("Thu 12:00")
    [no_news] = [one for one in ana.messages("sync") if "till no news" in one.words]
    assert "About *The move to product teams*: still no news on this question" in no_news.words
    assert REVIEW in no_news.words
    assert "Ben" not in no_news.words
    [asked] = [one for one in ana.messages() if "promised by" in one.words and REVIEW in one.words][:1]
    await ana.click("Answer", on=asked)
    assert await ana.submit({"What is the answer?": "Your new lead."}) == {}
    await company.idle()
    [no_news] = [one for one in ana.messages("sync") if one.ts == no_news.ts]
    assert "there is an answer by now" in no_news.words
    assert "Your new lead." in no_news.words


async def test_of_several_without_news_a_channel_reads_one_message(company: World) -> None:
    """The others stand in its thread, a week later as well; each has its own answer in the end."""
    change_id = await moved(company, "ana")
    ana = company.persona("ana")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        owner = (await session.scalars(sa.select(Person).where(Person.slack_id == ana.id))).one()
        said = await change.announcement(session, owner, await session.get_one(Change, change_id), state="sent")
        channel = company.slack.channel("sync").id
        session.add(AnnouncementChannel(announcement_id=said.id, channel_id=channel))
    for who, text in (("ben", REVIEW), ("wei", "What do I earn then?"), ("jonas", "Where do I sit in June?")):
        await ask(company, who, text)
    for asked in ana.messages()[-3:]:
        await ana.click("We don't know yet", on=asked)
        assert await ana.submit({"By when is there word again?": "2026-03-04"}) == {}
    for day, many in (("2026-03-05 12:00", 1), ("2026-03-12 18:00", 2)):
        await company.at(day)
        found = [one for one in ana.messages("sync") if "till no news" in one.words]
        assert len(found) == many
        thread = "\n".join(one.words for one in ana.thread("sync", found[-1].ts))
        assert thread.count("till no news") == 3
        assert all(text in thread for text in (REVIEW, "What do I earn then?", "Where do I sit in June?"))


async def test_what_nobody_answers_goes_to_the_pmo(company: World) -> None:
    """After its day; whoever it is handed over to then hears of it, and whoever had it before reads so."""
    await moved(company, "ana")
    ana, mara, wei = (company.persona(one) for one in ("ana", "mara", "wei"))
    await ask(company, "ben")
    await company.at("Thu 18:00")
    assert await told(company, "ana") == ["asked", "due"]
    await company.at("Fri 20:00")
    assert await told(company, "mara") == ["late"]
    await mara.click("Hand it over", on=mara.messages()[-1])
    assert await mara.submit({"Who answers from now on?": wei.id}) == {}
    await company.idle()
    assert await told(company, "wei") == ["owned"]
    assert "*Mara Lindqvist* has handed this over to you." in wei.messages()[-1].words
    assert any("Wei Tan answers this now" in one.words for one in ana.messages())


async def test_what_was_asked_before_is_offered_first(company: World) -> None:
    """That may answer it; else it is sent anyway, once, however often it is pressed."""
    await moved(company, "ana")
    ana, wei = company.persona("ana"), company.persona("wei")
    await ask(company, "ben")
    await ana.click("Answer", on=ana.messages()[-1])
    assert await ana.submit({"What is the answer?": "Your new lead."}) == {}
    await wei.command("/pmo ask who writes the review now")
    assert await wei.submit({"What is it about?": MOVE}) == {}
    offered = wei.read_words(wei.modal)
    assert "*This was asked before:* Ana Sousa has answered" in offered
    assert "Your new lead." in offered
    assert wei.modal.close["text"] == "That answers it"
    assert await wei.submit({}) == {}
    assert "Ana Sousa has your question" in wei.read_words(wei.modal)
    assert len(await stored(company, ChangeQuestion)) == 2


async def test_two_that_are_alike_are_answered_together(company: World) -> None:
    """Whoever answers chooses the other one; whoever asked hears what came of that."""
    await moved(company, "ana")
    ana, wei = company.persona("ana"), company.persona("wei")
    await ask(company, "ben")
    await ask(company, "wei", "Who will write our reviews in June?")
    first, second = ana.messages()[-2:]
    await ana.click("Answer", on=second)
    assert await ana.submit({"Or is it one of these?": REVIEW}) == {}
    await company.idle()
    assert "Others asked the same about *The move to product teams*. Ana Sousa has it" in wei.messages()[-1].words
    await ana.click("Answer", on=first)
    assert await ana.submit({"What is the answer?": "Your new lead."}) == {}
    await company.idle()
    assert "*Ana Sousa* has answered your question" in wei.messages()[-1].words
    [listed] = await wei.command(f"/pmo change {MOVE} faq")
    assert "questions and answers* · 1" in listed.words


async def test_what_is_asked_in_other_words_is_the_same_if_whoever_runs_the_change_says_so(company: World) -> None:
    """They choose among all questions of the change; whom one was handed over to does not see the others."""
    await moved(company, "ana")
    ana, ben = company.persona("ana"), company.persona("ben")
    await ask(company, "ben")
    await ask(company, "wei", "Old lead or new one, with whom do I talk in summer?")
    first, second = ana.messages()[-2:]
    await ana.click("Hand it over", on=first)
    assert await ana.submit({"Who answers from now on?": "rui"}) == {}
    await company.idle()
    rui = company.persona("rui")
    await rui.click("Answer", on=rui.messages()[-1])
    assert "Old lead or new one" not in rui.read_words(rui.modal)
    assert not [one for one in rui.modal.blocks if one["block_id"] == "same"]
    await ana.click("Answer", on=second)
    assert await ana.submit({"Or is it one of these?": REVIEW}) == {}
    await company.idle()
    assert await rui.submit({"What is the answer?": "Your new lead."}) == {}
    await company.idle()
    wei = company.persona("wei")
    for who, words in ((ben, REVIEW), (wei, "Old lead or new one")):
        news = who.messages()[-1].words
        assert "Your new lead." in news
        assert words in news, "each reads what they asked themselves, not the words of the other"


async def test_about_nothing_in_particular_the_pmo_is_asked(company: World) -> None:
    """Nobody is pinged by it; of two who answer at once the second reads the first's."""
    mara, sofia = company.persona("mara"), company.persona("sofia")
    words = "<!everyone> " + "why " * 740
    said = await ask(company, "ben", words, about="")
    assert "has your question" in said
    [question] = await stored(company, ChangeQuestion)
    assert len(question.text) > 2900
    [asked] = [one for who in (mara, sofia) for one in who.messages() if "asks" in one.words][-1:]
    assert "<!everyone>" not in str([one for one in asked.blocks if one["type"] == "section"])
    await mara.click("Answer", on=asked)
    assert "answer" in await mara.submit({"What is the answer?": " "})
    assert await mara.submit({"What is the answer?": "Because <!channel> said so."}) == {}
    await company.idle()
    assert await told(company, "ben") == ["news"]
    [listed] = await company.persona("wei").command("/pmo ask faq")
    [news] = [one for one in company.persona("ben").messages() if "said so." in one.words]
    for shown in (listed, news):
        sections = str([one for one in shown.blocks if one["type"] == "section"])
        assert "said so." in shown.words
        assert "<!channel>" not in sections
        assert "<!everyone>" not in sections


async def test_it_can_be_taken_back_and_talked_about(company: World) -> None:
    """The other side reads each message; of what was taken back no word is left."""
    await moved(company, "ana")
    ana, ben = company.persona("ana"), company.persona("ben")
    await ask(company, "ben")
    await ana.click("Write to whoever asked", on=ana.messages()[-1])
    assert await ana.submit({"What would you like to write?": "Do you mean mine?"}) == {}
    await company.idle()
    assert "*Ana Sousa* writes to you" in ben.messages()[-1].words
    await ben.click("Write back", on=ben.messages()[-1])
    assert await ben.submit({"What would you like to add?": "Yes, that one."}) == {}
    await company.idle()
    assert await told(company, "ana") == ["asked", "word"]
    assert "you answer by" in ana.read_words(await ana.open_home())
    await ben.open_home()
    await ben.click("Take it back", on="home")
    await company.idle()
    assert any("This was taken back" in one.words for one in ana.messages())
    [question] = await stored(company, ChangeQuestion)
    assert (question.state, question.text) == ("withdrawn", "")
