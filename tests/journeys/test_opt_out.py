"""*Leave me out*: somebody asks, the owner or the PMO decides, and it can be taken back."""

import asyncio
import json

import pytest
import sqlalchemy as sa

from bot.playground.records import ActRefused
from bot.services.company_export import export_company
from bot.views import opt_out
from models import OptOut, Person, Ritual, Round, Turn
from tests.factories.listening import Sending
from tests.journeys.conftest import World

pytestmark = pytest.mark.begins("Tue 10:00")


async def asks(company: World, name: str = "ana", why: str = "I am in Growth's sync.") -> None:
    """Somebody asks to be left out by the menu of their question."""
    person = company.persona(name)
    await person.click("Leave me out", on=person.messages()[0])
    assert await person.submit({"Why?": why}) == {}
    await company.idle()


async def row(company: World) -> OptOut:
    """The one request that is stored."""
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        return (await session.scalars(sa.select(OptOut))).one()


async def asked_in_last_round(company: World) -> list[str]:
    """First names of those who have a turn in the newest round."""
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        newest = await session.scalar(sa.select(Round.id).order_by(Round.local_date.desc()).limit(1))
        rows = sa.select(Person.name).join(Turn, Turn.person_id == Person.id).where(Turn.round_id == newest)
        return sorted(name.split()[0] for name in await session.scalars(rows))


async def test_the_owner_leaves_somebody_out(company: World) -> None:
    """Mara hears at once, decides with a word; Ana reads it below her question and is asked no more."""
    ana, mara = company.persona("ana"), company.persona("mara")
    question = ana.messages()[0]
    await asks(company)
    assert "Mara Lindqvist has your request" in ana.read_words(ana.modal)
    await ana.close()
    request = mara.messages()[-1]
    assert "Ana Sousa would like to be left out of *Weekly sync*" in request.words
    assert "I am in Growth's sync." in request.words
    assert ana.messages()[0].buttons == question.buttons
    await ana.click("Leave me out", on=ana.messages()[0])
    assert "has your request already" in ana.messages()[-1].words
    await mara.click("Leave out", on=request)
    assert await mara.submit({"A word to Ana?": "Of course."}) == {}
    assert "Mara Lindqvist left Ana Sousa out of Weekly sync." in mara.read_words(mara.modal)
    await mara.close()
    await company.idle()
    decided = next(one for one in mara.messages() if one.ts == request.ts)
    assert ("Mara Lindqvist left Ana Sousa out" in decided.words, decided.buttons) == (True, [])
    answer = ana.thread("dm", question.ts)[-1]
    assert "Mara Lindqvist left you out of *Weekly sync*" in answer.words
    assert "Of course." in answer.words
    await ana.click("Why am I asked?", on=ana.messages()[0])
    assert "You are left out of it" in ana.read_words(ana.modal)
    await ana.close()
    await company.at("2026-03-10 23:00")
    assert {"Rui", "Tiago"} & set(await asked_in_last_round(company))
    assert "Ana" not in await asked_in_last_round(company)


async def test_kept_asking_and_asked_anew(company: World) -> None:
    """Mara keeps asking, Ana reads why; asked anew it is another request, and the old buttons decide nothing."""
    ana, mara = company.persona("ana"), company.persona("mara")
    question = ana.messages()[0]
    await asks(company, why="")
    await ana.close()
    first = await row(company)
    await mara.click("Keep asking", on=mara.messages()[-1])
    await mara.submit({"A word to Ana?": "You know payouts best."})
    await mara.close()
    await company.idle()
    answer = ana.thread("dm", question.ts)[-1]
    assert "would like to keep asking you" in answer.words
    assert "You know payouts best." in answer.words
    await ana.click("Why am I asked?", on=ana.messages()[0])
    await ana.click("Leave me out")
    await ana.submit({})
    await company.idle()
    assert (await row(company)).id != first.id
    await company.deliver(Sending(company, "mara").on_message(opt_out.LEAVE, str(first.id)))
    await company.idle()
    assert "This request is not there any more" in mara.messages()[-1].words


async def test_the_list_brings_somebody_back(company: World) -> None:
    """The preview names who is left out, *See left out* asks them again, and they hear of it."""
    ana, mara = company.persona("ana"), company.persona("mara")
    question = ana.messages()[0]
    await asks(company)
    [listed] = await mara.command("/pmo sync list")
    await mara.click("See left out", on=listed)
    await mara.click("Leave out")
    await mara.submit({})
    await mara.close()
    await company.idle()
    await mara.command("/pmo sync preview Weekly sync")
    assert "Left out: Ana Sousa." in mara.read_words(mara.modal)
    await mara.close()
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        exported = await export_company(session)
    assert "left_out: [ana@lumen.example]" in exported
    assert await company.apply(exported) == []
    await mara.click("See left out", on=(await mara.command("/pmo sync list"))[-1])
    await mara.click("Ask again")
    assert "Nobody is left out" in mara.read_words(mara.modal)
    await mara.close()
    await company.idle()
    assert "brought you back into *Weekly sync*" in ana.thread("dm", question.ts)[-1].words
    changes = await company.apply(exported)
    assert changes == ["change sync Weekly sync: left out 0 → 1"]
    assert (await row(company)).state == "out"


async def test_of_two_who_decide_at_once_one_wins(company: World) -> None:
    """Mara leaves Ana out while Tiago, PMO too, keeps asking: one decision, and the other reads whose it was."""
    mara, tiago = company.persona("mara"), company.persona("tiago")
    await mara.command("/pmo role @tiago pmo")
    await asks(company)
    request = await row(company)
    value = json.dumps({"subject": request.id})
    typed = {"word": {"value": {"type": "plain_text_input", "value": None}}}
    forms = [
        Sending(company, "mara").form(opt_out.LEAVE_FORM, value, state={"values": typed}),
        Sending(company, "tiago").form(opt_out.KEEP_FORM, value, state={"values": typed}),
    ]
    responses = await asyncio.gather(*(company.deliver(one) for one in forms))
    await company.idle()
    said = "".join(str(one.body) for one in responses)
    decided = await row(company)
    winner = {"out": "Mara Lindqvist left", "kept": "Tiago Ferreira keeps asking"}[decided.state]
    assert f"{winner} Ana Sousa" in said
    assert "Nothing was changed." in said
    assert tiago.messages()
    ana = company.persona("ana")
    assert len([one for one in ana.thread("dm", ana.messages()[0].ts) if one.ts != ana.messages()[0].ts]) == 1


async def test_the_last_voice_of_a_team_stays(company: World) -> None:
    """Ana alone speaks for Payments: Mara reads what to do first, and nothing is changed."""
    mara = company.persona("mara")
    await asks(company)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        for name in ("Tiago", "Rui"):
            person = (await session.scalars(sa.select(Person).where(Person.name.startswith(name)))).one()
            ritual = (await session.scalars(sa.select(Ritual))).one()
            now = company.clock.now()
            session.add(OptOut(ritual_id=ritual.id, person_id=person.id, state="out", asked_at=now, decided_at=now))
    await mara.click("Leave out", on=mara.messages()[-1])
    await mara.submit({})
    assert "Ana Sousa is the only one who speaks for Payments in Weekly sync." in mara.read_words(mara.modal)


async def test_owners_leave_themselves_out_at_once(company: World) -> None:
    """Ana owns the sync: nobody is asked."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        ana = (await session.scalars(sa.select(Person).where(Person.name.startswith("Ana")))).one()
        await session.execute(sa.update(Ritual).values(owner_id=ana.id))
    await asks(company)
    person = company.persona("ana")
    assert "You are left out of *Weekly sync* from the next time on." in person.read_words(person.modal)
    assert (await row(company)).state == "out"
    assert not any("left out" in one.words for one in company.persona("mara").messages())


async def test_a_new_owner_is_asked(company: World) -> None:
    """Mara leaves before she has decided: whoever the sync passes to is asked instead."""
    mara, tiago = company.persona("mara"), company.persona("tiago")
    await mara.command("/pmo role @tiago pmo")
    await asks(company)
    await company.slack.members.set_deleted(company.slack.person("mara"), deleted=True)
    await company.idle()
    assert any("Ana Sousa would like to be left out" in one.words for one in tiago.messages())


async def test_a_deleted_sync_needs_no_decision(company: World) -> None:
    """The old button says what happened."""
    mara = company.persona("mara")
    await asks(company)
    request = mara.messages()[-1]
    await mara.click("Delete", on=(await mara.command("/pmo sync list"))[-1])
    await company.idle()
    await mara.click("Keep asking", on=request)
    assert "Weekly sync was deleted, so nobody is asked in it any more." in mara.messages()[-1].words


async def left_out(company: World) -> None:
    """Ana asks to be left out, and Mara agrees."""
    mara = company.persona("mara")
    await asks(company)
    await company.persona("ana").close()
    await mara.click("Leave out", on=mara.messages()[-1])
    assert await mara.submit({}) == {}
    await mara.close()
    await company.idle()


@pytest.mark.parametrize("place", ["home", "settings"])
async def test_who_is_left_out_reads_it_and_comes_back_by_themselves(company: World, place: str) -> None:
    """On the home tab and in one's settings; its owner reads who brought them back, and they are asked again."""
    ana, mara = company.persona("ana"), company.persona("mara")
    assert "left out" not in ana.read_words(await ana.open_home() or ana.home)
    await left_out(company)
    request = next(one for one in mara.messages() if "Ana Sousa asked to be left out" in one.words)
    if place == "home":
        await ana.open_home()
        assert "You are left out of *Weekly sync*" in ana.read_words(ana.home)
        await ana.click("Ask me again", on="home")
        assert "left out" not in ana.read_words(ana.home)
    else:
        await ana.command("/pmo me")
        assert "You are left out of *Weekly sync*" in ana.read_words(ana.modal)
        await ana.click("Ask me again")
        assert "left out" not in ana.read_words(ana.modal)
        assert await ana.submit({"Working hours": "9:00-17:00"}) == {}
    await company.idle()
    now = next(one for one in mara.messages() if one.ts == request.ts)
    assert "Ana Sousa asked to take part in Weekly sync again." in now.words
    assert (await row(company)).state == "back"
    assert sum("Ask me again" in one.words for one in ana.thread("dm", ana.messages()[0].ts)) == 1


async def test_what_the_company_file_says_is_not_theirs_to_take_back(company: World) -> None:
    """It is said who can, without a button; one that was forged changes nothing."""
    ana = company.persona("ana")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        person = (await session.scalars(sa.select(Person).where(Person.slack_id == ana.id))).one()
        ritual = (await session.scalars(sa.select(Ritual))).one()
        now = company.clock.now()
        session.add(OptOut(ritual_id=ritual.id, person_id=person.id, state="out", asked_at=now, decided_at=now))
    await ana.open_home()
    assert "The company file says so; Mara Lindqvist or the PMO" in ana.read_words(ana.home)
    with pytest.raises(ActRefused):
        await ana.click("Ask me again", on="home")
    await company.deliver(Sending(company, "ana").on_message(opt_out.AGAIN, str((await row(company)).id)))
    await company.idle()
    assert (await row(company)).state == "out"
    assert "Mara Lindqvist decides this, or the PMO." in ana.messages()[-1].words
