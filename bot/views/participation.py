"""How many answer, by team: the teams that fell most on the home tab, and all of them behind a button."""

from collections.abc import Sequence

from bot.domain.participation import TeamShare
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks, chart

ALL, NEXT, BACK = "participation_all", "participation_next", "participation_back"

MOST = 6
"""Teams that the home tab shows: as many as can be read side by side."""

PAGE = 100
"""Teams of a form; another one is a press away."""


def on_home(words: Words, teams: Sequence[TeamShare]) -> list[blocks.Block]:
    """Return the part of the home tab, with a chart of the teams that fell most; nothing where nobody was asked."""
    if not teams:
        return []
    text = words("participation/head.mrkdwn.j2", teams=teams, most=MOST)
    shown: list[blocks.Block] = [blocks.header("participation_title", "Who answers, by team")]
    shown += blocks.paragraphs("participation", text)
    both = [team for team in teams[:MOST] if team.before is not None and team.after is not None]
    if both:
        values = {
            "Before": [round((team.before or 0.0) * 100) for team in both],
            "Lately": [round((team.after or 0.0) * 100) for team in both],
        }
        names = [team.name for team in both]
        shown.append(chart.bars("participation_chart", "Answered, of those at work, in %", names, values))
    shown.append(blocks.context("participation_note", words("participation/note.mrkdwn.j2")))
    if len(teams) > MOST:
        shown.append(blocks.actions("participation_actions", blocks.button("All teams", ALL)))
    return shown


def all_teams(words: Words, teams: Sequence[TeamShare], first: int = 0) -> View:
    """Return a page of the teams, from the one at the place `first` on, as a form that only says it.

    Forms take no charts.
    """
    page = teams[first : first + PAGE]
    text = words("participation/teams.mrkdwn.j2", teams=page, first=first, total=len(teams))
    shown = blocks.paragraphs("teams", text)
    below: list[blocks.Element] = []
    if first:
        below.append(blocks.button("Back", BACK, str(max(first - PAGE, 0))))
    rest = len(teams) - first - len(page)
    if rest > 0:
        below.append(blocks.button(f"Show {min(rest, PAGE)} more", NEXT, str(first + PAGE)))
    if below:
        shown.append(blocks.actions("participation_pages", *below))
    shown.append(blocks.context("participation_note", words("participation/note.mrkdwn.j2")))
    return blocks.modal("participation_view", "Who answers", shown, close="Close")
