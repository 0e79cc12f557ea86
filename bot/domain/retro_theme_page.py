"""Pages of the thread on which the cards of a retro stand by their themes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.playbook_codify import PageLink

PER_PAGE, PAGE_LENGTH = 20, 8000
"""Cards and characters of one message: Slack takes 50 blocks, and 3,000 characters in each."""


@dataclass(frozen=True, slots=True)
class CardsOf:
    """Cards of one theme; `votes` is None until the vote has ended, `goes_on`: the page before has others of it.

    `page`: the page of the playbook that it became.
    """

    name: str
    cards: tuple[str, ...]
    votes: int | None = None
    goes_on: bool = False
    id: int = 0
    page: PageLink | None = None


@dataclass(frozen=True, slots=True)
class ThemePage:
    """A message of the thread: page `number`, from 0, of `pages`."""

    number: int
    pages: int
    themes: tuple[CardsOf, ...]


def pages_of(themes: Sequence[CardsOf]) -> list[tuple[CardsOf, ...]]:
    """Return what stands on each page; a theme with more cards than fit goes on on the next one."""
    pages: list[list[CardsOf]] = []
    count, length = PER_PAGE, 0
    for theme in themes:
        run: list[str] = []
        goes_on = False
        for card in theme.cards:
            if count >= PER_PAGE or (count and length + len(card) > PAGE_LENGTH):
                if run:
                    pages[-1].append(replace(theme, cards=tuple(run), goes_on=goes_on))
                    run, goes_on = [], True
                pages.append([])
                count, length = 0, 0
            run.append(card)
            count, length = count + 1, length + len(card)
        if run:
            pages[-1].append(replace(theme, cards=tuple(run), goes_on=goes_on))
    return [tuple(one) for one in pages]
