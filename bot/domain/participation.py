"""How many answer, by team, over all syncs of a workspace: the last four rounds of each against the four before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.speaker import Voice
from bot.domain.sync_trend import ROUNDS, Figures, put_together

LATELY = ROUNDS // 2
"""Rounds of each sync that are looked at, and as many before them."""

FELL = 0.05
"""A smaller fall of the share is none."""

Halves = Mapping[str, tuple[Figures, Figures]]
"""What was asked of teams by name: the rounds before, and the last ones."""


@dataclass(frozen=True, slots=True)
class TeamShare:
    """Of those asked in a team, the part that was heard, from 0 to 1: in the rounds before, and in the last ones.

    None where nobody was asked, or too few persons to show it.
    """

    name: str
    before: float | None
    after: float | None

    @property
    def fall(self) -> float:
        """By how much the share fell; negative where it rose."""
        return 0.0 if self.before is None or self.after is None else self.before - self.after

    @property
    def fell(self) -> bool:
        """Whether that is worth a word."""
        return self.fall >= FELL


def shares_of(of_teams: Halves, of_people: Halves) -> tuple[TeamShare, ...]:
    """Return the teams, those that fell most first; of those that fell as much, the one with the lowest share.

    `of_teams`: the syncs in which one speaks for each team. `of_people`: those that everyone answers; small teams are
    put together there, by the same rule as in the trend of one sync.
    """
    grouped = put_together(of_people, Voice.EVERYONE)
    names = dict.fromkeys([*of_teams, *grouped])
    found = [_share(name, [halves[name] for halves in (of_teams, grouped) if name in halves]) for name in names]
    told = [one for one in found if one.after is not None or one.before is not None]
    return tuple(sorted(told, key=lambda one: (-round(one.fall, 6), one.after or 0.0, one.name.casefold())))


def _share(name: str, halves: Iterable[tuple[Figures, Figures]]) -> TeamShare:
    before, after = zip(*halves, strict=True)
    return TeamShare(name, _part(before), _part(after))


def _part(figures: Iterable[Figures]) -> float | None:
    known = list(figures)
    asked = sum(one.asked for one in known)
    return sum(one.heard for one in known) / asked if asked else None
