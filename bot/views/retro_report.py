"""The report on what retros brought in a quarter: figures, a chart of themes, and what several teams have in common."""

from bot.domain.list_file import Listing
from bot.domain.retro_report import RetroReport
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks, chart
from bot.views.list_file import download

SHOW, MAKE_ACTION, MAKE_BLOCKER = "retro_report", "retro_report_action", "retro_report_blocker"
HEAD = ("Value stream", "Made", "Done", "Dropped", "Open")
MOST, STREAMS, SYSTEMIC, CARD = 8, 60, 5, 200
"""Dropped actions and experiments that are named, value streams of the table, themes of several teams, and characters
of what somebody wrote."""


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
        months = [f"{month:%b %Y}" for month in facts.quarter.months]
        shown += blocks.paragraphs("themes", words("retro/report_themes.mrkdwn.j2", facts=facts))
        shown.append(chart.lines("lines", "Votes for themes, by month", months, facts.lines))
    for one in facts.systemic[:SYSTEMIC]:
        evidence = [blocks.clip(card, CARD) for card in one.evidence]
        text = words("retro/report_systemic.mrkdwn.j2", one=one, evidence=evidence)
        theme = str(one.theme_id)
        buttons = [
            blocks.button("Make it an action", MAKE_ACTION, theme),
            blocks.button("Raise a blocker", MAKE_BLOCKER, theme),
        ]
        shown += [*blocks.paragraphs(f"systemic:{theme}", text), blocks.actions(f"systemic_do:{theme}", *buttons)]
    before = blocks.button("Quarter before", SHOW, str(facts.quarter.before))
    file = download(Listing.RETRO_ACTIONS, words=str(facts.quarter))
    shown.append(blocks.actions("below", before, file))
    return blocks.message(words("retro/report_text.mrkdwn.j2", facts=facts), shown)
