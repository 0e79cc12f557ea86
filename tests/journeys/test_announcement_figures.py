"""What came of an announcement: figures for those who run it, names where it must be read, and one kind reminder."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.playground.seen import SeenMessage
from models import AuditEntry
from tests.factories.announced import drafted, go, person_of
from tests.journeys.conftest import World
from tests.journeys.test_announcement_reply import out, replied
from tests.journeys.test_announcement_send import got
from tests.journeys.test_sync_file import files
from tests.journeys.test_sync_races import stored

TITLE = "Sales joins the product teams"
GROUPS = {"Payments": ["Payments"], "Berlin office": ["jonas", "wei"]}


async def figures(world: World, who: str) -> SeenMessage:
    """Show what came of it, from the page of the change."""
    persona = world.persona(who)
    [page] = await persona.command("/pmo change product teams")
    await persona.click("See replies", on=page)
    return newest(world, who, "said to")


def newest(world: World, who: str, words: str) -> SeenMessage:
    """The newest message to somebody that says this."""
    return [one for one in world.persona(who).messages() if words in one.words][-1]


def reminded(world: World, who: str) -> int:
    """How often somebody was reminded, in the thread of what they got."""
    [message] = got(world, who)
    thread = world.persona(who).thread("dm", message.ts)
    return sum("may have passed you by" in one.words for one in thread)


async def test_figures_by_group_and_names_for_the_pmo(company: World) -> None:
    """Each group with how many have it and what they said; the names of a must-read, and as a file."""
    await out(company, GROUPS)
    for who, button in (("ines", "Got it"), ("jonas", "Doesn't affect me")):
        [message] = got(company, who)
        await company.persona(who).click(button, on=message)
        await company.idle()
    seen = await figures(company, "mara")
    rows = [line for line in seen.words.splitlines() if line.startswith(("Payments", "Berlin office", "All"))]
    assert [[cell.strip() for cell in row.split("|")] for row in rows] == [
        ["Payments", "5", "5", "1", "0", "0", "4"],
        ["Berlin office", "2", "2", "0", "0", "1", "1"],
        ["All", "7", "7", "1", "0", "1", "5"],
    ]
    said = "1 said *Got it*, 1 said that it does not affect them; 5 people have not replied yet."
    assert f"7 of 7 people have it. {said}" in seen.words
    assert "Whoever is in several groups counts once" in seen.words
    mara = company.persona("mara")
    await mara.click("See names", on=seen)
    names = newest(company, "mara", "Who said what")
    assert "1 to 7 of 7" in names.words
    assert "Jonas Weber | Berlin office | Doesn't affect me" in names.words
    await mara.click("Download CSV", on=names)
    await company.idle()
    name, text = files(company, "mara")[-1]
    assert name.startswith("announcement_readers")
    assert "Jonas Weber,Berlin office,Doesn't affect me" in text


async def test_leads_see_their_own_team_and_others_nothing(company: World) -> None:
    """Ana leads Payments; Wei leads nobody."""
    await out(company, GROUPS)
    seen = await figures(company, "ana")
    assert "What your team said" in seen.words
    assert "people have it. Nobody has replied yet." in seen.words
    assert "Berlin office" not in seen.words
    await company.persona("ana").click("See names", on=seen)
    names = newest(company, "ana", "Who said what")
    assert "Rui Matos | Payments | no reply yet" in names.words
    assert "Jonas" not in names.words
    [page] = await company.persona("jonas").command("/pmo change product teams")
    assert "[See replies]" not in page.words


async def test_whoever_has_not_replied_is_reminded_once_and_twice_at_the_wish_of_the_pmo(company: World) -> None:
    """Not on the day on which they got it, and never a third time; who replied meanwhile is left out."""
    await out(company, {"Berlin office": ["jonas", "aylin"]})
    seen = await figures(company, "mara")
    assert "[Send reminder]" not in seen.words
    await company.at("Tue 10:00")
    seen = await figures(company, "mara")
    await company.persona("mara").click("Send reminder", on=seen)
    await company.idle()
    assert (reminded(company, "jonas"), reminded(company, "aylin")) == (1, 1)
    [message] = got(company, "aylin")
    await company.persona("aylin").click("Got it", on=message)
    await company.at("Wed 10:00")
    assert "[Send reminder]" not in (await figures(company, "mara")).words
    await company.at("Fri 10:00")
    seen = await figures(company, "mara")
    await company.persona("mara").click("Send reminder", on=seen)
    await company.idle()
    assert (reminded(company, "jonas"), reminded(company, "aylin")) == (2, 1)
    await company.advance(timedelta(days=4))
    assert "[Send reminder]" not in (await figures(company, "mara")).words
    assert reminded(company, "jonas") == 2
    assert [one.action for one in await stored(company, AuditEntry)].count("readers_reminded") == 2


async def test_a_must_read_reminds_by_itself_after_three_working_days(company: World) -> None:
    """In their working time, and once; whoever has replied is left alone."""
    await out(company, {"Berlin office": ["jonas", "aylin"]})
    [message] = got(company, "aylin")
    await company.persona("aylin").click("Got it", on=message)
    await company.at("Thu 07:59")
    assert reminded(company, "jonas") == 0
    await company.at("Fri 16:00")
    assert (reminded(company, "jonas"), reminded(company, "aylin")) == (1, 0)
    await company.advance(timedelta(days=4))
    assert reminded(company, "jonas") == 1
    assert (await replied(company, "jonas")).person_id == (await person_of(company, "jonas")).id


async def test_a_lead_reads_nothing_of_what_did_not_reach_their_team(company: World) -> None:
    """Neither its title, by its number, nor names or a reminder: Ana leads Payments, whom a draft waits for."""
    made = await drafted(company, {"Berlin office": ["jonas"]}, title="Berlin closes")
    draft = await drafted(company, {"Payments": ["Payments"]}, of="Payments moves", title="Payments closes")
    await go(company, made)
    ana, parts = company.persona("ana").id, company.bot.parts.change
    for number in (made, draft):
        for read in (parts.figures.facts, parts.figures.readers, parts.reminders.remind):
            with pytest.raises(UserError) as error:
                await read(company.workspace_id, ana, number)
            assert "closes" not in error.value.sentence


async def test_whoever_gets_it_with_their_next_message_has_not_been_reached_yet(company: World) -> None:
    """Ana has had enough for today: it is still to come to her, and nobody reminds her of what she does not have."""
    await go(company, await drafted(company, {"All": ["ana"]}, must_read=True))
    may = await drafted(company, {"All": ["ana", "jonas"]}, of="Office move", title="Two desks more", must_read=False)
    await go(company, may)
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change office move")
    await mara.click("See replies", on=page)
    seen = newest(company, "mara", "said to “Two desks more”")
    assert "1 of 2 people has it." in seen.words
    assert "Still to come to 1 person: in their own morning, or with another message." in seen.words
    await company.at("2026-03-03 08:30")
    assert not any("Two desks more" in one.words for one in company.persona("ana").messages())
    await mara.click("See replies", on=page)
    await mara.click("Send reminder", on=newest(company, "mara", "said to “Two desks more”"))
    await company.at("2026-03-03 18:00")
    [message] = [one for one in company.persona("ana").messages() if "Two desks more" in one.words]
    assert len(company.persona("ana").thread("dm", message.ts)) == 1
    [message] = [one for one in company.persona("jonas").messages() if "Two desks more" in one.words]
    assert len(company.persona("jonas").thread("dm", message.ts)) == 2
    await mara.click("See replies", on=page)
    seen = newest(company, "mara", "said to “Two desks more”")
    assert "2 of 2 people have it." in seen.words
    assert "[Send reminder]" not in seen.words, "Ana has it since today"
    await company.at("2026-03-04 12:00")
    await mara.click("See replies", on=page)
    assert "[Send reminder]" in newest(company, "mara", "said to “Two desks more”").words


async def test_names_say_why_somebody_does_not_have_it_yet(company: World) -> None:
    """Jonas is away: the figures count him, the list and the file say until when."""
    await company.persona("jonas").command("/pmo away 2 mar - 6 mar")
    made = await drafted(company, {"All": ["ana", "jonas"]}, must_read=True, of="Product teams")
    await go(company, made)
    await company.advance(timedelta(minutes=2))
    seen = await figures(company, "mara")
    assert "1 of 2 people has it." in seen.words
    assert "Not reached yet: 1 person is away or new here, and gets it on the next working day." in seen.words
    assert "Still to come" not in seen.words
    mara = company.persona("mara")
    await mara.click("See names", on=seen)
    assert "Jonas Weber | All | still to come: away until 6 Mar" in newest(company, "mara", "Who said what").words
    await mara.click("Download CSV", on=newest(company, "mara", "Who said what"))
    await company.idle()
    assert "Jonas Weber,All,still to come: away until 6 Mar" in files(company, "mara")[-1][1]


async def test_a_lead_does_not_read_that_somebody_has_not_replied_who_does_not_have_it(company: World) -> None:
    """Ines has had enough for today: her lead's list says that it is still to come."""
    await go(company, await drafted(company, {"All": ["ines"]}, must_read=True, of="Office move", title="We move"))
    await go(company, await drafted(company, {"All": ["ines"]}, of="Product teams"))
    seen = await figures(company, "ana")
    await company.persona("ana").click("See names", on=seen)
    assert "| All | still to come" in newest(company, "ana", "Who said what").words
