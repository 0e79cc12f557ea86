"""Somebody who is in every part of changes: their file has all of it, and once they are erased none of it is theirs."""

import json
import secrets
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.domain.forget import WORDS, stand_in
from bot.domain.stakeholder import Source, SourceKind
from bot.engine.upsert import table
from bot.ids import new_id
from bot.services.anonymous import Seal
from bot.services.change_pulse_answer import PULSE
from bot.services.my_data_rows import references
from models import (
    AnnouncementCorrection,
    AnnouncementEdit,
    AnnouncementSign,
    ChangeLoadAsk,
    ChangePulse,
    ChangePulseAnswer,
    ChangePulseAsked,
    ChangeQuestion,
    ChangeQuestionWord,
    ChangeRetro,
    ChangeRetroAsked,
    Delivery,
    Person,
    StakeholderFollowed,
    StakeholderLeftOut,
    StakeholderSource,
    Timer,
)
from tests.factories import change as factory
from tests.factories.announced import person_of
from tests.factories.change_step import change_part, change_step
from tests.journeys.conftest import SECRET, World
from tests.journeys.test_announcement_sign import asked, asking
from tests.journeys.test_my_data import file_of
from tests.journeys.test_retro_box import everything
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

OURS = ("announcement", "change", "stakeholder")
"""How the tables of changes begin."""

THEIR_WORDS = ("Quokka", "Wombat", "Numbat", "Potoroo", "Bilby", "Bandicoot", "Dunnart", "Quoll")


async def in_all_of_it(world: World, who: str) -> None:
    """Let somebody stand, in every column of every table, where a person of a change can stand."""
    ana, wei = await person_of(world, who), await person_of(world, "wei")
    now = world.clock.now()
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        of = await factory.change(session, ana, "The move", state="in_progress")
        named = [Source(SourceKind.PERSON, str(one.id)) for one in (ana, wei)]
        group = await factory.stakeholder_group(session, of, "Sales", named, contact_id=ana.id)
        other = await factory.stakeholder_group(session, of, "HR", place=1)
        session.add(StakeholderFollowed(group_id=group.id, person_id=ana.id))
        session.add(StakeholderLeftOut(group_id=other.id, person_id=ana.id))
        fields = {"state": "sent", "planned_at": now, "override_by_id": ana.id, "override_reason": "We must."}
        said = await factory.announcement(session, ana, of, [group, other], **fields)
        sign = {"state": "declined", "note": "Quokka", "revision": 1}
        session.add(AnnouncementSign(announcement_id=said.id, person_id=ana.id, **sign))
        words = {"title": said.title, "text": said.text, "next_word_on": None}
        session.add(AnnouncementEdit(announcement_id=said.id, edited_by_id=ana.id, revision=2, **words))
        asks = {"what": "It is a lot.", "state": "declined", "note": "Wombat"}
        session.add(ChangeLoadAsk(id=new_id(), announcement_id=said.id, person_id=ana.id, asked_by_id=ana.id, **asks))
        await factory.reader(session, said, group, ana, answer="got")
        reader = await factory.reader(session, said, group, wei, answer="not_affected")
        declined = {"state": "declined", "because": "Numbat", "decided_by_id": ana.id, "decided_at": now}
        session.add(AnnouncementCorrection(reader_id=reader.id, named_person_id=ana.id, batch=new_id(), **declined))
        dropped = {"state": "dropped", "reason": "Potoroo", "settled_at": now, "settled_by_id": ana.id}
        step = await change_step(session, of, group, ana, **dropped)
        await change_part(session, step, ana, answer="first")
        open_until = {"change_id": of.id, "asked_by_id": ana.id, "opened_at": now, "closes_at": now + timedelta(days=7)}
        pulse, retro = ChangePulse(id=new_id(), **open_until), ChangeRetro(id=new_id(), **open_until)
        session.add_all([pulse, retro])
        await session.flush()
        theirs = {"workspace_id": world.workspace_id, "person_id": ana.id, "due_at": now}
        session.add(ChangePulseAsked(id=new_id(), pulse_id=pulse.id, group_id=group.id, **theirs))
        session.add(ChangeRetroAsked(id=new_id(), retro_id=retro.id, because="Sales", **theirs))
        for person, typed in ((ana, "Bilby"), (wei, "Of another")):
            voter = Seal(SecretStr(SECRET)).mark(person.id, PULSE, pulse.id)
            scored = {"id": secrets.token_hex(16), "scores": [3] * 5, "words": typed}
            session.add(ChangePulseAnswer(pulse_id=pulse.id, group_id=group.id, voter=voter, **scored))
        question = {"kind": "question", "change_id": of.id, "about": of.name, "owner_id": ana.id, "asked_by_id": ana.id}
        question |= {"text": "Bandicoot?", "answer": "Dunnart.", "answered_by_id": ana.id, "state": "answered"}
        question |= {"due_on": now.date(), "asked_at": now, "settled_at": now, "id": secrets.token_hex(16)}
        session.add(ChangeQuestion(**question))
        await session.flush()
        word = {"text": "Quoll", "by_asker": True, "written_by_id": ana.id, "at": now}
        session.add(ChangeQuestionWord(id=secrets.token_hex(16), question_id=question["id"], **word))


async def test_all_of_it_is_in_the_file(company: World) -> None:
    """Each column in which somebody can stand, with their own row; what they wrote reads as they wrote it."""
    await in_all_of_it(company, "ana")
    ana = company.persona("ana")
    file = await file_of(company, ana)
    number = file["person"][0]["id"]
    columns = [(table(model).name, column.key) for model, found in references() for column in found]
    for name, column in columns:
        if name.startswith(OURS):
            assert number in {row[column] for row in file.get(name, ())}, f"{name}.{column}"
    assert "change_pulse_answer" not in file
    assert "Bilby" not in json.dumps(file), "what was said without a name has none in the file, either"
    await ana.click("See my words", on=next(one for one in ana.messages() if "[See my words]" in one.words))
    [page] = [one.words for one in ana.messages() if "What you wrote" in one.words]
    for said in set(THEIR_WORDS) - {"Wombat", "Bilby"}:
        assert said in page


async def test_nothing_of_it_is_theirs_once_they_are_erased(company: World) -> None:
    """Their words and places are gone, what was decided and planned stays, by nobody; nothing fails after it."""
    await in_all_of_it(company, "ana")
    ana = await person_of(company, "ana")
    await company.bot.parts.my_data.erase_now(company.workspace_id, ana.id)
    await company.idle()
    kept = str(await everything(company))
    assert [one for one in (*THEIR_WORDS, ana.slack_id, ana.name, ana.email) if one in kept] == []
    assert "We must." in kept
    assert "Of another" in kept
    for model in (StakeholderFollowed, StakeholderLeftOut, StakeholderSource, ChangePulseAsked, ChangeRetroAsked):
        assert await stored(company, model, table(model).c.person_id == ana.id) == []
    assert [one.name for one in await stored(company, Person, Person.id == ana.id)] == [stand_in(ana.id)]
    await company.advance(timedelta(days=8))
    assert await stored(company, Delivery, Delivery.state == "failed") == []
    assert await stored(company, Timer, Timer.state == "failed") == []


async def test_whoever_read_their_words_reads_them_no_more(company: World) -> None:
    """Ben wanted something else before he signed: its author's message says neither what, nor his name."""
    await asked(company)
    ben, mara = company.persona("ben"), company.persona("mara")
    [message] = asking(company, "ben")
    await ben.click("Ask for a change", on=message)
    assert await ben.submit({"What shall be otherwise?": "Quokka first."}) == {}
    await company.idle()
    [news] = [one for one in mara.messages() if "Quokka first." in one.words]
    number = (await person_of(company, "ben")).id
    await company.bot.parts.my_data.erase_now(company.workspace_id, number)
    await company.idle()
    [news] = [one for one in mara.messages() if one.ts == news.ts]
    assert WORDS in news.words
    assert "Quokka" not in news.words
    assert "Ben Carter" not in news.words
    assert stand_in(number) in news.words
