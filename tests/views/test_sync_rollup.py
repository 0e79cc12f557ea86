"""Long details go on in further messages, and never in more than were planned."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.domain.rollup import Addition, Entry, State, roll_up
from bot.domain.speaker import Voice
from bot.domain.sync_rollup import RollupFacts
from bot.render import Words
from bot.services.sync_message import NAME, pages_needed
from bot.views.sync_rollup import details_message, rollup_message

LONGEST = {
    "prose": ("word " * 600)[:2999],
    "one word": "x" * 2999,
    "escaped": "&" * 2999,
    "lines of one letter": "a\n" * 1499 + "a",
    "empty lines": "a" + "\n" * 2997 + "b",
    "emoji": "😀" * 2999,
    "links": ("<https://evil.example|x> " * 150)[:2999],
}


def facts(*entries: Entry) -> RollupFacts:
    """A closed round of these teams, as the messages of its thread get it."""
    summary = roll_up(entries, (), voice=Voice.TEAM, names={}, pending=False, period="this week")
    return RollupFacts(
        sync="Weekly sync",
        day=date(2026, 3, 3),
        closes_at=datetime(2026, 3, 3, 22, tzinfo=UTC),
        open=False,
        voice=Voice.TEAM,
        summary=summary,
        groups=(tuple(entry.name for entry in entries),),
    )


@pytest.mark.parametrize("added", [0, 12])
@pytest.mark.parametrize("text", LONGEST.values(), ids=LONGEST)
def test_whatever_is_written_fits_into_the_messages_planned_for_it(text: str, added: int) -> None:
    """Beyond them nothing is left to say."""
    said = tuple(Addition("Constantin Alexandrescu-Montgomery " * 2, f"{number} {text}") for number in range(added))
    team = Entry(name="Payments", state=State.ANSWERED, values={}, by="Ana", team="", late=False, additions=said)
    planned = pages_needed([sum(len(one.text) + NAME for one in said)] * 2)
    group = facts(*(replace(team, name=f"Team {number}") for number in range(2)))
    messages = [details_message(Words(), group, page) for page in range(planned)]
    assert details_message(Words(), group, planned) is None
    shown = "".join(str(block) for message in messages if message for block in message.blocks)
    assert all(shown.count(f"{number} {text[0]}") >= 2 or text[0] in "&<" for number in range(added))


def test_who_waits_on_nobody_named_is_said_to_be_stuck() -> None:
    """The heading promises names only where there are some."""
    unnamed = Entry("Mobile", State.ANSWERED, {"waiting_for": "A contract"})
    named = Entry("Growth", State.ANSWERED, {"waiting_for": "Keys", "waiting_on": [3]})
    questions = DEFAULT_SYNC_QUESTIONS
    shown = []
    for entries in ([unnamed], [unnamed, named]):
        summary = roll_up(entries, questions, voice=Voice.TEAM, names={3: "Platform"})
        shown.append(rollup_message(Words(), replace(facts(*entries), summary=summary)).blocks[1]["text"]["text"])
    assert shown == [
        "*Who is stuck*\n• *Mobile* is stuck: A contract",
        "*Who waits on whom*\n• *Growth* waits on *Platform*: Keys\n• *Mobile* is stuck: A contract",
    ]


def test_what_goes_on_says_so() -> None:
    """In the words that a notification reads."""
    said = tuple(Addition("Ana", "&" * 2999) for _ in range(30))
    group = facts(Entry(name="Payments", state=State.ANSWERED, values={}, by="", team="", late=False, additions=said))
    first, second = details_message(Words(), group), details_message(Words(), group, 1)
    assert first is not None
    assert second is not None
    assert (first.text, second.text) == (
        "Weekly sync: details of Payments",
        "Weekly sync: details of Payments, continued",
    )
