"""Pages that are offered in a channel: which phrases bring one, and whether a message has one of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.matching import folded
from bot.domain.playbook import Page
from bot.domain.playbook_search import root

AGAIN = timedelta(days=7)
"""For how long a page that was offered to somebody is not offered to them again."""

FEWEST, READ = 2, 400
"""Words of a phrase, since a single one is written too often; and words of a message that are looked at."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class OfferState:
    """Whether pages are offered in a channel (`name`, without #)."""

    name: str
    on: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A page for whoever wrote what it is called, in the channel `name`."""

    page: Page
    name: str


class Phrases:
    """The titles of pages, and their tags of several words, made ready to be found in a message."""

    def __init__(self, pages: Iterable[tuple[int, str, Sequence[str]]]) -> None:
        """Take the id, title and tags of each page."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        for page_id, title, tags in pages:
            for phrase in {_roots(one) for one in (title, *tags)}:
                if len(phrase) >= FEWEST:
                    self._by_first[phrase[0]].append((phrase, page_id))

    def found(self, text: str) -> list[int]:
        """Return the pages that a message names, that with the longest phrase first."""
        said = _roots(text)[:READ]
        hits: dict[int, int] = {}
        for at, word in enumerate(said):
            for phrase, page_id in self._by_first.get(word, ()):
                if said[at : at + len(phrase)] == phrase:
                    hits[page_id] = max(len(phrase), hits.get(page_id, 0))
        return sorted(hits, key=lambda page_id: (-hits[page_id], page_id))


def _roots(text: str) -> tuple[str, ...]:
    return tuple(root(word) for word in _WORD.findall(folded(text)))
