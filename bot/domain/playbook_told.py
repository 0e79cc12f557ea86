"""What those who keep pages are told: pages to look at, pages that nobody reads, and what is out of date."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.playbook import Page
from bot.domain.words import few


@dataclass(frozen=True, slots=True)
class Told:
    """Pages in a message to their owner; `on` is its day. `settled`: those of which nothing is to be said any more."""

    pages: tuple[Page, ...]
    on: date
    settled: tuple[Page, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every mark holds still; of a page that changed hands it may have ended before."""
        return all(page.verified(self.on) for page in self.pages)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a reader says is out of date, in their words ("" for none)."""

    page: Page
    reader: str
    text: str


@dataclass(frozen=True, slots=True)
class Complaints:
    """What an owner hears on a day; `settled` counts what was written anew or holds after all."""

    notes: tuple[Complaint, ...]
    settled: int
    on: date


class Outcome(StrEnum):
    """What came of a page that a reader had found out of date."""

    CHANGED = "changed"
    RESTORED = "restored"
    TRUE = "true"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Mended:
    """What a reader hears of what they had `said` of a page ("" for no words); `by` is "" for what a file says."""

    page_id: int
    title: str
    said: str
    outcome: Outcome
    by: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """Pages that somebody keeps from now on, or hears of; `by` handed them over, or added them.

    `left`: who kept them until they left, where nobody handed them over. `asked`: those of which they are asked by now
    whether they are still true, which therefore stand there.
    """

    pages: tuple[Page, ...]
    by: str
    today: date
    left: tuple[str, ...] = ()
    asked: tuple[Page, ...] = ()

    @property
    def count(self) -> int:
        """How many pages they are in all."""
        return len(self.pages) + len(self.asked)

    @property
    def who_left(self) -> str:
        """Who kept them until they left, in words."""
        return few(self.left)
