"""`/pmo my data`: everybody can see, export and erase what is stored about them."""

import base64
import json

import pytest
import sqlalchemy as sa

from bot.domain.forget import stand_in
from bot.engine.upsert import table
from bot.services.my_data_rows import ELSEWHERE, references
from models import AuditEntry, Base, InWorkspace, Membership, Person, Prompt, Ritual
from tests.factories.other_workspace import other_workspace

TUESDAY = "Tue 10:00"
PEOPLE = (
    *("person_id", "owner_id", "raiser_id", "author_id", "facilitator_id", "_by_id"),
    *("sponsor_id", "contact_id"),
)
"""How columns that refer to people end."""


async def answered(world, who="ana"):
    """Somebody answers the weekly sync."""
    person = world.persona(who)
    await person.click("Answer")
    answer = {"What moved?": "Refunds went live.", "What's next?": "Payouts", "Waiting on anyone?": ["Platform"]}
    assert await person.submit(answer) == {}
    return person


async def file_of(world, person):
    """The file that somebody is sent, as JSON."""
    summary = (await person.command("/pmo my data"))[-1]
    await person.click("Send all as a file", on=summary)
    [sent] = [file for one in person.messages() for file in one.files]
    return json.loads(base64.b64decode(sent["content"]))


async def stored(world, slack_id):
    """The row of somebody by their Slack id, if any."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return await session.scalar(sa.select(Person).where(Person.slack_id == slack_id))


@pytest.mark.begins(TUESDAY)
async def test_people_see_what_is_stored_and_their_own_words(company):
    """Counted, then word for word; nobody else sees it."""
    ana = await answered(company)
    [summary] = await ana.command("/pmo my data")
    assert "1 answer and 0 additions to syncs" in summary.words
    assert "your role is *lead*" in summary.words
    assert "1 blocker that you raised or own" in summary.words
    await ana.click("See my words", on=summary)
    page = ana.messages()[-1].words
    assert "Refunds went live." in page
    assert "*Weekly sync* · Tue 3 Mar" in page
    await ana.click("Show what is stored")
    assert "1 answer and 0 additions" in ana.messages()[-1].words


@pytest.mark.begins(TUESDAY)
async def test_the_file_holds_every_row_that_is_about_them(company):
    """All tables are walked: where a person is referred to or named, the row is in the file, or it is said why not."""
    ana, mara = await answered(company), company.persona("mara")
    await ana.command("/pmo away 1-2 Dec")
    await ana.command("/pmo sync new")
    ana.fill({"Name": "My own"})
    await ana.close()
    await mara.command(f"/pmo role <@{ana.id}> pmo")
    await company.idle()
    file = await file_of(company, ana)
    assert file["person"][0]["slack_id"] == ana.id
    assert file["rounds"][0]["sync"] == "Weekly sync"
    number = file["person"][0]["id"]
    people = {table(model).name: {column.name for column in columns} for model, columns in references()}
    looked = 0
    async with company.bot.parts.database.system_session() as session:
        for mapper in Base.registry.mappers:
            if not issubclass(mapper.class_, InWorkspace):
                continue
            name = table(mapper.class_).name
            here = {row["id"] for row in file.get(name, ())}
            for row in (await session.execute(sa.select(mapper.local_table))).mappings():
                for column, value in row.items():
                    refers = column in people.get(name, ()) and value == number
                    if not refers and ana.id not in json.dumps(value, default=str):
                        continue
                    looked += 1
                    assert row["id"] in here or (name, column) in ELSEWHERE, f"{name}.{column}"
    assert looked > 10
    assert {"answer", "away", "membership", "draft", "turn", "delivery", "audit_entry"} <= set(file)


def test_each_column_that_could_refer_to_a_person_is_known_to():
    """A new column of a number that is called like a person has its foreign key, by which the file finds it."""
    known = {(table(model).name, column.name) for model, columns in references() for column in columns}
    called = {
        (one.name, column.name)
        for one in Base.metadata.sorted_tables
        for column in one.columns
        if column.name.endswith(PEOPLE)
    }
    assert called == known


@pytest.mark.begins(TUESDAY)
async def test_whoever_is_erased_in_an_open_round_makes_room_for_the_next(company):
    """Their words and name are gone, the next of the squad is asked, and to Drumbeat they are as new."""
    ana, tiago = company.persona("ana"), company.persona("tiago")
    before = await stored(company, ana.id)
    [summary] = await ana.command("/pmo my data")
    await ana.click("Erase my data", on=summary)
    assert "An open question goes to the next of your team" in ana.read_words(ana.modal)
    assert "Please write erase here" in (await ana.submit({"Write “erase” to go on": "yes"}))["typed"]
    assert await ana.submit({"Write “erase” to go on": "Erase"}) == {}
    assert "is being erased" in ana.read_words(ana.modal)
    await company.idle()
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        row = await session.get_one(Person, before.id)
        assert (row.name, row.slack_id, row.email) == (stand_in(before.id), stand_in(before.id), "")
        assert list(await session.scalars(sa.select(Membership.id).where(Membership.person_id == before.id))) == []
        [state] = await session.scalars(sa.select(Prompt.state).where(Prompt.name == "Payments"))
    assert state == "pending"
    await company.advance(company.clock.now().replace(hour=16) - company.clock.now())
    assert "Weekly sync" in tiago.messages()[-1].words
    await ana.click("Erase my data", on=summary)
    assert await stored(company, ana.id) is None or (await stored(company, ana.id)).id != before.id
    [anew] = [one for one in await ana.command("/pmo my data") if "stores about you" in one.words]
    assert "0 answers and 0 additions" in anew.words
    assert "your role is *member*" in anew.words


@pytest.mark.begins(TUESDAY)
async def test_with_everyone_as_the_voice_an_erased_persons_question_counts_as_away(company):
    """Nobody waits for them, and the summary names nobody."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Ritual).values(voice="everyone"))
    await company.at("2026-03-10 10:30")
    rui = company.persona("rui")
    before = await stored(company, rui.id)
    [summary] = await rui.command("/pmo my data")
    await rui.click("Erase my data", on=summary)
    assert await rui.submit({"Write “erase” to go on": "erase"}) == {}
    await company.idle()
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        [prompt] = await session.scalars(sa.select(Prompt).where(Prompt.person_id == before.id))
        assert (prompt.state, prompt.name) == ("absent", stand_in(before.id))


@pytest.mark.begins(TUESDAY)
async def test_what_they_own_passes_on_or_holds_it_up(company):
    """The only PMO is told that somebody has to take over first; then the sync passes to them."""
    mara, ana = company.persona("mara"), company.persona("ana")
    [summary] = await mara.command("/pmo my data")
    await mara.click("Erase my data", on=summary)
    assert mara.modal is None
    assert "You are the only PMO, and you own Weekly sync" in mara.messages()[-1].words
    await mara.command(f"/pmo role <@{ana.id}> pmo")
    await mara.click("Erase my data", on=summary)
    assert "Weekly sync passes to Ana Sousa" in mara.read_words(mara.modal)
    assert await mara.submit({"Write “erase” to go on": "erase"}) == {}
    await company.idle()
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        owner = sa.select(Person.name).join(Ritual, Ritual.owner_id == Person.id)
        assert list(await session.scalars(owner)) == ["Ana Sousa"]


@pytest.mark.begins(TUESDAY)
async def test_two_presses_at_once_erase_once(company):
    """The form sent twice is one piece of work."""
    wei = company.persona("wei")
    before = await stored(company, wei.id)
    for _ in range(2):
        await company.bot.parts.my_data.erase(company.workspace_id, wei.id, before.id, "erase")
    await company.idle()
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        done = sa.text("SELECT actor FROM audit_entry WHERE action = 'person_erased'")
        assert list(await session.scalars(done)) == ["themselves"]


async def test_the_record_of_somebody_whose_id_begins_with_ones_own_is_not_in_the_file(company):
    """Slack's ids have no fixed length."""
    ana, mara = company.persona("ana"), company.persona("mara")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        session.add_all(
            AuditEntry(at=company.clock.now(), actor=mara.id, action=what, subject=f"person:{whose}", details={})
            for what, whose in (("role_given", ana.id), ("away_added", f"{ana.id}7"))
        )
    assert [one["action"] for one in (await file_of(company, ana))["audit_entry"]] == ["role_given"]


@pytest.mark.begins(TUESDAY)
async def test_who_erases_themselves_here_stays_what_they_are_elsewhere(company):
    """Another workspace has people, answers and messages under the same Slack ids: all of it stays as it is."""
    other = await other_workspace(company)
    before = await other.rows()
    ana = await answered(company)
    number = (await stored(company, ana.id)).id
    [summary] = await ana.command("/pmo my data")
    await ana.click("Erase my data", on=summary)
    assert await ana.submit({"Write “erase” to go on": "erase"}) == {}
    await company.idle()
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        assert (await session.get_one(Person, number)).slack_id == stand_in(number)
    assert await other.rows() == before
