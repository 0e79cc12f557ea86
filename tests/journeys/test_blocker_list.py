"""Open blockers where people look for them: the next form, the list, the home tab; and told twice, made one."""

import pytest
import sqlalchemy as sa

from bot.playground.persona import Persona
from bot.playground.records import View
from models import Blocker, Person
from tests.factories.listening import Sending
from tests.journeys.conftest import World
from tests.journeys.test_blocker import GOOD, KEYS, replies, tells, told
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_the_next_form_shows_it_as_open_and_a_tick_closes_it(company: World) -> None:
    """Told again with the same words it is the same one, with its age; the list has it until then."""
    ana, tiago, wei, rui = (company.persona(name) for name in ("ana", "tiago", "wei", "rui"))
    await tells(ana)
    await company.at("2026-03-10 10:00")
    [asked] = [who for who in (tiago, rui) if who.messages()]
    await asked.click("Answer", on=asked.messages()[-1])
    assert asked.modal is not None
    form = asked.read_words(asked.modal)
    assert "Still waiting on these?" in form
    assert "not taken yet, waiting for 1 week" in str(asked.modal.blocks)
    again = {"Waiting on anyone?": ["Platform"], "What do you need from them?": "staging KEYS by Thursday."}
    assert await asked.submit(GOOD | again) == {}
    await company.at("2026-03-10 10:10")
    [blocker] = await stored(company, Blocker)
    assert "waiting for 1 week" in asked.messages()[-1].words
    assert len(told(wei)) == 1

    [shown] = await rui.command("/pmo blockers platform")
    assert "*1 open blocker on Platform*" in shown.words
    assert "not taken yet, waiting for 1 week, past its time" in shown.words
    assert shown.buttons == ["Raise a blocker", "Download CSV"]
    assert "Nobody waits on *Growth*" in (await rui.command("/pmo blockers Growth"))[-1].words
    assert "Did you mean *Platform*?" in (await rui.command("/pmo blockers Platfrom"))[-1].words
    assert (await wei.command("/pmo blockers"))[-1].buttons == [
        "Take it",
        "Pass on",
        "Done",
        "Same as…",
        "Raise a blocker",
        "Download CSV",
    ]
    found = (await rui.command("/pmo staging keys"))[-1].words
    assert "Payments waits on Platform: Staging keys · by Thursday · not taken yet" in found

    await asked.click("Edit", on=asked.messages()[-1])
    ticked = str(blocker.id)
    assert await asked.submit({"Still waiting on these?": [ticked], "Waiting on anyone?": []}) == {}
    await company.idle()
    assert told(wei)[0].buttons == ["Reopen"]
    assert "Nobody waits on anybody." in (await wei.command("/pmo blockers"))[-1].words


async def test_the_home_tab_shows_what_waits_on_whom_and_the_pmo_what_is_past_its_time(company: World) -> None:
    """Nobody takes it for three working days; taken from the home tab it is gone from there."""
    ana, wei, mara = (company.persona(name) for name in ("ana", "wei", "mara"))
    await tells(ana)
    await company.at("Thu 10:00")
    for who, title in ((ana, "What you wait for"), (wei, "Waiting on you and your teams")):
        shown = who.read_words(await opened(who))
        assert title in shown
        assert "> Staging keys · by Thursday" in shown
    assert "Staging keys" not in mara.read_words(await opened(mara))
    await company.at("Fri 11:00")
    for who in (mara, wei):
        assert "Blockers past their time" in who.read_words(await opened(who))
    await wei.click("Take it", on="home")
    assert await wei.submit() == {}
    await company.idle()
    assert "Wei Tan took it" in wei.read_words(await opened(wei))
    assert "Blockers past their time" not in mara.read_words(await opened(mara))
    await ana.click("Done", on=await opened(ana))
    await company.idle()
    assert "What you wait for" not in ana.read_words(await opened(ana))


async def test_the_same_blocker_of_two_is_made_one_and_both_hear_of_each_step(company: World) -> None:
    """The lead of Platform finds that Ana and Lena wait for the same keys."""
    ana, lena, wei, priya = (company.persona(name) for name in ("ana", "lena", "wei", "priya"))
    await tells(ana)
    await tells(lena, KEYS | {"What do you need from them?": "The keys to staging"})
    await company.at("Tue 10:05")
    listed = (await priya.command("/pmo blockers Platform"))[-1]
    assert "Same as…" not in listed.buttons
    listed = (await wei.command("/pmo blockers Platform"))[-1]
    assert listed.buttons.count("Same as…") == 2
    first = (await stored(company, Blocker))[0]
    await company.deliver(Sending(company, "wei").on_message("blocker_more", f"blocker_same:{first.id}"))
    assert await wei.submit({"Same as which?": "Mobile: The keys to staging"}) == {}
    await company.idle()
    assert "and 1 other for the same" in told(wei)[0].words
    for who in (ana, lena):
        assert replies(who)[-1].startswith("Wei Tan found that others wait on Platform for the same.")
    await wei.click("Take it", on=told(wei)[0])
    await wei.submit()
    await company.idle()
    await wei.click("Done", on=told(wei)[0])
    await company.idle()
    for who in (ana, lena):
        assert replies(who)[1].startswith("*Platform* took it: Wei Tan")
        assert replies(who)[2].startswith("Wei Tan says it's done.")
        assert "done by Wei Tan" in who.messages()[0].words
    assert [one.state for one in await stored(company, Blocker)] == ["done", "done"]


async def test_a_new_date_is_proposed_where_the_old_one_is_over_and_another_owner_where_they_left(
    company: World,
) -> None:
    """Wei took it and left; Priya changes the date a week later, by sending the form as it opens."""
    ana, wei, priya = (company.persona(name) for name in ("ana", "wei", "priya"))
    await tells(ana)
    await company.at("Tue 10:05")
    await wei.click("Take it", on=told(wei)[0])
    await wei.submit()
    await company.at("2026-03-11 06:00")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Person).where(Person.slack_id == wei.id).values(deactivated=True))
    await priya.click("Change date", on=told(priya)[0])
    assert await priya.submit() == {}
    await company.idle()
    assert "Priya Nair took it, by Fri" in told(priya)[0].words


async def opened(who: Persona) -> View:
    """Their home tab."""
    view = await who.open_home()
    assert view is not None
    return view
