"""Drumbeat breaks off between the last word that an announcement waited for and its sending: it goes all the same."""

from datetime import timedelta

import pytest

from bot.domain.announcement_compose import CoreText
from bot.errors import UserError
from bot.services.announcement_send import AnnouncementSending
from bot.services.announcement_sign import AnnouncementSigning
from models import AuditEntry, ChangeLoadAsk, Timer
from tests.factories.announced import announced
from tests.journeys.conftest import World
from tests.journeys.test_announcement_compose import one
from tests.journeys.test_announcement_send import got
from tests.journeys.test_announcement_sign import asked, asking
from tests.journeys.test_change_load import overloaded, refused
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

CARRIES = "announcement.carry"


class Killed(Exception):
    """The process was ended."""


class DyingSending(AnnouncementSending):
    """Ends before anything is sent."""

    async def go(self, workspace_id: str, slack_id: str, announcement_id: int, revision: int | None = None) -> int:
        """End."""
        raise Killed


class DyingAfterwards(AnnouncementSending):
    """Ends once it went."""

    async def go(self, workspace_id: str, slack_id: str, announcement_id: int, revision: int | None = None) -> int:
        """Send, and end."""
        await super().go(workspace_id, slack_id, announcement_id, revision)
        raise Killed


async def signed_and_killed(world: World, dying: type[AnnouncementSending]) -> None:
    """Let Ben sign as the last one, in a process that ends."""
    parts = world.bot.parts
    sending = dying(parts.database, parts.clock, parts.audit, parts.change.sending.way, parts.change.follows)
    signing = AnnouncementSigning(parts.database, parts.clock, parts.audit, sending, parts.change.edits)
    row = await one(world)
    with pytest.raises(Killed):
        await signing.sign(world.workspace_id, world.persona("ben").id, row.id, row.revision)
    await world.idle()


async def pending(world: World) -> list[Timer]:
    """Return what is to be carried on."""
    return [timer for timer in await stored(world, Timer) if timer.kind == CARRIES and timer.state == "pending"]


def heard(world: World, words: str) -> int:
    """Return how many messages of Mara's say something."""
    return sum(words in seen.words for seen in world.persona("mara").messages())


@pytest.mark.parametrize("dying", [DyingSending, DyingAfterwards])
async def test_what_all_have_signed_goes_once_and_its_author_hears_of_it(
    company: World, dying: type[AnnouncementSending]
) -> None:
    """Whether the end came before it went or before its author was told."""
    await asked(company)
    await signed_and_killed(company, dying)
    assert heard(company, "All have signed") == 0
    await company.advance(timedelta(minutes=5))
    assert (await one(company)).state in {"planned", "sending", "sent"}
    assert heard(company, "All have signed") == 1
    assert [entry.action for entry in await stored(company, AuditEntry)].count("announcement_sent") == 1
    await company.advance(timedelta(days=1))
    assert heard(company, "All have signed") == 1


async def test_what_was_changed_meanwhile_waits_for_new_signatures(company: World) -> None:
    """The signatures were for other words."""
    await asked(company)
    await signed_and_killed(company, DyingSending)
    mara, row = company.persona("mara").id, await one(company)
    writing = company.bot.parts.change.writing
    form = await writing.form(company.workspace_id, mara, row.id)
    core = CoreText.of({**form.values, "title": "You work in another team"})
    await writing.save_core(company.workspace_id, mara, row.id, form.base, core, meaning=False)
    await company.advance(timedelta(minutes=5))
    assert (await one(company)).state == "draft"
    assert heard(company, "All have signed") == 0


async def test_nothing_is_left_to_carry_on_once_it_went(company: World) -> None:
    """The timer goes with what it was for."""
    await asked(company)
    ben = company.persona("ben")
    await ben.click("Read and sign", on=asking(company, "ben")[0])
    assert await ben.submit() == {}
    await company.idle()
    assert await pending(company) == []
    assert heard(company, "All have signed") == 1


async def test_what_the_sponsor_let_go_goes_also_where_the_process_ended_then(company: World) -> None:
    """Their reason stays with it."""
    made = await overloaded(company)
    await refused(company, made)
    [ask] = await stored(company, ChangeLoadAsk)
    allow = company.bot.parts.change.load_asks.allow
    await allow(company.workspace_id, company.persona("ben").id, ask.id, "Contracts are signed on Friday.")
    await company.idle()
    assert got(company, "wei") == []
    await company.advance(timedelta(minutes=5))
    assert len(got(company, "wei")) == 1
    assert (await announced(company, made)).override_reason == "Contracts are signed on Friday."
    assert await pending(company) == []


async def test_leave_to_send_is_not_leave_to_send_other_words(company: World) -> None:
    """What was edited after the sponsor was asked does not go with the sponsor's word; sent again it is asked anew."""
    made = await overloaded(company)
    await refused(company, made)
    mara, writing = company.persona("mara").id, company.bot.parts.change.writing
    form = await writing.form(company.workspace_id, mara, made)
    core = CoreText.of({**form.values, "text": "Half a sentence that"})
    await writing.save_core(company.workspace_id, mara, made, form.base, core, meaning=False)
    await company.idle()
    ben = company.persona("ben")
    [question] = [seen for seen in ben.messages() if "is kept" in seen.words]
    assert "[Let it go]" not in question.words
    [ask] = await stored(company, ChangeLoadAsk)
    with pytest.raises(UserError, match="settled already"):
        await company.bot.parts.change.load_asks.allow(company.workspace_id, ben.id, ask.id, "Now.")
    assert "was asked" in await refused(company, made)
    assert len(await stored(company, ChangeLoadAsk)) == 2
    assert got(company, "wei") == []
