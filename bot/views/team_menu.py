"""A menu of teams, however many there are: Slack takes a hundred choices, and a hundred groups of a hundred."""

from collections.abc import Mapping, Sequence
from typing import Any

import slackblocks as sb

from bot.views import blocks

MOST = 100
LABEL = 75


def one_team(action: str, teams: Mapping[int, str], *, chosen: int = 0) -> sb.Element:
    """Return a menu from which one of `teams` (names by id, in the order of their names) is chosen; 0: none is yet."""
    offered, options = _offered(teams)
    menu = sb.StaticSelectMenu(placeholder=blocks.plain("Choose a team"), action_id=action, **offered)
    # Set here, as for several teams.
    menu.initial_option = options.get(chosen)
    return menu


def several_teams(
    action: str, teams: Mapping[int, str], *, chosen: Sequence[int] = (), placeholder: str = "Choose teams"
) -> sb.Element:
    """Return a menu from which several of `teams` are chosen; those `chosen` are set already."""
    offered, options = _offered(teams)
    menu = sb.StaticMultiSelectMenu(placeholder=blocks.plain(placeholder), action_id=action, **offered)
    # Set here, since slackblocks takes only groups beside groups, where Slack wants the choices themselves
    # (docs.slack.dev, "Multi-select menu", initial_options).
    menu.initial_options = [options[team] for team in teams if team in chosen] or None
    return menu


def _offered(teams: Mapping[int, str]) -> tuple[dict[str, Any], dict[int, sb.Option]]:
    """Return the choices as the menu takes them, in groups where they are too many for one list; and each by its team.

    A group is named by its first and last team. Whoever types finds a team in whatever group it is.
    """
    options = {team: blocks.option(name, str(team)) for team, name in teams.items()}
    if len(options) <= MOST:
        return {"options": [*options.values()]}, options
    ids = [*options]
    pages = [ids[first : first + MOST] for first in range(0, len(ids), MOST)]
    groups = [
        sb.OptionGroup(
            blocks.plain(" – ".join(blocks.clip(teams[end], LABEL // 2 - 2) for end in (page[0], page[-1]))),
            [options[team] for team in page],
        )
        for page in pages
    ]
    return {"options": None, "option_groups": groups}, options
