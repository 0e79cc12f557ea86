"""An edit of what is out whose meaning changed is signed again, before anybody reads it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.errors import NotAllowed
from bot.playground.seen import SeenMessage
from models import Announcement, AnnouncementEdit, AnnouncementReader, AnnouncementSign, AuditEntry, Change
from tests.factories.announced import person_of
from tests.journeys.conftest import World
from tests.journeys.test_announcement_compose import TEXT, one
from tests.journeys.test_announcement_sign import asked, asking
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

MEANS_MORE = "Is it more than better words?"
NEW, OLD = "From 11 May.", "Your pay stays as it is."


async def out(world: World, signers: Sequence[str] = ("ben", "wei")) -> None:
    """Let an announcement go that these have signed."""
    await asked(world, signers)
    for who in signers:
        persona = world.persona(who)
        await persona.click("Read and sign", on=asking(world, who)[0])
        assert await persona.submit() == {}
        await persona.close()
    await world.idle()
    assert (await one(world)).state in {"sending", "sent"}


async def open_desk(world: World, who: str = "mara") -> None:
    """Let somebody open it."""
    [page] = await world.persona(who).command("/pmo announce list")
    await world.persona(who).click("Open it", on=page)


async def edit(world: World, text: str = NEW, *, means_more: bool = True, who: str = "mara") -> None:
    """Let somebody edit its text, from its desk that is open."""
    persona = world.persona(who)
    await persona.click("Edit text")
    typed: dict[str, object] = {TEXT: text}
    if means_more:
        typed[MEANS_MORE] = ["The meaning changed"]
    assert await persona.submit(typed) == {}
    await world.idle()


def edits(world: World, who: str) -> list[SeenMessage]:
    """Return the messages that ask somebody to sign an edit, newest last."""
    return [seen for seen in world.persona(who).messages() if "what it means has changed" in seen.words]


async def sign(world: World, who: str) -> str:
    """Let somebody sign the newest edit, and return what they read."""
    persona = world.persona(who)
    await persona.click("Read and sign", on=edits(world, who)[-1])
    assert await persona.submit() == {}
    said = persona.read_words(persona.modal)
    await persona.close()
    await world.idle()
    return said


def read_by(world: World, who: str) -> str:
    """Return what somebody reads of it."""
    return next(seen for seen in world.persona(who).messages() if "[Got it]" in seen.words).words


async def test_readers_keep_what_they_have_until_all_have_signed_the_new_words(company: World) -> None:
    """Who signs reads what changes and all of it; the desk says for whom it waits; then all are asked to look again."""
    await out(company)
    mara, ben = company.persona("mara"), company.persona("ben")
    assert OLD in read_by(company, "jonas")
    await open_desk(company)
    await edit(company)
    assert OLD in read_by(company, "jonas")
    assert NEW not in read_by(company, "jonas")
    desk = mara.read_words(mara.modal)
    assert "waits for Ben Carter and Wei Tan to sign it" in desk
    assert NEW in desk
    assert "Ben Carter: is asked" in desk
    [message] = edits(company, "ben")
    assert [seen.ts for seen in ben.messages() if "[Read and sign]" in seen.words] == [message.ts]
    assert "readers keep the old words" in message.words
    assert message.words.count(NEW) == 2, "what comes, and all of it"
    await ben.click("Read and sign", on=message)
    read = ben.read_words(ben.modal)
    assert read.index("the old words") < read.index(OLD) < read.index("The new words") < read.index(NEW)
    await ben.click(action_id="announcement_preview_as", value="Somebody in Berlin office")
    assert NEW in ben.read_words(ben.modal)
    assert "Desks on the third floor." in ben.read_words(ben.modal)
    await ben.close()
    assert "once 1 more person has signed" in await sign(company, "ben")
    assert NEW not in read_by(company, "jonas")
    assert (
        "Readers get the new words once all have"
        in [seen.words for seen in ben.messages() if NEW in seen.words or "signed this edit" in seen.words][-1]
    )
    assert "All have signed" in await sign(company, "wei")
    assert NEW in read_by(company, "jonas")
    assert any("All have signed your edit" in seen.words for seen in mara.messages())
    row = await one(company)
    assert (row.meaning, await stored(company, AnnouncementEdit)) == (row.revision, [])
    assert {sign.revision for sign in await stored(company, AnnouncementSign)} == {row.revision}
    assert {reader.answer for reader in await stored(company, AnnouncementReader)} == {""}
    assert (
        "Readers have the new words." in [seen.words for seen in ben.messages() if "signed this edit" in seen.words][-1]
    )
    assert edits(company, "ben") == []


async def test_a_small_edit_goes_at_once_and_who_signed_hears_of_it(company: World) -> None:
    """Nothing waits."""
    await out(company)
    await open_desk(company)
    await edit(company, means_more=False)
    assert NEW in read_by(company, "jonas")
    assert edits(company, "ben") == []
    assert await stored(company, AnnouncementEdit) == []


async def test_what_is_edited_while_it_waits_is_signed_anew(company: World) -> None:
    """The form goes on from the edit; an old form signs nothing, and what was signed before does not count."""
    await out(company)
    mara, ben, wei = company.persona("mara"), company.persona("ben"), company.persona("wei")
    await open_desk(company)
    await edit(company)
    await sign(company, "wei")
    await ben.click("Read and sign", on=edits(company, "ben")[0])
    await mara.click("Edit text")
    assert MEANS_MORE not in mara.read_words(mara.modal)
    assert "Saving asks all who sign it again" in mara.read_words(mara.modal)
    assert await mara.submit({TEXT: "From 18 May."}) == {}
    await company.idle()
    assert OLD in read_by(company, "jonas")
    await ben.submit()
    assert "changed while you read it" in ben.read_words(ben.modal)
    assert "From 18 May." in ben.read_words(ben.modal)
    await ben.close()
    assert [len(edits(company, who)) for who in ("ben", "wei")] == [1, 1]
    assert any("You are asked again" in seen.words for seen in wei.messages())
    await sign(company, "ben")
    assert "From 18 May." not in read_by(company, "jonas")
    await sign(company, "wei")
    assert "From 18 May." in read_by(company, "jonas")
    assert len([entry for entry in await stored(company, AuditEntry) if entry.action == "announcement_signed"]) == 5


async def test_an_edit_is_taken_back(company: World) -> None:
    """Readers keep what they have, nobody can sign it any more, and the next edit is asked about anew."""
    await out(company)
    mara, ben = company.persona("mara"), company.persona("ben")
    await open_desk(company)
    await edit(company)
    await ben.click("Read and sign", on=edits(company, "ben")[0])
    await mara.click("Take edit back")
    assert "is taken back" in mara.read_words(mara.modal)
    assert "Ben Carter: has signed" in mara.read_words(mara.modal)
    await company.idle()
    await ben.submit()
    assert "does not wait for a signature now" in ben.read_words(ben.modal)
    await ben.close()
    assert edits(company, "ben") == []
    assert NEW not in read_by(company, "jonas")
    await edit(company, "From 18 May.")
    assert "From 18 May." in edits(company, "ben")[-1].words
    await edit(company, (await one(company)).text, means_more=False)
    assert await stored(company, AnnouncementEdit) == [], "it says again what readers have"


async def test_a_change_of_the_edit_is_asked_for(company: World) -> None:
    """Whoever edited it hears why, and readers keep what they have."""
    await out(company)
    mara, ben = company.persona("mara"), company.persona("ben")
    await open_desk(company)
    await edit(company)
    await ben.click("Ask for a change", on=edits(company, "ben")[0])
    assert await ben.submit({"What shall be otherwise?": "Name the day of the move."}) == {}
    assert "Readers keep what they have before you have signed" in ben.read_words(ben.modal)
    await company.idle()
    [news] = [seen for seen in mara.messages() if "asks for a change* of your edit" in seen.words]
    assert "Name the day of the move." in news.words
    await mara.close()
    await mara.click("Open it", on=news)
    assert "Ben Carter: asks for a change" in mara.read_words(mara.modal)
    assert NEW not in read_by(company, "jonas")


async def test_who_left_is_replaced_or_done_without(company: World) -> None:
    """Whoever edited it hears; somebody else is asked for the edit alone; with nobody left to ask it goes."""
    await out(company)
    mara = company.persona("mara")
    await open_desk(company)
    await edit(company)
    await sign(company, "wei")
    await company.slack.members.set_deleted(company.persona("ben").person, deleted=True)
    await company.idle()
    [news] = [seen for seen in mara.messages() if "was to sign your edit" in seen.words]
    await mara.close()
    await mara.click("Open it", on=news)
    assert "Ben Carter: has left" in mara.read_words(mara.modal)
    await mara.click("Choose co-signers")
    assert await mara.submit({"Who signs the edit?": ["wei", "sofia"]}) == {}
    await company.idle()
    assert len(edits(company, "sofia")) == 1
    assert NEW not in read_by(company, "jonas")
    await mara.click("Choose co-signers")
    assert await mara.submit({"Who signs the edit?": ["wei"]}) == {}
    await company.idle()
    assert NEW in read_by(company, "jonas")
    assert edits(company, "sofia") == []


async def test_who_was_taken_off_an_edit_and_is_asked_again_hears_it(company: World) -> None:
    """In a reply; who waited to sign it all the while is not told so twice."""
    await out(company)
    mara = company.persona("mara")
    await open_desk(company)
    await edit(company)
    for signers in (["wei"], ["ben", "wei"]):
        await mara.click("Choose co-signers")
        assert await mara.submit({"Who signs the edit?": signers}) == {}
        await company.idle()
    [asked_ben], [asked_wei] = edits(company, "ben"), edits(company, "wei")
    [reply] = company.persona("ben").thread("dm", asked_ben.ts)[1:]
    assert "what it means has changed" in reply.words
    assert "Your pay stays as it is." not in reply.words
    assert company.persona("wei").thread("dm", asked_wei.ts)[1:] == []


async def test_who_signs_and_edits_it_has_signed_that(company: World) -> None:
    """A sponsor who runs the change edits it: the other one is asked, and they are not."""
    await out(company, ["sofia", "wei"])
    sofia = (await person_of(company, "sofia")).id
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        change = await session.get_one(Change, (await one(company)).change_id)
        change.sponsor_id = sofia
    await open_desk(company, "sofia")
    await edit(company, who="sofia")
    assert edits(company, "sofia") == []
    await sign(company, "wei")
    assert NEW in read_by(company, "jonas")
    assert any("All have signed your edit" in seen.words for seen in company.persona("sofia").messages())


async def test_a_stopped_change_lets_no_edit_out_until_it_is_taken_up_again(company: World) -> None:
    """Who was asked sees that; the edit is kept."""
    await out(company, ["ben"])
    parts, mara = company.bot.parts.change, company.persona("mara")
    await open_desk(company)
    await edit(company)
    change_id = (await one(company)).change_id
    assert change_id is not None
    await company.advance(timedelta(minutes=1))
    await parts.changes.stop(company.workspace_id, mara.id, change_id, "The budget is gone.")
    await company.idle()
    assert edits(company, "ben") == []
    [waiting] = await stored(company, AnnouncementEdit)
    with pytest.raises(NotAllowed, match="was stopped"):
        await parts.signing.sign(
            company.workspace_id, company.persona("ben").id, waiting.announcement_id, waiting.revision
        )
    await parts.changes.go_on(company.workspace_id, mara.id, change_id)
    await company.idle()
    await sign(company, "ben")
    assert NEW in read_by(company, "jonas")


async def test_sending_that_is_stopped_meanwhile_goes_on_with_the_signed_words(company: World) -> None:
    """The last signature comes while it is stopped: whoever has it reads the new words."""
    await out(company, ["ben"])
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        row = await session.get_one(Announcement, (await one(company)).id)
        row.state = "stopped"
    await open_desk(company)
    await edit(company)
    await sign(company, "ben")
    row = await one(company)
    assert (row.state, row.text) == ("stopped", NEW)
    assert NEW in read_by(company, "jonas")
