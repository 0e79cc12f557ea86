"""A blocker between teams: told in an update, heard by whom it waits on, taken, passed on, done, and heard of again."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.playground.persona import Persona
from bot.playground.seen import SeenMessage
from models import Blocker
from tests.factories.listening import Sending
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

GOOD = {"What moved?": "Card payments are live.", "What's next?": "Refunds"}
KEYS = GOOD | {"Waiting on anyone?": ["Platform"], "What do you need from them?": "Staging keys\nby Thursday"}


async def tells(who: Persona, answers: dict[str, object] = KEYS, label: str = "Answer") -> None:
    """Somebody sends their update."""
    await who.click(label, on=who.messages()[-1])
    assert await who.submit(answers) == {}


def told(who: Persona, channel: str = "platform") -> list[SeenMessage]:
    """What a channel was told about blockers."""
    return [one for one in who.messages(channel) if "wait" in one.text]


def replies(who: Persona) -> list[str]:
    """What somebody reads below the message that asked them."""
    return [one.words for one in who.thread("dm", who.messages()[0].ts)[1:]]


async def test_a_blocker_reaches_its_team_after_five_minutes_and_each_step_who_waits(company: World) -> None:
    """Taken with a date, done, opened again: the messages change in place, and a short reply says so."""
    ana, wei, mara = (company.persona(name) for name in ("ana", "wei", "mara"))
    await tells(ana)
    assert "they hear of this Tue 10:05; *Edit* takes it back until then" in ana.messages()[0].words
    await company.at("Tue 10:04")
    assert told(wei) == []
    await company.at("Tue 10:05")
    [message] = told(wei)
    assert message.text == "Ana Sousa waits on Platform: Staging keys · by Thursday"
    assert "*Payments* waits on *Platform*" in message.words
    assert "> Staging keys · by Thursday" in message.words
    assert message.buttons == ["Take it", "Pass on", "Done"]
    assert "*Platform*: Staging keys · by Thursday _(not taken yet)_" in ana.messages()[0].words

    await wei.click("Take it", on=message)
    assert await wei.submit() == {}
    await company.idle()
    [message] = told(wei)
    assert "Wei Tan took it, by Fri" in message.words
    assert message.buttons == ["Change date", "Pass on", "Done"]
    assert "Wei Tan took it, by Fri" in ana.messages()[0].words
    [news] = replies(ana)
    assert news.startswith("*Platform* took it: Wei Tan, by Fri 6 Mar. You'll hear when it's done.")

    await company.persona("priya").click("Done", on=told(wei)[0])
    await company.idle()
    assert told(wei)[0].buttons == ["Reopen"]
    assert "done by Priya Nair" in ana.messages()[0].words
    assert replies(ana)[1].startswith("Priya Nair says it's done.")
    await mara.click("Reopen", on=told(wei)[0])
    await company.idle()
    assert "Wei Tan took it" in told(wei)[0].words
    assert replies(ana)[2].startswith("Mara Lindqvist opened it again")
    assert len(told(wei)) == 1


async def test_an_edit_within_five_minutes_takes_a_blocker_back_unseen_and_later_in_sight(company: World) -> None:
    """Other words change it, another team is another blocker, none at all withdraws it."""
    ana, wei = company.persona("ana"), company.persona("wei")
    await tells(ana)
    await tells(ana, {"Waiting on anyone?": []}, "Edit")
    await company.at("Tue 10:30")
    assert told(wei) == []
    await tells(ana, {"Waiting on anyone?": ["Platform"], "What do you need from them?": "Root keys"}, "Edit")
    await company.advance(company.instant("Tue 10:36"))
    await tells(ana, {"What do you need from them?": "Root keys for staging"}, "Edit")
    await company.idle()
    [message] = told(wei)
    assert "Root keys for staging" in message.words
    await tells(ana, {"Waiting on anyone?": ["Growth"]}, "Edit")
    await company.advance(company.instant("Tue 10:45"))
    [message] = told(wei)
    assert "not needed any more" in message.words
    assert message.buttons == []
    assert len(told(company.persona("ben"), "growth")) == 1
    assert [one.state for one in await stored(company, Blocker)] == ["withdrawn", "withdrawn", "open"]


async def test_one_message_a_round_grows_and_a_late_blocker_comes_as_a_reply(company: World) -> None:
    """Lena's comes an hour after Ana's: the message has both, and a reply notifies."""
    ana, lena, wei = (company.persona(name) for name in ("ana", "lena", "wei"))
    await tells(ana)
    await company.at("Tue 11:00")
    await tells(lena, KEYS | {"What do you need from them?": "A build machine"})
    await company.at("Tue 11:05")
    [message] = told(wei)
    assert "*Mobile* and *Payments* wait" in message.words or "Payments and Mobile" in message.words
    assert "A build machine" in message.words
    [reply] = wei.thread("platform", message.ts)[1:]
    assert reply.text == "Lena Fischer waits on Platform: A build machine"


async def test_passing_on_needs_a_reason_and_reaches_the_next_team_at_once(company: World) -> None:
    """The old team's message says where it went; who waits hears; a stale *Take it* changes nothing."""
    ana, wei, ben = (company.persona(name) for name in ("ana", "wei", "ben"))
    await tells(ana)
    await company.at("Tue 10:05")
    stale = told(wei)[0]
    await wei.click("Pass on", on=stale)
    assert "team" in await wei.submit({"Why?": "Growth has them."})
    assert await wei.submit({"To which team?": "Growth", "Why?": "Growth has them."}) == {}
    await company.idle()
    assert "Wei Tan passed it on to Growth: Growth has them." in told(wei)[0].words
    assert told(wei)[0].buttons == []
    [message] = told(ben, "growth")
    assert message.buttons == ["Take it", "Pass on", "Done"]
    assert replies(ana)[0].startswith("Wei Tan passed it on from Platform to *Growth*")
    assert "*Growth*: Staging keys" in ana.messages()[0].words
    await press_stale(company, wei, "blocker_take")
    assert "This waits on Growth, so that is for people of Growth or the PMO." in wei.messages()[-1].words
    # An edit that leaves the words alone tells the same one again, wherever it has gone.
    await tells(ana, {"One line for the summary": "Cards live"}, "Edit")
    assert len(await stored(company, Blocker)) == 1


async def press_stale(company: World, who: Persona, action_id: str) -> None:
    """Press a button that a message has no more."""
    [blocker] = await stored(company, Blocker)
    body = Sending(company, next(name for name in ("wei", "ana", "rui") if company.persona(name).id == who.id))
    await company.deliver(body.on_message(action_id, str(blocker.id)))
    await company.idle()


async def test_of_two_who_take_it_at_once_one_wins_and_the_other_is_told_who(company: World) -> None:
    """Both had the form open."""
    ana, wei, priya = (company.persona(name) for name in ("ana", "wei", "priya"))
    await tells(ana)
    await company.at("Tue 10:05")
    for who in (wei, priya):
        await who.click("Take it", on=told(who)[0])
    answers = await asyncio.gather(wei.submit(), priya.submit())
    refused = [one for one in answers if one]
    assert len(refused) == 1
    assert "took this, by Fri 6 Mar. Nothing was changed." in refused[0]["owner"]
    await company.idle()
    assert len(replies(ana)) == 1
    await company.persona("arjun").click("Done", on=told(wei)[0])
    await press_stale(company, wei, "blocker_done")
    assert "Arjun Rao has closed this already. Nothing was changed." in wei.messages()[-1].words


async def test_only_those_it_waits_on_act_and_who_raised_it_may_close_it(company: World) -> None:
    """Rui of Payments is told whose it is; Ana closes her own, and hears nothing of it."""
    ana, rui, wei = (company.persona(name) for name in ("ana", "rui", "wei"))
    await tells(ana)
    await company.at("Tue 10:05")
    await press_stale(company, rui, "blocker_take")
    assert "people of Platform or the PMO. Nothing was changed." in rui.messages()[-1].words
    await press_stale(company, ana, "blocker_done")
    assert told(wei)[0].buttons == ["Reopen"]
    assert replies(ana) == []
    assert "Closed. *Reopen* on the message takes it back within a day." in ana.messages()[-1].words
    await press_stale(company, ana, "blocker_reopen")
    assert ana.messages()[-1].words == "Open again."


async def test_a_team_without_a_channel_is_told_through_its_lead(company: World) -> None:
    """The lead gets the same message, and reads why."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.text("UPDATE team SET channel_id = '' WHERE name = 'Platform'"))
    await tells(company.persona("ana"))
    await company.at("Tue 10:05")
    last = company.persona("wei").messages()[-1]
    assert "*Payments* waits on *Platform*" in last.words
    assert "You get this because Platform has no channel" in last.words
    assert last.buttons == ["Take it", "Pass on", "Done"]


async def test_the_summary_says_what_was_done_and_who_waits_on_each_other(company: World) -> None:
    """Payments waits on Platform, and Platform on Payments."""
    ana, wei, mara = (company.persona(name) for name in ("ana", "wei", "mara"))
    await tells(ana)
    await tells(wei, GOOD | {"Waiting on anyone?": ["Payments"], "What do you need from them?": "A test card"})
    await company.at("Tue 10:05")
    await wei.click("Take it", on=told(wei)[0])
    await wei.submit()
    await company.at("Tue 22:00")
    [summary] = mara.messages("sync")
    assert (
        "*Payments* waits on *Platform*: Staging keys · by Thursday _(Wei Tan took it, by Fri 6 Mar)_" in summary.words
    )
    assert "Payments and Platform wait on each other." in summary.words
    await company.persona("ana").click("Done", on=told(ana, "payments")[0])
    await company.idle()
    [summary] = mara.messages("sync")
    assert "wait on each other" not in summary.words
    assert "A test card" not in summary.words


PAIR = """
syncs:
  - name: Pair check
    days: [tue]
    time: "11:00"
    channel: "#payments"
    voice: everyone
    people: [ana@lumen.example, tiago@lumen.example]
    owner: mara@lumen.example
    questions:
      - {key: moved, kind: long_text, text: "What moved?", required: true}
      - {key: waiting_on, kind: people, text: "Waiting on whom?", role: waiting_on}
      - {key: waiting_for, kind: long_text, text: "What for?", role: waiting_for}
"""


async def test_a_blocker_on_a_person_comes_to_them_and_who_cannot_be_waited_on_is_refused(company: World) -> None:
    """Oneself and who has left are refused beside the field; what was typed stays."""
    await company.apply(PAIR)
    ana, rui = company.persona("ana"), company.persona("rui")
    await company.at("Tue 11:00")
    asked = next(one for one in ana.messages() if "Pair check" in one.text)
    await ana.click("Answer", on=asked)
    said = {"What moved?": "Cards", "What for?": "A review"}
    refused = await ana.submit(said | {"Waiting on whom?": ["ana"]})
    assert refused["q:waiting_on"].startswith("You cannot wait on yourself. Please choose whom you wait on")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.text("UPDATE person SET deactivated = true WHERE name = 'Nadia Haddad'"))
    assert "Nadia Haddad has left" in (await ana.submit({"Waiting on whom?": ["nadia"]}))["q:waiting_on"]
    assert await ana.submit({"Waiting on whom?": ["rui"]}) == {}
    await company.at("Tue 11:05")
    message = rui.messages()[-1]
    assert message.text == "Ana Sousa waits on you: A review"
    await rui.click("Take it", on=message)
    assert await rui.submit() == {}
    await company.idle()
    # Payments' people work in Lisbon; past the date the owner is reminded once.
    await company.at("2026-03-09 08:59")
    assert "hoped for this by" not in rui.messages()[-1].words
    await company.at("2026-03-09 09:00")
    [reminder] = [one for one in rui.messages() if "hoped for this by Fri 6 Mar" in one.words]
    assert reminder.buttons == ["Change date", "Pass on", "Done"]
