"""When Slack or the process breaks off: nothing is lost, and nothing is said twice."""

import asyncio
from datetime import datetime

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.delivery import reasons
from bot.engine.port import Work
from bot.engine.timers import RESUME
from bot.errors import NotInstalled, SlackUnavailable
from bot.slack.gateway import Message
from models import Timer
from tests.delivery.conftest import FakeSlack, Office, RealTime, intent, open_office


def dropped() -> SlackUnavailable:
    """The connection broke after Slack had taken the call."""
    return SlackUnavailable("connection reset", retry_after=0, accepted_unknown=True)


def limited(seconds: float) -> SlackUnavailable:
    """Slack answered 429 with this `Retry-After`."""
    return SlackUnavailable("ratelimited", retry_after=seconds, limited=True)


async def resumes_at(office: Office) -> datetime | None:
    async with office.database.reading("T1") as session:
        return await session.scalar(sa.select(Timer.due_at).where(Timer.kind == RESUME, Timer.state == "pending"))


async def test_a_roll_up_that_slack_took_before_the_connection_broke_is_adopted(office: Office):
    """Exactly one message, and it can be updated like any other."""
    office.slack.faults.append(dropped())
    await office.send(intent("rollup"))
    assert office.slack.looked == ["rollup"]
    office.words["rollup"] = Message("newer")
    await office.refresh("rollup")
    assert [said.wordings for said in office.slack.said] == [["about rollup", "newer"]]


async def test_a_change_while_in_doubt_is_not_lost(office: Office):
    """Adopted with its old words, it is updated to the newer ones."""

    async def change(call: str) -> None:
        if call.startswith("look"):
            office.words["a"] = Message("newer")
            async with office.database.transaction("T1") as session:
                await office.ledger.refresh(session, "T1", ["a"])

    office.slack.during = change
    office.slack.faults.append(dropped())
    await office.send(intent("a"))
    assert [said.wordings for said in office.slack.said] == [["about a", "newer"]]


async def test_what_did_not_arrive_is_posted_again(office: Office):
    """In doubt, looked for, not found."""
    office.slack.faults.append(dropped())
    office.slack.during = forget_the_first(office)
    await office.send(intent("a"))
    assert (office.slack.calls, office.slack.texts("C1")) == (["post a", "look a", "post a"], ["about a"])


def forget_the_first(office: Office):
    async def forget(call: str) -> None:
        if call.startswith("look"):
            office.slack.said.clear()

    return forget


async def test_where_it_may_not_look_a_person_is_asked_again(office: Office):
    """A second question does no harm, since answers are unique."""
    office.slack.may_look = False
    office.slack.faults.append(dropped())
    await office.send(intent("a", "U1"))
    assert (len(office.slack.said), await office.states()) == (2, {"a": "sent"})


async def test_where_it_may_not_look_a_channel_waits_for_a_person(office: Office):
    """Nothing is posted twice: the owner hears, looks, and posts again if it is missing."""
    office.slack.may_look = False
    office.slack.faults.append(dropped())
    await office.send(intent("a"), intent("page", thread_key="a"))
    assert office.failed == [("a", "unknown", reasons.MAYBE_POSTED)]
    assert (len(office.slack.said), (await office.row("page")).state) == (1, "planned")
    async with office.database.transaction("T1") as session:
        await office.ledger.retry(session, ["a"])
    await office.settle()
    assert await office.states() == {"a": "sent", "page": "sent"}


async def test_the_conversation_with_a_person_is_known_from_earlier_messages(office: Office):
    """History is read by conversation: what was posted before tells which."""
    await office.send(intent("earlier", "U1"))
    seen = []
    find = office.slack.find_posted

    async def note(target: str, key: str, *, conversation: str = "", thread_ts: str = ""):
        seen.append(conversation)
        return await find(target, key, conversation=conversation, thread_ts=thread_ts)

    office.slack.find_posted = note
    office.slack.faults.extend([dropped(), None, dropped()])
    await office.send(intent("a", "U1"), intent("b", "U2"))
    assert seen == ["D1", ""]


async def test_an_update_that_broke_off_is_simply_made_again(office: Office):
    """Saying the same twice in place does no harm."""
    await office.send(intent("a"))
    office.slack.faults.append(dropped())
    await office.refresh("a")
    assert (office.slack.calls, office.slack.looked) == (["post a", "update a", "update a"], [])


async def test_too_many_requests_move_the_slot_and_lose_nothing(office: Office):
    """A short Retry-After is waited for; every message is sent once, in order."""
    office.slack.faults.extend([None, limited(0.05), None, limited(0.05)])
    await office.send(*(intent(f"{number}") for number in range(5)))
    assert [said.key for said in office.slack.said] == ["0", "1", "2", "3", "4"]
    assert await resumes_at(office) is None


async def test_a_long_retry_after_leaves_a_timer(office: Office, real: RealTime):
    """No worker sleeps half a minute: the rest is sent when Slack allows it."""
    office.slack.faults.extend([None, limited(30)])
    await office.send(*(intent(f"{number}") for number in range(5)))
    assert [said.key for said in office.slack.said] == ["0"]
    due = await resumes_at(office)
    assert due is not None
    assert (due - office.clock.now()).total_seconds() == pytest.approx(30, abs=0.1)
    await office.later(0.1)
    assert len(office.slack.said) == 1
    real.seconds += 60
    await office.later(1)
    assert [said.key for said in office.slack.said] == ["0", "1", "2", "3", "4"]


async def test_slack_away_for_long_is_tried_less_and_less(office: Office, real: RealTime):
    """A chunk gives up after three failures in a row; each pause is longer, up to five minutes, and nothing fails."""
    office.slack.faults.extend([limited(0)] * 9)
    pauses = []
    await office.send(intent("a"))
    for _ in range(3):
        due = await resumes_at(office)
        pauses.append((due - office.clock.now()).total_seconds())
        real.seconds += pauses[-1]
        await office.later(pauses[-1] / 60 + 0.001)
    assert pauses == pytest.approx([8, 16, 32])
    assert (await office.states(), office.failed) == ({"a": "sent"}, [])
    # What it takes ends the count: the next time begins with a short pause again.
    office.slack.faults.extend([limited(0)] * 3)
    await office.send(intent("b"))
    due = await resumes_at(office)
    assert due is not None
    assert (due - office.clock.now()).total_seconds() == pytest.approx(8)


async def test_history_away_keeps_the_doubt(office: Office, real: RealTime):
    """While nobody can look, nobody posts."""
    office.slack.faults.extend([dropped(), limited(0)])
    await office.send(intent("a"))
    assert (await office.states(), len(office.slack.said)) == ({"a": "sending"}, 1)
    real.seconds += 60
    await office.later(1)
    assert (await office.states(), len(office.slack.said)) == ({"a": "sent"}, 1)


async def crash_while_posting(office: Office) -> None:
    """A process dies between Slack's taking a message and the noting of it."""

    async def die(call: str) -> None:
        if call.startswith("post"):
            office.slack.during = None
            office.slack.faults.append(None)
            await FakeCrash.after(office)

    office.slack.during = die
    await office.engine.stop()
    await office.plan(intent("a"), intent("b"))
    with pytest.raises(FakeCrash):
        await office.sender.work(Work("T1", "send", "dying"))


class FakeCrash(BaseException):
    """Not an Exception: nothing may catch it, as nothing survives kill -9."""

    @staticmethod
    async def after(office: Office) -> None:
        await office.slack.post("C1", Message("about a"), key="a")
        raise FakeCrash


async def test_after_a_crash_the_message_in_flight_is_adopted(office: Office):
    """The one process of a SQLite file looks at once for what it left; the rest is sent as planned."""
    await crash_while_posting(office)
    again = open_office(office.database, slack=office.slack)
    async with office.database.system_session() as session:
        assert await again.ledger.resume(session, alone=True) == 1
    await again.engine.start()
    await again.settle()
    assert sorted(said.key for said in office.slack.said) == ["a", "b"]
    assert await office.states() == {"a": "sent", "b": "sent"}


async def test_another_process_waits_until_the_lease_has_run_out(office: Office, real: RealTime):
    """Who holds a row may be alive and slow: only after 90 seconds somebody else looks for its message."""
    await crash_while_posting(office)
    again = open_office(office.database, slack=office.slack)
    await again.engine.start()
    async with office.database.system_session() as session:
        await again.ledger.resume(session)
    await again.settle()
    assert await office.states() == {"a": "sending", "b": "sent"}
    real.seconds += 91
    await again.later(2)
    assert await office.states() == {"a": "sent", "b": "sent"}
    assert sorted(said.key for said in office.slack.said) == ["a", "b"]


async def test_what_was_planned_without_work_in_flight_is_resumed(office: Office):
    """After an upgrade, or with an engine that remembers nothing, the rows themselves are the queue."""
    await office.engine.stop()
    await office.plan(intent("a"))
    again = open_office(office.database, slack=office.slack)
    await again.engine.start()
    async with office.database.system_session() as session:
        assert await again.ledger.resume(session) == 1
    await again.settle()
    async with office.database.system_session() as session:
        assert await again.ledger.resume(session) == 0
    assert office.slack.texts("C1") == ["about a"]


async def test_two_workers_never_send_the_same_row(office: Office):
    """Two processes at the same rows: each message goes out once."""
    await office.engine.stop()
    await office.plan(*(intent(f"{number}", f"U{number}") for number in range(20)))
    elsewhere = Database(office.database.url.render_as_string(hide_password=False))
    other = open_office(elsewhere, slack=office.slack)
    work = Work("T1", "send", "both")
    await asyncio.gather(office.sender.work(work), other.sender.work(work))
    await elsewhere.close()
    assert sorted(int(said.key) for said in office.slack.said) == list(range(20))
    assert set((await office.states()).values()) == {"sent"}


async def test_what_belongs_to_a_workspace_without_a_token_waits_for_a_process_that_has_it(office: Office):
    """No timer tries it every minute; a start with the token sends it."""

    async def nowhere(_workspace_id: str) -> FakeSlack:
        raise NotInstalled("Drumbeat is not installed in this workspace.")

    sender = office.sender
    sender._slack_for, here = nowhere, sender._slack_for
    await office.send(intent("a"))
    assert await office.states() == {"a": "planned"}
    async with office.database.system_session() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Timer)) == 0
    sender._slack_for = here
    async with office.database.system_session() as session:
        assert await office.ledger.resume(session) == 1
    await office.settle()
    assert await office.states() == {"a": "sent"}


async def test_one_message_that_slack_never_updates_holds_up_nobody(
    office: Office, real: RealTime, monkeypatch: pytest.MonkeyPatch
):
    """It steps aside after three tries, and is tried again ever more rarely."""

    async def never(*_: object, **__: object) -> None:
        office.slack.calls.append("update")
        raise SlackUnavailable("chat.update: fatal_error", accepted_unknown=True)

    await office.send(intent("sick", priority=1))
    monkeypatch.setattr(office.slack, "update", never)
    await office.refresh("sick")
    await office.plan(*(intent(f"{number}", f"U{number}") for number in range(10)))
    for _ in range(5):
        real.seconds += 600
        await office.later(10)
    assert len(office.slack.said) == 11
    assert office.slack.calls.count("update") <= 3 + 5


async def test_a_failure_now_and_then_ends_no_chunk(office: Office, real: RealTime):
    """Three failures in a row do; one that is followed by a success does not count any more."""
    office.slack.faults.extend([limited(0), None, limited(0), None, limited(0), None])
    await office.send(*(intent(f"{number}", f"U{number}") for number in range(5)))
    assert len(office.slack.said) == 5
    assert await resumes_at(office) is None
