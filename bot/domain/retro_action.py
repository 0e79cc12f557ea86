"""Actions of a retro: what is chosen after its vote, and what the next one begins with."""

from dataclasses import dataclass
from datetime import date

from bot.domain.action import Action
from bot.domain.retro_sort import NAME, Sorted, checked
from bot.errors import UserError

MOST_ACTIONS = 3
"""Actions that a retro makes at most, beside one experiment: more are forgotten."""

FIRST_ACTIONS = 2
"""Actions that the form has room for before somebody wants one more: most retros choose fewer."""


@dataclass(frozen=True, slots=True)
class VotedTheme:
    """A theme that was voted for; `quote`: it is called after a card of it, and has no name of its own yet."""

    id: int
    name: str
    votes: int
    quote: bool = False


@dataclass(frozen=True, slots=True)
class Choosing:
    """What the form shows in which actions are chosen: the themes with the most votes first.

    `chooser_slack` chooses, and an action is theirs unless they choose somebody else. `next_on`: when the retro comes
    next; `due_on`: the day that an action is due unless they choose another.
    """

    round_id: int
    retro: str
    themes: tuple[VotedTheme, ...]
    channel: str
    chooser_slack: str
    due_on: date
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class ChosenAction:
    """What stands in one part of that form; `place` 0 to 2, None for the experiment. `owner`: a Slack id, or ""."""

    place: int | None
    text: str
    owner: str
    due_on: date | None = None
    signal: str = ""
    theme: int | None = None

    def field(self, name: str) -> str:
        """Return how a field of this part is called."""
        return f"{name}:{'x' if self.place is None else self.place}"


def name_field(theme_id: int) -> str:
    """Return how the field is called in which a theme gets its name."""
    return f"{NAME}:{theme_id}"


def checked_name(typed: str, theme_id: int) -> str:
    """Return the name that somebody typed for a theme. Raises UserError of its field where it is too long."""
    try:
        return checked(Sorted(typed)).name
    except UserError as error:
        raise UserError(error.sentence, field=name_field(theme_id)) from None


@dataclass(frozen=True, slots=True)
class SinceRow:
    """What became of an action of a retro since its last time; `own`: the reader's.

    `asked`: a message of its own asks, or will ask, its reader what becomes of it, and they have not said so yet.
    """

    action: Action
    own: bool
    asked: bool = False

    @property
    def carried(self) -> int:
        """At how many times it was open, as far as its reader may know: its owner sees each number first."""
        return self.action.carried if self.own or self.action.carried > 1 else 0

    @property
    def long_open(self) -> bool:
        """Whether it is its reader's and open for so long that a tap in the retro would be no answer any more."""
        return self.own and self.action.long_open
