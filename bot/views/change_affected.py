"""Whom a change affects, on its page: a table for whoever runs it, and what it means for its reader."""

from bot.domain.change import ASPECT_WORDS, SCORE_WORDS
from bot.domain.change_affected import Affected
from bot.domain.list_file import Listing
from bot.render import Words
from bot.views import blocks, chart
from bot.views.list_file import download
from bot.views.stakeholder_list import OPEN

MOST_ROWS = 60
NAMED, GROUP = 8, 50
MOST_MINE, MOST_TEAMS = 4, 20
"""Groups of the reader of which all is shown, the one that changes most first; lines about teams that they lead."""


def affected(words: Words, facts: Affected) -> list[blocks.Block]:
    """Return the section of the page."""
    shown: list[blocks.Block] = []
    if facts.runs_it and (facts.goes_on or facts.rows):
        shown += blocks.paragraphs("affected", words("change_impact/affected.mrkdwn.j2", facts=facts, most=NAMED))
        if facts.rows:
            shown.append(_table(facts))
        pressed = []
        if facts.goes_on:
            label = "Edit groups" if facts.rows else "Choose groups"
            pressed.append(blocks.button(label, OPEN, str(facts.change_id), style=None if facts.rows else "primary"))
        if facts.rows:
            pressed.append(download(Listing.GROUPS, facts.change_id))
        if pressed:
            shown.append(blocks.actions("affected_do", *pressed))
    if not facts.stopped and (facts.mine or (facts.goes_on and not facts.runs_it)):
        left = [blocks.clip(one.group, GROUP) for one in facts.mine[MOST_MINE:]]
        text = words("change_impact/mine.mrkdwn.j2", facts=facts, most=MOST_MINE, left=left)
        shown += blocks.paragraphs("mine", text)
    if facts.teams and facts.goes_on:
        shown += blocks.paragraphs("teams", words("change_impact/teams.mrkdwn.j2", facts=facts, most=MOST_TEAMS))
    return shown


def _table(facts: Affected) -> blocks.Block:
    """Return a row a group and a column for whatever changes for any of them."""
    rated = [one for one in ASPECT_WORDS if any(one in row.scores for row in facts.rows)]
    head = ["Group", "People", *(ASPECT_WORDS[one].capitalize() for one in rated)]
    rows = [
        [blocks.clip(row.name, GROUP), str(row.people), *(SCORE_WORDS.get(row.scores.get(one, 0), "") for one in rated)]
        for row in facts.rows[:MOST_ROWS]
    ]
    return chart.table("affected_table", head, rows)
