"""The log of decisions as somebody may see it."""

from dataclasses import dataclass
from datetime import date

from bot.domain.decision import Decision

OPEN = "open"
"""The word after which the log shows only what nobody has decided yet."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """A decision in the log; `mine`: the reader may make or change it.

    `link`: the address of the message that it was noted from, "" where there is none that the reader may see.
    """

    decision: Decision
    mine: bool
    link: str = ""


@dataclass(frozen=True, slots=True)
class LogFacts:
    """A page of the log: open decisions first, then the newest.

    `first` is the place of the first row among all, `more`: others follow, `words` what was looked for ("" for all,
    `OPEN` for open ones). `can_add`: the reader may add one that was made elsewhere. `today` is the reader's date.
    `guest`: only what is of the reader's own syncs, or theirs, is shown.
    """

    rows: tuple[LogRow, ...]
    first: int
    more: bool
    words: str
    can_add: bool
    today: date
    note: str = ""
    guest: bool = False
