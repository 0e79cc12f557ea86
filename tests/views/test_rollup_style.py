"""A summary in each of its styles: what it looks like, and that it always fits into one message."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.decision import Decision, DecisionState
from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.domain.rollup import Blocked, Entry, State, roll_up
from bot.domain.rollup_style import Style, by_question
from bot.domain.speaker import Voice
from bot.domain.sync_rollup import RollupFacts
from bot.render import Words
from bot.views import blocks
from bot.views.sync_rollup import rollup_message
from tests.factories.rollup import CARDS, NAMES, team

WORDS = Words()
HOSTILE = ["x" * 3000, "&" * 3000, "a\n" * 1499, "<https://evil.example|x> " * 120, "😀" * 3000, "*_`~>", "Keys"]


def facts(style: Style, *entries: Entry, voice: Voice = Voice.TEAM) -> RollupFacts:
    """A closed round in this style, as the service sums it up."""
    return RollupFacts(
        round=7,
        sync="Weekly sync",
        day=date(2026, 3, 3),
        closes_at=datetime(2026, 3, 3, 22, tzinfo=UTC),
        open=False,
        voice=voice,
        summary=roll_up(entries, DEFAULT_SYNC_QUESTIONS, voice=voice, names=NAMES),
        style=style,
        questions=by_question(entries, DEFAULT_SYNC_QUESTIONS, voice=voice, names=NAMES),
    )


def shown(style: Style, *entries: Entry) -> list[str]:
    """The texts of the message, block by block, without its first sentence, figures and buttons."""
    found = rollup_message(WORDS, facts(style, *entries), "/pmo").blocks[1:-2]
    return [block["text"]["text"] if "text" in block else block["block_id"] for block in found]


LAUNCH = Decision("Mobile", "Do we launch?", by="Ana Sousa", id=5, owner="Mara Lindqvist", due_on=date(2026, 3, 6))
GROWTH = team("Growth", moved="The trial is live", waiting_on=[3], waiting_for="Staging keys")
PAYMENTS = team("Payments", **CARDS, confidence=4)
MOBILE = replace(team("Mobile", moved="Ready", decision="Do we launch?"), decisions=(LAUNCH,))
SALES = Entry("Sales", State.AWAY)


def test_team_by_team() -> None:
    """A decision stands below its team, with its buttons."""
    assert shown(Style.TEAM, GROWTH, MOBILE, PAYMENTS, SALES) == [
        "*Growth*: The trial is live\n• Waits on *Platform*: Staging keys\n*Mobile*: Ready",
        "*Mobile*: Do we launch? Mara decides by Fri 6 Mar.",
        "decision_do:5",
        "*Payments*: Cards live; refunds next _(confidence 4 of 5)_\n*Sales*: away",
    ]


def test_teams_that_wait_on_each_other_are_named_in_every_style() -> None:
    """It is said of all of them together, so that it stands below all in the summary team by team."""
    platform = team("Platform", moved="Nothing", waiting_on=[2], waiting_for="A trial account")
    for style in Style:
        assert "Growth and Platform wait on each other." in "\n".join(shown(style, GROWTH, platform))


def test_question_by_question() -> None:
    """Decisions and waits stand where they were asked; who did not answer comes last."""
    told = shown(Style.QUESTION, GROWTH, MOBILE, PAYMENTS, SALES)
    assert told[0].startswith("*What moved?*\n• *Growth*: The trial is live\n• *Mobile*: Ready\n• *Payments*: - Cards")
    assert "*Mobile*: Do we launch? Mara decides by Fri 6 Mar." in told
    assert any("*Growth* waits on *Platform*: Staging keys" in text for text in told)
    assert told[-1] == "• *Sales*: away"


texts = st.sampled_from(HOSTILE)
decisions = st.builds(
    Decision,
    name=texts.map(lambda text: text[:60]),
    text=texts,
    id=st.none(),
    state=st.sampled_from(list(DecisionState)),
    outcome=texts,
    owner=st.just("Mara Lindqvist"),
    settled_by=st.just("Mara Lindqvist"),
    settled_on=st.just(date(2026, 3, 4)),
)
entries = st.builds(
    Entry,
    name=texts.map(lambda text: text[:60]),
    state=st.sampled_from([State.ANSWERED, State.ANSWERED, State.SILENT, State.AWAY]),
    values=st.fixed_dictionaries(
        {"moved": texts, "next": texts, "waiting_for": texts, "decision": texts, "confidence": st.integers(1, 5)}
    ),
    decisions=st.lists(decisions, max_size=2).map(tuple),
    blockers=st.lists(st.builds(Blocked, on=texts.map(lambda text: text[:60]), needs=texts), max_size=3).map(tuple),
)


@pytest.mark.parametrize("voice", list(Voice))
@pytest.mark.parametrize("style", list(Style))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(data=st.data())
def test_whatever_is_written_fits_into_one_message(style: Style, voice: Voice, data: Any) -> None:
    """Slack takes fifty blocks, and three thousand characters in each; the view refuses more."""
    some = data.draw(st.lists(entries, min_size=1, max_size=40))
    numbered = [
        replace(entry, decisions=tuple(replace(one, id=100 * n + m) for m, one in enumerate(entry.decisions)))
        for n, entry in enumerate(some)
    ]
    message = rollup_message(WORDS, facts(style, *numbered, voice=voice), "/pmo")
    assert len(message.blocks) <= blocks.MESSAGE_BLOCKS
    assert all(len(one["text"]["text"]) <= blocks.SECTION_LENGTH for one in message.blocks if one["type"] == "section")
