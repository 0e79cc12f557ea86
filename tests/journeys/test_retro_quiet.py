"""Do-not-disturb and outages of Slack: what a retro asks waits for its reader, and its reminder is never beside it."""

import pytest

from tests.factories.retro import COMPANY, cards, newest, set_up, staffed
from tests.journeys.test_sync_faults import all_sent

FIRST = {"Week": "First of the month"}
SYNC = COMPANY.split("\nsyncs:", maxsplit=1)[1].replace("[tue]", "[thu]").replace("voice: team", "voice: everyone")


@pytest.fixture
async def team(lumen):
    """The company, with Payments' retro on the first Thursday of each month: cards from 14:00 until Tuesday."""
    await staffed(lumen)
    await set_up(lumen.persona("ana"), FIRST)
    return lumen


def of_retro(person):
    """What somebody was told of the retro in their own conversation."""
    return [one for one in person.messages() if "Payments retro" in one.words]


async def test_a_question_waits_for_the_end_of_do_not_disturb(team):
    """Rui's lasts until four: then he is asked; Ines, who can be disturbed, at two."""
    rui, ines = team.persona("rui"), team.persona("ines")
    await team.at("2026-03-05 13:30")
    rui.do_not_disturb(150)
    await team.at("2026-03-05 15:59")
    assert of_retro(rui) == []
    assert len(of_retro(ines)) == 1
    assert "what do you think?" in rui.read_words(await rui.open_home())
    await team.at("2026-03-05 16:00")
    [asked] = of_retro(rui)
    assert "Hello Rui" in asked.words


async def test_it_waits_no_longer_than_there_is_time_to_write(team):
    """Rui is not to be disturbed for a week: half an hour of his time before the cards are shown he is asked."""
    rui = team.persona("rui")
    await team.at("2026-03-05 13:30")
    rui.do_not_disturb(7 * 24 * 60)
    await team.at("2026-03-10 13:29")
    assert of_retro(rui) == []
    await team.at("2026-03-10 13:31")
    assert len(of_retro(rui)) == 1


async def test_a_reminder_waits_and_is_not_sent_to_who_wrote_meanwhile(team):
    """Asked on Thursday, Rui and Ines are to be reminded on Monday, and cannot be disturbed; Ines writes."""
    rui, ines = team.persona("rui"), team.persona("ines")
    await team.at("2026-03-09 08:00")
    for one in (rui, ines):
        one.do_not_disturb(25 * 60)
    await team.at("2026-03-09 20:00")
    assert len(of_retro(rui)) == len(of_retro(ines)) == 1
    await ines.open_home()
    await ines.click("Add a card", on="home")
    await ines.submit({"What worked?": "Pairing"})
    await ines.close()
    await team.at("2026-03-10 13:00")
    assert "takes cards until Tue 14:00. One thought is enough" in of_retro(rui)[-1].words
    assert len(of_retro(rui)) == 2
    assert len(of_retro(ines)) == 1


async def test_a_reminder_does_not_come_with_its_question(team):
    """Both waited until Tuesday morning."""
    rui = team.persona("rui")
    await team.at("2026-03-05 13:30")
    rui.do_not_disturb(4 * 24 * 60 + 19 * 60)
    await team.at("2026-03-10 13:59")
    [asked] = of_retro(rui)
    assert "One thought is enough" not in asked.words


async def test_after_an_outage_of_days_a_reminder_does_not_come_with_its_question(team):
    """Slack fails from before the question until after the reminder."""
    rui = team.persona("rui")
    await team.at("2026-03-05 13:00")
    team.slack.faults.switch("server_error", on=True)
    await team.at("2026-03-10 09:00")
    team.slack.faults.switch("server_error", on=False)
    await all_sent(team)
    [asked] = of_retro(rui)
    assert "One thought is enough" not in asked.words


async def test_who_has_nothing_meanwhile_is_not_asked_and_introduced_another_time(team):
    """Said on the home tab, the question does not come; the next one says who Drumbeat is."""
    rui = team.persona("rui")
    await team.at("2026-03-05 13:30")
    rui.do_not_disturb(150)
    await team.at("2026-03-05 14:30")
    await rui.open_home()
    await rui.click("Nothing this time", on="home")
    await team.at("2026-03-10 14:01")
    assert of_retro(rui) == []
    await team.at("2026-04-02 14:00")
    assert "Hello Rui" in of_retro(rui)[-1].words


async def test_cards_shown_meanwhile_are_asked_for_no_more(team):
    """Ana shows them while Rui cannot be disturbed: nothing comes to him."""
    rui, ana = team.persona("rui"), team.persona("ana")
    await team.at("2026-03-05 13:30")
    rui.do_not_disturb(150)
    await team.at("2026-03-05 15:00")
    await cards(team, "a", "b", "c")
    await ana.click("Reveal now", on=ana.messages("payments")[-1])
    await team.at("2026-03-05 17:00")
    assert (await newest(team)).state == "grouping"
    assert of_retro(rui) == []


@pytest.mark.parametrize("syncs_time", ["13:40", "14:20"], ids=["sync first", "retro first"])
async def test_with_a_question_of_a_sync_it_waits_and_comes_in_one_message(team, syncs_time):
    """Whichever was wanted first: both come when Rui can be disturbed again."""
    rui = team.persona("rui")
    await team.apply(COMPANY.split("\nsyncs:", maxsplit=1)[0] + "\nsyncs:" + SYNC.replace("10:00", syncs_time))
    await team.at("2026-03-05 13:30")
    rui.do_not_disturb(120)
    await team.at("2026-03-05 15:29")
    assert rui.messages() == []
    await team.at("2026-03-05 15:31")
    [asked] = rui.messages()
    assert "*Payments retro*" in asked.words
    assert "*Weekly sync*" in asked.words


@pytest.mark.parametrize("syncs_time", ["13:40", "14:20"], ids=["sync first", "retro first"])
async def test_in_one_message_they_wait_no_longer_than_the_sync_can(team, syncs_time):
    """Rui prolongs it before it ends. The sync can wait until Friday, the retro could until Tuesday: both come then."""
    rui = team.persona("rui")
    await team.apply(COMPANY.split("\nsyncs:", maxsplit=1)[0] + "\nsyncs:" + SYNC.replace("10:00", syncs_time))
    await team.at("2026-03-05 13:30")
    rui.do_not_disturb(120)
    await team.at("2026-03-05 15:29")
    rui.do_not_disturb(7 * 24 * 60)
    await team.at("2026-03-06 16:29")
    assert rui.messages() == []
    await team.at("2026-03-06 16:31")
    [asked] = rui.messages()
    assert "*Payments retro*" in asked.words
    assert "*Weekly sync*" in asked.words
