"""A digest that comes by itself: set up in a small form, once a week, to its owner or to a channel, stopped again."""

import pytest
import sqlalchemy as sa

from models import Digest, Membership, Person, Timer
from tests.journeys.conftest import World
from tests.journeys.test_digest import SAID
from tests.journeys.test_sync_races import stored
from tests.journeys.test_sync_sight import reorg

__all__ = ["reorg"]

pytestmark = pytest.mark.begins("Tue 10:00")


async def weekly(world: World, who: str, answers: dict[str, object] | None = None) -> dict[str, str]:
    """Somebody sets their digest up; what is wrong is returned."""
    person = world.persona(who)
    await person.command("/pmo digest weekly")
    return await person.submit(answers)


async def test_a_lead_gets_one_a_week_in_their_own_time_until_they_stop_it(company: World) -> None:
    """Friday at three, in winter and in summer time; changed and stopped in the same form."""
    mara = company.persona("mara")
    [shown] = await mara.command("/pmo digest")
    await mara.click("Send it weekly", on=shown)
    assert await mara.submit() == {}
    assert "every Friday at 15:00 to you, first on Fri 6 Mar" in mara.read_words(mara.modal)
    await mara.close()
    [row] = await stored(company, Digest)
    await company.at("2026-03-08 12:00")
    came = [one for one in mara.messages() if "Comes to you every Friday" in one.words]
    assert len(came) == 1
    await company.at("2026-03-15 12:00")
    came = [one for one in mara.messages() if "Comes to you every Friday" in one.words]
    assert len(came) == 2
    assert "27 Feb" not in came[1].words
    assert "13 Mar" in came[1].words
    await mara.click("Change digest", on=came[1])
    assert "next on Fri 20 Mar" in mara.read_words(mara.modal)
    await mara.click("Stop digest", on="modal")
    assert "This digest comes no more" in mara.read_words(mara.modal)
    await company.at("2026-03-22 12:00")
    assert len([one for one in mara.messages() if "Comes to you every Friday" in one.words]) == 2
    assert await stored(company, Digest) == []
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        pending = sa.select(Timer.id).where(Timer.subject == str(row.id), Timer.state == "pending")
        assert await session.scalar(pending) is None


async def test_a_channel_reads_what_all_its_readers_may_see(company: World, reorg: int) -> None:
    """Mara sees the private sync, #general does not; whoever presses there reads their own."""
    assert reorg
    mara, ana = company.persona("mara"), company.persona("ana")
    await ana.click("Answer")
    assert await ana.submit(SAID) == {}
    wrong = {"Which day?": "Tuesday", "At what time?": "noon"}
    assert "is not a time" in (await weekly(company, "mara", wrong | {"To which channel?": "leadership"}))["time"]
    refused = await mara.submit({"At what time?": "12:00"})
    assert "Drumbeat cannot post in this channel. Invite it there" in refused["channel"]
    await mara.invite_bot("leadership")
    await company.idle()
    assert await mara.submit() == {}
    await mara.close()
    await company.at("Tue 13:00")
    [came] = [one for one in mara.messages("leadership") if "every Tuesday at 12:00" in one.words]
    assert "set up by Mara Lindqvist" in came.words
    assert "Staging keys" not in came.words
    assert "Reorg" not in came.words
    await mara.click("Show more", on=came)
    await company.idle()
    assert "Staging keys" in mara.messages("leadership")[-1].words, "her own, to her alone"
    assert len([one for one in mara.messages() if "Comes to you" in one.words]) == 0


async def test_a_member_is_told_who_can_set_one_up(company: World) -> None:
    """Chloe leads nobody: the word shows why, the digest itself is hers to read."""
    chloe = company.persona("chloe")
    [refused] = await chloe.command("/pmo digest weekly")
    assert "is for the PMO, and for leads in their own team" in refused.words
    [shown] = await chloe.command("/pmo digest")
    assert "Send it weekly" not in shown.buttons


async def test_who_leads_no_more_can_still_stop_theirs(company: World) -> None:
    """They set it up as a lead: the form opens, nothing new can be saved in it, and *Stop digest* works."""
    ben = company.persona("ben")
    assert await weekly(company, "ben") == {}
    await ben.close()
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        theirs = sa.select(Person.id).where(Person.slack_id == ben.id).scalar_subquery()
        await session.execute(sa.update(Membership).where(Membership.person_id == theirs).values(is_lead=False))
        await session.execute(sa.update(Person).where(Person.slack_id == ben.id).values(role="member"))
    assert await weekly(company, "ben", {"Which day?": "Monday"}) == {}
    assert "is for the PMO, and for leads in their own team" in ben.read_words(ben.modal)
    while ben.modal:
        await ben.close()
    await ben.command("/pmo digest weekly")
    await ben.click("Stop digest", on="modal")
    assert "This digest comes no more" in ben.read_words(ben.modal)
    assert await stored(company, Digest) == []


async def test_a_channels_digest_goes_on_when_its_owner_has_left(company: World) -> None:
    """Mara acts as PMO: it is hers now, she reads of it and can stop it; the channel has it every week."""
    ben, mara = company.persona("ben"), company.persona("mara")
    assert await weekly(company, "ben", {"To which channel?": "sync"}) == {}
    await ben.close()
    await company.slack.members.set_deleted(ben.person, deleted=True)
    await company.idle()
    told = mara.messages()[-1]
    assert "weekly digest in *#sync* is yours now" in told.words
    assert "every Friday at 15:00 of your time, next on Fri 6 Mar" in told.words
    await company.at("2026-03-15 12:00")
    came = [one for one in mara.messages("sync") if "Comes every Friday" in one.words]
    assert ["set up by Mara Lindqvist" in one.words for one in came] == [True, True]
    await mara.click("Change digest", on=told)
    await mara.click("Stop digest", on="modal")
    assert await stored(company, Digest) == []


async def test_a_channels_digest_goes_on_when_its_owner_is_erased(company: World) -> None:
    """Of what Ben leaves the channel keeps its digest, under Mara's name; one that came to him alone would be gone."""
    ben, mara = company.persona("ben"), company.persona("mara")
    assert await weekly(company, "ben", {"To which channel?": "sync"}) == {}
    await ben.close()
    [summary] = await ben.command("/pmo my data")
    await ben.click("Erase my data", on=summary)
    assert await ben.submit({"Write “erase” to go on": "erase"}) == {}
    await company.idle()
    await company.at("2026-03-08 12:00")
    [came] = [one for one in mara.messages("sync") if "Comes every Friday" in one.words]
    assert "set up by Mara Lindqvist" in came.words


async def test_a_channels_digest_comes_to_who_has_one_of_their_own(company: World) -> None:
    """Mara has hers: Ben's in the channel is hers, too, and each is changed and stopped by itself."""
    ben, mara = company.persona("ben"), company.persona("mara")
    assert await weekly(company, "ben", {"To which channel?": "sync"}) == {}
    await ben.close()
    assert await weekly(company, "mara") == {}
    await mara.close()
    await company.slack.members.set_deleted(ben.person, deleted=True)
    await company.at("2026-03-08 12:00")
    assert len([one for one in mara.messages("sync") if "set up by Mara" in one.words]) == 1
    assert len([one for one in mara.messages() if "Comes to you every Friday" in one.words]) == 1
    await mara.command("/pmo digest weekly")
    assert "It comes every Friday at 15:00 to you" in mara.read_words(mara.modal)
    assert "Another one comes every Friday at 15:00 in #sync." in mara.read_words(mara.modal)
    await mara.click("Change digest", on="modal")
    assert "It comes every Friday at 15:00 in #sync" in mara.read_words(mara.modal)
    await mara.click("Stop digest", on="modal")
    [left] = await stored(company, Digest)
    assert left.channel_id == ""


async def test_of_two_that_one_person_would_have_in_a_channel_one_ends(company: World) -> None:
    """Mara's own comes to #sync already, and goes on."""
    ben, mara = company.persona("ben"), company.persona("mara")
    assert await weekly(company, "ben", {"To which channel?": "sync"}) == {}
    await ben.close()
    assert await weekly(company, "mara", {"Which day?": "Thursday", "To which channel?": "sync"}) == {}
    await mara.close()
    await company.slack.members.set_deleted(ben.person, deleted=True)
    await company.at("2026-03-08 12:00")
    assert [one.weekday for one in await stored(company, Digest)] == [3]
    assert len([one for one in mara.messages("sync") if "set up by Mara" in one.words]) == 1
    assert not any("set up by Ben" in one.words for one in mara.messages("sync"))


async def test_a_form_left_open_stops_no_digest_that_is_somebody_elses_now(company: World) -> None:
    """Ben left and is back, with the form still open: it says that the digest is Mara's, who has it on."""
    ben = company.persona("ben")
    assert await weekly(company, "ben", {"To which channel?": "sync"}) == {}
    await ben.close()
    await ben.command("/pmo digest weekly")
    await company.slack.members.set_deleted(ben.person, deleted=True)
    await company.idle()
    await company.slack.members.set_deleted(ben.person, deleted=False)
    await company.idle()
    await ben.click("Stop digest", on="modal")
    said = ben.read_words(ben.modal)
    assert "This digest is Mara Lindqvist's now, who alone can stop it. It goes on, and nothing was changed." in said
    assert "comes no more" not in said
    assert len(await stored(company, Digest)) == 1
    while ben.modal:
        await ben.close()
    mara = company.persona("mara")
    await mara.command("/pmo digest weekly")
    await mara.double_click("Stop digest", on="modal")
    assert "This digest comes no more" in mara.read_words(mara.modal)
    assert await stored(company, Digest) == []


async def test_one_more_goes_to_a_channel_and_none_twice_to_the_same_place(company: World) -> None:
    """Mara keeps her own; what would come twice is refused beside the channel."""
    mara = company.persona("mara")
    assert await weekly(company, "mara") == {}
    await mara.close()
    await mara.command("/pmo digest weekly")
    await mara.click("Add another digest", on="modal")
    assert await mara.submit({"Which day?": "Monday", "To which channel?": "sync"}) == {}
    assert "every Monday at 15:00 in #sync" in mara.read_words(mara.modal)
    await mara.close()
    await mara.command("/pmo digest weekly")
    refused = await mara.submit({"To which channel?": "sync"})
    assert refused == {
        "channel": "A digest of yours comes to this channel already. Choose another channel, or change that one."
    }
    await mara.close()
    assert [(one.weekday, bool(one.channel_id)) for one in await stored(company, Digest)] in (
        [(4, False), (0, True)],
        [(0, True), (4, False)],
    )


async def test_who_comes_back_has_theirs_again(company: World) -> None:
    """While Ben's account is deactivated none comes; reactivated, he gets the next one."""
    ben = company.persona("ben")
    assert await weekly(company, "ben") == {}
    await ben.close()
    await company.slack.members.set_deleted(ben.person, deleted=True)
    await company.at("2026-03-08 12:00")
    await company.slack.members.set_deleted(ben.person, deleted=False)
    await company.idle()
    assert not [one for one in ben.messages() if "Comes to you" in one.words]
    await company.at("2026-03-15 12:00")
    assert len([one for one in ben.messages() if "Comes to you" in one.words]) == 1
