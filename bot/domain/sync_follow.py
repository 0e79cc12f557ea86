"""Whom a sync follows: the members of a channel or of a user group, as Slack tells of them."""

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """Why the members of what a sync follows are not known any more, or that there is nobody among them to be asked."""

    GONE = "gone"
    """The user group was deleted or switched off."""
    ARCHIVED = "archived"
    UNSEEN = "unseen"
    """Drumbeat is not a member of the channel, so that it does not hear who comes and goes."""
    SCOPE = "scope"
    """The scope that user groups need is not given."""
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Source:
    """What a sync follows, as it is read: Slack's id of a channel or of a user group, and how people call it."""

    slack_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """What Slack says of the members of everything that a sync follows: their Slack ids, or why they are not known."""

    members: frozenset[str] = frozenset()
    trouble: Trouble | None = None
    field: str = ""
    """The field of the form that the trouble is about: `follows_channel` or `follows_group`."""


@dataclass(frozen=True, slots=True)
class TroubleFacts:
    """What the owner of a sync is told when its members are not known any more.

    `source` is what it followed; `people` how many it goes on asking, `others` whether it asks anybody besides them.
    """

    ritual_id: int
    name: str
    trouble: Trouble
    source: Source
    people: int
    others: bool


SENTENCES = {
    Trouble.GONE: "This user group was deleted or switched off. Please choose another one, or leave it out.",
    Trouble.ARCHIVED: "This channel is archived, so nobody joins it any more. Please choose another one.",
    Trouble.UNSEEN: (
        "Drumbeat is not a member of this channel, so it does not hear who comes and goes. Write `/invite @Drumbeat` "
        "there, and try again."
    ),
    Trouble.SCOPE: (
        "Drumbeat may not see user groups here. Whoever installed it can give it the scope usergroups:read; until then "
        "a channel does."
    ),
}
"""What is said beside the field of the form."""
