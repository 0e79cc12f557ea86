"""What rituals ask one person at the same time joins when it is sent, whoever planned it; on both databases."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from bot.db import Database
from bot.delivery import reasons, rows
from bot.delivery.item import Item
from bot.delivery.joining import Joining, let_join
from bot.delivery.ledger import Intent
from bot.delivery.rows import hold
from bot.delivery.wording import WORDINGS, Skip
from bot.domain.budget import Standing
from bot.services.working import working_times
from bot.slack.gateway import Message
from models import Delivery, Person
from tests.delivery.conftest import Office, RealTime, intent


@pytest.fixture
def asking(ritual: Office) -> Office:
    """The post office in which notes and cards are what rituals ask, and news may wait."""
    for kind in ("card", "news"):
        ritual.sender.register(kind, ritual.render)
    standings = dict.fromkeys(("note", "card", "slow"), Standing.RITUAL) | {"news": Standing.MAY_WAIT}
    ritual.sender.keep_budget(standings, working_times)
    return ritual


def card(key: str, target: str = "U1", **more: str) -> Intent:
    """A message of another ritual."""
    return Intent(key, "card", {"name": key}, target, **more)


async def tick(office: Office, *planned: Sequence[Intent]) -> None:
    """Plan what several planners want, in one transaction, and send it."""
    async with office.database.transaction("T1") as session:
        for intents in planned:
            await office.ledger.plan(session, "T1", intents)
    await office.settle()


async def queue(office: Office) -> Sequence[Item]:
    """Return what waits, as a process reads it."""
    async with office.database.reading("T1") as session:
        return await rows.ready(session, "T1", 0.0, 50)


def joining(office: Office) -> Joining:
    """Return what lets notes and cards join, as another process has it."""
    found = Joining(office.database)
    found.kinds = {"note", "card"}
    return found


async def test_what_several_planned_is_one_message(asking: Office) -> None:
    """In the order of planning; what goes to a channel, into a thread, or is no question, stays by itself."""
    await tick(
        asking,
        [intent("a", "U1"), intent("c", "C1")],
        [card("b"), intent("d", "C1")],
        [card("below", thread_key="a"), Intent("reply", "news", {"name": "reply"}, "U2"), card("e", "U2")],
    )
    assert asking.slack.texts("U1") == ["about a · about b"]
    assert asking.slack.texts("C1") == ["about c", "about d"]
    assert asking.slack.texts("U2") == ["about reply", "about e"]
    assert set((await asking.states()).values()) == {"sent"}


async def test_what_waits_far_behind_comes_along(asking: Office) -> None:
    """Further than a chunk reaches; of more than ten questions the next ten are another message."""
    await tick(
        asking,
        [intent(f"{number}", f"U{number}") for number in range(30)],
        [card(f"card {number}", "U0") for number in range(20)],
    )
    assert [len(text.split(" · ")) for text in asking.slack.texts("U0")] == [10, 10, 1]
    assert asking.slack.texts("U7") == ["about 7"]


async def test_another_joins_those_that_wait_together(asking: Office) -> None:
    """Two are one message already, and the third is planned before that is sent."""
    await asking.engine.stop()
    await asking.plan(intent("a", "U1"), intent("b", "U1"))
    await joining(asking).join("T1", await queue(asking))
    await asking.plan(card("c"))
    await asking.engine.start()
    await asking.settle()
    assert asking.slack.texts("U1") == ["about a · about b · about c"]


async def test_what_is_posted_is_joined_by_nothing(asking: Office) -> None:
    """An edit of it notifies nobody."""
    await asking.send(intent("a", "U1"))
    asking.words.pop("a", None)
    await asking.send(card("b"))
    assert asking.slack.texts("U1") == ["about a", "about b"]


async def test_another_workspace_has_messages_of_its_own(asking: Office) -> None:
    """Though its people may have the same ids."""
    async with asking.database.system_session() as session:
        await asking.ledger.plan_all(session, {"T1": [intent("a", "U1")], "T2": [intent("b", "U1")]})
    await asking.settle()
    assert sorted(asking.slack.texts("U1")) == ["about a", "about b"]


async def test_nothing_joins_what_another_process_says_just_now(asking: Office) -> None:
    """It was read before that process took it; the second is said by itself."""
    await asking.engine.stop()
    await asking.plan(intent("a", "U1"), card("b"))
    first, second = await queue(asking)
    async with asking.database.transaction("T1") as session:
        assert await rows.claim(session, first, 1e12) is not None
    left = await joining(asking).join("T1", [first, second])
    assert [one.key for one in left] == ["a", "b"]
    assert [(await asking.row(key)).joined_key for key in ("a", "b")] == ["", ""]


async def test_two_processes_that_read_the_same_make_one_message_of_it(asking: Office) -> None:
    """The slower one changes nothing: neither is said twice, nor without the other."""
    await asking.engine.stop()
    await asking.plan(intent("a", "U1"), card("b"))
    first, second = await queue(asking)
    [led] = await joining(asking).join("T1", [first, second])
    async with asking.database.transaction("T1") as session:
        await hold(session, "T1", Delivery.id.in_([first.id, second.id]))
        assert await let_join(session, "T1", {second.id: [first.id]}) == set()
        assert await rows.claim(session, first, 1e12) is None
        assert await rows.claim(session, second, 1e12) is None
        assert await rows.claim(session, led, 1e12) is not None


async def test_what_joins_a_message_that_is_worded_already_comes_by_itself(asking: Office) -> None:
    """Another process lets it join at that moment; an edit would tell nobody that it is there."""

    async def render(database: Database, workspace_id: str, subject: dict[str, Any]) -> Message | Skip:
        if not asking.slack.said:
            await asking.plan(card("c"))
            await joining(asking).join(workspace_id, await queue(asking))
        return await asking.render(database, workspace_id, subject)

    asking.sender.register("slow", render)
    await asking.send(intent("a", "U1"), Intent("b", "slow", {"name": "b"}, "U1"))
    await asking.send()
    assert asking.slack.texts("U1") == ["about a · about b", "about c"]
    assert (await asking.states())["c"] == "sent"


async def test_one_without_words_is_said_without_the_others_from_then_on(asking: Office, real: RealTime) -> None:
    """Apart after some tries, they do not join again: the others would never come."""
    asking.words["b"] = RuntimeError("no words")
    await asking.send(intent("a", "U1"), card("b"), card("c"))
    for _ in range(2 * WORDINGS):
        real.seconds += 100
        await asking.later()
    assert asking.slack.texts("U1") == ["about a", "about c"]
    assert (await asking.row("b")).reason == reasons.UNWORDED


async def test_news_without_words_keeps_no_question_waiting(asking: Office, real: RealTime) -> None:
    """It was held, joined the question, and failed there; it comes by itself, or not at all."""
    async with asking.database.transaction("T1") as session:
        session.add(Person(workspace_id="T1", slack_id="U1", name="U1", zone="UTC"))
    asking.words["news"] = RuntimeError("no words")
    await asking.send(intent("early", "U1"))
    await asking.send(Intent("news", "news", {"name": "news"}, "U1"))
    await asking.send(intent("late", "U1"))
    for _ in range(2 * WORDINGS):
        real.seconds += 100
        await asking.later()
    assert asking.slack.texts("U1") == ["about early", "about late"]
    await asking.later(minutes=timedelta(days=2).total_seconds() / 60)
    for _ in range(2 * WORDINGS):
        real.seconds += 100
        await asking.later()
    assert (await asking.row("news")).reason == reasons.UNWORDED
