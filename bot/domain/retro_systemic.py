"""Themes that the retros of several teams have in common, which no team can mend alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.playbook_codify import THEME, is_quote

SYSTEMIC_TEAMS, SYSTEMIC_DAYS = 3, 60
"""A theme in the retros of so many teams within so many days is no matter of one team alone."""


class Became(StrEnum):
    """What the PMO made of a theme; `NOTHING`: nobody has done anything about it yet."""

    NOTHING = ""
    ACTION = "action"
    BLOCKER = "blocker"
    PAGE = "page"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class SeenTheme:
    """A theme of one round: on which day, with how many votes and which cards, and what became of it.

    `parties`: who had it. Each is one or more teams of which at least one wrote a card in it: a single one where that
    is known, all of a retro where it is not.
    """

    id: int
    name: str
    parties: tuple[tuple[str, ...], ...]
    day: date
    votes: int
    cards: tuple[str, ...]
    became: Became = Became.NOTHING
    suggested: bool = False
    """Its name was found by Drumbeat, and nobody has touched it since."""
    shared: int = 0
    """What it belongs to, of what several teams were found to have in common; 0 for nothing."""

    @property
    def named(self) -> bool:
        """Whether it has a name that is not what one of its cards says."""
        return not is_quote(self.name, self.cards)

    @property
    def text(self) -> str:
        """What it is told by that it is like another one."""
        return " ".join((self.name, *self.cards))


@dataclass(frozen=True, slots=True)
class Systemic:
    """A theme of several teams: `theme_id`, its newest, stands for it. `evidence`: cards, without their authors.

    `became`: what the PMO made of it; nothing again, once a retro has it anew.
    """

    theme_id: int
    name: str
    teams: tuple[str, ...]
    cards: int
    evidence: tuple[str, ...]
    became: Became = Became.NOTHING
    told: str = ""
    """Its name where others may read it, who were not in those retros: "" where that is what a card says."""
    members: tuple[int, ...] = ()
    """The themes that it consists of."""
    pages: tuple[str, ...] = ()
    """The titles of the pages that teams have made of these."""


SOURCE = "systemic"
"""Begins the source of a page that was made of one: "systemic:12"."""


def source_of(theme_id: int) -> str:
    """Return what the form of a page carries that is written for one."""
    return f"{SOURCE}:{theme_id}"


def theme_in(source: str) -> int:
    """Return the theme of such a source, or of a page that is made of a retro's theme; 0 for any other."""
    kind, _, of = source.partition(":")
    return int(of) if kind in {SOURCE, THEME} and of.isascii() and of.isdigit() else 0


def alike(themes: Sequence[SeenTheme], groups: Sequence[int]) -> list[list[SeenTheme]]:
    """Return the themes that are about one thing together, by the number of the group that each is in."""
    found: dict[int, list[SeenTheme]] = {}
    for theme, group in zip(themes, groups, strict=True):
        found.setdefault(group, []).append(theme)
    return list(found.values())


def counted(parties: Collection[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return those of `parties` that stand for a team each that no other one stands for: at least so many teams had it.

    In a retro without names nobody may know, and nobody can, which of its teams wrote a card: that is the promise under
    which it was written. So a theme in a retro of three teams tells of one team, not of three; and where one of those
    three had it in a retro of its own, it tells of no other team at all, since both cards may be of the same person.
    Where cards have names, everybody in the retro sees whose they are, and each team of an author counts. What is
    counted is therefore never more than what happened: the PMO is not shown as systemic what one person wrote thrice.
    """
    found: list[tuple[str, ...]] = []
    for party in sorted(set(parties), key=lambda one: (len(one), one)):
        if party and not any(set(party) & set(other) for other in found):
            found.append(party)
    return found


def systemic(groups: Sequence[Sequence[SeenTheme]], today: date, *, evidence: int = 5) -> list[Systemic]:
    """Return the themes that the retros of three teams had in common lately, those of most teams first."""
    found = []
    for group in groups:
        lately = [one for one in group if today - timedelta(days=SYSTEMIC_DAYS) <= one.day <= today]
        parties = counted([party for one in lately for party in one.parties])
        if len(parties) < SYSTEMIC_TEAMS:
            continue
        # A card by itself gives its theme its words: what the PMO makes of it must not begin with them.
        first = max(lately, key=lambda one: (one.named, one.votes, one.day, one.id))
        newest = max(lately, key=lambda one: (one.day, one.id))
        cards = [card for one in lately for card in one.cards]
        found.append(
            Systemic(
                theme_id=newest.id,
                name=first.name,
                teams=tuple(sorted(" or ".join(party) for party in parties)),
                cards=len(cards),
                evidence=tuple(sorted(set(cards))[:evidence]),
                # A theme that nobody has decided on yet is seen anew, whatever became of those before it.
                became=min((one.became for one in lately), key=lambda became: became is not Became.NOTHING),
                told="" if is_quote(first.name, cards) else first.name,
                members=tuple(sorted(one.id for one in lately)),
            )
        )
    return sorted(found, key=lambda one: (-len(one.teams), -one.cards, one.name))
