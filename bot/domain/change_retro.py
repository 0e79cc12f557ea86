"""Short retros of a change: whom they ask and how long, and what whoever runs the change reads of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.playbook_codify import is_quote
from bot.domain.recurrence import instant
from bot.domain.retro import working_days_after
from bot.domain.retro_card import Written
from bot.domain.retro_format import Column

COLUMNS = (
    Column("worked", "What worked?", "The practice session with our own customers"),
    Column("didnt", "What didn't?", "We heard of our new roles after our customers did"),
    Column("next", "What shall we do next time?", "Practise before we switch, with one team first"),
)
SHORT_TITLES = {"worked": "What worked", "didnt": "What didn't", "next": "Next time"}
"""The columns as they are called once they are read."""

DAYS = (3, 5, 10)
"""Working days for writing; the first message may come a day later, where somebody has heard enough that day."""
USUAL_DAYS = 5
LONGER_DAYS = 2
"""Working days that a retro is left open for, once, where too few people have written."""
_CLOSES = time(17)

TEAM = 0
"""Stands among the groups for the people who worked on the change: those who run it, own steps, and are asked by
groups."""


@dataclass(frozen=True, slots=True)
class ChangeRetroForm:
    """What the form that begins one offers: groups by id with how many people each has, `TEAM` being one of them."""

    change_id: int
    change: str
    groups: tuple[tuple[int, str, int], ...]


@dataclass(frozen=True, slots=True)
class ChangeRetroPrompt:
    """The retro as somebody who is asked sees it; `because`: the group for which they are asked, "": the team.

    `asker` hears what it comes to: who began it, or the owner since they run the change no more; `own`: the reader
    does; `over`: the change has ended.
    """

    id: int
    change: str
    because: str
    asker: str
    closes_at: datetime
    state: str = "open"
    over: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class ChangeRetroCards:
    """The form in which somebody writes; `seen` tells what it had when it was drawn, without saying it."""

    asked_id: int
    change: str
    closes_at: datetime
    cards: tuple[Written, ...] = ()
    seen: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRetroReceipt:
    """What an author gets: one new code for all `cards` of theirs; `both`: some of them came from another device."""

    change: str
    cards: int
    code: str
    closes_at: datetime
    both: bool = False


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A theme of a column, with what was written."""

    column: str
    name: str
    texts: tuple[str, ...]

    @property
    def quoted(self) -> bool:
        """Whether its name is no more than the words of a card."""
        return len(self.texts) == 1 or is_quote(self.name, self.texts)


@dataclass(frozen=True, slots=True)
class ChangeRetroPage:
    """The newest retro of a change. `runs_it`: the reader sees what was written, others how much it was.

    `may_ask`: the reader may hold one now. `themes` of a closed one come in the order of the columns, those of several
    cards first.
    """

    change_id: int
    runs_it: bool
    may_ask: bool = False
    id: int = 0
    state: str = ""
    closes_at: datetime | None = None
    asked: int = 0
    longer: bool = False
    cards: int = 0
    themes: tuple[LookedAt, ...] = ()

    def of(self, column: str) -> Sequence[LookedAt]:
        """Return the themes of a column."""
        return [one for one in self.themes if one.column == column]


def closes(now: datetime, days: int, zone: ZoneInfo, country: str) -> datetime:
    """Return when a retro that begins now ends: in the afternoon of the `days`-th working day of whoever begins it."""
    last: date = working_days_after(now.astimezone(zone).date(), days, country)
    return instant(last, _CLOSES, zone)


def learnt_lines(themes: Sequence[LookedAt]) -> list[str]:
    """Return what a page may say of a retro: its themes by column, and no card, nor a name that is one."""
    found = []
    for key, title in SHORT_TITLES.items():
        names = [f"{one.name} ({len(one.texts)})" for one in themes if one.column == key and not one.quoted]
        if names:
            found.append(f"{title}: {', '.join(names)}")
    return found
