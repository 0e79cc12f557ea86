"""The summary of a very large round: a screen or two, whatever was written, and it says where the rest is."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.decision import Decision
from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.domain.rollup import Blocked, Entry, State, roll_up
from bot.domain.rollup_style import Style, by_question
from bot.domain.speaker import Voice
from bot.domain.sync_rollup import RollupFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views.rollup_room import fitting
from bot.views.sync_rollup import rollup_message

TEAMS = 2000
TWO_SCREENS, MOST = 6000, 16000
"""Characters of a summary, as they are as a rule and at the most; each `&` that somebody writes is five of them."""


class CountingWords(Words):
    """Counts what is rendered."""

    rendered = 0

    def __call__(self, template: str, **facts: Any) -> str:
        """Render, and count it."""
        self.rendered += 1
        return super().__call__(template, **facts)


def large(voice: Voice, style: Style, text: str, name: str) -> RollupFacts:
    """A round of two thousand who all wait on the next one, need a decision and have a score."""
    entries = [
        Entry(
            f"Team {number} {name}",
            State.ANSWERED,
            {"moved": text, "next": text, "waiting_for": text, "decision": text, "confidence": 3},
            by="Ana",
            team=f"Team {number // 4} {name}",
            decisions=(Decision(f"Team {number} {name}", text, id=number + 1, owner="Mara Lindqvist"),),
            blockers=(Blocked(f"Team {(number * 7 + 1) % TEAMS} {name}", text),),
        )
        for number in range(TEAMS)
    ]
    return RollupFacts(
        round=7,
        sync="Weekly sync",
        day=date(2026, 3, 3),
        closes_at=datetime(2026, 3, 3, 22, tzinfo=UTC),
        open=False,
        voice=voice,
        summary=roll_up(entries, DEFAULT_SYNC_QUESTIONS, voice=voice, names={}),
        style=style,
        questions=by_question(entries, DEFAULT_SYNC_QUESTIONS, voice=voice, names={}),
    )


def told(message: Message) -> str:
    """All that a message says."""
    sections = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    small = [one["text"] for block in message.blocks if block["type"] == "context" for one in block["elements"]]
    return "\n".join([*sections, *small])


@pytest.mark.parametrize("voice", list(Voice))
@pytest.mark.parametrize("style", list(Style))
def test_of_thousands_a_summary_is_two_screens_and_says_where_the_rest_is(voice: Voice, style: Style) -> None:
    """Ordinary words; what is not shown is not rendered either."""
    words = CountingWords()
    said = told(rollup_message(words, large(voice, style, "Cards are live for half of all", "x"), "/pmo"))
    assert len(said) <= TWO_SCREENS
    assert words.rendered < 100
    assert "And 1,992 more: `/pmo decisions`" in said
    if style is Style.DECISIONS:
        assert "• and 1,988 more in the thread" in said, "of those who wait"
    if style is Style.TEAM:
        named = set(re.findall(r"^\*(Team \d+) x\*", said, re.MULTILINE))
        assert f"• and {TEAMS - len(named):,} more in the thread" in said
    else:
        assert "• and 1,970 more in the thread" in said, "of the lines, or of the answers to a question"


@pytest.mark.parametrize("voice", list(Voice))
@pytest.mark.parametrize("style", list(Style))
def test_of_thousands_who_write_much_it_is_no_more_than_that(voice: Voice, style: Style) -> None:
    """Each writes three thousand characters, all of which Slack wants escaped, and so are their names."""
    said = told(rollup_message(Words(), large(voice, style, "&" * 3000, "&" * 70), "/pmo"))
    assert len(said) <= MOST
    assert "more in the thread" in said


def test_all_who_wait_on_the_same_team_are_not_told_one_by_one() -> None:
    """Two thousand wait on Platform: it is one that is waited on, and a few who wait."""
    entries = [
        Entry(f"Team {number}", State.ANSWERED, {"moved": "a"}, blockers=(Blocked("Platform", "Keys"),))
        for number in range(TEAMS)
    ]
    summary = roll_up(entries, DEFAULT_SYNC_QUESTIONS, voice=Voice.TEAM, names={})
    closes = datetime(2026, 3, 3, 22, tzinfo=UTC)
    facts = RollupFacts(7, "Weekly sync", date(2026, 3, 3), closes, open=False, voice=Voice.TEAM, summary=summary)
    said = told(rollup_message(Words(), facts, "/pmo"))
    shown = said.count("waits on *Platform*")
    assert len(said) <= TWO_SCREENS
    assert shown > 10
    assert f"• and {TEAMS - shown:,} more in the thread" in said


def test_a_few_of_many_without_an_update_are_named_where_nobody_answered() -> None:
    """One line is all that such a summary has."""
    entries = [Entry("Sales", State.SKIPPED), *(Entry(f"Team {number}", State.SILENT) for number in range(TEAMS))]
    sentence = roll_up(entries, DEFAULT_SYNC_QUESTIONS, voice=Voice.TEAM, names={}).lead_sentence
    assert sentence.endswith("; no update yet from " + ", ".join(f"Team {n}" for n in range(7)) + " and 1,993 more.")


def test_a_row_that_alone_is_too_long_is_shown_all_the_same() -> None:
    """Else there would be nothing to read; none are none."""
    assert [fitting(costs, 10) for costs in ([99, 1], [4, 6, 1], [])] == [1, 2, 0]
