"""Drumbeat is invited to a channel, removed, and sees it change."""

import sqlalchemy as sa

from bot.playground.others import let_others_answer
from models import Channel
from tests.journeys.conftest import World


async def channel(world: World, name: str) -> Channel:
    """Return what Drumbeat knows of a channel."""
    place = world.slack.state.channel_named(name)
    assert place is not None
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return (await session.scalars(sa.select(Channel).where(Channel.slack_id == place.id))).one()


async def test_an_invitation_is_answered_with_a_short_hello_once(lumen: World) -> None:
    """It thanks who invited it, says what will come here, and does not come back at the next invitation."""
    mara = lumen.persona("mara")
    await mara.invite_bot("leadership")
    await lumen.idle()
    (hello,) = [message for message in mara.messages("leadership") if message.user != mara.id]
    assert f"<@{mara.id}>" in hello.text
    assert "/pmo" in hello.text
    assert (await channel(lumen, "leadership")).is_member
    await mara.command("/remove @Drumbeat", "leadership")
    await lumen.idle()
    assert not (await channel(lumen, "leadership")).is_member
    await mara.invite_bot("leadership")
    await lumen.idle()
    assert len(mara.messages("leadership")) == 1


async def test_the_hello_names_the_sync_that_posts_there(company: World) -> None:
    """Where a sync's summary comes, its name is said."""
    mara = company.persona("mara")
    await mara.command("/remove @Drumbeat", "sync")
    await mara.invite_bot("sync")
    await company.idle()
    assert "*Weekly sync*" in mara.messages("sync")[-1].text


async def test_the_hello_comes_before_the_summary_that_waited_for_it(company: World) -> None:
    """Whoever reads the channel learns first who speaks there."""
    mara = company.persona("mara")
    await mara.command("/remove @Drumbeat", "sync")
    await company.at("Tue 18:00")
    await let_others_answer(company.slack, but="")
    await company.at("Tue 22:00")
    assert mara.messages("sync") == []
    await mara.invite_bot("sync")
    await company.idle()
    hello, summary = mara.messages("sync")
    assert f"<@{mara.id}>" in hello.text
    assert "*Weekly sync*, Tue 3 Mar" in summary.words


async def test_other_people_come_and_go_without_a_word(lumen: World) -> None:
    """Only Drumbeat's own coming is its business."""
    place, ana = lumen.slack.state.channel_named("growth"), lumen.persona("ana")
    assert place is not None
    await lumen.slack.members.join(place, ana.id)
    await lumen.slack.members.leave(place, ana.id)
    await lumen.idle()
    assert ana.messages("growth") == []
    assert (await channel(lumen, "growth")).is_member


async def test_a_channel_is_followed_through_its_life(lumen: World) -> None:
    """A new name, the archive and the way back are known at once."""
    place, mara = lumen.slack.state.channel_named("growth"), lumen.persona("mara")
    assert place is not None
    await lumen.slack.members.rename(place, "growth-team")
    await lumen.slack.members.archive(place, by=mara.id)
    await lumen.idle()
    known = await channel(lumen, "growth-team")
    assert (known.name, known.is_archived) == ("growth-team", True)
    await lumen.slack.members.unarchive(place, by=mara.id)
    await lumen.idle()
    assert not (await channel(lumen, "growth-team")).is_archived
