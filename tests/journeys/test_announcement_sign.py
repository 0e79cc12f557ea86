"""Co-signers read an announcement in full and sign it, or ask for a change; before that it does not go."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from bot.playground.seen import SeenMessage
from bot.views.announcement_check import CHECK_SEEN
from models import Announcement, AnnouncementSign, AuditEntry, Change, Person
from tests.factories.announced import person_of
from tests.journeys.conftest import World
from tests.journeys.test_announcement_compose import TEXT, given, one, write
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

ASKS = "asks you to sign this"


async def asked(world: World, signers: Sequence[str] = ("ben",), for_leads: str = "") -> None:
    """Let Mara write an announcement and ask for signatures."""
    await given(world)
    await write(world)
    mara = world.persona("mara")
    if for_leads:
        await mara.click("Edit for leads")
        assert await mara.submit({"What they can tell their team": for_leads}) == {}
    await mara.click("Choose co-signers")
    assert await mara.submit({"Who signs before it goes?": list(signers)}) == {}
    await mara.submit()
    assert await mara.submit() == {}
    assert "asked to sign" in mara.read_words(mara.modal)
    await mara.close()
    await world.idle()


def asking(world: World, who: str) -> list[SeenMessage]:
    """Return the messages that ask somebody to sign now."""
    return [seen for seen in world.persona(who).messages() if ASKS in seen.words]


async def reworded(world: World) -> None:
    """Let its author edit what waits to be signed."""
    mara = world.persona("mara")
    [page] = await mara.command("/pmo announce list")
    await mara.click("Go on", on=page)
    await mara.click("Edit text")
    assert await mara.submit({TEXT: "From 11 May."}) == {}


async def test_it_goes_once_all_have_signed(company: World) -> None:
    """The message has the text; the form all of it, also as each group reads it; the author hears that it goes."""
    await asked(company, ["ben", "wei"])
    ben, wei, mara = company.persona("ben"), company.persona("wei"), company.persona("mara")
    [message] = asking(company, "ben")
    assert "Your pay stays as it is." in message.words
    await ben.click("Read and sign", on=message)
    await ben.click(action_id="announcement_preview_as", value="Somebody in Berlin office")
    assert "Desks on the third floor." in ben.read_words(ben.modal)
    assert await ben.submit() == {}
    assert "once 1 more person has signed" in ben.read_words(ben.modal)
    await company.idle()
    assert (await one(company)).state == "signing"
    assert "You have signed" in [seen for seen in ben.messages() if "signed" in seen.words][-1].words
    await wei.click("Read and sign", on=asking(company, "wei")[0])
    assert await wei.submit() == {}
    await company.idle()
    assert (await one(company)).state in {"planned", "sending", "sent"}
    assert any("All have signed" in seen.words for seen in mara.messages())
    [signed] = [seen for seen in ben.messages() if "You have signed" in seen.words]
    assert "All have, so it goes as planned." in signed.words
    actions = [entry.action for entry in await stored(company, AuditEntry)]
    assert actions.count("announcement_signed") == 2
    assert actions.count("announcement_sent") == 1


async def test_whoever_signs_sees_all_of_it_first(company: World) -> None:
    """Every part, and what leads are to say, without choosing a reader sixteen times; then as each of them gets it."""
    await asked(company, for_leads="Nobody loses their job.")
    ben = company.persona("ben")
    await ben.click("Read and sign", on=asking(company, "ben")[0])
    shown = ben.read_words(ben.modal)
    assert "Desks on the third floor." in shown
    assert "Nobody loses their job." in shown
    assert "whom you lead" not in shown
    await ben.click(action_id="announcement_preview_as", value="Somebody in Berlin office")
    assert "Nobody loses their job." not in ben.read_words(ben.modal)
    await ben.click(action_id="announcement_preview_as", value="All of it")
    assert "Nobody loses their job." in ben.read_words(ben.modal)
    assert await ben.submit() == {}


async def test_an_edit_asks_again_and_an_old_form_signs_nothing(company: World) -> None:
    """What was signed is what goes: the form that showed other words shows the new ones instead of signing them."""
    await asked(company)
    ben, mara = company.persona("ben"), company.persona("mara")
    await ben.click("Read and sign", on=asking(company, "ben")[0])
    await reworded(company)
    await company.idle()
    assert (await one(company)).state == "draft"
    assert asking(company, "ben") == []
    await ben.submit()
    assert "does not wait for a signature now" in ben.read_words(ben.modal)
    await ben.close()
    await mara.submit()
    assert await mara.submit() == {}
    await company.idle()
    [again] = asking(company, "ben")
    assert "From 11 May." in again.words
    await ben.click("Read and sign", on=again)
    assert await ben.submit() == {}
    assert (await one(company)).state != "signing"


async def test_a_form_that_shows_older_words_signs_nothing_though_it_is_asked_about_again(company: World) -> None:
    """It stayed open while the author edited and asked anew: the new words are shown in its place."""
    await asked(company)
    ben, mara = company.persona("ben"), company.persona("mara")
    await ben.click("Read and sign", on=asking(company, "ben")[0])
    await reworded(company)
    await mara.submit()
    assert await mara.submit() == {}
    await company.idle()
    assert (await one(company)).state == "signing"
    await ben.submit()
    assert "changed while you read it" in ben.read_words(ben.modal)
    assert [row.state for row in await stored(company, AnnouncementSign)] == ["asked"]
    assert (await one(company)).state == "signing"


async def test_nobody_is_asked_to_sign_what_was_edited_after_the_last_look(company: World) -> None:
    """Somebody edits while the author has the last page open: nobody is asked, and the new words show."""
    await given(company)
    await write(company)
    mara = company.persona("mara")
    await mara.click("Choose co-signers")
    assert await mara.submit({"Who signs before it goes?": ["ben"]}) == {}
    await mara.submit()
    row = await one(company)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        edited = await session.get_one(Announcement, row.id)
        edited.text, edited.revision = "From 11 May.", edited.revision + 1
    await mara.submit()
    assert "changed while you looked at it" in mara.read_words(mara.modal)
    assert (await one(company)).state == "draft"
    await company.idle()
    assert asking(company, "ben") == []
    assert "From 11 May." in mara.read_words(mara.modal)


async def test_a_change_is_asked_for_and_the_author_hears_why(company: World) -> None:
    """A reason is needed; the author reads it with a name, and the draft shows it."""
    await asked(company)
    ben, mara = company.persona("ben"), company.persona("mara")
    await ben.click("Ask for a change", on=asking(company, "ben")[0])
    assert "reason" in await ben.submit({"What shall be otherwise?": "   "})
    assert await ben.submit({"What shall be otherwise?": "Name whom to ask in HR. <!channel>"}) == {}
    await company.idle()
    [news] = [seen for seen in mara.messages() if "asks for a change" in seen.words]
    assert "Name whom to ask in HR. &lt;!channel&gt;" in news.words
    await mara.click("Open it", on=news)
    assert "Ben Carter: asks for a change" in mara.read_words(mara.modal)
    await mara.submit()
    assert "Ask for signatures" in str(mara.modal.submit)


async def test_whoever_wanted_it_otherwise_signs_it_all_the_same_once_they_have_talked(company: World) -> None:
    """Its author sees in the list who waits for what, and need not send the same words once more."""
    await asked(company)
    ben, mara = company.persona("ben"), company.persona("mara")
    await ben.click("Ask for a change", on=asking(company, "ben")[0])
    assert await ben.submit({"What shall be otherwise?": "Name whom to ask in HR."}) == {}
    await ben.close()
    await company.idle()
    [page] = await mara.command("/pmo announce list")
    assert "Ben Carter asks for a change" in page.words
    assert "Ben Carter asks for a change" in mara.read_words(await mara.open_home())
    [message] = [seen for seen in ben.messages() if "You asked Mara Lindqvist for a change." in seen.words]
    await ben.click("Read and sign", on=message)
    assert await ben.submit() == {}
    await company.idle()
    assert (await one(company)).state in {"planned", "sending", "sent"}


async def test_whoever_is_not_asked_signs_nothing(company: World) -> None:
    """A co-signer who was taken off sees that; nobody else's press counts."""
    await asked(company)
    ben, mara = company.persona("ben"), company.persona("mara")
    await ben.click("Read and sign", on=asking(company, "ben")[0])
    [page] = await mara.command("/pmo announce list")
    await mara.click("Go on", on=page)
    await mara.click("Choose co-signers")
    assert "app" in (await mara.submit({"Who signs before it goes?": ["drumbeat"]})).get("who", "an app")
    assert "your name already" in (await mara.submit({"Who signs before it goes?": ["mara"]}))["who"]
    assert await mara.submit({"Who signs before it goes?": []}) == {}
    await company.idle()
    assert asking(company, "ben") == []
    await ben.submit()
    assert await stored(company, AnnouncementSign) == []
    await mara.submit()
    assert await mara.submit() == {}
    assert (await one(company)).state != "draft"


async def test_a_co_signer_who_leaves_is_replaced_by_who_runs_it(company: World) -> None:
    """The author hears once, and decides; nothing goes by itself."""
    await asked(company, ["ben"])
    mara = company.persona("mara")
    await company.slack.members.set_deleted(company.persona("ben").person, deleted=True)
    await company.idle()
    [news] = [seen for seen in mara.messages() if "has left" in seen.words]
    assert "you decide whether somebody else signs" in news.words
    await mara.click("Open it", on=news)
    assert "Ben Carter: has left" in mara.read_words(mara.modal)
    await mara.click("Choose co-signers")
    assert company.persona("ben").id not in str(mara.modal.blocks), "nobody reads an id, nor takes it out by hand"
    assert await mara.submit({"Who signs before it goes?": ["wei"]}) == {}
    await mara.submit()
    assert await mara.submit() == {}
    await company.idle()
    assert len(asking(company, "wei")) == 1


async def test_nobody_who_has_left_is_asked_to_sign(company: World) -> None:
    """Who leaves before the question goes out is named and keeps it from going, until somebody else signs or nobody."""
    await given(company)
    await write(company)
    mara = company.persona("mara")
    await mara.click("Choose co-signers")
    assert await mara.submit({"Who signs before it goes?": ["ben", "wei"]}) == {}
    await mara.close()
    await company.slack.members.set_deleted(company.persona("ben").person, deleted=True)
    await company.idle()
    [page] = await mara.command("/pmo announce list")
    await mara.click("Go on", on=page)
    left = "Ben Carter has left, and was to sign it: choose somebody else, or nobody."
    assert left in mara.read_words(mara.modal)
    await mara.submit()
    assert left in mara.read_words(mara.modal)
    assert mara.modal is not None
    assert mara.modal.callback_id == CHECK_SEEN
    assert (await one(company)).state == "draft"
    await mara.close()
    await mara.click("Choose co-signers")
    assert await mara.submit({"Who signs before it goes?": ["wei"]}) == {}
    await mara.submit()
    assert await mara.submit() == {}
    await company.idle()
    assert len(asking(company, "wei")) == 1


async def test_what_was_released_goes_although_its_change_is_another_s_by_now(company: World) -> None:
    """Mara asked for the signature; the change is Wei's since, and she is of the PMO no more: it goes in Wei's name."""
    await asked(company)
    ben, wei = company.persona("ben"), await person_of(company, "wei")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Change).values(owner_id=wei.id, sponsor_id=wei.id))
        away = {"role": "member", "is_admin": False}
        await session.execute(sa.update(Person).where(Person.slack_id == company.persona("mara").id).values(**away))
    await ben.click("Read and sign", on=asking(company, "ben")[0])
    assert await ben.submit() == {}
    await company.idle()
    assert (await one(company)).state in {"planned", "sending", "sent"}
    assert any("All have signed" in seen.words for seen in company.persona("wei").messages())


async def test_whoever_signed_it_hears_of_an_edit_of_what_is_out(company: World) -> None:
    """In their morning, with the new words to read; nothing is to be signed, and the author knows of their own edit."""
    await asked(company)
    ben, mara = company.persona("ben"), company.persona("mara")
    await ben.click("Read and sign", on=asking(company, "ben")[0])
    assert await ben.submit() == {}
    await ben.close()
    await company.idle()
    [page] = await mara.command("/pmo announce list")
    await mara.click("Open it", on=page)
    await mara.click("Edit text")
    assert "whoever signed it hears of it" in mara.read_words(mara.modal)
    assert await mara.submit({TEXT: "From 11 May."}) == {}
    await company.at("Tue 16:59")
    assert not [seen for seen in ben.messages() if "which you signed" in seen.words], "it is night where Ben is"
    await company.at("Tue 17:00")
    [news] = [seen for seen in ben.messages() if "which you signed" in seen.words]
    await ben.click("Read it", on=news)
    assert "From 11 May." in ben.read_words(ben.modal)
    assert ben.modal.submit is None
    await ben.click(action_id="announcement_preview_as", value="Somebody in Berlin office")
    assert "Desks on the third floor." in ben.read_words(ben.modal)
    assert not [seen for seen in mara.messages() if "which you signed" in seen.words]
