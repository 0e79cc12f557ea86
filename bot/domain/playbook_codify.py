"""Making a page of what a retro or an action has shown: what its draft begins with.

Cards are never quoted. They were written for the retro's people, without names or in a private channel, and can be
withdrawn there; a page is read by others, and stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.playbook import TITLE, Draft, dated_day, drafted

THEME, ACTION, QUESTION, CHANGE = "theme", "action", "question", "change"
"""Begin the source of a page: "theme:12", "action:7", "question:3", "change:9"."""

LINE = 300
"""Characters of what an action says: whoever writes the page puts it in their own words."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """The page that something became; `title` is "" where not everybody who reads this may read the page."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Promised:
    """An action: what was to be done, what was to tell that it worked, and what came of it."""

    text: str
    signal: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What a page is made of.

    `source` names it, `title` is what the page is called to begin with. `theme`: what it is about, "" where nothing but
    a card says so; `votes` is None for none. `team_id`: whose page it is to begin with, None for the whole company's.
    `private`: it was said where not everybody reads; `team_id` is None then where no private team of the writer's is
    among those that said it.
    """

    source: str
    title: str
    theme: str = ""
    retro: str = ""
    on: date | None = None
    votes: int | None = None
    actions: tuple[Promised, ...] = ()
    team_id: int | None = None
    private: bool = False


def draft_of(story: Story) -> Draft:
    """Return the draft: the problem, what was done, its effect, and how to repeat it, which is left for its writer.

    What was voted for and what was promised with a name stand in it, as on the board; no card does.
    """
    effects = [one.effect for one in story.actions if one.effect]
    signals = [f"To be seen by: {_line(one.signal)}" for one in story.actions if one.signal]
    body = drafted(
        _where(story),
        _listed([one.text for one in story.actions]),
        "\n\n".join(filter(None, [_listed(effects), *signals])),
        "",
    )
    return Draft(
        title=_short(story.title, TITLE), body=body, team_id=story.team_id, private=story.private, source=story.source
    )


def draft_of_change(source: str, name: str, why: str, outcome: str, learnt: Sequence[str] = ()) -> Draft:
    """Return the draft of what a change taught: why it was made, what it came to, and what people `learnt` by it.

    The rest is left for its writer.
    """
    title = _short(f"How we changed: {name}", TITLE)
    told = outcome.strip()
    if learnt:
        told += "\n\nLooking back, people spoke of:\n\n" + "\n".join(f"- {_line(one)}" for one in learnt)
    return Draft(title=title, body=drafted(why.strip(), "", told, ""), source=source)


def is_quote(name: str, cards: Iterable[str]) -> bool:
    """Tell whether the name of a theme is a card of it, or its beginning: one card alone is named so by Drumbeat."""
    begins = name.removesuffix("…").rstrip()
    lines = (" ".join(one.split()) for one in cards)
    return any(line == name or (name != begins and line.startswith(begins)) for line in lines)


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
    return "\n".join(f"- {one}" for one in lines)


def _line(text: str) -> str:
    return _short(text, LINE)


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
