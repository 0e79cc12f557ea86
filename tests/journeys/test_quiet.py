"""Do-not-disturb in Slack: the question waits, and the sync goes on."""

from tests.journeys.conftest import COMPANY, World


async def test_a_question_waits_for_the_end_of_do_not_disturb(company: World) -> None:
    """Ana's lasts until eleven: she is asked then, and the round is as it was; Tiago's whole day never matters."""
    ana, ben = company.persona("ana"), company.persona("ben")
    await company.at("Tue 09:30")
    ana.do_not_disturb(90)
    await company.at("Tue 10:59")
    assert ana.messages() == []
    assert "*Weekly sync*" in ana.read_words(await ana.open_home() or ana.home)
    await company.at("Tue 11:00")
    [asked] = ana.messages()
    await ana.click("All as planned", on=asked)
    await company.at("Tue 18:00")
    assert len(ben.messages()) == 1


async def test_it_waits_no_longer_than_there_is_time_to_answer(company: World) -> None:
    """Wei, in Singapore, is not to be disturbed for two days: half an hour before his day's end he is asked."""
    wei = company.persona("wei")
    wei.do_not_disturb(2 * 24 * 60)
    await company.at("Tue 08:29")
    assert wei.messages() == []
    await company.at("Tue 08:31")
    assert len(wei.messages()) == 1


async def test_without_the_scope_nothing_is_held_back(company: World) -> None:
    """As before."""
    ana = company.persona("ana")
    company.slack.scopes.discard("dnd:read")
    ana.do_not_disturb(24 * 60)
    await company.at("Tue 10:00")
    await company.idle()
    assert len(ana.messages()) <= 1


async def test_a_reminder_does_not_come_with_its_question(lumen: World) -> None:
    """Both waited for the end of Rui's do-not-disturb, at 13:15; Ana was asked at ten and is reminded at noon."""
    await lumen.apply(COMPANY.read_text().replace("voice: team", "voice: everyone"))
    await lumen.at("Tue 09:30")
    rui, ana = lumen.persona("rui"), lumen.persona("ana")
    rui.do_not_disturb(225)
    await lumen.at("Tue 13:30")
    assert [one.words.startswith("Hello") for one in rui.messages()] == [True]
    assert len(ana.messages()) == 2
    await lumen.at("Tue 22:30")
    assert len(rui.messages()) == 1


async def test_who_answers_on_the_home_tab_meanwhile_is_not_asked_any_more(company: World) -> None:
    """Ana's question was to come at eleven; her update shows on the home tab, where she can still edit it."""
    ana = company.persona("ana")
    await company.at("Tue 09:30")
    ana.do_not_disturb(90)
    await company.at("Tue 10:30")
    await ana.click("All as planned", on=await ana.open_home() or ana.home)
    await company.at("Tue 11:30")
    assert ana.messages() == []
    assert "Edit" in ana.read_words(await ana.open_home() or ana.home)
