"""Pages of playbooks: what is shown of them, what may stand in them, and how long somebody's word for them holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.answer import text
from bot.domain.matching import folded
from bot.domain.playbook_markdown import headings, outside_code, plain
from bot.domain.playbook_search import compounds
from bot.domain.words import few
from bot.errors import UserError

TITLE, TAG, MOST_TAGS = 100, 30, 8
"""Characters of a title and of a tag; tags of a page."""

LONGEST = 2_000_000
"""Characters of a page: longer ones are books, and no page."""

INTERVALS = {30: "a month", 90: "three months", 180: "six months", 365: "a year"}
"""For how many days a page counts as looked at."""

USUAL, LONGEST_INTERVAL = 90, 3 * 365


class PageState(StrEnum):
    """How a page stands; an archived one is neither listed nor found, and can be brought back."""

    PUBLISHED = "published"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is shown to one reader.

    `team` is "" for one of the whole company. `until`: the last day of its mark; `looked_on`: when somebody last wrote
    it or vouched for it. `thanks`: whom it credits, or "". `mine`: the reader may change it;
    `own`: they keep it themselves. `unwritten`: the parts that its writer has left to be written, known to whoever has
    just saved it.
    """

    id: int
    title: str
    owner: str
    owner_slack: str
    team: str
    until: date | None
    looked_on: date
    state: PageState = PageState.PUBLISHED
    tags: tuple[str, ...] = ()
    thanks: str = ""
    mine: bool = False
    own: bool = False
    helped: int = 0
    outdated: int = 0
    revision: int = 1
    unwritten: tuple[str, ...] = ()

    def verified(self, today: date) -> bool:
        """Whether somebody's word for it holds."""
        return self.until is not None and self.until >= today


@dataclass(frozen=True, slots=True)
class Linked:
    """A page to which another one leads."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A page that is read: the piece in hand of its Markdown, which of how many, and what to say of it first.

    `links`: the pages to which it leads.
    """

    page: Page
    body: str
    piece: int
    pieces: int
    today: date
    note: str = ""
    links: tuple[Linked, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A page in the making: what a form begins with. `source` says what it is made of ("" for nothing).

    `private`: that was said where not everybody reads, so that it is no page of the company's unless somebody says so.
    """

    title: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    thanks_slack: str = ""
    owner_slack: str = ""
    team_id: int | None = None
    private: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote into the form of a page."""

    title: str
    body: str
    tags: tuple[str, ...]
    team_id: int | None = None
    owner_slack: str = ""
    thanks_slack: str = ""
    interval: int = USUAL
    source: str = ""


def title_in(typed: str, field: str) -> str:
    """Return a title as it is kept. Raises UserError for none, and for one that is too long."""
    try:
        title = text(typed, TITLE, one_line=True)
    except UserError as error:
        raise UserError(error.sentence, field=field) from None
    if not title:
        raise UserError("Please write what the page is called, such as “How we prioritise”.", field=field)
    return title


def tags_in(typed: str, field: str = "") -> tuple[str, ...]:
    """Return tags that are separated by commas, in lower case, each once. Raises UserError for too many or too long."""
    found = [" ".join(one.replace("#", " ").split()).casefold() for one in re.split(r"[,;\n]", typed)]
    tags = tuple(dict.fromkeys(filter(None, found)))
    if len(tags) > MOST_TAGS:
        raise UserError(
            f"A page has at most {MOST_TAGS} tags, and these are {len(tags)}. Please leave some out.", field=field
        )
    for tag in tags:
        if len(tag) > TAG:
            raise UserError(f"A tag has at most {TAG} characters. Please shorten “{tag[:TAG]}…”.", field=field)
    return tags


def until(today: date, interval: int) -> date:
    """Return the last day on which what was looked at `today` counts as looked at."""
    return today + timedelta(days=interval)


def searched(title: str, body: str, tags: Sequence[str]) -> tuple[str, str]:
    """Return what is searched beside the title: headings, tags and parts of compound words; and the plain text."""
    keywords = [*headings(body), *tags, *compounds(title)]
    return "\n".join(keywords), plain(body)


def dated_day(of: date) -> str:
    """Return a date as a page says it, which is read for years: "Mon 2 Mar 2026"."""
    return f"{of:%a} {of.day} {of:%b} {of.year}"


def same_title(one: str, other: str) -> bool:
    """Tell whether two titles are the same to a reader."""
    return " ".join(folded(one).split()) == " ".join(folded(other).split())


def below_title(body: str, title: str) -> str:
    """Return Markdown without the heading that it begins with where that says the title again, which stands above."""
    first, _, rest = body.lstrip("\n").partition("\n")
    again = first.startswith("#") and any(same_title(one, title) for one in headings(first))
    return rest.lstrip("\n") if again and rest.strip() else body


LEFT = "…"
"""Stands in a draft for what is left for its writer."""


def unwritten(body: str) -> tuple[str, ...]:
    """Return the headings below which a part of a draft was left as it was: nobody vouches for what is not there yet.

    For what stands below none that is "". In an example `LEFT` says that something was left out.
    """
    found: dict[str, None] = {}
    heading = ""
    for line in outside_code(body):
        if line.startswith("#"):
            heading = " ".join(headings(line)) or heading
        elif line.strip() == LEFT:
            found[heading] = None
    return tuple(found)


def to_write(parts: Sequence[str], of: str = "") -> str:
    """Return which parts of a page (called `of`) are still to be written: "“The effect” is still to be written"."""
    named = few([f"“{part}”" if part else "What comes first" for part in parts])
    whose = f" of “{of}”" if of else ""
    return f"{named}{whose} {'is' if len(parts) == 1 else 'are'} still to be written"


def drafted(problem: str, did: str, effect: str, again: str) -> str:
    """Return the Markdown of what worked once and may work again; what is not known is left for its writer."""
    told = (("The problem", problem), ("What we did", did), ("The effect", effect), ("How to repeat it", again))
    return "\n\n".join(f"## {heading}\n\n{said.strip() or LEFT}" for heading, said in told)
