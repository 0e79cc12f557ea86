"""Several messages in one: posted once for all, updated as a whole, each with its own row."""

from collections.abc import Mapping
from typing import Any

from bot.delivery import reasons
from bot.delivery.together import MOST_BLOCKS, compose
from bot.delivery.wording import WORDINGS, Skip
from bot.errors import SlackRefused
from bot.slack.gateway import Message
from tests.delivery.conftest import NOW, Office, RealTime, intent


def block(name: str, kind: str = "section") -> Mapping[str, Any]:
    """A block of a message."""
    return {"type": kind, "block_id": name, "text": {"type": "mrkdwn", "text": name}}


def test_one_message_alone_stays_as_it_is() -> None:
    """Its blocks keep their ids, so that a click in it can put another wording in its place."""
    alone = Message("alone", (block("prompt"),))
    assert compose([alone]) is alone


def test_each_part_has_blocks_of_its_own() -> None:
    """The same id twice would be refused; an id tells by its part that the message says more."""
    both = compose([Message("a", (block("prompt"), block("buttons", "actions"))), Message("b", (block("prompt"),))])
    assert both.text == "a · b"
    assert [one["block_id"] for one in both.blocks] == ["prompt~1", "buttons~1", "divider~2", "prompt~2"]


def test_what_is_too_long_together_is_shortened_and_keeps_its_buttons() -> None:
    """Slack takes fifty blocks."""
    long = Message("long", [*(block(f"p{number}") for number in range(48)), block("buttons", "actions")])
    both = compose([long, Message("short", (block("prompt"),)), long])
    assert len(both.blocks) <= MOST_BLOCKS
    assert [one["block_id"] for one in both.blocks if one["type"] == "actions"] == ["buttons~1", "buttons~3"]
    assert len({one["block_id"] for one in both.blocks}) == len(both.blocks)


async def test_two_planned_at_once_for_one_person_are_one_message(ritual: Office) -> None:
    """A third of another kind of person, or in a channel, stays by itself; each row knows where it stands."""
    await ritual.send(intent("a", "U1"), intent("b", "U1"), intent("c", "U2"))
    assert [(said.target, said.key, said.text) for said in ritual.slack.said] == [
        ("U1", "a", "about a · about b"),
        ("U2", "c", "about c"),
    ]
    first, second = await ritual.row("a"), await ritual.row("b")
    assert (first.ts, first.conversation, first.state) == (second.ts, second.conversation, second.state)
    assert (second.state, second.sent, second.posted_at) == ("sent", 1, None)


async def test_a_change_of_either_shows_both_anew(ritual: Office) -> None:
    """One update each; both at once are one."""
    await ritual.send(intent("a", "U1"), intent("b", "U1"))
    ritual.words["b"] = Message("newer b")
    await ritual.refresh("b")
    ritual.words["a"] = Message("newer a")
    ritual.words["b"] = Message("newest b")
    await ritual.refresh("a", "b")
    assert [said.wordings for said in ritual.slack.said] == [
        ["about a · about b", "about a · newer b", "newer a · newest b"]
    ]
    assert await ritual.states() == {"a": "sent", "b": "sent"}


async def test_a_change_of_a_later_part_is_no_message_more(ritual: Office) -> None:
    """What came as one counts as one in the budget, whatever is edited in it."""
    await ritual.send(intent("a", "U1"), intent("b", "U1"))
    ritual.words["b"] = Message("newer b")
    await ritual.refresh("b")
    assert [(await ritual.row(key)).posted_at for key in ("a", "b")] == [NOW, None]


async def test_what_became_needless_is_left_out_and_later_comes_by_itself(ritual: Office) -> None:
    """The other one does not wait for it, be it the first or the second."""
    for first, second in (("a", "b"), ("c", "d")):
        needless = first if first == "c" else second
        ritual.words[needless] = Skip("answered elsewhere")
        await ritual.send(intent(first, "U1"), intent(second, "U1"))
    assert ritual.slack.texts("U1") == ["about a", "about d"]
    del ritual.words["b"]
    await ritual.refresh("b")
    assert ritual.slack.texts("U1") == ["about a", "about d", "about b"]


async def test_the_first_that_had_nothing_to_say_comes_by_itself_later(ritual: Office) -> None:
    """Not by an edit of what another one asked, of which nobody hears; nor do its replies stand below that."""
    ritual.words |= {"a": Skip("answered elsewhere"), "c": Skip("answered elsewhere")}
    await ritual.send(*(intent(name, "U1") for name in "abcd"))
    assert await ritual.states() == {"a": "skipped", "b": "sent", "c": "skipped", "d": "sent"}
    [said] = ritual.slack.said
    assert (said.key, said.text, (await ritual.row("a")).ts) == ("b", "about b · about d", "")
    del ritual.words["a"]
    await ritual.refresh("a", "d")
    assert [(said.key, said.wordings) for said in ritual.slack.said] == [
        ("b", ["about b · about d", "about b · about d"]),
        ("a", ["about a"]),
    ]


async def test_blocks_that_slack_refuses_take_no_buttons_from_the_others(ritual: Office) -> None:
    """Each comes by itself; what Slack does not take is said in words alone."""
    ritual.words |= {name: Message(name, (block("prompt"),)) for name in "ab"}
    refused = SlackRefused("chat.postMessage", "invalid_blocks")
    ritual.slack.faults.extend([refused, refused])
    await ritual.send(intent("a", "U1"), intent("b", "U1"))
    assert [(said.text, len(said.message.blocks)) for said in ritual.slack.said] == [("a", 0), ("b", 1)]


async def test_where_both_are_needless_nothing_is_sent(ritual: Office) -> None:
    """Neither waits any more."""
    ritual.words |= {"a": Skip("answered"), "b": Skip("answered")}
    await ritual.send(intent("a", "U1"), intent("b", "U1"))
    assert (ritual.slack.said, await ritual.states()) == ([], {"a": "skipped", "b": "skipped"})


async def test_what_slack_refuses_fails_for_both_and_goes_again_together(ritual: Office) -> None:
    """Whoever sends one of them again sends both."""
    ritual.slack.refuse = lambda _target: "user_disabled"
    await ritual.send(intent("a", "U1"), intent("b", "U1"))
    assert await ritual.states() == {"a": "failed", "b": "failed"}
    ritual.slack.refuse = lambda _target: ""
    async with ritual.database.transaction("T1") as session:
        assert await ritual.ledger.retry(session, ["b"]) == 2
    await ritual.settle()
    assert ritual.slack.texts("U1") == ["about a · about b"]


async def test_one_without_words_does_not_hold_up_the_other(ritual: Office, real: RealTime) -> None:
    """After some tries each is on its own."""
    ritual.words["b"] = RuntimeError("no words")
    await ritual.send(intent("a", "U1"), intent("b", "U1"))
    for _ in range(2 * WORDINGS):
        real.seconds += 100
        await ritual.later()
    assert ritual.slack.texts("U1") == ["about a"]
    assert (await ritual.row("b")).reason == reasons.UNWORDED


async def test_all_that_share_a_message_came_with_it(ritual: Office) -> None:
    """And what is only planned has not come."""
    async with ritual.database.transaction("T1") as session:
        await ritual.ledger.plan(session, "T1", [intent("a", "U1"), intent("b", "U1")])
        assert await ritual.ledger.posted_at(session, "b") is None
    await ritual.settle()
    await ritual.later()
    async with ritual.database.reading("T1") as session:
        came = [await ritual.ledger.posted_at(session, key) for key in ("a", "b", "unknown")]
    assert came == [NOW, NOW, None]
