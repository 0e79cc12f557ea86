"""Stakeholder groups: what one is made of, and which of several is somebody's own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class SourceKind(StrEnum):
    """What a stakeholder group can be made of."""

    TEAM = "team"
    AREA = "area"
    CHANNEL = "channel"
    USER_GROUP = "user_group"
    PERSON = "person"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Source:
    """One part of a group: the id of a team or person, Slack's id of a channel or user group, or the area's name."""

    kind: SourceKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class GroupRank:
    """A group as it competes for its people: how much changes for it in all, and where it stands in the list."""

    id: int
    impact: int
    place: int


@dataclass(frozen=True, slots=True)
class Told:
    """The groups of one person: the one with which they count, and the others whose parts they read, too."""

    group_id: int
    other_ids: tuple[int, ...] = ()


def told_once(groups: Sequence[GroupRank], members: Mapping[int, Collection[int]]) -> dict[int, Told]:
    """Return the groups of each person (by id) who is in any of `groups`; `members` are people by group.

    Whoever is in several is told once: they count with the group for which most changes, of those with the first.
    """
    ranked = sorted(groups, key=lambda one: (-one.impact, one.place, one.id))
    found: dict[int, list[int]] = {}
    for group in ranked:
        for person in members.get(group.id, ()):
            found.setdefault(person, []).append(group.id)
    return {person: Told(own, tuple(others)) for person, (own, *others) in found.items()}
