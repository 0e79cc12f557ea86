"""Leads say whether their team knows, or ask for help to tell it."""

from bot.domain.list_file import Listing, Wanted
from tests.journeys.conftest import World
from tests.journeys.test_announcement_reply import out, replied
from tests.journeys.test_announcement_send import got
from tests.journeys.test_forget import erase


async def test_a_lead_tells_the_team_or_asks_for_help(company: World) -> None:
    """Who answers for it and the PMO hear of it at once; later the same message says that the team knows."""
    await out(company, {"Payments": ["Payments"]}, lead_hours=2, author="ben")
    who = "ana"
    persona = company.persona(who)
    [message] = got(company, who)
    await persona.click("Need help", on=message)
    await company.idle()
    assert any("and write to you." in one.words for one in persona.messages())
    for hears in ("mara", "ben"):
        assert any("needs help to tell" in one.words for one in company.persona(hears).messages())
    [message] = got(company, who)
    assert "You asked for help: somebody writes to you." in message.words
    await persona.click("Told my team", on=message)
    await company.idle()
    [message] = got(company, who)
    assert "You have told your team." in message.words
    assert any("has told their team" in one.words for one in company.persona("mara").messages())


async def test_a_lead_takes_back_that_the_team_knows_and_that_help_is_needed(company: World) -> None:
    """The home tab asks for it again, the file with the names is true, and who was asked for help reads that."""
    made = await out(company, {"Payments": ["Payments"]}, lead_hours=2, author="ben")
    ana = company.persona("ana")
    [message] = got(company, "ana")
    await ana.click("Told my team", on=message)
    await company.idle()
    [message] = got(company, "ana")
    await ana.click("Not told yet", on=message)
    await company.idle()
    [message] = got(company, "ana")
    assert "You have told your team." not in message.words
    assert message.buttons[-2:] == ["Told my team", "Need help"]
    assert "[Told my team]" in ana.read_words(await ana.open_home())
    wanted = Wanted(Listing.READERS, made)
    file = await company.bot.parts.list_files.file(company.workspace_id, company.persona("mara").id, wanted)
    with file.content as written:
        assert "no word yet" in next(line for line in written.read().decode().splitlines() if "Ana Sousa" in line)
    await ana.click("Need help", on=message)
    await company.idle()
    [message] = got(company, "ana")
    await ana.click("No help needed", on=message)
    await company.idle()
    [told] = [one for one in company.persona("ben").messages() if "help" in one.words and "Ana Sousa" in one.words]
    assert "does not need help" in told.words
    assert (await replied(company, "ana")).told_team == ""


async def test_whoever_helps_a_lead_hears_of_each_time_that_they_need_it(company: World) -> None:
    """An edit pings nobody: the second time is a reply below the first; once it is settled both say so."""
    await out(company, {"Payments": ["Payments"]}, lead_hours=2, author="ben")
    ana, mara = company.persona("ana"), company.persona("mara")
    for press in ("Need help", "No help needed", "Need help"):
        await ana.click(press, on=got(company, "ana")[0])
        await company.idle()
    [first] = [one for one in mara.messages() if "needs help to tell" in one.words]
    [reply] = mara.thread("dm", first.ts)[1:]
    assert "Ana Sousa needs help again to tell" in reply.words
    await ana.click("Told my team", on=got(company, "ana")[0])
    await company.idle()
    assert ["has told their team" in one.words for one in mara.thread("dm", first.ts)] == [True, True]
    await ana.click("Need help", on=got(company, "ana")[0])
    await company.idle()
    assert len(mara.thread("dm", first.ts)) == 3


async def test_who_was_asked_for_help_reads_no_name_of_a_lead_who_was_erased(company: World) -> None:
    """Though the lead had taken it back by then."""
    await out(company, {"Payments": ["Payments"]}, lead_hours=2, author="ben")
    ana, ben = company.persona("ana"), company.persona("ben")
    for press in ("Need help", "No help needed"):
        await ana.click(press, on=got(company, "ana")[0])
        await company.idle()
    assert any("Ana Sousa does not need help" in one.words for one in ben.messages())
    await erase(company.bot, company.workspace_id, ana.id)
    await company.idle()
    [told] = [one for one in ben.messages() if "does not need help" in one.words]
    assert "Ana" not in told.words
