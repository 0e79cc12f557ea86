"""Slack takes far fewer updates than posts: what is posted for the first time does not wait for those."""

from bot.slack.gateway import Message
from tests.delivery.conftest import Office, RealTime, intent


async def _no_updates_for(office: Office, seconds: float) -> None:
    async with office.database.transaction("T1") as session:
        await office.pace.penalise(session, "T1", "chat.update", seconds)


async def test_posts_go_on_while_updates_wait(office: Office, real: RealTime):
    """Fifty people have answered already, the others are asked all the same; the updates follow in their time."""
    await office.send(*(intent(f"answered-{n}", target=f"U{n}") for n in range(3)))
    await _no_updates_for(office, 60)
    for n in range(3):
        office.words[f"answered-{n}"] = Message("thank you")
    async with office.database.transaction("T1") as session:
        await office.ledger.refresh(session, "T1", [f"answered-{n}" for n in range(3)])
    await office.send(*(intent(f"asked-{n}", target=f"U{n}") for n in range(30)))
    assert {await _state(office, f"asked-{n}") for n in range(30)} == {"sent"}
    assert {await _state(office, f"answered-{n}") for n in range(3)} == {"planned"}
    real.seconds += 61
    await office.later(2)
    assert {await _state(office, f"answered-{n}") for n in range(3)} == {"sent"}
    assert [said.wordings for said in office.slack.said][:3] == [[f"about answered-{n}", "thank you"] for n in range(3)]


async def test_updates_alone_are_left_to_a_timer(office: Office, real: RealTime):
    """Nothing else is to be said: the worker does not stay for a minute."""
    await office.send(intent("a"))
    await _no_updates_for(office, 60)
    office.words["a"] = Message("newer")
    await office.refresh("a")
    assert (await office.row("a")).state == "planned"
    real.seconds += 61
    await office.later(2)
    assert [said.wordings for said in office.slack.said] == [["about a", "newer"]]


async def _state(office: Office, key: str) -> str:
    return (await office.row(key)).state
