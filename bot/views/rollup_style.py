"""The body of a summary in each of its styles, and what of it fits into one message."""

from collections.abc import Sequence

from bot.domain.decision import Decision, DecisionState
from bot.domain.rollup_style import Style, TeamPart, Topic, by_team
from bot.domain.rollup_types import State
from bot.domain.sync_rollup import RollupFacts
from bot.render import Words
from bot.views import blocks
from bot.views.decision import ASKED, MOST_SHOWN, in_summary, needed_blocks

MOST_ITEMS = 12
"""Teams waited on that the summary itself spells out."""

LINE = 300
"""Characters of one answer in a summary; the thread has all of it."""


def body(words: Words, facts: RollupFacts, command: str) -> list[blocks.Block]:
    """Return what stands between a summary's first sentence and its figures; `command` is the slash command."""
    if facts.style is Style.TEAM:
        return _by_team(words, facts, command)
    if facts.style is Style.QUESTION:
        return _by_question(words, facts, command)
    return [
        *in_summary(words, facts.summary.decisions, facts.day, command),
        *_waits(words, facts),
        *_lines(words, facts),
    ]


def fitted(
    words: Words, shown: Sequence[blocks.Block], last: Sequence[blocks.Block], command: str
) -> list[blocks.Block]:
    """Return `shown` and then `last`; where Slack takes fewer, `shown` ends early and says where the rest is."""
    if len(shown) + len(last) <= blocks.MESSAGE_BLOCKS:
        return [*shown, *last]
    beyond = blocks.context("beyond", words("sync/rollup_beyond.mrkdwn.j2", command=command))
    return [*shown[: blocks.MESSAGE_BLOCKS - len(last) - 1], beyond, *last]


def _waits(words: Words, facts: RollupFacts, heading: str = "") -> list[blocks.Block]:
    summary = facts.summary
    if not summary.waits:
        return []
    text = words(
        "sync/rollup_waits.mrkdwn.j2",
        waits=summary.waits,
        circles=summary.circles,
        most=MOST_ITEMS,
        heading=heading,
        longest=LINE,
    )
    return blocks.paragraphs("waits", text)


def _lines(words: Words, facts: RollupFacts, *, silent: bool = False) -> list[blocks.Block]:
    """Return the line of each; with `silent` only of those without answers, and without a heading."""
    summary = facts.summary
    lines = [line for line in summary.lines if not silent or line.state is not State.ANSWERED]
    if not lines:
        return []
    more = 0 if silent else summary.more_lines
    text = words("sync/rollup_lines.mrkdwn.j2", lines=lines, more=more, silent=silent, most=LINE)
    return blocks.paragraphs("lines", text)


def _by_team(words: Words, facts: RollupFacts, command: str) -> list[blocks.Block]:
    shown: list[blocks.Block] = []
    text, needed = "", 0
    for number, part in enumerate(by_team(facts.summary)):
        told = words("sync/rollup_team.mrkdwn.j2", part=part, most=LINE)
        text = f"{text}\n{told}" if text else told
        decisions = _decisions_of(words, facts, part, number, MOST_SHOWN - needed)
        needed += sum(one.needed for one in part.decisions)
        if decisions:
            shown += [*blocks.paragraphs(f"team_{number}", text), *decisions]
            text = ""
    if facts.summary.more_lines or facts.summary.circles:
        more = words("sync/rollup_team_more.mrkdwn.j2", summary=facts.summary)
        text = f"{text}\n{more}" if text else more
    if text:
        shown += blocks.paragraphs("teams", text)
    if needed > MOST_SHOWN:
        more = words("decision/more.mrkdwn.j2", more=needed - MOST_SHOWN, command=command)
        shown.append(blocks.context("decisions_more", more))
    return shown


def _decisions_of(words: Words, facts: RollupFacts, part: TeamPart, number: int, most: int) -> list[blocks.Block]:
    needed = [one for one in part.decisions if one.needed][: max(most, 0)]
    shown = [
        block
        for place, one in enumerate(needed)
        for block in needed_blocks(words, one, facts.day, number * MOST_SHOWN + place)
    ]
    settled = [one for one in part.decisions if one.state is not DecisionState.NEEDED][:MOST_SHOWN]
    if settled:
        told = words("decision/settled_list.mrkdwn.j2", told=_clipped(settled), day=facts.day)
        shown += blocks.paragraphs(f"decided_{number}", told)
    return shown


def _clipped(decisions: Sequence[Decision]) -> list[tuple[Decision, str, str]]:
    return [(one, blocks.clip(one.text, ASKED), blocks.clip(one.outcome, ASKED)) for one in decisions]


def _by_question(words: Words, facts: RollupFacts, command: str) -> list[blocks.Block]:
    shown: list[blocks.Block] = []
    for number, part in enumerate(facts.questions):
        if part.topic is Topic.DECISIONS:
            shown += in_summary(words, facts.summary.decisions, facts.day, command)
        elif part.topic is Topic.WAITS:
            shown += _waits(words, facts, part.question)
        else:
            text = words("sync/rollup_question.mrkdwn.j2", part=part, most=LINE)
            shown += blocks.paragraphs(f"question_{number}", text)
    return [*shown, *_lines(words, facts, silent=True)]
