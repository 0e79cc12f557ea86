"""Files of a sync in Slack: its dates for a calendar, its answers for those who may read them."""

import base64

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from bot.playground.seen import SeenMessage
from models import AuditEntry, Membership, Person
from tests.journeys.conftest import World

pytestmark = pytest.mark.begins("Tue 10:00")
GOOD = {"What moved?": "=Cards", "What's next?": "Refunds"}


def files(world: World, who: str) -> list[tuple[str, str]]:
    """The files in somebody's conversation with Drumbeat: name and content."""
    sent = [one for message in world.persona(who).messages() for one in message.files]
    return [(one["name"], base64.b64decode(one["content"]).decode()) for one in sent]


async def listed(world: World, who: str) -> SeenMessage:
    """The list of syncs, as somebody sees it."""
    [answer] = await world.persona(who).command("/pmo sync")
    return answer


async def test_the_rounds_of_a_sync_come_as_a_file_for_ones_calendar(company: World) -> None:
    """By the command and from the list, at one's own ten o'clock, to oneself alone."""
    wei, ana = company.persona("wei"), company.persona("ana")
    _, said = await wei.command("/pmo sync calendar weekly")
    assert "weekly-sync.ics is in your messages with Drumbeat." in said.words
    assert said.ephemeral
    [(name, text)] = files(company, "wei")
    events = list(Calendar.from_ical(text).walk("VEVENT"))
    assert (name, len(events)) == ("weekly-sync.ics", 26)
    assert events[0]["DTSTART"].dt == company.instant("2026-03-10 02:00")
    listing = await listed(company, "ana")
    assert "Add to calendar" in listing.buttons
    await ana.click("Add to calendar", on=listing)
    [(_, text)] = files(company, "ana")
    assert next(iter(Calendar.from_ical(text).walk("VEVENT")))["DTSTART"].dt == company.instant("2026-03-10 10:00")
    assert len(files(company, "wei")) == 1


async def test_a_sync_that_was_saved_offers_its_calendar(company: World) -> None:
    """On what is said after saving."""
    mara = company.persona("mara")
    await mara.command("/pmo sync new")
    await mara.submit({"Name": "Demo day"})
    await mara.submit()
    await mara.click("Add to calendar")
    assert "demo-day.ics is in your messages" in mara.read_words(mara.modal)
    assert [name for name, _ in files(company, "mara")] == ["demo-day.ics"]


async def test_answers_come_as_csv_to_those_who_may_read_them(company: World) -> None:
    """The PMO gets all, a lead those of their team, a member is not even offered them; the audit knows who had them."""
    ana, mara, lena = (company.persona(name) for name in ("ana", "mara", "lena"))
    await mara.click("Download CSV", on=await listed(company, "mara"))
    assert "There are no answers to Weekly sync yet." in mara.messages()[-1].words
    for one in (ana, lena):
        await one.click("Answer", on=one.messages()[-1])
        await one.submit(GOOD)
    await mara.click("Download CSV", on=await listed(company, "mara"))
    [(name, text)] = files(company, "mara")
    assert name == "weekly-sync.csv"
    assert {line.split(",")[3] for line in text.splitlines()[1:]} == {"Ana Sousa", lena.person.real_name}
    assert ",What moved?,'=Cards" in text

    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        whose = sa.select(Person.id).where(Person.slack_id == ana.id).scalar_subquery()
        await session.execute(sa.update(Membership).where(Membership.person_id != whose).values(is_lead=False))
        await session.execute(sa.update(Membership).where(Membership.person_id == whose).values(is_lead=True))
    await ana.click("Download CSV", on=await listed(company, "ana"))
    [(_, text)] = files(company, "ana")
    assert {line.split(",")[3] for line in text.splitlines()[1:]} == {"Ana Sousa"}
    old = await listed(company, "ana")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Membership).values(is_lead=False))
        await session.execute(sa.update(Person).where(Person.slack_id == ana.id).values(role="member"))
    assert "Download CSV" not in (await listed(company, "ana")).buttons
    await ana.click("Download CSV", on=old)
    assert "Downloading answers of Weekly sync is for the PMO, and for leads" in ana.messages()[-1].words
    assert len(files(company, "ana")) == 1
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        rows = sa.select(AuditEntry.actor).where(AuditEntry.action == "answers_downloaded").order_by(AuditEntry.id)
        assert list(await session.scalars(rows)) == [mara.id, ana.id]


async def test_without_the_scope_a_sentence_says_how_to_get_it(company: World) -> None:
    """Nothing is sent, and nothing else breaks."""
    company.slack.scopes.discard("files:write")
    [said] = await company.persona("ana").command("/pmo sync calendar weekly")
    assert "Drumbeat may not send files here yet, so nothing was sent." in said.words
    assert "files:write" in said.words
    assert files(company, "ana") == []
