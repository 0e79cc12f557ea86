"""Before an announcement goes to people who have a lot to take in, whoever stands for the change says why."""

from dataclasses import replace
from datetime import time

import pytest
import sqlalchemy as sa

from bot.domain.announcement import Timing
from bot.domain.announcement_compose import CoreText, Way
from bot.domain.stakeholder import Source, SourceKind
from bot.errors import UserError
from bot.services.change_load import load_of
from models import Announcement, AuditEntry, Change, ChangeLoadAsk, StakeholderGroup, Workspace
from tests.factories import change as factory
from tests.factories.announced import announced, drafted, go, person_of
from tests.journeys.conftest import World
from tests.journeys.test_announcement_plain import MUST_READ, WORDS
from tests.journeys.test_announcement_send import got
from tests.journeys.test_announcement_sign import asked, asking
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

REASON = "Why can it not wait?"
NOTE = "Anything they should know?"


async def overloaded(world: World, *, sponsor: str = "ben", must_read: bool = True, **fields: object) -> int:
    """Let Mara draft a must-read to Wei, who has one thing to take in already, which is the limit."""
    made = await drafted(world, {"All": ["wei"]}, must_read=must_read, **fields)
    one = await person_of(world, sponsor)
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        change_id = (await announced(world, made)).change_id
        values = {"sponsor_id": one.id, "state": "announced"}
        await session.execute(sa.update(Change).where(Change.id == change_id).values(**values))
    await world.persona("mara").command("/pmo change limit 1")
    return made


async def refused(world: World, made: int) -> str:
    """Return why it does not go."""
    with pytest.raises(UserError) as error:
        await go(world, made)
    await world.idle()
    return error.value.sentence


async def test_the_sponsor_lets_it_go_for_a_reason(company: World) -> None:
    """It is kept meanwhile, goes at once, and the reason stays with it."""
    made = await overloaded(company)
    said = await refused(company, made)
    assert "and 1 is the limit" in said
    assert "Ben Carter was asked" in said
    assert got(company, "wei") == []
    ben = company.persona("ben")
    [asked] = [one for one in ben.messages() if "waits for your word" in one.text]
    assert "Mara Lindqvist wants to send" in asked.words
    await ben.click("Let it go", on=asked)
    assert "Please say why" in (await ben.submit({REASON: "  "}))["reason"]
    assert await ben.submit({REASON: "Contracts are signed <!here> on Friday."}) == {}
    await company.idle()
    assert len(got(company, "wei")) == 1
    row = await announced(company, made)
    assert row.override_reason == "Contracts are signed <!here> on Friday."
    assert row.override_by_id == (await person_of(company, "ben")).id
    [told] = [one for one in company.persona("mara").messages() if "lets “" in one.text]
    assert "Contracts are signed &lt;!here&gt; on Friday." in told.words
    [asked] = [one for one in ben.messages() if one.ts == asked.ts]
    assert "[Let it go]" not in asked.words
    assert "change_load_allowed" in [one.action for one in await stored(company, AuditEntry)]


async def test_the_sponsor_would_rather_wait(company: World) -> None:
    """Nothing is sent, whoever wrote it hears why, and can ask once more."""
    made = await overloaded(company)
    await refused(company, made)
    ben = company.persona("ben")
    [asked] = [one for one in ben.messages() if "waits for your word" in one.text]
    await ben.click("Not now", on=asked)
    assert await ben.submit({NOTE: "After the quarter's end."}) == {}
    await company.idle()
    assert got(company, "wei") == []
    [told] = [one for one in company.persona("mara").messages() if "would rather wait" in one.text]
    assert "After the quarter's end." in told.words
    [ask] = await stored(company, ChangeLoadAsk)
    with pytest.raises(UserError, match="settled already"):
        await company.bot.parts.change.load_asks.allow(company.workspace_id, ben.id, ask.id, "It is urgent.")
    await refused(company, made)
    assert len([one for one in ben.messages() if "waits for your word" in one.text]) == 1


async def test_pressing_twice_asks_once(company: World) -> None:
    """And a colleague who was not asked cannot answer."""
    made = await overloaded(company)
    await refused(company, made)
    await refused(company, made)
    ben, mara = company.persona("ben"), company.persona("mara")
    [asked] = [one for one in ben.messages() if "waits for your word" in one.text]
    await ben.click("Let it go", on=asked)
    assert await ben.submit({REASON: "It is urgent."}) == {}
    with pytest.raises(UserError, match="on its way already"):
        await go(company, made)
    assert [one for one in mara.messages() if "waits for your word" in one.text] == []


async def test_whoever_stands_for_it_says_so_themselves(company: World) -> None:
    """Mara sends what she stands for: she is asked for the reason, and hears nothing from herself."""
    made = await overloaded(company, sponsor="mara")
    assert "It needs your reason" in await refused(company, made)
    mara = company.persona("mara")
    [asked] = [one for one in mara.messages() if "waits for your word" in one.text]
    await mara.click("Let it go", on=asked)
    assert await mara.submit({REASON: "It is urgent."}) == {}
    await company.idle()
    assert len(got(company, "wei")) == 1
    assert [one for one in mara.messages() if "lets “" in one.text] == []


async def test_what_can_be_borne_goes_unasked(company: World) -> None:
    """Below the limit nobody is asked."""
    made = await overloaded(company)
    await company.persona("mara").command("/pmo change limit 9")
    assert await go(company, made) == 1


async def test_the_pmo_says_what_a_group_can_take_in(company: World) -> None:
    """Others may read it, and not change it."""
    mara, ana = company.persona("mara"), company.persona("ana")
    [said] = await ana.command("/pmo change limit")
    assert "8 things in four weeks" in said.words
    [said] = await ana.command("/pmo change limit 4")
    assert "is for the PMO" in said.words
    for wrong in ("0", "51", "many", "1 2", "-3"):
        [said] = await mara.command(f"/pmo change limit {wrong}")
        assert "is not a number from 1 to 50. Nothing was changed." in said.words
    [said] = await mara.command("/pmo change limit 4")
    assert "4 things in four weeks" in said.words
    assert [one.change_limit for one in await stored(company, Workspace)] == [4]
    assert "change_limit_changed" in [one.action for one in await stored(company, AuditEntry)]


async def test_syncs_changes_and_must_reads_are_counted_by_group(company: World) -> None:
    """What went out counts for those who got it; a sync counts once, however often it meets."""
    made = await drafted(company, {"All": ["wei"], "Ana": ["ana"], "Nobody": []}, must_read=True)
    await company.persona("mara").command("/pmo change limit 50")
    await go(company, made)
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        rows = await session.execute(sa.select(StakeholderGroup.name, StakeholderGroup.id))
        ids = {one.name: one.id for one in rows}
        loads = {one.group: one for one in await load_of(session, ids.values(), company.clock.now())}
    assert (loads["All"].changes, loads["All"].must_reads) == (1, 1)
    assert loads["All"].rituals >= 1
    assert loads["Nobody"].total == 0


async def test_the_desk_and_the_preview_say_what_each_group_has_to_take_in(company: World) -> None:
    """Before anything is sent: with the announcement itself, and who is over the limit."""
    made = await overloaded(company, kind="update")
    mara = company.persona("mara")
    await mara.command("/pmo change limit 9")
    await open_desk(company, made)
    seen = mara.read_words(mara.modal)
    assert "9 in four weeks is the limit" in seen
    assert "1 change" in seen
    assert "1 must-read" in seen
    assert "a lot at once" not in seen
    await mara.close()
    await mara.command("/pmo change limit 1")
    await open_desk(company, made)
    assert "a lot at once" in mara.read_words(mara.modal)
    assert await mara.submit() == {}
    seen = mara.read_words(mara.modal)
    assert "a lot at once" in seen
    assert "is asked whether it may go all the same" in seen


async def test_a_group_with_nobody_in_it_has_nothing_to_take_in(company: World) -> None:
    """A must-read is no load of a group that it reaches nobody of: it is not listed, and nobody is asked about it."""
    made = await drafted(company, {"Later": [], "All": ["wei"]}, must_read=True, kind="update")
    mara = company.persona("mara")
    await mara.command("/pmo change limit 1")
    await open_desk(company, made)
    seen = mara.read_words(mara.modal)
    assert "All: *" in seen
    assert "Later: " not in seen
    assert "Later has" not in await refused(company, made)


@pytest.mark.parametrize(
    ("sponsor", "said"), [("ben", "Ben Carter is asked whether"), ("mara", "you are asked why it goes all the same")]
)
async def test_all_have_signed_and_it_is_too_much(company: World, sponsor: str, said: str) -> None:
    """Whoever wrote it reads who decides, not that something is missing."""
    await company.persona("mara").command("/pmo change limit 1")
    await asked(company, ["wei"])
    one = await person_of(company, sponsor)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Announcement).values(must_read=True))
        await session.execute(sa.update(Change).values(sponsor_id=one.id, state="announced"))
    wei, mara = company.persona("wei"), company.persona("mara")
    await wei.click("Read and sign", on=asking(company, "wei")[0])
    assert await wei.submit() == {}
    await company.idle()
    [news] = [one for one in mara.messages() if "All have signed" in one.words]
    assert said in news.words


async def test_without_a_change_whoever_sends_it_is_asked(company: World) -> None:
    """The preview says so, and names no sponsor that there is not."""
    mara = company.persona("mara")
    await mara.command("/pmo change limit 1")
    await mara.command("/pmo announce")
    assert await mara.submit({**WORDS, **MUST_READ, "To people": ["wei"]}) == {}
    seen = mara.read_words(mara.modal)
    assert "a lot at once" in seen
    assert "When you send it, you are asked why it goes all the same." in seen


async def test_what_was_allowed_for_some_is_not_allowed_for_others(company: World) -> None:
    """The groups change: whoever stands for it is asked anew, and reads for whom it is a lot."""
    made = await overloaded(company)
    parts, mara, ben = company.bot.parts, company.persona("mara"), company.persona("ben")
    row = await announced(company, made)
    async with parts.database.transaction(company.workspace_id) as session:
        [old] = list(await session.scalars(sa.select(StakeholderGroup.id)))
        change = await session.get_one(Change, row.change_id)
        sources = [Source(SourceKind.PERSON, str((await person_of(company, "ana")).id))]
        new = (await factory.stakeholder_group(session, change, "Offices", sources, place=1)).id
    await refused(company, made)
    await parts.change.writing.save_audience(company.workspace_id, mara.id, made, [new], [])
    await refused(company, made)
    [asked] = [one for one in ben.messages() if "waits for your word" in one.text]
    assert "Offices has" in asked.words
    async with parts.database.reading(company.workspace_id) as session:
        [ask] = list(await session.scalars(sa.select(ChangeLoadAsk.id).where(ChangeLoadAsk.state == "asked")))
    await parts.change.load_asks.allow(company.workspace_id, ben.id, ask, "It is urgent.")
    await parts.change.writing.save_audience(company.workspace_id, mara.id, made, [new], [])
    assert (await announced(company, made)).override_reason == "It is urgent."
    await parts.change.writing.save_audience(company.workspace_id, mara.id, made, [old, new], [])
    assert "was asked whether it may go all the same" in await refused(company, made)


async def test_what_was_allowed_holds_for_no_more_than_there_was_to_take_in(company: World) -> None:
    """An edit that makes a must-read of it is asked about anew, one that makes it less or says it better is not."""
    made = await overloaded(company, must_read=False)
    parts, mara, ben = company.bot.parts, company.persona("mara"), company.persona("ben")
    await drafted(company, {"Offices": ["wei"]}, of="The new office")
    async with parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Change).values(state="announced"))
    await refused(company, made)
    await allow(company)
    assert (await parts.change.desk.facts(company.workspace_id, mara.id, made)).leave == "Ben Carter"
    way = Way(Timing.NOW, None, time(9, 30), must_read=True)
    await parts.change.writing.save_way(company.workspace_id, mara.id, made, way)
    assert (await parts.change.desk.facts(company.workspace_id, mara.id, made)).leave == ""
    assert "was asked whether it may go all the same" in await refused(company, made)
    await company.idle()
    assert len([one for one in ben.messages() if "waits for your word" in one.text]) == 1
    await allow(company)
    await parts.change.writing.save_way(company.workspace_id, mara.id, made, replace(way, must_read=False))
    form = await parts.change.writing.form(company.workspace_id, mara.id, made)
    core = CoreText.of({**form.values, "text": "The same in better words."})
    await parts.change.writing.save_core(company.workspace_id, mara.id, made, form.base, core, meaning=False)
    await go(company, made)
    row = await announced(company, made)
    assert (row.state in {"planned", "sending", "sent"}, row.text) == (True, "The same in better words.")


async def allow(world: World) -> None:
    """Let Ben say that it may go, and Drumbeat break off before it does."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        [ask] = list(await session.scalars(sa.select(ChangeLoadAsk.id).where(ChangeLoadAsk.state == "asked")))
    await world.bot.parts.change.load_asks.allow(world.workspace_id, world.persona("ben").id, ask, "It is urgent.")


async def test_whoever_stands_for_it_no_more_lets_nothing_go(company: World) -> None:
    """Ben was asked, then Wei became its sponsor: Ben lets nothing go, and Wei is asked when it is sent again."""
    made = await overloaded(company)
    await refused(company, made)
    ben, wei = company.persona("ben"), await person_of(company, "wei")
    [asked] = [one for one in ben.messages() if "waits for your word" in one.text]
    await ben.click("Let it go", on=asked)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Change).values(sponsor_id=wei.id))
    assert "is for the PMO" in (await ben.submit({REASON: "It is urgent."}))["reason"]
    assert "Wei" in await refused(company, made)
    assert (await announced(company, made)).state == "draft"
    [asked] = [one for one in ben.messages() if one.ts == asked.ts]
    assert "[Let it go]" not in asked.words
    [asked] = [one for one in company.persona("wei").messages() if "waits for your word" in one.text]
    await company.persona("wei").click("Let it go", on=asked)
    assert await company.persona("wei").submit({REASON: "It is urgent."}) == {}


async def open_desk(world: World, made: int) -> None:
    """Let Mara open the desk of an announcement from the page of its change."""
    mara = world.persona("mara")
    [page] = await mara.command("/pmo change the shift to product teams")
    await mara.click("Go on", on=page)
