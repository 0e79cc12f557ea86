"""A blocker raised where it hurts: from a message, by the command, at home; heard of, taken, and in the next sync."""

import pytest
import sqlalchemy as sa

from bot.playground.persona import Persona
from bot.playground.seen import SeenMessage
from bot.views import blocker_new
from models import Blocker, Ritual, RitualTeam, Team
from tests.factories.listening import Sending
from tests.journeys.conftest import World
from tests.journeys.test_blocker import GOOD, told
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

NEEDS, TEAM, PERSON = "What do you wait for?", "Waiting on which team?", "Or on whom?"
SALES = sa.select(Team.id).where(Team.name == "Sales")
WHO, OWNER = "Or on somebody outside?", "Who looks after it here?"
ON_PLATFORM = {NEEDS: "Staging keys", TEAM: ["Platform"]}


def kept(who: Persona) -> SeenMessage:
    """The message that somebody keeps of what they raised last."""
    return [one for one in who.messages() if " on " in one.text and "wait" in one.text and ": " in one.text][-1]


def heard(who: Persona) -> list[str]:
    """What somebody reads below it."""
    return [one.words for one in who.thread("dm", kept(who).ts)[1:]]


async def raises(who: Persona, answers: dict[str, object] = ON_PLATFORM) -> None:
    """Somebody raises a blocker by the command."""
    await who.command("/pmo blocker")
    assert await who.submit(answers) == {}
    await who.close()


async def test_a_message_becomes_a_blocker_and_who_raised_it_hears_of_each_step(company: World) -> None:
    """With its words and its link; five minutes to take it back; take, pass and done as of any other."""
    ben, wei, ana = (company.persona(name) for name in ("ben", "wei", "ana"))
    said = await ana.say("The staging keys expired", "general")
    await ben.shortcut("Raise a blocker", said)
    assert "Growth, the PMO and everyone in Weekly sync see it, too." in ben.read_words(ben.modal)
    assert "The link of the message goes along." in ben.read_words(ben.modal)
    assert await ben.submit({TEAM: ["Platform"]}) == {}
    assert "*Platform* hears of it Tue 02:05, in #platform." in ben.read_words(ben.modal)
    await ben.close()
    assert "#platform hears of this Tue 02:05" in kept(ben).words
    assert kept(ben).buttons == ["Take it back"]
    await company.at("Tue 10:04")
    assert told(wei) == []
    await company.at("Tue 10:05")
    [message] = told(wei)
    assert message.text == "Ben Carter waits on Platform: The staging keys expired"
    assert "*Growth* waits on *Platform*." in message.words
    channel, number = company.slack.channel("general").id, said.ts.replace(".", "")
    assert f"/archives/{channel}/p{number}|The message it came from>" in message.words
    assert message.buttons == ["Take it", "Pass on", "Done"]
    assert "not taken yet" in kept(ben).words
    assert kept(ben).buttons == ["Done"]

    await wei.click("Take it", on=message)
    assert await wei.submit() == {}
    await company.idle()
    assert "Wei Tan took it, by Fri" in kept(ben).words
    assert heard(ben)[0].startswith("*Platform* took it: Wei Tan")
    await wei.click("Pass on", on=told(wei)[0])
    assert await wei.submit({"To which team?": "Mobile", "Why?": "Mobile has them."}) == {}
    await company.idle()
    assert "passed it on to Mobile" in told(wei)[0].words
    lena = company.persona("lena")
    [there] = told(lena, "mobile")
    assert "The staging keys expired" in there.words
    await lena.click("Done", on=there)
    await company.idle()
    assert heard(ben)[-1].startswith("Lena Fischer says it's done.")
    assert kept(ben).buttons == ["Reopen"]
    assert len(told(lena, "mobile")) == 1


async def test_it_is_taken_back_unseen_within_five_minutes_and_not_later(company: World) -> None:
    """Nobody hears of it; once they have, the button says so, and *Done* closes it."""
    ben, wei = company.persona("ben"), company.persona("wei")
    await raises(ben)
    await ben.click("Take it back", on=kept(ben))
    await company.at("Tue 10:30")
    assert told(wei) == []
    assert "Taken back; nobody was told." in kept(ben).words
    assert kept(ben).buttons == []
    await raises(ben)
    await company.at("Tue 10:40")
    *_, blocker = await stored(company, Blocker)
    await company.deliver(Sending(company, "ben").on_message(blocker_new.TAKE_BACK, str(blocker.id)))
    await company.idle()
    assert "has heard of this" in ben.messages()[-1].words
    await ben.click("Done", on=kept(ben))
    await company.idle()
    assert "done by Ben Carter" in told(wei)[0].words
    assert heard(ben) == []
    assert [one.state for one in await stored(company, Blocker)] == ["withdrawn", "done"]


async def test_the_next_form_and_summary_of_the_team_have_it(company: World) -> None:
    """It is open in the form, shown in the summary, and a tick closes it; the list and the map know it before."""
    ana, ines, mara, wei = (company.persona(name) for name in ("ana", "ines", "mara", "wei"))
    await raises(ines)
    [listed] = await mara.command("/pmo blockers")
    assert "Nobody waits on anybody." in listed.words
    [listed] = await ines.command("/pmo blockers")
    assert "*Payments* (Inês Duarte) waits on *Platform*" in listed.words
    await company.at("Tue 10:06")
    [listed] = await mara.command("/pmo blockers Platform")
    assert "Staging keys" in listed.words
    [shown] = await mara.command("/pmo sync map Weekly sync")
    assert "Payments" in shown.words
    await ana.click("Answer")
    assert "Still waiting on these?" in ana.read_words(ana.modal) or "Staging keys" in str(ana.modal.blocks)
    assert await ana.submit(GOOD) == {}
    await company.at("Tue 23:50")
    [summary] = [one for one in mara.messages("sync") if "Weekly sync" in one.words]
    assert "*Payments* waits on *Platform*" in summary.words
    assert "Staging keys" in summary.words
    await company.at("2026-03-10 10:00")
    tiago = company.persona("tiago")
    await tiago.click("Answer", on=tiago.messages()[-1])
    [blocker] = await stored(company, Blocker)
    assert blocker.round_id is None
    assert await tiago.submit(GOOD | {"came": [str(blocker.id)]}) == {}
    await company.idle()
    assert "done by Tiago Ferreira" in told(wei)[0].words
    assert heard(ines)[-1].startswith("Tiago Ferreira says it's done.")


async def test_of_several_teams_one_chooses_whose_it_is(company: World) -> None:
    """Hui Min is with Platform and embedded in Payments: her home is proposed."""
    huimin, mara = company.persona("huimin"), company.persona("mara")
    await huimin.command("/pmo blockers new Test cards")
    refused = await huimin.submit({TEAM: ["Payments"], "Which team of yours waits?": "Payments"})
    assert list(refused.values()) == ["Payments is your own team. Please choose whom outside of it you wait on."]
    assert await huimin.submit({TEAM: ["Payments"], "Which team of yours waits?": "Platform"}) == {}
    await company.at("Tue 10:05")
    [listed] = await mara.command("/pmo blockers")
    assert "*Platform* (Hui Min Lee) waits on *Payments*" in listed.words
    assert "Test cards" in listed.words


async def test_two_that_are_the_same_become_one_for_both(company: World) -> None:
    """Each of them hears of it; both messages of the team show the first."""
    ben, lena, wei = (company.persona(name) for name in ("ben", "lena", "wei"))
    await raises(ben)
    await raises(lena, ON_PLATFORM | {NEEDS: "Keys for staging"})
    await company.at("Tue 10:05")
    first, second = told(wei)
    one, other = await stored(company, Blocker)
    await company.deliver(Sending(company, "wei").on_message("blocker_more", f"blocker_same:{other.id}"))
    assert await wei.submit({"Same as which?": str(one.id)}) == {}
    await company.idle()
    assert all("1 other for the same" in message.words for message in told(wei))
    await wei.click("Done", on=told(wei)[1])
    await company.idle()
    assert heard(ben)[-1].startswith("Wei Tan says it's done.")
    assert heard(lena)[-1].startswith("Wei Tan says it's done.")
    assert first.ts != second.ts


async def test_it_is_raised_at_home_and_ages_to_the_pmo(company: World) -> None:
    """The home tab has the button and then the blocker; after three working days the PMO sees it."""
    ben, mara = company.persona("ben"), company.persona("mara")
    await ben.open_home()
    await ben.click("Raise a blocker", on="home")
    assert await ben.submit(ON_PLATFORM) == {}
    await ben.close()
    assert "What you wait for" in ben.read_words(ben.home)
    await company.at("2026-03-06 12:00")
    await mara.open_home()
    assert "Blockers past their time" in mara.read_words(mara.home)
    assert "Staging keys" in mara.read_words(mara.home)


async def test_who_is_in_no_sync_raises_one_too_and_the_first_sync_that_asks_them_takes_it_up(company: World) -> None:
    """Both teams and the PMO see it, others only once the sync has it."""
    marcus, lena, nadia, mara = (company.persona(name) for name in ("marcus", "lena", "nadia", "mara"))
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.delete(RitualTeam).where(RitualTeam.team_id == SALES.scalar_subquery()))
    await marcus.command("/pmo blocker Platform")
    assert "Sales and the PMO see it, too." in marcus.read_words(marcus.modal)
    assert await marcus.submit({NEEDS: "Staging keys"}) == {}
    await company.at("Tue 10:05")
    seen = [(await one.command("/pmo blockers"))[0].words for one in (lena, nadia, mara)]
    assert ["Staging keys" in words for words in seen] == [False, True, True]
    [blocker] = await stored(company, Blocker)
    assert blocker.ritual_id is None
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        [ritual], [sales] = await session.scalars(sa.select(Ritual.id)), await session.scalars(SALES)
        session.add(RitualTeam(ritual_id=ritual, team_id=sales))
    await company.at("2026-03-10 18:00")
    await marcus.click("Answer", on=marcus.messages()[-1])
    assert "Staging keys" in str(marcus.modal.blocks)
    assert await marcus.submit(GOOD) == {}
    await company.at("2026-03-11 08:00")
    assert "Staging keys" in (await lena.command("/pmo blockers"))[0].words
    assert any("Staging keys" in one.words for one in mara.messages("sync"))
