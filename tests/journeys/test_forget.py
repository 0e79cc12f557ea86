"""Somebody who left is erased while Drumbeat runs: no trace stays, in Slack their words go, and the rounds go on."""

import asyncio
import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.app import build
from bot.connection import synchronous
from bot.db import async_url
from bot.domain.forget import Traces
from bot.engine.elsewhere import ElsewhereEngine
from bot.errors import NotFound, UserError
from bot.forget import of
from bot.running import Bot
from bot.services.sync_answer import Kind
from bot.sqlite import wipe_free_space
from models import Answer, AuditEntry, Delivery, Person, Prompt, Ritual, Round, Timer
from tests.journeys.conftest import World
from tests.journeys.test_people_deactivated import leave
from tests.journeys.test_restart import durable, standing, start_again, stop  # noqa: F401 (a fixture)
from tests.journeys.test_sync_races import stored

SAID = {"What moved?": "Quokka payments are live.", "What's next?": "Wombat refunds\nBandicoot tests"}
EDITED = {"What moved?": "Numbat payments are live.", "What's next?": "Wombat refunds"}
ADDED = "Potoroo as well."


def everything(database_url: str) -> str:
    """All bytes of the SQLite file and its log, or all rows of all tables of all schemas on PostgreSQL."""
    url = async_url(database_url)
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        files = [path, path.with_name(f"{path.name}-wal")]
        return "".join(file.read_bytes().decode("latin-1") for file in files if file.exists())
    engine = sa.create_engine(synchronous(url))
    with engine.connect() as connection:
        schemas = [name for name in sa.inspect(connection).get_schema_names() if name != "information_schema"]
        names = [(schema, name) for schema in schemas for name in sa.inspect(connection).get_table_names(schema)]
        rows = [
            str(row[0])
            for schema, name in names
            for row in connection.execute(sa.text(f'SELECT t::text FROM "{schema}"."{name}" t'))
        ]
    engine.dispose()
    return "\n".join(rows)


def found(database_url: str, sought: Iterable[str]) -> list[str]:
    """Which of the words sought are stored, in any case."""
    text = everything(database_url).casefold()
    return [one for one in sought if one.casefold() in text]


async def say_much(world: World) -> None:
    """Let Ana answer, edit, add, draft and own, and others write of her."""
    ana, mara, tiago = (world.persona(who) for who in ("ana", "mara", "tiago"))
    await mara.command("/pmo role @ana lead")
    await ana.command("/pmo sync new")
    await ana.submit({"Name": "Bilby sync"})
    await ana.click("Answer", on=ana.messages()[0])
    assert await ana.submit(SAID) == {}
    await ana.click("Edit", on=ana.messages()[0])
    assert await ana.submit(EDITED) == {}
    [answer] = await stored(world, Answer)
    answers = world.bot.parts.answers
    praise = f"Thank Ana Sousa (Ana@Lumen.example), <@{ana.id}>!"
    assert (await answers.add(world.workspace_id, tiago.id, answer.prompt_id, praise)).kind is Kind.ADDED
    assert (await answers.add(world.workspace_id, ana.id, answer.prompt_id, ADDED)).kind is Kind.ADDED
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        await session.execute(sa.update(Ritual).values(owner_id=answer.person_id))
    await world.idle()


async def erase(bot: Bot, workspace_id: str, slack_id: str) -> Traces:
    """Erase somebody as the command does, with the parts of a Drumbeat that runs."""
    forgetting = of(bot)
    traces = await forgetting.traces(workspace_id, slack_id=slack_id)
    await forgetting.erase(workspace_id, traces)
    database = bot.parts.database
    if database.is_sqlite:
        # As the command does: the messages that it refreshed are being sent meanwhile.
        assert await asyncio.to_thread(wipe_free_space, Path(database.url.database or ""))
    return traces


@pytest.mark.begins("Tue 10:00")
async def test_no_trace_of_somebody_stays_and_the_rounds_go_on(
    standing: World,  # noqa: F811 (the fixture)
    database_url: str,
) -> None:
    """Answers, edits, additions, roles, drafts, audit and messages, and what the engine of production kept of them."""
    world = standing
    await stop(world)
    await start_again(world, durable)
    await say_much(world)
    await stop(world)
    await start_again(world)
    await world.at("Tue 23:00")
    ana, mara, tiago = (world.persona(who) for who in ("ana", "mara", "tiago"))
    ana_id = (await stored(world, Person, Person.slack_id == ana.id))[0].id
    [summary] = mara.messages("sync")
    thread = [one.words for one in mara.thread("sync", summary.ts)]
    assert any("Numbat" in words and "Potoroo" in words for words in thread)
    await world.at("2026-03-10 10:00")
    [second] = [who for who in (tiago, world.persona("rui")) if who.messages()]
    await second.click("All as planned")
    await leave(world, "ana")
    sought = ("numbat", "wombat", "potoroo", "bilby", ana.id, "ana sousa", "ana@lumen.example")
    assert found(database_url, sought) == list(sought)

    traces = await erase(world.bot, world.workspace_id, ana.id)
    assert (traces.answers, traces.additions, traces.drafts, traces.role) == (1, 1, 1, "lead")
    # It passed on when the account was deactivated.
    assert (traces.syncs, traces.heir) == ((), "")
    assert any("*Weekly sync* is yours now" in one.words for one in mara.messages())
    assert min(traces.memberships, traces.messages) > 0
    assert found(database_url, [*sought, "quokka", "bandicoot"]) == []

    await world.idle()
    label = f"Erased person {ana_id}"
    seen = [one.words for who in (mara, tiago, second) for one in [*who.messages(), *who.messages("sync")]]
    seen += [one.words for one in mara.thread("sync", summary.ts)]
    assert not re.search("numbat|wombat|potoroo|quokka", "\n".join(seen), re.IGNORECASE)
    assert any("erased on request" in words for words in seen)
    assert any(f"Thank {label}" in words for words in seen)
    assert await stored(world, Delivery, Delivery.state == "failed") == []
    [done] = await stored(world, AuditEntry, AuditEntry.action == "person_erased")
    assert (done.actor, done.subject) == ("operator", f"person:{ana_id}")

    with pytest.raises(NotFound, match="knows nobody"):
        await of(world.bot).traces(world.workspace_id, slack_id=ana.id)
    # A night in which Slack's lists, with everybody who was ever there, are read again.
    await world.at("2026-03-11 05:00")
    assert found(database_url, ["ana sousa", ana.id, "ana@lumen.example"]) == []
    assert [one.state for one in await stored(world, Round)] == ["closed", "closed"]
    assert await stored(world, Timer, Timer.state == "failed") == []


@pytest.mark.begins("Tue 10:00")
async def test_somebody_who_was_just_asked_is_followed_by_the_next(company: World) -> None:
    """Nothing is sent to nobody; half of the time later the next of the squad is asked."""
    await leave(company, "ana")
    await erase(company.bot, company.workspace_id, company.persona("ana").id)
    await company.at("Tue 16:00")
    assert any(company.persona(who).messages() for who in ("tiago", "rui"))
    assert await stored(company, Delivery, Delivery.target.startswith("Erased")) == []
    await company.at("Tue 23:00")
    assert len(company.persona("mara").messages("sync")) == 1


async def test_an_erased_row_is_anybodys(company: World) -> None:
    """Whatever is stored of people has its default there."""
    ana = company.persona("ana")
    await company.apply(
        "people:\n  - name: Ana Sousa\n    email: ana@lumen.example\n    working_hours: '7:00-12:00'\n"
        "    away: [{from: 2026-11-23, to: 2026-11-27}]\n    zone: Asia/Tokyo\n    area: design\n    country: PT\n"
    )
    await leave(company, "ana")
    traces = await erase(company.bot, company.workspace_id, ana.id)
    assert traces.away == 1
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        fresh = Person(slack_id="Erased person 0", name="Erased person 0", deactivated=True)
        session.add(fresh)
        await session.flush()
        await session.refresh(fresh)
        erased = await session.get_one(Person, traces.person_id)
        own = {"id", "slack_id", "name"}
        columns = [column.name for column in sa.inspect(Person).columns if column.name not in own]
        assert {name: getattr(erased, name) for name in columns} == {name: getattr(fresh, name) for name in columns}
        await session.delete(fresh)


async def test_who_is_active_in_slack_is_not_erased(company: World) -> None:
    """They would be known again by the next night; the sentence says what to do first."""
    forgetting = of(company.bot)
    traces = await forgetting.traces(company.workspace_id, email=" ANA@lumen.example ")
    assert not traces.gone
    with pytest.raises(UserError, match="Deactivate the account in Slack first"):
        await forgetting.must_be_gone(company.workspace_id, traces)
    company.slack.state.people[traces.slack].deleted = True
    await forgetting.must_be_gone(company.workspace_id, traces)


async def test_the_last_who_can_be_asked_and_the_last_pmo_are_named(company: World) -> None:
    """A team that falls silent is told of; a sync never gets nobody as its owner."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        mara = (await session.scalars(sa.select(Person).where(Person.name == "Mara Lindqvist"))).one()
        gone = sa.update(Person).where(Person.id != mara.id)
        await session.execute(gone.values(deactivated=True, is_admin=False, role="member"))
        with_ana = sa.update(Person).where(Person.email == "ana@lumen.example").values(deactivated=False)
        await session.execute(with_ana)
    forgetting = of(company.bot)
    ana = await forgetting.traces(company.workspace_id, email="ana@lumen.example")
    assert "Weekly sync for Payments" in ana.silent
    with pytest.raises(UserError, match="owns Weekly sync, and nobody else acts as PMO"):
        await forgetting.traces(company.workspace_id, email=mara.email)


async def test_a_command_that_hears_first_of_somebody_who_left_passes_their_sync_on(company: World) -> None:
    """It names the new owner, who is told by the Drumbeat that runs."""
    ben, mara = company.persona("ben"), company.persona("mara")
    await mara.command("/pmo role @ben pmo")
    command = build(company.bot.parts.settings, clock=company.clock, engine_for=ElsewhereEngine)
    traces = await erase(command, company.workspace_id, mara.id)
    await command.close()
    assert (traces.syncs, traces.heir) == (("Weekly sync",), "Ben Carter")
    # He has heard of his role today, so that this comes with his next message.
    await company.at("Tue 18:30")
    [told] = [one for one in ben.messages() if "yours now" in one.words]
    assert "Mara" not in told.words


async def test_everyone_as_the_voice_names_nobody_who_was_erased(company: World) -> None:
    """Prompts of one's own lose their name; what was counted stays counted."""
    await company.persona("mara").command("/pmo role @mara pmo")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Ritual).values(voice="everyone"))
    await company.at("Tue 10:00")
    ana = company.persona("ana")
    await ana.click("Answer")
    assert await ana.submit(SAID) == {}
    await company.advance(timedelta(hours=14))
    [summary] = company.persona("mara").messages("sync")
    await leave(company, "ana")
    traces = await erase(company.bot, company.workspace_id, ana.id)
    await company.idle()
    thread = "\n".join(one.words for one in company.persona("mara").thread("sync", summary.ts))
    [posted] = company.persona("mara").messages("sync")
    assert f"Erased person {traces.person_id}" in posted.words + thread
    assert not re.search("quokka|wombat|Ana Sousa", posted.words + thread, re.IGNORECASE)
    [prompt] = await stored(company, Prompt, Prompt.person_id == traces.person_id)
    assert (prompt.name, prompt.plan, prompt.state) == (f"Erased person {traces.person_id}", [], "answered")


async def test_other_people_keep_their_names(company: World) -> None:
    """One that begins with hers, and one that did when the round opened; hers goes from what others wrote."""
    names = {"tiago": "Ana Sousa Lima", "rui": "Rui Ana Sousa"}
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Ritual).values(voice="everyone"))
        for who, name in names.items():
            await session.execute(sa.update(Person).where(Person.slack_id == company.persona(who).id).values(name=name))
    await company.at("Tue 10:00")
    tiago = company.persona("tiago")
    await tiago.click("Answer")
    kudos = "Kudos:\n-Ana Sousa, _Ana Sousa_; Ana Sousa Lima"
    assert await tiago.submit({"What moved?": kudos, "What's next?": "x"}) == {}
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        # The night has brought the names that Slack tells.
        tiago_now = sa.update(Person).where(Person.slack_id == tiago.id).values(name=names["tiago"])
        await session.execute(tiago_now)
    await leave(company, "ana")
    traces = await erase(company.bot, company.workspace_id, company.persona("ana").id)
    label = f"Erased person {traces.person_id}"
    kept = {one.name for one in await stored(company, Prompt)}
    assert kept >= {*names.values(), label}
    [answer] = await stored(company, Answer)
    assert answer.values["moved"] == f"Kudos:\n-{label}, _{label}_; Ana Sousa Lima"


@pytest.mark.begins("Tue 10:00")
async def test_messages_that_name_somebody_follow_in_slack(company: World) -> None:
    """As the owner who introduces, as the one who was asked first, as the giver of a role."""
    mara, everybody = company.persona("mara"), [company.persona(who) for who in ("ana", "rui", "tiago", "wei")]
    await mara.command("/pmo role @tiago pmo")
    await company.at("Tue 21:00")

    def shown() -> str:
        return "\n".join(one.words for who in everybody for one in who.messages())

    assert re.search("Mara Lindqvist set up", shown())
    assert re.search("Mara Lindqvist gave you the role of the PMO", shown())
    assert re.search("because Ana Sousa has not answered", shown())
    for who in ("mara", "ana"):
        await leave(company, who)
        await erase(company.bot, company.workspace_id, company.persona(who).id)
    await company.idle()
    assert not re.search("Mara Lindqvist|Ana Sousa", shown())
    assert re.search("The PMO gave you the role of the PMO", shown())
    assert await stored(company, Delivery, Delivery.state == "failed") == []
