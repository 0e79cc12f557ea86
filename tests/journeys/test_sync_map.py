"""Who waits on whom over the weeks of a sync: asked for, below the summary, and in its one line."""

import pytest

from bot.playground.seen import SeenMessage
from models import Ritual
from tests.journeys.conftest import World
from tests.journeys.test_blocker import GOOD, KEYS, tells, told
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

ANOTHER = """
syncs:
  - name: Design sync
    days: [thu]
    time: "9:00"
    channel: "#sync"
    teams: [Growth]
    owner: mara@lumen.example
"""


def table(message: SeenMessage) -> list[list[str]]:
    """The rows of the table in a message, without its head."""
    [found] = [block for block in message.blocks if block["type"] == "table"]
    return [[cell["text"] for cell in row] for row in found["rows"][1:]]


def drawn(message: SeenMessage) -> dict[str, list[int]]:
    """The values of the chart in a message, by series."""
    [found] = [block for block in message.blocks if block["type"] == "data_visualization"]
    return {one["name"]: [point["value"] for point in one["data"]] for one in found["chart"]["series"]}


async def test_the_map_grows_with_the_weeks_and_stands_below_each_summary(company: World) -> None:
    """Payments and Platform wait on each other; one is closed on Wednesday, and next week's summary says so."""
    ana, wei, lena, rui = (company.persona(name) for name in ("ana", "wei", "lena", "rui"))
    [empty] = await rui.command("/pmo sync map")
    assert empty.words.startswith("Nobody has waited on anybody in *Weekly sync* lately.")

    await tells(ana)
    await tells(wei, GOOD | {"Waiting on anyone?": ["Payments"], "What do you need from them?": "A test account"})
    assert "Nobody has waited" in (await rui.command("/pmo sync map"))[-1].words, "unseen until it is told"
    await company.at("Tue 23:00")
    [summary] = wei.messages("sync")
    assert "Closed since last time" not in summary.words
    [map_below] = [one for one in wei.thread("sync", summary.ts) if "who waits on whom" in one.words]
    assert table(map_below) == [["Payments", "Platform", "1", "1", "–"], ["Platform", "Payments", "1", "1", "–"]]

    await company.at("Wed 10:00")
    await wei.click("Done", on=told(wei)[0])
    await company.at("2026-03-10 10:00")
    await tells(lena, KEYS | {"What do you need from them?": "A build machine"})
    await company.at("2026-03-10 23:00")
    summary = wei.messages("sync")[-1]
    assert "Closed since last time: 1, within 1 working day." in summary.words
    [map_below] = [one for one in wei.thread("sync", summary.ts) if "who waits on whom" in one.words]
    assert drawn(map_below) == {"Raised": [2, 1], "Closed": [0, 1]}

    [shown] = await rui.command("/pmo sync map weekly")
    assert shown.text == "Weekly sync: 2 blockers open, 0 closed since last time"
    assert "3 blockers raised the last 2 times, 2 open now." in shown.words
    assert "Payments on Platform once, Platform on Payments once" in shown.words
    assert "Raised and closed each time: Tue 3 Mar 2 and 0 · Tue 10 Mar 1 and 1." in shown.words
    assert table(shown)[-1] == ["Payments", "Platform", "1", "0", "1 working day"]


async def test_a_late_blocker_and_each_step_change_the_map_below_the_summary(company: World) -> None:
    """Nothing to show at first, so that nothing was posted; then it comes, and it is taken back."""
    ana, wei = company.persona("ana"), company.persona("wei")
    await tells(wei, GOOD)
    await company.at("Tue 23:00")
    [summary] = wei.messages("sync")
    thread = [one.words for one in wei.thread("sync", summary.ts)]
    assert not [words for words in thread if "who waits on whom" in words]
    await tells(ana, label="Answer late")
    await company.idle()
    [map_below] = [one for one in wei.thread("sync", summary.ts) if "who waits on whom" in one.words]
    assert table(map_below) == [["Payments", "Platform", "1", "1", "–"]]
    await company.at("Wed 10:00")
    await wei.click("Done", on=told(wei)[0])
    await company.idle()
    [map_below] = [one for one in wei.thread("sync", summary.ts) if "who waits on whom" in one.words]
    assert table(map_below) == [["Payments", "Platform", "1", "0", "1 working day"]]
    assert drawn(map_below) == {"Raised": [1, 0], "Closed": [0, 1]}


async def test_of_several_syncs_it_asks_which_and_a_button_beside_each_shows_its_map(company: World) -> None:
    """A choice takes the place of the question."""
    ana = company.persona("ana")
    await tells(ana)
    await company.apply(ANOTHER)
    await company.at("Tue 10:05")
    [asked] = await ana.command("/pmo sync map")
    assert asked.words.startswith("There are several syncs.")
    await ana.click("Weekly sync", on=asked)
    assert "*Weekly sync: who waits on whom*" in ana.messages()[-1].words
    mara = company.persona("mara")
    [listed] = await mara.command("/pmo sync Design sync")
    await mara.click("See map", on=listed)
    assert "Nobody has waited on anybody in *Design sync* lately." in mara.messages()[-1].words
    assert len(await stored(company, Ritual)) == 2


async def test_in_the_menu_of_the_shortcut_the_map_and_the_trend_stand_in_words(company: World) -> None:
    """A form takes neither tables nor charts."""
    ana, mara = company.persona("ana"), company.persona("mara")
    await tells(ana)
    await company.at("Tue 23:00")
    await mara.shortcut("Drumbeat")
    await mara.click("Show syncs")
    await mara.click("See map")
    shown = mara.read_words(mara.modal)
    assert "Waits: Payments · On: Platform · Raised: 1 · Open now: 1 · Half closed within: –" in shown
    assert "Raised and closed each time" in shown
    await mara.shortcut("Drumbeat")
    await mara.click("Show syncs")
    await mara.click("See rhythm")
    assert "Weekly sync" in mara.read_words(mara.modal)
