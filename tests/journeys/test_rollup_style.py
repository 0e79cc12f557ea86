"""The PMO chooses how the summary is told and where it stands; what people then read in the channel."""

import pytest

from bot.playground.others import let_others_answer
from tests.journeys.conftest import World
from tests.journeys.test_restart import GOOD


@pytest.mark.begins("Mon 09:00")
async def test_summaries_of_a_week_stand_below_one_message_in_the_style_of_each_sync(company: World) -> None:
    """Two syncs of one channel: one message in it, which names both; late answers change the thread in place."""
    mara, ben = company.persona("mara"), company.persona("ben")
    await mara.command("/pmo sync edit Weekly sync")
    await mara.click("More options")
    chosen = {"How the summary is told": "Team by team", "Where it stands": "Below one message a week"}
    assert await mara.submit(chosen) == {}
    shown = mara.read_words(mara.modal)
    assert "The summary is told team by team, in the thread of one message a week" in shown
    await mara.submit()
    await company.at("Tue 18:00")
    await let_others_answer(company.slack, but=ben.id)
    await company.idle()
    assert mara.messages("sync") == []
    await ben.click("Answer")
    assert await ben.submit(GOOD | {"What moved?": "Sign-ups doubled"}) == {}
    [week] = mara.messages("sync")
    assert week.text == "Week of 2 Mar: syncs"
    assert "• *Weekly sync*, Tue 3 Mar: 1 decision is needed; 2 of 5 teams are stuck" in week.words
    _, summary, *details = mara.thread("sync", week.ts)
    assert "*Growth*: Sign-ups doubled" in summary.words
    assert any("Sign-ups doubled" in one.words for one in details)

    await ben.click("Edit")
    assert await ben.submit({"What moved?": "Sign-ups tripled"}) == {}
    [week] = mara.messages("sync")
    _, summary, *rest = mara.thread("sync", week.ts)
    assert "Sign-ups tripled" in summary.words
    await mara.click("Decide…", on=summary)
    await mara.submit({"What was decided?": "Yes"})
    assert "Tue 3 Mar: 2 of 5 teams are stuck" in mara.messages("sync")[0].words
    assert len(rest) == len(details)
    assert any("Sign-ups tripled" in one.words for one in rest)


@pytest.mark.begins("Mon 09:00")
async def test_where_the_channel_was_archived_the_week_goes_on_in_the_new_one(company: World) -> None:
    """The summary that waited is posted there below a message of its own, once."""
    mara = company.persona("mara")
    await mara.command("/pmo sync edit Weekly sync")
    await mara.click("More options")
    assert await mara.submit({"Where it stands": "Below one message a week"}) == {}
    await mara.submit()
    await company.at("Tue 18:00")
    await company.slack.members.archive(company.slack.channel("sync"), by=mara.id)
    await company.idle()
    await company.at("2026-03-03 23:00")
    assert mara.messages("sync") == []
    await mara.command("/pmo sync edit Weekly sync")
    assert await mara.submit({"The summary goes to": "#general"}) == {}
    await mara.submit()
    await company.idle()
    [week] = [one for one in mara.messages("general") if one.text == "Week of 2 Mar: syncs"]
    assert len(mara.thread("general", week.ts)) > 1
