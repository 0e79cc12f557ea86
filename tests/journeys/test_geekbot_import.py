"""A stand-up exported from Geekbot is pasted, looked at, and saved as a paused sync."""

import json

import sqlalchemy as sa

from models import AuditEntry, Draft, Ritual
from tests.domain.test_geekbot import STANDUP
from tests.journeys.conftest import World

TEXT = json.dumps([STANDUP], indent=1)


async def test_a_stand_up_is_pasted_in_two_parts_previewed_and_saved(company: World):
    """What a sync does not do is named; nobody is asked until *Resume sync*; a draft survives closing."""
    mara = company.persona("mara")
    await mara.command("/pmo import geekbot")
    refused = await mara.submit({"Geekbot's answer": TEXT[:-1]})
    assert "This is not JSON: line " in refused["json:0"]
    await mara.close()
    await mara.command("/pmo import geekbot")
    assert await mara.submit({"Geekbot's answer": TEXT[:300], "More of it (2)": TEXT[300:]}) == {}
    shown = mara.read_words(mara.modal)
    assert "Daily stand-up: Every Monday and Wednesday at 09:30" in shown
    assert shown.count("Daily stand-up:") == 1 + shown.count("Not taken over from Daily stand-up:")
    assert "Not taken over from Daily stand-up: Random icebreaker questions: “How do you feel?”." in shown
    assert "nobody is asked before you press *Resume sync*" in shown
    await mara.submit()
    saved = mara.read_words(mara.modal)
    assert "1 sync saved and paused." in saved
    assert "• Daily stand-up: Every Monday and Wednesday at 09:30" in saved
    await mara.close()
    assert mara.modal is None
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        sync = await session.scalar(sa.select(Ritual).where(Ritual.name == "Daily stand-up"))
        assert (sync.state, sync.voice) == ("paused", "everyone")
        assert await session.scalar(sa.select(Draft.id)) is None
        last = await session.scalar(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
    assert last.actor == mara.id
    await mara.command("/pmo sync resume Daily stand-up")
    await company.at("Wed 07:35")
    assert "Daily stand-up" in company.persona("ana").messages()[-1].words


async def test_what_changed_since_the_preview_is_shown_again(company: World):
    """Another sync took the name meanwhile: nothing is saved unseen. A member may not import at all."""
    mara, ines = company.persona("mara"), company.persona("ines")
    assert "Importing stand-ups is for the PMO." in (await ines.command("/pmo import geekbot"))[-1].words
    await mara.command("/pmo import geekbot")
    await mara.submit({"Geekbot's answer": TEXT})
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Ritual).values(name="Daily stand-up"))
    await mara.submit()
    assert "it is called Daily stand-up 2." in mara.read_words(mara.modal)
    await mara.submit()
    assert "1 sync saved and paused." in mara.read_words(mara.modal)
