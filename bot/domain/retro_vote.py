"""The vote of a retro: what somebody may vote for, what they did, and the order that comes of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.playbook_codify import PageLink

SMALL = 3
"""Cards of a theme that the vote shows all."""


@dataclass(frozen=True, slots=True)
class VoteTheme:
    """A theme that can be voted for; `begins` are its first cards: all of a small one."""

    id: int
    name: str
    cards: int
    begins: tuple[str, ...] = ()

    @property
    def examples(self) -> tuple[str, ...]:
        """The cards of a small theme, or the first of a large one; none where its name is its only card."""
        if self.cards > SMALL:
            return self.begins[:1]
        is_name = self.cards == 1 and " ".join(self.begins[0].split()).startswith(self.name.rstrip("…"))
        return () if is_name else self.begins


@dataclass(frozen=True, slots=True)
class VoteForm:
    """The votes of one person and what they may choose from.

    `mine`: ids of themes, one for each vote they gave. `merged`: the themes they voted for that became part of another,
    with its name; `gone`: those whose cards were all withdrawn. `seen` names what was stored when this was read.
    `sealed`: nobody can find out whose votes are whose. `changed`: they voted elsewhere since the form was opened, and
    nothing of what was sent was stored.
    """

    round_id: int
    retro: str
    votes: int
    ends_at: datetime
    live: bool
    themes: tuple[VoteTheme, ...]
    mine: tuple[int, ...]
    merged: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    seen: str = ""
    sealed: bool = True
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Voted:
    """What was stored: names of themes with how many votes each, and how many votes are left."""

    retro: str
    given: tuple[tuple[str, int], ...]
    left: int
    ends_at: datetime
    live: bool
    merged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeResult:
    """A theme as everybody sees it; `votes` is None until the vote has ended. `page`: what it became."""

    name: str
    cards: int
    suggested: bool = False
    votes: int | None = None
    page: PageLink | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A theme in its place: 1 for the most votes; with `tie`, others have as many and share the place."""

    place: int
    tie: bool
    theme: ThemeResult


def ranked(themes: Sequence[ThemeResult]) -> list[Ranked]:
    """Return the themes that got votes, the most first; those with as many share a place, and the next ones skip it."""
    ordered = sorted((one for one in themes if one.votes), key=lambda one: -(one.votes or 0))
    counts = [one.votes for one in ordered]
    return [Ranked(counts.index(one.votes) + 1, counts.count(one.votes) > 1, one) for one in ordered]


def digest(ballot: Sequence[int]) -> str:
    """Return what tells one set of votes from another, whatever their order."""
    return hashlib.sha256(",".join(map(str, sorted(ballot))).encode()).hexdigest()[:16]
