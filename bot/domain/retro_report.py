"""What retros brought in a quarter: its dates and its figures."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from bot.domain.retro_systemic import SeenTheme, Systemic
from bot.domain.words import brief, listing, plural, short
from bot.errors import UserError

NO_STREAM = "No value stream"
MONTHS, MOST_LINES, FEW_TEAMS = 6, 5, 2
"""Months of the chart of themes, how many themes it shows, and teams that a line without a name tells."""

_QUARTER = re.compile(r"(?:(\d{4})[ -]?)?q([1-4])(?:[ -]?(\d{4}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months: `number` 1 to 4 of a `year`."""

    year: int
    number: int

    def __str__(self) -> str:
        """Return it as it is typed: "2026-Q1"."""
        return f"{self.year}-Q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def after(self) -> date:
        """The first day after it."""
        return self.following.first

    @property
    def following(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        """The quarter before it."""
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)

    def months(self, today: date) -> tuple[date, ...]:
        """Return the first days of the months that its chart shows: up to its last one, none of which is to come."""
        found, day = [], min(self.after, (today.replace(day=28) + timedelta(days=4)).replace(day=1))
        for _ in range(MONTHS):
            day = (day - timedelta(days=1)).replace(day=1)
            found.append(day)
        return tuple(reversed(found))


def quarter_of(day: date) -> Quarter:
    """Return the quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_in(words: str, today: date) -> Quarter:
    """Return the quarter that words mean: "" the one of today, "last" the one before, or "2026-Q1", "Q1".

    Raises UserError for anything else, and for one that has not begun.
    """
    said = words.strip().casefold()
    if said in {"", "this"}:
        return quarter_of(today)
    if said == "last":
        return quarter_of(today).before
    found = _QUARTER.fullmatch(said)
    year = int(found[1] or found[3] or today.year) if found else 0
    if found is None or not 2000 <= year <= today.year:  # noqa: PLR2004 (no year before Slack)
        raise UserError(f"“{short(words)}” is no quarter to report on. Write `last`, `Q1` or `{quarter_of(today)}`.")
    quarter = Quarter(year, int(found[2]))
    if quarter.first > today:
        raise UserError(f"{quarter} has not begun yet. Write `last`, or nothing for this quarter.")
    return quarter


@dataclass(frozen=True, slots=True)
class ReportedAction:
    """An action of a retro as the report counts it; dates are the reader's, `settled_on` is None while it is open."""

    text: str
    stream: str
    experiment: bool
    state: str
    created_on: date
    settled_on: date | None
    carried: int = 0
    worked: bool | None = None
    reason: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Actions that were made, done and dropped in a quarter, and those that are open at its end."""

    created: int = 0
    done: int = 0
    dropped: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """Votes a month for a theme; `suggested`: nobody but Drumbeat has called it so."""

    name: str
    votes: tuple[int, ...]
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class RetroReport:
    """The report on a quarter as its reader sees it; `lines` are votes a month by theme, over `months`."""

    quarter: Quarter
    retros: int
    all: Counts
    carried: int
    median_days: float | None
    dropped: tuple[ReportedAction, ...]
    worked: tuple[ReportedAction, ...]
    experiments: Counts
    streams: tuple[tuple[str, Counts], ...]
    months: tuple[date, ...] = ()
    lines: tuple[ThemeLine, ...] = ()
    systemic: tuple[Systemic, ...] = ()


def counted(actions: Sequence[ReportedAction], quarter: Quarter) -> Counts:
    """Count actions as of a quarter."""
    settled = [one for one in actions if one.settled_on and quarter.first <= one.settled_on < quarter.after]
    return Counts(
        created=sum(quarter.first <= one.created_on < quarter.after for one in actions),
        done=sum(one.state == "done" for one in settled),
        dropped=sum(one.state == "dropped" for one in settled),
        open=sum(
            one.created_on < quarter.after and (one.settled_on is None or one.settled_on >= quarter.after)
            for one in actions
        ),
    )


def report(quarter: Quarter, retros: int, actions: Sequence[ReportedAction]) -> RetroReport:
    """Return the report on a quarter without its themes."""
    of_kind = {kind: [one for one in actions if one.experiment is kind] for kind in (False, True)}
    ended = [one for one in actions if one.settled_on and quarter.first <= one.settled_on < quarter.after]
    days = [(one.settled_on - one.created_on).days for one in ended if one.state == "done" and one.settled_on]
    streams = sorted({one.stream for one in of_kind[False]}, key=lambda name: (name == NO_STREAM, name))
    by_stream = {name: counted([one for one in of_kind[False] if one.stream == name], quarter) for name in streams}
    return RetroReport(
        quarter=quarter,
        retros=retros,
        all=counted(of_kind[False], quarter),
        carried=sum(one.carried > 0 for one in of_kind[False] if one.settled_on is None or one in ended),
        median_days=median(days) if days else None,
        dropped=tuple(one for one in ended if one.state == "dropped"),
        worked=tuple(one for one in ended if one.experiment and one.worked),
        experiments=counted(of_kind[True], quarter),
        streams=tuple((name, counts) for name, counts in by_stream.items() if counts != Counts()),
    )


def lines(
    groups: Sequence[Sequence[SeenTheme]], months: Sequence[date], called: Callable[[Sequence[str]], str]
) -> tuple[ThemeLine, ...]:
    """Return the votes a month of the themes that got most of them, by the name of the most voted one of each.

    What a card says is no name for those who were not in its retro: `called` returns what the cards have in common, ""
    for nothing. Those of a team that have no other name stand together.
    """
    votes: dict[str, list[int]] = {}
    suggested: dict[str, bool] = {}
    for group in groups:
        if not any(one.votes for one in group):
            continue
        name, found = _named(group, called)
        held = votes.setdefault(name, [0] * len(months))
        for at, month in enumerate(months):
            held[at] += sum(one.votes for one in group if one.day.replace(day=1) == month)
        suggested[name] = found and suggested.get(name, True)
    most = sorted(votes, key=lambda name: -sum(votes[name]))[:MOST_LINES]
    return tuple(ThemeLine(name, tuple(votes[name]), suggested[name]) for name in most)


def _named(group: Sequence[SeenTheme], called: Callable[[Sequence[str]], str]) -> tuple[str, bool]:
    """Return the name of what themes are about, and whether nobody but Drumbeat has given it."""
    best = max(group, key=lambda one: (one.named, not one.suggested, one.votes, one.id))
    if best.named:
        return brief(best.name), best.suggested
    if found := called([card for one in group for card in one.cards]):
        return brief(found), True
    teams = sorted({name for one in group for party in one.parties for name in party})
    return f"Not named, {listing(teams) if len(teams) <= FEW_TEAMS else plural(len(teams), 'team')}", False
