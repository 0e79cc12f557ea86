"""What came of an announcement in figures: by group for those who run it, by person where it must be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.announcement import MOST_REMINDERS, ReaderState, Reply

PAGE = 40
"""People on a page."""

MOST_LISTED = 3
"""Announcements of a change whose replies can be seen from its page: the newest."""


@dataclass(frozen=True, slots=True)
class RepliesFacts:
    """Announcements (id and title) whose replies the reader may see."""

    rows: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """Of `people` of a group so many were reached; of those so many said each of these, and `none` nothing yet."""

    group_id: int
    group: str
    people: int = 0
    reached: int = 0
    got: int = 0
    asked: int = 0
    not_affected: int = 0
    none: int = 0


@dataclass(frozen=True, slots=True)
class FiguresFacts:
    """The figures of an announcement; of a lead's own team (`own_team`) they are one group.

    `waiting`: theirs is still to come, to `away` of them once they are back, or have been here for a day.
    `unreached`: how many could not be reached, by why. `names`: the reader may see who said what. `remind`: so many
    would be reminded now by the reader's button.
    """

    announcement_id: int
    title: str
    asks: bool
    must_read: bool
    groups: tuple[GroupFigures, ...]
    waiting: int = 0
    away: int = 0
    unreached: Mapping[str, int] = field(default_factory=dict)
    own_team: bool = False
    names: bool = False
    remind: int = 0

    @property
    def counts_once(self) -> bool:
        """Whether somebody may be looked for in one group who counts in another."""
        return not self.own_team and len(self.groups) > 1

    @property
    def all(self) -> GroupFigures:
        """The sums of all groups."""
        return GroupFigures(0, "All", **{one: sum(getattr(group, one) for group in self.groups) for one in _COUNTED})


_COUNTED = ("people", "reached", "got", "asked", "not_affected", "none")


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """One reader by name, with where they stand; `why` they were not reached or have yet to get it, if it is known."""

    id: int
    name: str
    group: str
    state: ReaderState
    reply: Reply
    why: str = ""
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class ReadersFacts:
    """A page of readers by name, from the `first` on; `group_id` 0: of all groups, which are named in `groups`."""

    announcement_id: int
    title: str
    rows: tuple[ReaderRow, ...]
    total: int
    first: int = 0
    group_id: int = 0
    groups: Mapping[int, str] = field(default_factory=dict)
    own_team: bool = False


def standing(row: ReaderRow) -> str:
    """Return where a reader stands, in words."""
    if row.reply is not Reply.NONE:
        return SAID[row.reply]
    if row.state is ReaderState.UNREACHED:
        return f"not reached: {row.why.rstrip('.')}" if row.why else "not reached"
    if row.state is ReaderState.WAITING:
        return f"still to come: {row.why}" if row.why else "still to come"
    return "no reply yet"


SAID: Mapping[Reply, str] = {
    Reply.GOT: "Got it",
    Reply.ASKED: "asked a question",
    Reply.NOT_AFFECTED: "Doesn't affect me",
}


def may_remind(reminders: int, *, is_pmo: bool) -> bool:
    """Tell whether somebody who was reminded so often may be reminded once more: the second is the PMO's to wish."""
    return reminders == 0 or (is_pmo and reminders < MOST_REMINDERS)
