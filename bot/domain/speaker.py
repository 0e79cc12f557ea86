"""Who speaks for a team when a ritual has one voice per team: the squad takes turns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_WITHOUT_SQUAD = 5


class Voice(StrEnum):
    """Who speaks in a ritual: one of each team's squad, or everybody for themselves."""

    TEAM = "team"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team, as far as speaking for it goes; `person` is their id.

    `in_squad`: named by the lead to take turns. `is_home`: the team is their home (not embedded from another).
    """

    person: int
    is_lead: bool = False
    in_squad: bool = False
    is_home: bool = True


def squad(members: Iterable[Member]) -> list[int]:
    """Return who takes turns: the lead and those named; where nobody is named, the home members, at most five.

    The lead comes first (also where the home is elsewhere), the others in the order given; nobody comes twice.
    """
    known = list(members)
    named = any(member.in_squad for member in known)
    lead = [member.person for member in known if member.is_lead]
    others = [m.person for m in known if not m.is_lead and (m.in_squad if named else m.is_home)]
    order = list(dict.fromkeys(lead + others))
    return order if named else order[:MOST_WITHOUT_SQUAD]


def turn_order(people: Sequence[int], last_spoke: Mapping[int, date | None]) -> list[int]:
    """Return the squad with whoever spoke least recently first; who never spoke comes before all, ties keep order."""
    return sorted(people, key=lambda person: last_spoke.get(person) or date.min)


def first_present(order: Iterable[int], is_away: Callable[[int], bool]) -> int | None:
    """Return the first who is not away; None when all are. For a handover, pass the order without who was asked."""
    return next((person for person in order if not is_away(person)), None)
