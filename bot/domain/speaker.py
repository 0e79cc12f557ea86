"""Who speaks for a team when a ritual has one voice per team: the squad takes turns."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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


def squad(members: Iterable[Member], left_out: Collection[int] = ()) -> list[int]:
    """Return who takes turns: the lead and those named; where nobody is named, the home members, at most five.

    The lead comes first (also where the home is elsewhere), the others in the order given; nobody comes twice. Who is
    `left_out` comes not at all, and nobody whom the lead has not named speaks in their place.
    """
    known = list(members)
    named = any(member.in_squad for member in known)
    lead = [member.person for member in known if member.is_lead]
    others = [m.person for m in known if not m.is_lead and (m.in_squad if named else m.is_home)]
    order = [one for one in dict.fromkeys(lead + others) if one not in left_out]
    return order if named else order[:MOST_WITHOUT_SQUAD]


def turn_order(people: Sequence[int], last_spoke: Mapping[int, date | None]) -> list[int]:
    """Return the squad with whoever spoke least recently first; who never spoke comes before all, ties keep order."""
    if not last_spoke:
        return list(people)
    return sorted(people, key=lambda person: last_spoke.get(person) or date.min)


def first_present(order: Iterable[int], asked_at: Callable[[int], datetime | None]) -> tuple[int, datetime] | None:
    """Return the first who is there, and when they are asked; None when all are away.

    `asked_at` gives the instant at which a person is asked, or None while they are away.
    """
    return next(((person, at) for person in order if (at := asked_at(person)) is not None), None)
