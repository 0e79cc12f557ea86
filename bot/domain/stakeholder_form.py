"""The form of a stakeholder group: whom it is made of, and what is wrong with that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.domain.change_form import Theirs
from bot.domain.name import bad_name, is_taken, tidied
from bot.domain.stakeholder import Source, SourceKind
from bot.errors import Unfit

NAME, TEAMS, AREAS, CHANNELS, USER_GROUPS, PEOPLE, EVERYONE = (
    "name",
    "teams",
    "areas",
    "channels",
    "user_groups",
    "people",
    "everyone",
)
KINDS: Mapping[str, SourceKind] = {
    TEAMS: SourceKind.TEAM,
    AREAS: SourceKind.AREA,
    CHANNELS: SourceKind.CHANNEL,
    USER_GROUPS: SourceKind.USER_GROUP,
    PEOPLE: SourceKind.PERSON,
    EVERYONE: SourceKind.EVERYONE,
}
"""What each field of the form chooses."""

_FIELDS = {kind: name for name, kind in KINDS.items()}
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class GroupWritten:
    """A group as somebody wrote it; teams and people by their ids, as `Source` has them."""

    name: str
    sources: frozenset[Source] = frozenset()

    def chosen(self, field: str) -> tuple[str, ...]:
        """Return what is chosen in a field, in order."""
        return tuple(sorted(one.value for one in self.sources if one.kind is KINDS[field]))

    def fields(self) -> dict[str, str]:
        """Return it field by field, as it is compared."""
        chosen = {field: _BREAK.join(self.chosen(field)) for field in KINDS if field != EVERYONE}
        everyone = any(one.kind is SourceKind.EVERYONE for one in self.sources)
        return {NAME: self.name, **chosen, EVERYONE: "1" if everyone else ""}

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "GroupWritten":
        """Return it again."""
        sources = {
            Source(kind, value)
            for field, kind in KINDS.items()
            if field != EVERYONE
            for value in filter(None, fields[field].split(_BREAK))
        }
        if fields[EVERYONE]:
            sources.add(Source(SourceKind.EVERYONE))
        return cls(fields[NAME], frozenset(sources))


@dataclass(frozen=True, slots=True)
class GroupForm:
    """What the form of a group shows; `group_id` 0 for a new one, `change_id` 0 for one of the standing list.

    `teams`, `areas` and `user_groups` are offered, by what they are known by; `people` are Slack ids by id.
    """

    change_id: int
    written: GroupWritten
    base: Mapping[str, str]
    teams: Mapping[int, str]
    areas: tuple[str, ...]
    user_groups: Mapping[str, str]
    people: Mapping[str, str]
    group_id: int = 0
    change: str = ""
    by: str = ""
    others: tuple[Theirs, ...] = ()


def checked(written: GroupWritten, taken: Collection[str]) -> GroupWritten:
    """Return what can be stored of it; `taken` are the names of the other groups. Raises Unfit.

    A group of nobody can be stored: it is filled later, and says so until then.
    """
    name = tidied(written.name)
    if wrong := bad_name(name, "group", "Sales"):
        raise Unfit({NAME: wrong})
    if is_taken(name, taken):
        raise Unfit({NAME: f"There is a group called “{name}” already. Please choose another name, or edit that one."})
    return replace(written, name=name)
