"""How much of a large round its summary tells: a screen or two, however many teams there are, and however they write.

What is counted is what Slack gets: a `&` that somebody writes is five characters there, and few of those fill a screen.
"""

from collections.abc import Iterable

from bot.render import escape

NEEDED, SETTLED = 2500, 1200
"""Characters that the decisions take which are needed, and those that were made."""

WAITS, CIRCLES = 2400, 1000
"""Characters that who waits on whom takes, and who waits on each other."""

LINES, SILENT = 3600, 1500
"""Characters that a line for each takes, and for each of those alone who sent no update."""

TEAMS, QUESTIONS = 7000, 6000
"""Characters of a summary that is told team by team, or question by question."""

MEANS = 600
"""Characters that the means of teams take."""

_AROUND = 24
"""Characters of ours around what somebody wrote: a bullet, stars, "waits on"."""


def cost(*texts: str) -> int:
    """Return about how many characters a row with these texts takes, as Slack gets it."""
    return _AROUND + sum(len(escape(text)) for text in texts)


def fitting(costs: Iterable[int], room: int) -> int:
    """Return how many rows, from the first on, fit into `room`: at least one, where there is one.

    `costs` is only looked at as far as that takes: thousands of rows cost no more than those that are shown.
    """
    taken = number = 0
    for one in costs:
        taken += one
        if number and taken > room:
            break
        number += 1
    return number
