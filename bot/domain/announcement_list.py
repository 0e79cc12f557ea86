"""Announcements in a list: those that are being written first, then those that are out."""

from dataclasses import dataclass
from datetime import date

from bot.domain.announcement import Kind, State
from bot.domain.announcement_reply import OpenCorrection


@dataclass(frozen=True, slots=True)
class AnnouncementRow:
    """One of them; `on`: the day for which it is planned, or on which it went. `wish`: who wants it otherwise."""

    id: int
    title: str
    kind: Kind
    state: State
    author: str
    change: str
    on: date | None
    wish: str = ""


@dataclass(frozen=True, slots=True)
class AnnouncementList:
    """A page of the list, for one reader; `more`: there are further ones."""

    rows: tuple[AnnouncementRow, ...]
    today: date
    first: int = 0
    more: bool = False
    writes: bool = True


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An announcement to which its reader has said nothing; `team`: they have yet to say whether their team knows."""

    reader_id: int
    title: str
    author: str
    team: bool = False


@dataclass(frozen=True, slots=True)
class HomeAnnouncements:
    """What somebody sees of them on their home tab: drafts that are theirs, and what they are to sign.

    `to_read` waits for their *Got it*, `to_tell` for a word on their team; `to_correct`: whom it does not affect, as
    readers say of what they run, until somebody decides it.
    """

    drafts: tuple[AnnouncementRow, ...] = ()
    to_sign: tuple[AnnouncementRow, ...] = ()
    to_read: tuple[Unanswered, ...] = ()
    to_tell: tuple[Unanswered, ...] = ()
    to_correct: tuple[OpenCorrection, ...] = ()
