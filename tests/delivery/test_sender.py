"""The sender: each message once, in order, updated in place; what cannot be sent ends alone, with a reason."""

import pytest
import sqlalchemy as sa

from bot.delivery import reasons
from bot.delivery.attempt import Attempts
from bot.delivery.chunk import CHUNK
from bot.delivery.wording import NOT_OURS, Skip
from bot.engine.port import Work
from bot.engine.timers import RESUME
from bot.errors import SlackRefused
from bot.slack.gateway import Message, Posted
from models import Timer
from tests.delivery.conftest import Office, RealTime, intent, open_office

BLOCKS = ({"type": "section"},)


async def test_a_message_is_posted_with_its_key_and_its_place_is_kept(office: Office):
    """Posting goes to the person's id; the conversation that Slack names is remembered."""
    await office.send(intent("a", "U1"))
    assert [(said.target, said.key, said.text) for said in office.slack.said] == [("U1", "a", "about a")]
    row = await office.row("a")
    assert (row.state, row.sent, row.conversation, row.ts) == ("sent", 1, "D1", office.slack.said[0].ts)
    assert row.sent_at == office.clock.now()


async def test_the_more_urgent_goes_first_across_chunks(office: Office):
    """A reply planned last overtakes sixty prompts, whatever work was enqueued first."""
    await office.engine.stop()
    await office.plan(*(intent(f"prompt {number}", f"U{number}") for number in range(60)))
    await office.plan(intent("announcement", priority=9))
    await office.plan(intent("reply", priority=1))
    await office.engine.start()
    await office.settle()
    assert office.rendered == ["reply", *(f"prompt {number}" for number in range(60)), "announcement"]


async def test_one_piece_of_work_sends_a_chunk(office: Office):
    """After 25 messages other workspaces have their turn."""
    await office.engine.stop()
    await office.plan(*(intent(f"{number}") for number in range(2 * CHUNK)))
    await office.sender.work(Work("T1", "send", "by hand"))
    assert len(office.slack.said) == CHUNK


async def test_slack_is_never_called_inside_a_transaction(office: Office):
    """No connection is in use while Slack thinks."""
    in_use = []
    pool: sa.QueuePool = office.database.engine.pool

    async def look(call: str) -> None:
        in_use.append(pool.checkedout())

    office.slack.during = look
    office.slack.refuse = lambda target: "is_archived" if target == "C9" else ""
    # Sent only when whoever planned has given its own connection back.
    await office.engine.stop()
    await office.plan(intent("a"), intent("b", "C9"), intent("c", thread_key="a"))
    await office.engine.start()
    await office.settle()
    await office.engine.stop()
    async with office.database.transaction("T1") as session:
        await office.ledger.refresh(session, "T1", ["a"])
    await office.engine.start()
    await office.settle()
    assert in_use == [0, 0, 0, 0]


async def test_a_wake_up_too_many_finds_nothing_to_do(office: Office):
    """Work done twice, as after a crash, says nothing twice."""
    await office.send(intent("a"))
    for number in range(3):
        await office.sender.work(Work("T1", "send", f"{number}"))
    assert office.slack.texts("C1") == ["about a"]


async def test_what_changes_is_updated_in_place(office: Office):
    """One message, two wordings."""
    await office.send(intent("a"))
    office.words["a"] = Message("newer")
    await office.refresh("a")
    assert [said.wordings for said in office.slack.said] == [["about a", "newer"]]
    row = await office.row("a")
    assert (row.state, row.wanted, row.sent) == ("sent", 2, 2)


async def test_edits_that_overtake_each_other_are_merged(office: Office):
    """Ten changes before the sender comes round: one post, or one update."""
    await office.engine.stop()
    await office.plan(intent("a"))
    for _ in range(10):
        async with office.database.transaction("T1") as session:
            await office.ledger.refresh(session, "T1", ["a"])
    await office.engine.start()
    await office.settle()
    assert office.slack.calls == ["post a"]
    await office.engine.stop()
    for _ in range(10):
        async with office.database.transaction("T1") as session:
            await office.ledger.refresh(session, "T1", ["a"])
    await office.engine.start()
    await office.settle()
    assert office.slack.calls == ["post a", "update a"]


async def test_a_change_while_slack_is_called_follows_as_an_update(office: Office):
    """What was worded too early is corrected; nothing is lost between two transactions."""

    async def change(call: str) -> None:
        if call == "post a":
            office.words["a"] = Message("newer")
            async with office.database.transaction("T1") as session:
                await office.ledger.refresh(session, "T1", ["a"])

    office.slack.during = change
    await office.send(intent("a"))
    assert [said.wordings for said in office.slack.said] == [["about a", "newer"]]


async def test_a_change_while_waiting_for_a_slot_is_worded_anew(office: Office, monkeypatch: pytest.MonkeyPatch):
    """Between wording and claiming the facts changed: the message is posted once, with the newer words."""
    waits = [0.4]

    async def reserve(*_: object, **__: object) -> float:
        return waits.pop() if waits else 0.0

    async def wait(_attempts: Attempts, _seconds: float) -> None:
        office.words["a"] = Message("newer")
        async with office.database.transaction("T1") as session:
            await office.ledger.refresh(session, "T1", ["a"])

    monkeypatch.setattr(office.pace, "reserve", reserve)
    monkeypatch.setattr(Attempts, "pause", wait)
    await office.send(intent("a"))
    assert waits == []
    assert [said.wordings for said in office.slack.said] == [["newer"]]


async def test_a_thread_follows_its_message(office: Office):
    """Pages go under the roll-up, in its conversation, though they are more urgent and were planned before."""
    await office.send(
        intent("page 1", "U1", thread_key="head", priority=1),
        intent("page 2", "U1", thread_key="head", priority=1),
        intent("head", "U1", priority=5),
    )
    head, *pages = office.slack.said
    assert (head.key, [page.key for page in pages]) == ("head", ["page 1", "page 2"])
    assert [(page.target, page.thread_ts) for page in pages] == [("D1", head.ts)] * 2


async def test_a_thread_waits_while_its_message_cannot_be_posted(office: Office):
    """The bot is invited, the head is sent again, the pages follow."""
    office.slack.refuse = lambda target: "not_in_channel"
    await office.send(intent("head"), intent("page", thread_key="head"))
    assert await office.states() == {"head": "failed", "page": "planned"}
    office.slack.refuse = lambda target: ""
    async with office.database.transaction("T1") as session:
        await office.ledger.retry(session, ["head"])
    await office.settle()
    assert [said.key for said in office.slack.said] == ["head", "page"]


async def test_a_thread_of_a_message_that_was_not_needed_is_not_needed(office: Office):
    """No page without its head."""
    office.words["head"] = Skip("Nobody answered.")
    await office.send(intent("head"), intent("page", thread_key="head"))
    assert await office.states() == {"head": "skipped", "page": "skipped"}


async def test_a_thread_of_nothing_fails_visibly(office: Office):
    """A parent that was never planned is a fault that must be seen."""
    await office.send(intent("page", thread_key="never planned"))
    assert office.failed == [("page", "failed", reasons.NO_PARENT)]


async def test_a_deactivated_person_fails_alone(office: Office):
    """Everybody else gets theirs; the owner hears once, in words."""
    office.slack.refuse = lambda target: "user_not_found" if target == "U2" else ""
    await office.send(*(intent(f"{number}", f"U{number}") for number in range(5)))
    assert [said.target for said in office.slack.said] == ["U0", "U1", "U3", "U4"]
    assert office.failed == [
        ("2", "failed", "Slack cannot reach this person any more: the account is gone or deactivated.")
    ]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("not_in_channel", "Invite it"),
        ("is_archived", "archived"),
        ("missing_scope", "doctor"),
        ("new_code", "new_code"),
    ],
)
async def test_a_refused_channel_has_a_reason_in_words(office: Office, code: str, says: str):
    """The owner reads a sentence; a code that nobody knows is named."""
    office.slack.refuse = lambda target: code
    await office.send(intent("a"))
    assert says in (await office.row("a")).reason


async def test_a_deleted_message_is_no_error_of_the_round(office: Office):
    """Somebody deleted it in Slack: it is let go, nobody is told, and nothing is posted instead."""
    await office.send(intent("a"))
    office.slack.said.clear()
    await office.refresh("a")
    row = await office.row("a")
    assert (row.state, row.reason) == ("skipped", reasons.DELETED)
    assert (office.failed, office.slack.said) == ([], [])


async def test_blocks_that_slack_refuses_are_left_out(office: Office):
    """The text alone carries the message."""
    office.words["a"] = Message("in words", BLOCKS)
    office.slack.faults.append(SlackRefused("chat.postMessage", "invalid_blocks", "blocks[0]"))
    await office.send(intent("a"))
    assert [(said.text, said.message.blocks) for said in office.slack.said] == [("in words", ())]


async def test_blocks_and_text_refused_fail(office: Office):
    """One try with the text only, not more."""
    office.words["a"] = Message("in words", BLOCKS)
    office.slack.refuse = lambda target: "invalid_blocks"
    await office.send(intent("a"))
    assert ((await office.row("a")).state, len(office.slack.calls)) == ("failed", 2)


async def test_a_message_that_cannot_be_worded_holds_nobody_up(office: Office, real):
    """It is tried three times, later each time, then it fails with a reason; the others are sent at once."""
    office.words["a"] = KeyError("template")
    await office.send(intent("a"), intent("b"))
    assert await office.states() == {"a": "planned", "b": "sent"}
    for _ in range(2):
        real.seconds += 60
        await office.later()
    assert office.failed == [("a", "failed", reasons.UNWORDED)]
    assert office.rendered.count("a") == 3


async def test_a_message_of_a_newer_version_is_left_to_a_newer_process(office: Office, real: RealTime):
    """Two versions beside each other: the older one gives it back, however often it comes by, and sends the others."""
    await office.engine.stop()
    await office.plan(intent("a"), intent("b"))
    await office.change("a", kind="of a newer version")
    await office.engine.start()
    for _ in range(5):
        real.seconds += NOT_OURS + 1
        await office.later(1)
    assert (await office.states(), office.failed) == ({"a": "planned", "b": "sent"}, [])
    assert (await office.row("a")).attempt == 0
    newer = open_office(office.database, slack=office.slack)
    newer.sender.register("of a newer version", newer.render)
    real.seconds += NOT_OURS + 1
    await newer.engine.start()
    await newer.later(10)
    assert await office.states() == {"a": "sent", "b": "sent"}


async def test_a_kind_that_nobody_words_fails_visibly_after_a_day(office: Office, real: RealTime):
    """A message of another version is not lost in silence."""
    await office.engine.stop()
    await office.plan(intent("a"))
    await office.change("a", kind="of another version")
    await office.engine.start()
    await office.settle()
    assert (await office.states(), office.failed) == ({"a": "planned"}, [])
    real.seconds += 24 * 3600
    await office.later(24 * 60 + 1)
    assert office.failed == [("a", "failed", reasons.NO_RENDERER)]


async def test_a_worker_that_breaks_down_is_seen_and_comes_back(office: Office, monkeypatch: pytest.MonkeyPatch):
    """A fault of our own: the row waits, the failure is listed, and a timer looks again."""

    async def broken(*_: object, **__: object) -> float:
        raise ZeroDivisionError

    with monkeypatch.context() as now:
        now.setattr(office.pace, "reserve", broken)
        await office.send(intent("a"))
    assert [failure.kind for failure in await office.engine.failures()] == ["send"]
    async with office.database.reading("T1") as session:
        assert await session.scalar(sa.select(Timer.kind).where(Timer.state == "pending")) == RESUME
    await office.later()
    assert await office.states() == {"a": "sent"}


async def test_a_kind_has_one_renderer(office: Office):
    """Two features cannot take the same kind by mistake."""
    with pytest.raises(ValueError, match="two renderers"):
        office.sender.register("note", office.render)


async def test_where_is_known_as_soon_as_it_is_sent(office: Office):
    """Handlers find the message that they answer to."""
    await office.send(intent("a"))
    async with office.database.reading("T1") as session:
        assert await office.ledger.where(session, "a") == Posted("C1", office.slack.said[0].ts)
