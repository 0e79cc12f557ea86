"""When Slack does not answer in time: it may take the message long after the call was given up."""

import asyncio

from bot.clock import real_time
from bot.delivery.reasons import NO_ANSWER
from bot.errors import SlackUnavailable
from tests.delivery.conftest import Office, RealTime, intent, open_office
from tests.factories.slack_fake import Said


def no_answer() -> SlackUnavailable:
    """The call was given up; what Slack makes of it is open."""
    return SlackUnavailable("no answer in time", retry_after=0, accepted_unknown=True, unanswered=True)


def slow(office: Office) -> list[Said]:
    """Let the next post go without an answer, and Slack take it only when the test puts it back."""
    taken_late: list[Said] = []

    async def hide(call: str) -> None:
        if call.startswith("look") and not taken_late:
            taken_late.extend(office.slack.said)
            office.slack.said.clear()

    office.slack.during = hide
    office.slack.faults.append(no_answer())
    return taken_late


async def pass_by(office: Office, real: RealTime, seconds: float) -> None:
    """Let so many seconds pass for Slack and for us."""
    real.seconds += seconds
    await office.later(seconds / 60)


async def test_what_slack_took_before_the_call_was_given_up_is_adopted_at_once(office: Office, real: RealTime) -> None:
    """Only the answer was slow: nothing waits."""
    office.slack.faults.append(no_answer())
    await office.send(intent("a"), intent("b"))
    assert office.slack.calls == ["post a", "look a", "post b"]
    assert await office.states() == {"a": "sent", "b": "sent"}


async def test_what_slack_takes_late_is_not_said_twice_and_holds_up_nobody(office: Office, real: RealTime) -> None:
    """It steps aside for a minute, and is adopted then."""
    taken_late = slow(office)
    await office.send(intent("a"), intent("b", "C2"))
    assert office.slack.calls == ["post a", "look a", "post b"]
    assert await office.states() == {"a": "sending", "b": "sent"}
    office.slack.said.extend(taken_late)
    await pass_by(office, real, 61)
    assert office.slack.calls == ["post a", "look a", "post b", "look a"]
    assert office.slack.texts("C1") == ["about a"]
    assert await office.states() == {"a": "sent", "b": "sent"}


async def test_what_never_arrived_is_posted_again_after_a_minute(office: Office, real: RealTime) -> None:
    """Not before, however often the sender is woken."""
    slow(office)
    await office.send(intent("a"))
    await pass_by(office, real, 59)
    await office.send(intent("b"))
    assert office.slack.calls == ["post a", "look a", "post b"]
    await pass_by(office, real, 2)
    assert office.slack.calls == ["post a", "look a", "post b", "look a", "post a"]
    assert office.slack.texts("C1") == ["about b", "about a"]


async def test_a_start_meanwhile_waits_for_slack_too(office: Office, real: RealTime) -> None:
    """What a crash left is looked at by the next start at once; this is not of that kind."""
    slow(office)
    await office.send(intent("a"))
    await office.engine.stop()
    again = open_office(office.database, slack=office.slack)
    await again.engine.start()
    async with office.database.system_session() as session:
        await again.ledger.resume(session, alone=True)
    await again.settle()
    assert office.slack.calls == ["post a", "look a"]
    await pass_by(again, real, 61)
    assert office.slack.calls == ["post a", "look a", "look a", "post a"]
    await again.engine.stop()


async def test_an_early_look_that_slack_fails_on_keeps_the_wait(office: Office, real: RealTime) -> None:
    """Slack answers neither the post nor the look: still a minute passes before anything is posted again."""
    taken_late = slow(office)
    office.slack.faults.append(SlackUnavailable("too many calls", retry_after=0, limited=True))
    await office.send(intent("a"))
    await pass_by(office, real, 59)
    assert office.slack.calls == ["post a", "look a"]
    office.slack.said.extend(taken_late)
    await pass_by(office, real, 2)
    assert (office.slack.calls, office.slack.texts("C1")) == (["post a", "look a", "look a"], ["about a"])


async def test_where_it_may_not_look_a_person_is_asked_again_after_a_minute(office: Office, real: RealTime) -> None:
    """Without a look there is no knowing; a minute spares most a second question."""
    office.slack.may_look = False
    office.slack.faults.append(no_answer())
    await office.send(intent("a", "U1"))
    assert await office.states() == {"a": "sending"}
    await pass_by(office, real, 61)
    assert await office.states() == {"a": "sent"}
    assert [call for call in office.slack.calls if call.startswith("post")] == ["post a", "post a"]


async def test_an_update_without_an_answer_is_simply_made_again(office: Office, real: RealTime) -> None:
    """Saying the same twice in place does no harm."""
    await office.send(intent("a"))
    office.slack.faults.append(no_answer())
    await office.refresh("a")
    assert office.slack.calls == ["post a", "update a", "update a"]


async def test_whoever_stops_does_not_look(office: Office, real: RealTime) -> None:
    """The next process does."""

    async def stop(call: str) -> None:
        if call.startswith("post"):
            office.sender.stop()

    office.slack.during = stop
    office.slack.faults.append(no_answer())
    await office.send(intent("a"))
    assert office.slack.calls == ["post a"]
    assert await office.states() == {"a": "sending"}


async def test_a_call_that_a_stop_breaks_off_is_one_without_an_answer(office: Office) -> None:
    """Slack may take it when this process is gone: the next one posts it again only a minute later."""
    began = asyncio.Event()

    async def hang(_call: str) -> None:
        began.set()
        await asyncio.get_running_loop().create_future()

    office.slack.during = hang
    await office.plan(intent("a"))
    await began.wait()
    await office.engine._workers.abandon()
    row = await office.row("a")
    assert (row.state, row.reason) == ("sending", NO_ANSWER)
    assert row.held_until > real_time() + 50
