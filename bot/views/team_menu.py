"""A menu of teams, areas or user groups, however many: Slack takes a hundred choices, and a hundred groups of them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import slackblocks as sb

from bot.views import blocks

MOST = 100
LABEL = 75

Key = TypeVar("Key", bound=int | str)
"""By what something is known: the id of a row, or what Slack or people call it."""


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
    return several_of(action, teams, chosen=chosen, placeholder=placeholder)


def several_of(action: str, known: Mapping[Key, str], *, chosen: Sequence[Key] = (), placeholder: str) -> sb.Element:
    """Return the same for whatever is `known`, names by key in their order."""
    offered, options = _offered(known)
    menu = sb.StaticMultiSelectMenu(placeholder=blocks.plain(placeholder), action_id=action, **offered)
    # Set here, since slackblocks takes only groups beside groups, where Slack wants the choices themselves
    # (docs.slack.dev, "Multi-select menu", initial_options).
    menu.initial_options = [options[one] for one in known if one in chosen] or None
    return menu


def _offered(known: Mapping[Key, str]) -> tuple[dict[str, Any], dict[Key, sb.Option]]:
    """Return the choices as the menu takes them, in groups where they are too many for one list; and each by its key.

    A group is named by its first and last choice. Whoever types finds a choice in whatever group it is.
    """
    options: dict[Key, sb.Option] = {key: blocks.option(name, str(key)) for key, name in known.items()}
    if len(options) <= MOST:
        return {"options": [*options.values()]}, options
    keys = [*options]
    pages = [keys[first : first + MOST] for first in range(0, len(keys), MOST)]
    groups = [
        sb.OptionGroup(
            blocks.plain(" – ".join(blocks.clip(known[end], LABEL // 2 - 2) for end in (page[0], page[-1]))),
            [options[key] for key in page],
        )
        for page in pages
    ]
    return {"options": None, "option_groups": groups}, options
