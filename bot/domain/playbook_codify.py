"""Making a page of what a retro or an action has shown: what its draft begins with, from what everybody may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.playbook import TITLE, Draft, dated_day, drafted

MOST_CARDS, CARD = 12, 300
"""Cards of a part of the draft, and characters of each: whoever writes the page puts it in their own words."""

WORKED = frozenset({"worked", "continue", "liked", "glad", "wind"})
"""Columns of what went well, of all formats."""

TO_TRY = frozenset({"try", "start", "longed", "island"})
"""Columns of what might be done."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """The page that something became; `title` is "" where not everybody who reads this may read the page."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Card:
    """What somebody wrote, whoever it was, in which column."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Promised:
    """An action: what was to be done, what was to tell that it worked, and what came of it."""

    text: str
    signal: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What a page is made of.

    `source` names it, `title` is what the page is called to begin with. `theme`: what it is about, "" where nothing
    says so; `votes` is None for none. `team_id`: whose page it is to begin with, None for the whole company's.
    """

    source: str
    title: str
    theme: str = ""
    retro: str = ""
    on: date | None = None
    votes: int | None = None
    cards: tuple[Card, ...] = ()
    actions: tuple[Promised, ...] = ()
    team_id: int | None = None


def draft_of(story: Story) -> Draft:
    """Return the draft: the problem, what was done, its effect, and how to repeat it; never who wrote what.

    Each part is a list of what was said; what nobody said is left for its writer.
    """
    troubles = [one for one in story.cards if one.column not in WORKED | TO_TRY]
    worked = [one.text for one in story.cards if one.column in WORKED]
    ideas = [one.text for one in story.cards if one.column in TO_TRY]
    done = [one.text for one in story.actions]
    problem = [_where(story), _listed([one.text for one in troubles])]
    effects = [one.effect for one in story.actions if one.effect]
    signals = [f"To be seen by: {_line(one.signal)}" for one in story.actions if one.signal]
    body = drafted(
        "\n\n".join(filter(None, problem)),
        _listed([*done, *worked]),
        "\n\n".join(filter(None, [_listed(effects), *signals])),
        _listed(ideas),
    )
    return Draft(title=_short(story.title, TITLE), body=body, team_id=story.team_id, source=story.source)


def _where(story: Story) -> str:
    """Return where it came up: "Support was asked the same thing twice (Payments retro, Mon 2 Mar 2026, 3 votes)."."""
    told = [story.retro, dated_day(story.on) if story.on and story.retro else ""]
    if story.votes:
        told.append(f"{story.votes} vote{'' if story.votes == 1 else 's'}")
    where = ", ".join(filter(None, told))
    return f"{_line(story.theme)} ({where})" if story.theme and where else _line(story.theme) or where


def _listed(said: Sequence[str]) -> str:
    lines = list(dict.fromkeys(filter(None, map(_line, said))))
    if len(lines) == 1:
        return lines[0]
    return "\n".join(f"- {one}" for one in lines[:MOST_CARDS])


def _line(text: str) -> str:
    return _short(text, CARD)


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
