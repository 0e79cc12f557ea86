"""How the answers to a sync change: one sentence, what it rests on as charts and as figures, and the teams."""

from collections.abc import Sequence

from bot.domain.sync_list import SyncRow
from bot.domain.sync_trend import Shown, TeamTrend, TrendFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks, chart

SHOW, CHOOSE = "sync_trend", "sync_trend_choose"

HEAD = ("Team", "Answered at first", "Lately", "Words at first", "Lately")
TEAMS = 90
"""Teams of a table; those that fell most stand first, and of hundreds the others are steadier."""

SYNCS = 100
"""Syncs that a menu of Slack offers."""

A_LINE = 2
"""Points of which a line is made at least."""


def sync_trend(words: Words, facts: TrendFacts) -> Message:
    """Return the trend of a sync."""
    shown = blocks.paragraphs("trend", words("sync_trend/head.mrkdwn.j2", facts=facts))
    shown += _charts(facts)
    if facts.rounds:
        shown += [blocks.context("figures", words("sync_trend/figures.mrkdwn.j2", rounds=facts.rounds))]
    if len(facts.teams) > 1:
        shown.append(chart.table("teams", HEAD, [_row(team) for team in facts.teams[:TEAMS]]))
    shown.append(blocks.context("note", words("sync_trend/note.mrkdwn.j2", facts=facts)))
    return blocks.message(words("sync_trend/text.mrkdwn.j2", facts=facts), shown)


def choose(words: Words, rows: Sequence[SyncRow]) -> Message:
    """Return the question of which sync the trend is to be shown."""
    text = words("sync_trend/choose.mrkdwn.j2")
    options = [blocks.option(row.name, str(row.ritual_id)) for row in rows[:SYNCS]]
    menu = blocks.select(CHOOSE, options, placeholder="Choose the sync")
    return blocks.message(text, [blocks.section("choose", text), blocks.actions("syncs", menu)])


def _charts(facts: TrendFacts) -> list[blocks.Block]:
    shares = [(one.day, round(one.shown.share * 100)) for one in facts.rounds if one.shown.share is not None]
    words = [(one.day, one.shown.words) for one in facts.rounds if one.shown.words is not None]
    return [
        chart.lines(name, title, [f"{day.day} {day:%b}" for day, _ in points], {series: [value for _, value in points]})
        for name, title, series, points in (
            ("words", "Words of an answer, the median", "Words", words),
            ("shares", "Who answered, of those at work, in %", "Answered, %", shares),
        )
        if len(points) >= A_LINE
    ]


def _row(team: TeamTrend) -> list[str]:
    return [team.name, _share(team.before), _share(team.after), _words(team.before), _words(team.after)]


def _share(shown: Shown) -> str:
    return chart.NOTHING if shown.share is None else f"{round(shown.share * 100)} %"


def _words(shown: Shown) -> str:
    return chart.NOTHING if shown.words is None else f"{shown.words:g}"
