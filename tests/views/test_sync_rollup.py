"""Long details go on in further messages, and never in more than were planned."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.domain.rollup import MOST_LINES, Addition, Entry, State, roll_up
from bot.domain.rollup_details import details_of
from bot.domain.speaker import Voice
from bot.domain.sync_rollup import DetailsFacts, RollupFacts
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


def details(*entries: Entry) -> DetailsFacts:
    """What these teams said, as a message of the thread gets it."""
    return DetailsFacts("Weekly sync", tuple(details_of(entries, (), voice=Voice.TEAM, names={})))


def summed_up(*entries: Entry) -> RollupFacts:
    """A closed round of these teams."""
    return RollupFacts(
        round=7,
        sync="Weekly sync",
        day=date(2026, 3, 3),
        closes_at=datetime(2026, 3, 3, 22, tzinfo=UTC),
        open=False,
        voice=Voice.TEAM,
        summary=roll_up(entries, DEFAULT_SYNC_QUESTIONS, voice=Voice.TEAM, names={3: "Platform"}),
    )


@pytest.mark.parametrize("added", [0, 12])
@pytest.mark.parametrize("text", LONGEST.values(), ids=LONGEST)
def test_whatever_is_written_fits_into_the_messages_planned_for_it(text: str, added: int) -> None:
    """Beyond them nothing is left to say."""
    said = tuple(Addition("Constantin Alexandrescu-Montgomery " * 2, f"{number} {text}") for number in range(added))
    team = Entry(name="Payments", state=State.ANSWERED, values={}, by="Ana", team="", late=False, additions=said)
    planned = pages_needed([sum(len(one.text) + NAME for one in said)] * 2)
    group = details(*(replace(team, name=f"Team {number}") for number in range(2)))
    messages = [details_message(Words(), group, page) for page in range(planned)]
    assert details_message(Words(), group, planned) is None
    shown = "".join(str(block) for message in messages if message for block in message.blocks)
    assert all(shown.count(f"{number} {text[0]}") >= 2 or text[0] in "&<" for number in range(added))


def test_who_waits_on_nobody_named_is_said_to_be_stuck() -> None:
    """The heading promises names only where there are some."""
    unnamed = Entry("Mobile", State.ANSWERED, {"waiting_for": "A contract"})
    named = Entry("Growth", State.ANSWERED, {"waiting_for": "Keys", "waiting_on": [3]})
    both = [rollup_message(Words(), summed_up(*entries), "/pmo") for entries in ([unnamed], [unnamed, named])]
    shown = [message.blocks[1]["text"]["text"] for message in both]
    assert shown == [
        "*Who is stuck*\n• *Mobile* is stuck: A contract",
        "*Who waits on whom*\n• *Growth* waits on *Platform*: Keys\n• *Mobile* is stuck: A contract",
    ]


def test_what_goes_on_says_so() -> None:
    """In the words that a notification reads."""
    said = tuple(Addition("Ana", "&" * 2999) for _ in range(30))
    group = details(Entry(name="Payments", state=State.ANSWERED, values={}, by="", team="", late=False, additions=said))
    first, second = details_message(Words(), group), details_message(Words(), group, 1)
    assert first is not None
    assert second is not None
    assert (first.text, second.text) == (
        "Weekly sync: details of Payments",
        "Weekly sync: details of Payments, continued",
    )


def test_of_a_large_round_the_thread_has_the_other_lines() -> None:
    """The summary says how many, and where they are."""
    teams = [Entry(f"Team {number}", State.ANSWERED, {"moved": f"Thing {number}"}) for number in range(MOST_LINES + 2)]
    shown = rollup_message(Words(), summed_up(*teams), "/pmo").blocks
    lines, counts = (next(one for one in shown if one["block_id"].startswith(name)) for name in ("lines", "counts"))
    assert lines["text"]["text"].splitlines()[-2:] == ["• *Team 29*: Thing 29", "• and 2 more in the thread"]
    assert counts["elements"][0]["text"] == "32 answered. Details in the thread."
