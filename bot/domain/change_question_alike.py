"""Which of several questions say the same, by their words alone."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from bot.domain.change_question import Question
from bot.domain.playbook_search import root
from bot.domain.search_term import terms

ALIKE = 74
"""How alike, of 100, two questions are whose askers probably want to know the same."""

SHOWN = 3
"""Questions that are offered at most."""

_SAYS_NOTHING = frozenset({"will", "would", "should", "have", "has", "be", "am", "was", "did", "get", "any", "now"})
"""Words of almost every question, beside those that no search looks for."""


def alike(text: str, others: Iterable[Question], most: int = SHOWN) -> list[Question]:
    """Return those of `others` that probably ask what `text` asks, the likest first."""
    sought = _core(text)
    if not sought:
        return []
    scored = [(_likeness(sought, one), one) for one in others]
    near = sorted((one for one in scored if one[0] >= ALIKE), key=lambda one: -one[0])
    return [one for _, one in near[:most]]


def _likeness(sought: str, other: Question) -> float:
    """Return how alike a question is: as it was typed or as it is said to all, whatever is nearer."""
    return max((_ratio(sought, _core(one)) for one in {other.text, other.wording} if one), default=0.0)


def _ratio(one: str, other: str) -> float:
    # Words that both have say more than the order in which they stand; words that only one has say something, too.
    return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2


def _core(text: str) -> str:
    """Return the words of a text that mean something, without accents and small words."""
    words = [one.word for one in terms(text)]
    return " ".join(root(one) for one in words if one not in _SAYS_NOTHING) or " ".join(words)
