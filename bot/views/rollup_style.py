"""The body of a summary in each of its styles, and what of it fits into one message."""

from dataclasses import replace
from datetime import date
from itertools import groupby

from bot.domain.blocker_shown import MOST_CIRCLES
from bot.domain.rollup_style import Style, TeamPart, Topic, by_team
from bot.domain.rollup_types import RollUp, State, Wait, Waiting
from bot.domain.sync_rollup import RollupFacts
from bot.render import Words, clipped, oneline
from bot.views import blocks
from bot.views.decision import MOST_SHOWN, in_summary, needed_blocks, needed_cost, settled_cost, settled_text
from bot.views.rollup_room import CIRCLES, LINES, QUESTIONS, SILENT, TEAMS, WAITS, cost, fitting

MOST_ITEMS = 12
"""Teams waited on that the summary itself spells out."""

MOST_WAITS = 5
"""Things that one team waits for, where a summary is told team by team."""

MOST_NAMES = 8
"""Names of a circle that are told, of more their number."""

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


def _waits(words: Words, facts: RollupFacts, heading: str = "") -> list[blocks.Block]:
    summary = facts.summary
    if not summary.waits:
        return []
    rows = [(wait, one) for wait in summary.waits[:MOST_ITEMS] for one in wait.waiting]
    shown = rows[: fitting((_wait_cost(wait.on, one) for wait, one in rows), WAITS)]
    circles = summary.circles[: _circles(summary)]
    text = words(
        "sync/rollup_waits.mrkdwn.j2",
        waits=[Wait(on, tuple(one for _, one in those)) for on, those in groupby(shown, lambda row: row[0].on)],
        circles=circles,
        others=len(summary.circles) > len(circles),
        more=sum(len(wait.waiting) for wait in summary.waits) - len(shown),
        heading=heading,
        longest=LINE,
    )
    return blocks.paragraphs("waits", text)


def _wait_cost(on: str, one: Waiting) -> int:
    return cost(one.name, on, clipped(oneline(one.needs), LINE), one.status, one.age)


def _circles(summary: RollUp) -> int:
    """Return how many of those who wait on each other a summary names."""
    return fitting((cost(*one[:MOST_NAMES]) for one in summary.circles[:MOST_CIRCLES]), CIRCLES)


def _line_cost(name: str, text: str) -> int:
    return cost(name, clipped(oneline(text), LINE))


def _lines(words: Words, facts: RollupFacts, *, silent: bool = False) -> list[blocks.Block]:
    """Return the line of each; with `silent` only of those without answers, and without a heading."""
    summary = facts.summary
    lines = [line for line in summary.lines if not silent or line.state is not State.ANSWERED]
    if not lines:
        return []
    number = fitting((_line_cost(line.name, line.text) for line in lines), SILENT if silent else LINES)
    # Who has said nothing stands in no thread: the figures below count them.
    more = 0 if silent else summary.more_lines + len(lines) - number
    text = words("sync/rollup_lines.mrkdwn.j2", lines=lines[:number], more=more, silent=silent, most=LINE)
    return blocks.paragraphs("lines", text)


def _by_team(words: Words, facts: RollupFacts, command: str) -> list[blocks.Block]:
    summary = facts.summary
    parts = by_team(summary)
    parts = parts[: fitting(map(_part_cost, parts), TEAMS)]
    shown: list[blocks.Block] = []
    text, asking = "", 0
    for number, part in enumerate(parts):
        beyond = len(part.waits) - MOST_WAITS
        text = _joined(text, words("sync/rollup_team.mrkdwn.j2", part=_short(part), more=beyond, most=LINE))
        needed = [one for one in part.decisions if one.needed][: MOST_SHOWN - asking]
        if needed:
            shown += blocks.paragraphs(f"team_{number}", text)
            text = ""
        for place, one in enumerate(needed, start=asking):
            shown += needed_blocks(words, one, facts.day, place)
        asking += len(needed)
        text = _joined(text, _settled(words, part, facts.day))
    more = len(summary.lines) + summary.more_lines - len(parts)
    circles = summary.circles[: _circles(summary)]
    if more > 0 or circles:
        others = len(summary.circles) > len(circles)
        told = words("sync/rollup_team_more.mrkdwn.j2", circles=circles, others=others, more=more)
        text = _joined(text, told)
    if text:
        shown += blocks.paragraphs("teams", text)
    unasked = sum(one.needed for one in summary.decisions) - asking
    if unasked:
        told = words("decision/more.mrkdwn.j2", more=unasked, command=command)
        shown.append(blocks.context("decisions_more", told))
    return shown


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _short(part: TeamPart) -> TeamPart:
    return replace(part, waits=part.waits[:MOST_WAITS])


def _part_cost(part: TeamPart) -> int:
    settled = [one for one in part.decisions if not one.needed][:MOST_SHOWN]
    needed = [one for one in part.decisions if one.needed][:MOST_SHOWN]
    return (
        _line_cost(part.name, part.line.text if part.line else "")
        + sum(_wait_cost(on, one) for on, one in part.waits[:MOST_WAITS])
        + sum(map(needed_cost, needed))
        + sum(map(settled_cost, settled))
    )


def _settled(words: Words, part: TeamPart, day: date) -> str:
    settled = [one for one in part.decisions if not one.needed][:MOST_SHOWN]
    return settled_text(words, settled, day) if settled else ""


def _by_question(words: Words, facts: RollupFacts, command: str) -> list[blocks.Block]:
    shown: list[blocks.Block] = []
    room = QUESTIONS // max(sum(part.topic is Topic.LINES for part in facts.questions), 1)
    for number, part in enumerate(facts.questions):
        if part.topic is Topic.DECISIONS:
            shown += in_summary(words, facts.summary.decisions, facts.day, command)
        elif part.topic is Topic.WAITS:
            shown += _waits(words, facts, part.question)
        else:
            told = fitting((_line_cost(name, text) for name, text in part.lines), room)
            short = replace(part, lines=part.lines[:told], more=part.more + len(part.lines) - told)
            text = words("sync/rollup_question.mrkdwn.j2", part=short, most=LINE)
            shown += blocks.paragraphs(f"question_{number}", text)
    return [*shown, *_lines(words, facts, silent=True)]
