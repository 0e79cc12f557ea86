"""What is shown of pages that were looked for, listed, or whose history is read."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.playbook import Page
from bot.domain.playbook_diff import Changes
from bot.domain.playbook_search import Bit

ASK_ONE, ASK_CHANNEL = "one", "channel"
"""Where a question goes: to one person, or to a channel."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found, and its sentence that says so."""

    page: Page
    sentence: tuple[Bit, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.page.title


@dataclass(frozen=True, slots=True)
class Lookup:
    """What words found: the nearest pages first.

    `nearest`: who keeps the page that is nearest to the words although it is not near, "" for nobody, with their Slack
    id. `channel`: where it was asked, "" in a direct message. `guest`: only pages of the reader's own teams are found.
    """

    words: str
    today: date
    hits: tuple[Hit, ...] = ()
    nearest: str = ""
    nearest_slack: str = ""
    channel: str = ""
    guest: bool = False


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """A question that somebody is to answer."""

    id: int
    text: str
    asker: str
    due_on: date


@dataclass(frozen=True, slots=True)
class PageList:
    """The pages that somebody sees listed.

    `review` are theirs that are to be looked at, `mine` the others that they keep, `newest` those of others. Of a list
    of one kind (`which`), only that; `first` and `more` say which part of it. `any` says whether there is any page.
    `starters`: the pages that can be added to begin with, by those named in `starters_from` ("": by the reader);
    `added`: the titles of those that were added just now. `guest`: as of a `Lookup`.
    """

    today: date
    questions: tuple[WaitingQuestion, ...] = ()
    review: tuple[Page, ...] = ()
    mine: tuple[Page, ...] = ()
    newest: tuple[Page, ...] = ()
    which: str = ""
    first: int = 0
    more: int = 0
    any: bool = True
    starters: tuple[str, ...] = ()
    starters_from: str = ""
    added: tuple[str, ...] = ()
    guest: bool = False


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the history of a page: who wrote it ("" for a file), how, and when."""

    number: int
    by: str
    how: str
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a page, the newest first; `more` counts those that are not listed. `mine`: one may restore."""

    page: Page
    rows: tuple[VersionRow, ...]
    more: int
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of a page, and what it changed."""

    page: Page
    row: VersionRow
    changes: Changes
    first: bool
    newest: bool
    zone: str
    now: datetime
