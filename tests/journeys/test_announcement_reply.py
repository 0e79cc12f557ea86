"""A reader says what they make of an announcement: one tap, changed with another."""

import asyncio
from datetime import timedelta

import sqlalchemy as sa

from bot.playground.seen import SeenMessage
from bot.services.stakeholder import members_of
from models import AnnouncementReader, AuditEntry, Change, StakeholderGroup
from tests.factories.announced import announced, drafted, go, person_of
from tests.journeys.conftest import World
from tests.journeys.test_announcement_send import TITLE, got
from tests.journeys.test_sync_races import stored


async def out(world: World, groups: dict[str, list[str]] | None = None, **fields: object) -> int:
    """Send an announcement that everybody gets at once; return its id."""
    made = await drafted(
        world, groups or {"Payments": ["ana", "wei"], "Berlin office": ["jonas"]}, must_read=True, **fields
    )
    await go(world, made)
    await world.advance(timedelta(minutes=2))
    return made


async def replied(world: World, who: str) -> AnnouncementReader:
    """Return what is stored of a reader."""
    person = await person_of(world, who)
    [reader] = [one for one in await stored(world, AnnouncementReader) if one.person_id == person.id]
    return reader


async def group(world: World, name: str) -> set[int]:
    """Return who belongs to a stakeholder group."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        of = await session.scalar(sa.select(StakeholderGroup.id).where(StakeholderGroup.name == name))
        assert of is not None
        return (await members_of(session, [of]))[of]


def asked(world: World, who: str = "mara") -> list[SeenMessage]:
    """What somebody is asked of whom it affects."""
    return [one for one in world.persona(who).messages() if "affect" in one.words and TITLE in one.words]


async def test_got_it_is_one_tap_and_can_be_changed(company: World) -> None:
    """The message says what was said; *Change* takes it back, and a second tap at once does nothing."""
    await out(company)
    ana = company.persona("ana")
    [message] = got(company, "ana")
    await asyncio.gather(ana.click("Got it", on=message), ana.click("Got it", on=message))
    await company.idle()
    [message] = got(company, "ana")
    assert "You said: *Got it*." in message.words
    assert "[Got it]" not in message.words
    assert (await replied(company, "ana")).answer == "got"
    await ana.click("Change", on=message)
    await company.idle()
    [message] = got(company, "ana")
    assert "[Got it]" in message.words
    assert "You said" not in message.words
    assert (await replied(company, "ana")).answer == ""


async def test_a_question_asked_with_a_name_is_a_reply(company: World) -> None:
    """The form is about this change; once it is sent the message says so."""
    await out(company)
    ana = company.persona("ana")
    [message] = got(company, "ana")
    await ana.click("I have a question", on=message)
    await ana.submit({"What would you like to know?": "Who writes my review?"})
    await company.idle()
    [message] = got(company, "ana")
    assert "You asked a question." in message.words
    assert (await replied(company, "ana")).answer == "asked"


async def test_whom_it_does_not_affect_is_taken_out_once_the_pmo_agrees(company: World) -> None:
    """They name who instead; the PMO's yes takes them out of the team's group, and the other in, who gets it."""
    made = await out(company, {"Payments": ["Payments"], "Berlin office": ["jonas"]})
    ana, mara = company.persona("ana"), company.persona("mara")
    [message] = got(company, "ana")
    await ana.click("Doesn't affect me", on=message)
    await ana.submit({"Somebody else?": "ben"})
    await company.idle()
    [message] = got(company, "ana")
    assert "You said: *Doesn't affect me*, but Ben Carter." in message.words
    [question] = asked(company)
    assert "Ana Sousa · got it with Payments · says that it affects Ben Carter" in question.words
    members = await group(company, "Payments")
    ana_id, ben_id = (await person_of(company, "ana")).id, (await person_of(company, "ben")).id
    assert ana_id in members
    assert ben_id not in members
    assert "gets what is open here as a message" in str(question.blocks), "it is asked before it is done"
    await mara.click("Correct it", on=question)
    await company.idle()
    members = await group(company, "Payments")
    assert ana_id not in members
    assert ben_id in members
    [question] = asked(company)
    assert "Taken out, and Ben Carter brought in, by Mara Lindqvist." in question.words
    assert "[Correct it]" not in question.words
    [message] = got(company, "ana")
    assert "Mara Lindqvist has taken you out of Payments" in message.words
    await company.advance(timedelta(days=3))
    assert len(got(company, "ben")) == 1
    assert [one.action for one in await stored(company, AuditEntry)].count("stakeholders_corrected") == 1
    assert (await announced(company, made)).state == "sent"


async def test_whoever_was_taken_out_belongs_to_a_group_again_once_they_are_named(company: World) -> None:
    """By name in the form of the group: their team alone does not bring them back."""
    await out(company, {"Payments": ["Payments"]})
    ana, mara = company.persona("ana"), company.persona("mara")
    await ana.click("Doesn't affect me", on=got(company, "ana")[0])
    await ana.submit()
    await company.idle()
    await mara.click("Correct it", on=asked(company)[0])
    await company.idle()
    ana_id = (await person_of(company, "ana")).id
    assert ana_id not in await group(company, "Payments")
    [page] = await mara.command("/pmo change shift")
    await mara.click("Edit groups", on=page)
    await mara.click("Who belongs to it", on=mara.modal)
    assert await mara.submit({"People by name": ["ana"]}) == {}
    await company.idle()
    assert ana_id in await group(company, "Payments")


async def test_whom_it_does_affect_is_told_why_and_asked_again(company: World) -> None:
    """The reason comes below what they got, as a reply; *Got it* there settles both."""
    await out(company)
    ana, mara = company.persona("ana"), company.persona("mara")
    [message] = got(company, "ana")
    await ana.click("Doesn't affect me", on=message)
    await ana.close()
    await company.idle()
    [question] = asked(company)
    await mara.click("It does affect them", on=question)
    assert "say why" in (await mara.submit({"Why does it affect them?": " "}))["because"]
    await mara.submit({"Why does it affect them?": "You get <!everyone> two calls more."})
    await company.at("Mon 08:59")
    assert not [one for one in ana.thread("dm", message.ts) if "does affect you" in one.words], "she does not work yet"
    await company.at("Mon 09:00")
    [reply] = [one for one in ana.thread("dm", message.ts) if "does affect you" in one.words]
    assert "*Because:* You get" in reply.words
    assert "<!everyone>" not in reply.words
    await ana.click("Got it", on=reply)
    await company.idle()
    assert (await replied(company, "ana")).answer == "got"
    [message] = got(company, "ana")
    assert "You said: *Got it*." in message.words
    [question] = asked(company)
    assert "Mara Lindqvist told them why it does affect them" in question.words


async def test_readers_whom_it_does_not_affect_are_asked_about_in_one_message(company: World) -> None:
    """What comes while the PMO is being asked joins the message; what is taken back leaves it."""
    await out(company)
    for who in ("ana", "jonas"):
        [message] = got(company, who)
        await company.persona(who).click("Doesn't affect me", on=message)
        await company.persona(who).close()
        await company.idle()
    [question] = asked(company)
    assert "does not affect 2 people who got it" in question.words
    for who in ("ana", "jonas"):
        [message] = got(company, who)
        await company.persona(who).click("Change", on=message)
        await company.idle()
    [left] = [one for one in company.persona("mara").messages() if "taken back" in one.words]
    assert left.ts == question.ts
    assert left.buttons == []


async def test_what_was_decided_by_one_is_not_decided_by_another(company: World) -> None:
    """Two clicks at once: one has an effect, the other is told."""
    await out(company)
    [message] = got(company, "ana")
    await company.persona("ana").click("Doesn't affect me", on=message)
    await company.idle()
    mara = company.persona("mara")
    [question] = asked(company)
    await asyncio.gather(mara.click("Correct it", on=question), mara.click("Correct it", on=question))
    await company.idle()
    assert [one.action for one in await stored(company, AuditEntry)].count("stakeholders_corrected") == 1


async def test_nobody_names_themselves_or_an_app(company: World) -> None:
    """It is said beside the field, and nothing is stored."""
    await out(company)
    ana = company.persona("ana")
    [message] = got(company, "ana")
    await ana.click("Doesn't affect me", on=message)
    assert "That is you" in (await ana.submit({"Somebody else?": "ana"}))["person"]


async def test_who_would_like_to_help_is_named_to_whoever_answers_for_it(company: World) -> None:
    """One message that grows; whoever takes it back is named no more."""
    await out(company)
    for who in ("ana", "jonas"):
        [message] = got(company, who)
        await company.persona(who).click("I'd like to help", on=message)
        await company.idle()
    [message] = got(company, "ana")
    assert "You offered to help." in message.words
    [told] = [one for one in company.persona("mara").messages() if "like to help" in one.words]
    assert "Ana Sousa and Jonas Weber" in told.words
    await company.persona("ana").click("Change", on=message)
    await company.idle()
    [told] = [one for one in company.persona("mara").messages() if "like to help" in one.words]
    assert "Ana Sousa" not in told.words


async def test_replies_that_come_too_late_change_nothing(company: World) -> None:
    """Somebody else's, one that is gone, and one whose change has ended."""
    made = await out(company)
    [message] = got(company, "ana")
    reader = await replied(company, "ana")
    with_id = company.persona("wei")
    [theirs] = got(company, "wei")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(
            sa.update(Change).values(state="stopped", ended_at=company.clock.now(), ended_because="No money.")
        )
    await company.persona("ana").click("Got it", on=message)
    assert (await replied(company, "ana")).answer == ""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.delete(AnnouncementReader).where(AnnouncementReader.id != reader.id))
    await with_id.click("Got it", on=theirs)
    assert (await replied(company, "ana")).answer == ""
    assert (await announced(company, made)).state in {"sending", "sent"}


async def test_the_home_tab_shows_what_waits_for_a_reply_and_takes_it(company: World) -> None:
    """*Got it* there is the same tap; what a lead has yet to tell stays until they have."""
    await out(company, {"Payments": ["Payments"]}, lead_hours=2)
    ana = company.persona("ana")
    home = await ana.open_home()
    assert "News for you" in ana.read_words(home)
    await ana.click("Got it", on=home)
    await company.idle()
    home = await ana.open_home()
    assert "News for you" not in ana.read_words(home)
    assert (await replied(company, "ana")).answer == "got"
    assert "For your team to hear" in ana.read_words(home)
    await ana.click("Told my team", on=home)
    home = await ana.open_home()
    assert "For your team to hear" not in ana.read_words(home)
