"""The groups of a change, or the standing list, as whoever runs them sees them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.change import Aspect
from bot.domain.stakeholder import SourceKind


@dataclass(frozen=True, slots=True)
class SourceShown:
    """What a group is made of, as people read it: a channel by its Slack id, anything else by its name."""

    kind: SourceKind
    label: str
    slack_id: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group: what it is made of, how many people that is now, and what changes for them."""

    id: int
    name: str
    sources: tuple[SourceShown, ...]
    people: int
    scores: Mapping[Aspect, int]
    yesterday: str = ""
    tomorrow: str = ""
    worries: str = ""
    contact: str = ""
    trouble: str = ""
    contact_left: bool = False


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A team or an area of which most belong to no group: `missing` of its `people`."""

    kind: SourceKind
    value: str
    label: str
    people: int
    missing: int


@dataclass(frozen=True, slots=True)
class GroupListFacts:
    """What the list of groups shows; `change_id` 0 is the standing list.

    `suggested`: groups of the standing list that are not here yet, by id; `usual`: while that list is empty, those whom
    changes often forget, names by key; `keeps`: the command by which its reader keeps that list, "" for who may not.
    `uncovered`: who is in no group; `begins`: templates and other changes whose groups can be added, names by key.
    `people`: how many are in any of the groups, each counted once.
    """

    change_id: int
    change: str
    rows: tuple[GroupRow, ...]
    people: int = 0
    suggested: Mapping[int, str] | None = None
    usual: Mapping[str, str] | None = None
    keeps: str = ""
    uncovered: tuple[Uncovered, ...] = ()
    begins: Mapping[str, str] | None = None
    first: int = 0
    note: str = ""
