"""The list of open actions as somebody may see it, and those of a home tab."""

from dataclasses import dataclass, field
from datetime import date

from bot.domain.action import Action

MINE, TEAM, DONE = "mine", "team", "done"
"""The words after which the list shows the reader's own actions, those of their teams, and those that are done."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action in a list; `own`: the reader's; `acts`: the reader may hand it over, move or drop it."""

    action: Action
    own: bool
    acts: bool


@dataclass(frozen=True, slots=True)
class ActionList:
    """A page of open actions by team, the first due first; of those that are done, the newest first.

    `first` is the place of the first row among all, `more` how many follow; `words` what was looked for, "" for all.
    `late` counts those past their day, among all. `today` is the reader's date.
    """

    rows: tuple[ActionRow, ...]
    first: int
    more: int
    words: str
    today: date
    total: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class HomeActions:
    """The actions of a home tab: the reader's own, and those of others past their day that are theirs to look after.

    `helps`: those with which others wait for the reader's help.
    """

    mine: tuple[ActionRow, ...] = field(default=())
    helps: tuple[ActionRow, ...] = field(default=())
    late: tuple[ActionRow, ...] = field(default=())
