"""What changed between two versions of a page, so that a person can read it: lines that went and lines that came."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_SHOWN = 40
"""Lines that are shown; more are counted."""

MOST_COMPARED = 2000
"""Changed lines up to which it is worked out which of them stayed: beyond that it takes seconds."""

LINE = 300


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines with whether each came (True) or went, in the page's order; `more` counts those that are left out."""

    lines: tuple[tuple[bool, str], ...] = ()
    more: int = 0

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.lines)


def changes(before: tuple[str, str, Sequence[str]], after: tuple[str, str, Sequence[str]]) -> Changes:
    """Return what changed from one title, body and tags to others."""
    found: list[tuple[bool, str]] = []
    for label, old, new in (
        ("Title", before[0], after[0]),
        ("Tags", ", ".join(before[2]), ", ".join(after[2])),
    ):
        if old != new:
            found += [(come, f"{label}: {text}") for come, text in ((False, old), (True, new)) if text]
    found += _of_lines(before[1].splitlines(), after[1].splitlines())
    shown = [(come, line.strip()) for come, line in found if line.strip()]
    cut = tuple((come, line if len(line) <= LINE else f"{line[: LINE - 1]}…") for come, line in shown[:MOST_SHOWN])
    return Changes(cut, max(len(shown) - MOST_SHOWN, 0))


def _of_lines(before: Sequence[str], after: Sequence[str]) -> list[tuple[bool, str]]:
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    if max(len(old), len(new)) > MOST_COMPARED:
        return [*((False, line) for line in old), *((True, line) for line in new)]
    found: list[tuple[bool, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if what != "equal":
            found += [(False, line) for line in old[a:b]] + [(True, line) for line in new[c:d]]
    return found
