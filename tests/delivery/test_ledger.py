"""The ledger: what is wanted is written once, by few statements, and can be changed and found again."""

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.delivery.wording import Skip
from bot.slack.gateway import Posted
from models import Delivery
from tests.delivery.conftest import Office, intent
from tests.factories.statements import statements


async def test_a_key_is_planned_once(office: Office):
    """Planning again changes nothing and sends nothing."""
    assert await office.plan(intent("a"), intent("b")) == 2
    assert await office.plan(intent("b", "C9"), intent("c")) == 1
    await office.settle()
    assert sorted(office.rendered) == ["a", "b", "c"]
    assert office.slack.texts("C9") == []


async def test_a_plan_rolled_back_sends_nothing(office: Office):
    """No commit, no message."""

    async def fail() -> None:
        async with office.database.transaction("T1") as session:
            await office.ledger.plan(session, "T1", [intent("a")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await office.settle()
    assert (office.slack.said, await office.states()) == ([], {})


async def test_fifty_thousand_messages_are_planned_by_few_statements(office: Office):
    """No statement per message: one for five thousand."""
    await office.engine.stop()
    with statements(office.database) as said:
        assert await office.plan(*(intent(f"{number}", f"U{number}") for number in range(50_000))) == 50_000
    assert len(said) == 10
    async with office.database.reading("T1") as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Delivery)) == 50_000
        with statements(office.database) as said:
            await office.ledger.where(session, "49999")
    assert len(said) == 1


async def test_the_two_workspaces_of_a_key_are_two_messages(office: Office):
    """A key names a message within its workspace."""
    await office.plan(intent("a"))
    await office.plan(intent("a"), workspace_id="T2")
    await office.settle()
    assert office.slack.texts("C1") == ["about a", "about a"]


async def test_where_a_message_stands(office: Office):
    """A posted message is found by its key, in its own workspace only."""
    await office.send(intent("a", "U1"))
    async with office.database.reading("T1") as session:
        assert await office.ledger.where(session, "a") == Posted("DT1".replace("T", ""), office.slack.said[0].ts)
        assert await office.ledger.where(session, "unknown") is None
    async with office.database.reading("T2") as session:
        assert await office.ledger.where(session, "a") is None


async def test_a_session_of_no_workspace_is_refused(office: Office):
    """Keys are unique within a workspace: asking over all of them is a mistake in the code."""
    async with office.database.system_session() as session:
        with pytest.raises(TypeError, match="one workspace"):
            await office.ledger.where(session, "a")


async def test_refreshing_leaves_alone_what_was_never_posted_and_never_will_be(office: Office):
    """Failed messages and unknown keys are not concerned."""
    await office.send(intent("posted"), intent("failed"))
    await office.change("failed", state="failed", ts="")
    assert await office.refresh("posted", "failed", "unknown") == 1
    assert await office.states() == {"posted": "sent", "failed": "failed"}


async def test_what_slack_shows_already_is_not_sent(office: Office):
    """A click shows its message anew at once; only a newer version is still to be sent."""
    await office.send(intent("a"), intent("b"))
    await office.engine.stop()
    ts = {key: (await office.row(key)).ts for key in ("a", "b")}
    async with office.database.transaction("T1") as session:
        assert await office.ledger.refresh(session, "T1", ["a", "b"]) == 2
        shown = [await office.ledger.version(session, key) for key in ("a", "b", "unknown")]
        await office.ledger.refresh(session, "T1", ["b"])
    async with office.database.transaction("T1") as session:
        for key, version in zip(("a", "b", "unknown"), shown, strict=True):
            await office.ledger.shown(session, key, version, ts.get(key, ""))
    assert (shown, await office.states()) == ([2, 2, 0], {"a": "sent", "b": "planned"})
    office.rendered.clear()
    await office.engine.start()
    await office.settle()
    assert (office.rendered, await office.states()) == (["b"], {"a": "sent", "b": "sent"})


async def test_what_was_shown_too_late_is_put_right(office: Office):
    """Of two clicks the older one's message comes to Slack last, over the newer, which was noted as shown already."""
    await office.send(intent("a"))
    await office.engine.stop()
    ts = (await office.row("a")).ts
    async with office.database.transaction("T1") as session:
        for _ in ("the first click", "the second"):
            await office.ledger.refresh(session, "T1", ["a"])
    for version in (3, 2):
        async with office.database.transaction("T1") as session:
            await office.ledger.shown(session, "a", version, ts)
    assert await office.states() == {"a": "planned"}
    office.rendered.clear()
    await office.engine.start()
    await office.settle()
    assert (office.rendered, await office.states()) == (["a"], {"a": "sent"})


async def test_another_message_that_shows_the_same_does_not_count(office: Office):
    """A reminder or a menu that was clicked was shown anew, and not the message with the key."""
    await office.send(intent("question"), intent("reminder"))
    await office.engine.stop()
    elsewhere = (await office.row("reminder")).ts
    async with office.database.transaction("T1") as session:
        await office.ledger.refresh(session, "T1", ["question"])
        for ts in (elsewhere, ""):
            await office.ledger.shown(session, "question", 2, ts)
    assert await office.states() == {"question": "planned", "reminder": "sent"}


async def test_what_was_never_posted_cannot_have_been_shown(office: Office):
    """Nor can what the sender has in hand be taken from it."""
    await office.send(intent("posted"))
    await office.engine.stop()
    await office.plan(intent("never"))
    await office.change("posted", state="sending")
    ts = {key: (await office.row(key)).ts for key in ("never", "posted")}
    async with office.database.transaction("T1") as session:
        for key in ("never", "posted"):
            await office.ledger.shown(session, key, 1, ts[key])
    assert await office.states() == {"posted": "sending", "never": "planned"}


async def test_what_was_not_needed_is_asked_for_again(office: Office):
    """A part of the thread that had nothing to say is posted once it has."""
    office.words["a"] = Skip("nothing to show")
    await office.send(intent("a"))
    assert await office.states() == {"a": "skipped"}
    assert await office.refresh("a") == 1
    assert await office.states() == {"a": "skipped"}, "still nothing to say"
    del office.words["a"]
    assert await office.refresh("a") == 1
    assert (await office.states(), office.slack.texts("C1")) == ({"a": "sent"}, ["about a"])


async def test_what_failed_can_be_sent_again(office: Office):
    """After somebody mended the cause, *Post again* does."""
    office.slack.refuse = lambda target: "not_in_channel"
    await office.send(intent("a"), intent("b"))
    assert await office.states() == {"a": "failed", "b": "failed"}
    office.slack.refuse = lambda target: ""
    async with office.database.transaction("T1") as session:
        assert await office.ledger.retry(session, ["a"]) == 1
    await office.settle()
    assert await office.states() == {"a": "sent", "b": "failed"}
    assert (await office.row("a")).reason == ""


async def test_retrying_what_was_sent_does_nothing(office: Office):
    """A button pressed twice posts once."""
    await office.send(intent("a"))
    async with office.database.transaction("T1") as session:
        assert await office.ledger.retry(session, ["a"]) == 0
    await office.settle()
    assert len(office.slack.said) == 1


async def test_planning_nothing_wakes_nobody(office: Office, database: Database):
    """An empty plan costs no statement."""
    with statements(database) as said:
        assert await office.plan() == 0
    assert said == []
