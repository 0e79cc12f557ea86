"""A change passes on: whoever has it now can give it back, and the others read what concerns them."""

import asyncio

import pytest

from bot.domain.change_question import Said, State
from bot.playground.seen import SeenMessage
from models import AnnouncementSign, Change, ChangeQuestion
from tests.factories import change as factory
from tests.factories.announced import person_of
from tests.factories.change_question import MOVE, ask, moved
from tests.factories.change_step import change_step
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

OWNER, SPONSOR = "Who answers for its news?", "Who stands for it?"


def told(world: World, who: str) -> list[SeenMessage]:
    """Return what somebody reads of whose the change is."""
    found = world.persona(who).messages()
    return [one for one in found if MOVE in one.words and ("answer" in one.words or "stand" in one.words)]


async def hand(world: World, change_id: int, **roles: str) -> None:
    """Let the PMO edit whose a change is."""
    mara = world.persona("mara")
    await mara.command(f"/pmo change {MOVE}")
    await mara.click("Edit change", on=mara.messages()[-1])
    assert await mara.submit({{"owner": OWNER, "sponsor": SPONSOR}[role]: who for role, who in roles.items()}) == {}
    await mara.close()
    await world.idle()
    assert all(told(world, who) == [] for who in roles.values() if who == "ben"), "it is night in Los Angeles"
    await world.at("Wed 20:00")


async def whose(world: World) -> tuple[int, int]:
    """Return the owner and the sponsor of the change."""
    [change] = await stored(world, Change)
    return change.owner_id, change.sponsor_id


async def test_the_new_owner_reads_what_is_open_and_has_the_questions(company: World) -> None:
    """The one before reads that it is done; a question that waits, and its buttons, are the new owner's."""
    change_id = await moved(company, "ana", state="in_progress")
    ana, ben = await person_of(company, "ana"), await person_of(company, "ben")
    await ask(company, "wei")
    await hand(company, change_id, owner="ben")
    [given] = told(company, "ben")
    assert f"You answer for the news of “{MOVE}” from now on." in given.words
    assert "Mara Lindqvist asks you to, in place of Ana Sousa." in given.words
    assert "Open now: 1 question to answer, news by " in given.words
    assert given.buttons == ["Show change", "Not mine"]
    await company.at("Thu 20:00")
    [known] = [one for one in told(company, "ana") if "in your place" in one.words]
    assert "Ben Carter answers for the news of *The move to product teams* now, in your place." in known.words
    assert "Its questions have gone along" in known.words
    [question] = await stored(company, ChangeQuestion)
    assert question.owner_id == ben.id
    assert any("Ben Carter answers this now." in one.words for one in company.persona("ana").messages())
    assert await whose(company) == (ben.id, ana.id)


async def test_whoever_it_is_not_for_gives_it_back(company: World) -> None:
    """One tap: whoever had it has it again, with the questions, and who gave it reads that; twice changes nothing."""
    change_id = await moved(company, "ana")
    ana = await person_of(company, "ana")
    await ask(company, "wei")
    await hand(company, change_id, owner="ben")
    ben = company.persona("ben")
    [given] = told(company, "ben")
    await ben.click("Not mine", on=given)
    await company.idle()
    assert "Ana Sousa has it now, and was told." in ben.messages()[-1].words
    assert await whose(company) == (ana.id, ana.id)
    [question] = await stored(company, ChangeQuestion)
    assert question.owner_id == ana.id
    [given] = [one for one in told(company, "ben") if "Not mine" not in one.buttons and one.buttons]
    assert "Ana Sousa answers for the news of *The move to product teams* now." in given.words
    await company.at("Thu 20:00")
    assert any("Ben Carter says that it is not theirs." in one.words for one in told(company, "ana"))
    assert any("Ben Carter said that it is not theirs." in one.words for one in told(company, "mara"))
    before = [one.words for one in told(company, "ana") if "You answer for the news of *" in one.words]
    assert before, "what she read once it went is edited"
    assert not any("have gone along" in words for words in before)
    await company.bot.parts.change.hands.not_mine(company.workspace_id, company.persona("ana").id, change_id)
    mara = await person_of(company, "mara")
    assert (await whose(company))[0] == mara.id


async def test_what_is_answered_as_the_change_passes_on_stays_with_whoever_answered(company: World) -> None:
    """Either it was answered first, or it had gone along first: neither writes over the other."""
    change_id = await moved(company, "ana")
    ana, parts = await person_of(company, "ana"), company.bot.parts.change
    await ask(company, "wei")
    [question] = await stored(company, ChangeQuestion)
    who = (company.workspace_id, ana.slack_id)
    said = parts.questions.say(*who, question.id, Said(State.ANSWERED, "In June.", revision=question.revision))
    await asyncio.gather(said, parts.hands.not_mine(*who, change_id), return_exceptions=True)
    [now] = await stored(company, ChangeQuestion)
    assert now.revision == question.revision + 1
    assert (now.state == "answered") == (now.owner_id == ana.id)


async def test_a_new_sponsor_and_those_who_sign_hear_of_it(company: World) -> None:
    """The sponsor is told what that means, whoever is to approve an announcement what is still asked of them."""
    change_id = await moved(company, "ana")
    wei = await person_of(company, "wei")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        change = await session.get_one(Change, change_id)
        group = await factory.stakeholder_group(session, change, "Sales")
        made = await factory.announcement(
            session, await person_of(company, "ana"), change, [group], state="signing", title="We move"
        )
        session.add(AnnouncementSign(announcement_id=made.id, person_id=wei.id, state="asked"))
    await hand(company, change_id, sponsor="ben")
    [given] = told(company, "ben")
    assert f"You stand for “{MOVE}” from now on." in given.words
    assert "You may be asked to approve what is announced" in given.words
    await company.at("Thu 20:00")
    [known] = [one for one in told(company, "wei") if "Ben Carter stands for" in one.words]
    assert "You are still asked to approve “We move”." in known.words


async def named_at_first(world: World) -> SeenMessage:
    """Let Mara register a change that Ben has in every way, and return what he reads of it."""
    mara = world.persona("mara")
    await mara.command("/pmo change new")
    assert await mara.submit({"What changes?": MOVE, SPONSOR: "ben", OWNER: "ben"}) == {}
    await mara.close()
    await world.at("Wed 20:00")
    [given] = told(world, "ben")
    return given


async def test_who_is_named_as_a_change_is_registered_hears_of_it(company: World) -> None:
    """Who registers it reads nothing of that; given back it is theirs."""
    given = await named_at_first(company)
    assert f"You stand for “{MOVE}”, and answer for its news from now on.* Mara Lindqvist has named you." in given.words
    assert [one for one in told(company, "mara") if "now on" in one.words] == []
    await company.persona("ben").click("Not mine", on=given)
    await company.idle()
    person = await person_of(company, "mara")
    assert await whose(company) == (person.id, person.id)


async def test_who_was_named_for_a_draft_reads_that_it_was_deleted(company: World) -> None:
    """In the same message, which has nothing left to press."""
    mara = company.persona("mara")
    given = await named_at_first(company)
    [page] = await mara.command(f"/pmo change {MOVE}")
    await mara.click("Delete draft", on=page)
    await company.idle()
    ben = company.persona("ben")
    [gone] = [one for one in ben.messages() if "draft of a change, which was deleted" in one.words]
    assert (gone.ts, gone.buttons) == (given.ts, [])


async def test_who_takes_it_over_from_somebody_who_left_hears_of_it(company: World) -> None:
    """By itself: it says who it was until now, and what stays with nobody is not offered back to them."""
    await moved(company, "ben")
    await company.slack.members.set_deleted(company.slack.person("ben"), deleted=True)
    await company.idle()
    mara = await person_of(company, "mara")
    assert await whose(company) == (mara.id, mara.id)
    [given] = told(company, "mara")
    assert "Until now that was Ben Carter." in given.words


async def test_steps_of_whoever_had_it_stay_theirs(company: World) -> None:
    """And it says so."""
    change_id = await moved(company, "ana")
    ana = await person_of(company, "ana")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        group = await factory.stakeholder_group(session, await session.get_one(Change, change_id), "Sales")
        await change_step(session, await session.get_one(Change, change_id), group, ana)
    await hand(company, change_id, owner="ben")
    await company.at("Thu 20:00")
    [known] = [one for one in told(company, "ana") if "in your place" in one.words]
    assert "1 step of its plan stays yours." in known.words
