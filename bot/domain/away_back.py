"""Coming back: which absence has just ended, and what is told of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.day_words import span
from bot.domain.working_time import Away, WorkingTime

LOOK_BACK = 400
"""Days: longer than any away dates that can be entered."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """What a team of the reader said in a round of `day`: its line for the summary, and by whom."""

    party: str
    day: date
    by: str
    line: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What happened in a sync meanwhile: `rounds` of them, the last on `day`, and that summary's first sentence.

    `decisions` are those that it asked for; `said` is what the reader's own teams said, the latest last.
    """

    sync: str
    channel: str
    rounds: int
    day: date
    sentence: str
    decisions: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class BackFacts:
    """What somebody reads who is back from an absence; empty `moved`: there is nothing to tell."""

    name: str
    absence: Away
    moved: tuple[Moved, ...]
    more: int = 0

    @property
    def dates(self) -> str:
        """Return the dates of the absence in words."""
        return span(self.absence.first, self.absence.last)


def absence_before(working: WorkingTime, day: date) -> Away | None:
    """Return the absence that ended before `day`, or None.

    It goes from the first to the last away day among all days since the last that was worked: a weekend between two
    leaves does not part them.
    """
    days = []
    before = day - _DAY
    while not working.works_on(before) and (day - before).days <= LOOK_BACK:
        if working.is_away(before):
            days.append(before)
        before -= _DAY
    return Away(days[-1], days[0]) if days else None
