"""The report on what retros brought in a quarter: figures, a chart of themes, and what several teams have in common."""

from bot.domain.list_file import Listing
from bot.domain.retro_report import RetroReport
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks, chart
from bot.views.list_file import download
from bot.views.retro_systemic import systemic_blocks

SHOW = "retro_report"
HEAD = ("Value stream", "Made", "Done", "Dropped", "Open")
MOST, STREAMS, SYSTEMIC, EVIDENCE, CARD = 8, 60, 5, 5, 200
"""Dropped actions and experiments that are named, value streams of the table, themes of several teams and the cards of
each, and characters of what somebody wrote."""


def report_message(words: Words, facts: RetroReport) -> Message:
    """Return the report, with what the PMO can make of a theme that several teams have."""
    said = {
        "facts": facts,
        "dropped": [(blocks.clip(one.text, CARD), blocks.clip(one.reason, CARD)) for one in facts.dropped[:MOST]],
        "worked": [(blocks.clip(one.text, CARD), blocks.clip(one.effect, CARD)) for one in facts.worked[:MOST]],
    }
    shown = blocks.paragraphs("report", words("retro/report.mrkdwn.j2", **said))
    if len(facts.streams) > 1:
        rows = [
            (name, *(str(one) for one in (each.created, each.done, each.dropped, each.open)))
            for name, each in facts.streams[:STREAMS]
        ]
        shown.append(chart.table("streams", HEAD, rows))
    if facts.lines:
        months = [f"{month:%b}" for month in facts.months]
        shown += blocks.paragraphs("themes", words("retro/report_themes.mrkdwn.j2", facts=facts))
        votes = {one.name: one.votes for one in facts.lines}
        shown.append(chart.lines("lines", "Votes for themes, by month", months, votes))
    if facts.systemic:
        shown.append(blocks.header("systemic_head", "Shared by several teams"))
    for one in facts.systemic[:SYSTEMIC]:
        shown += systemic_blocks(words, one, most=EVIDENCE)
    before = blocks.button("Quarter before", SHOW, str(facts.quarter.before))
    file = download(Listing.RETRO_ACTIONS, words=str(facts.quarter))
    shown.append(blocks.actions("below", before, file))
    return blocks.message(words("retro/report_text.mrkdwn.j2", facts=facts), shown)
