"""Whom a change affects, as its page says it: all groups to whoever runs it, their own to everybody else."""

from dataclasses import dataclass

from bot.domain.stakeholder_list import GroupRow


@dataclass(frozen=True, slots=True)
class MeantFor:
    """What a change means for a group that the reader belongs to, and whom they ask ("": the reader is asked)."""

    group: str
    yesterday: str
    tomorrow: str
    contact: str


@dataclass(frozen=True, slots=True)
class TeamPart:
    """How many of a team that the reader leads belong to a group."""

    team: str
    group: str
    people: int


@dataclass(frozen=True, slots=True)
class Affected:
    """`rows` are for whoever runs the change; `mine` for its reader, `teams` for the lead of a team.

    One that was `stopped` means nothing for anybody any more.
    """

    change_id: int
    runs_it: bool
    goes_on: bool
    rows: tuple[GroupRow, ...] = ()
    people: int = 0
    mine: tuple[MeantFor, ...] = ()
    teams: tuple[TeamPart, ...] = ()
    stopped: bool = False
