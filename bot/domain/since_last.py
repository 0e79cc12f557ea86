"""What came of the last update, as its writers read it at the top of the next question: two lines at most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.blocker import State
from bot.domain.blocker_shown import Blocker
from bot.domain.decision import Decision, DecisionState, first_name
from bot.domain.words import dated, plural

SENTENCE = 160
"""Characters of one sentence; what was decided stands in full in the thread and in the log."""

MOST_NEWS = 3

NAMED = 2
"""Readers who are named: of more than two the first is, with how many others."""


@dataclass(frozen=True, slots=True)
class Readers:
    """The names of up to `NAMED` of those who read an update, whom it means most to be read by; `total`: how many."""

    names: tuple[str, ...]
    total: int


def since_last(readers: Readers, news: Sequence[str]) -> tuple[str, ...]:
    """Return the lines: who read it, then what came of it.

    `news`: sentences such as those of `decided`, the weightiest first; of many, the first few.
    """
    lines = [_read_by(readers)] if readers.total else []
    if news:
        lines.append(" ".join(news[:MOST_NEWS]))
    return tuple(lines)


def decided(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """Return a sentence for each decision that was made: "Mara decided: yes, behind a flag."."""
    made = (one for one in decisions if one.state is DecisionState.DECIDED)
    return tuple(_sentence(f"{one.settler} decided: {one.outcome}") for one in made)


def answered_blockers(blockers: Iterable[Blocker], today: date) -> tuple[str, ...]:
    """Return a sentence for each blocker that somebody did something about: "Platform took your blocker, by Thu."."""
    return tuple(_sentence(one) for one in filter(None, (_of_blocker(one, today) for one in blockers)))


def _of_blocker(one: Blocker, today: date) -> str:
    if one.state is State.TAKEN:
        by = f", by {dated(one.due_on, today)}" if one.due_on else ""
        return f"{one.on} took your blocker{by}"
    # Whoever closed their own needs no telling.
    others = one.done_by not in {one.by, one.party}
    return f"{one.on} closed your blocker" if one.state is State.DONE and others else ""


def _read_by(readers: Readers) -> str:
    first, *others = [first_name(one) for one in readers.names]
    if not others:
        return f"{first} read your last update."
    if readers.total == NAMED:
        return f"{first} and {others[0]} read your last update."
    return f"{first} and {plural(readers.total - 1, 'other')} read your last update."


def _sentence(text: str) -> str:
    flat = " ".join(text.split())
    if len(flat) > SENTENCE:
        return f"{flat[: SENTENCE - 1].rstrip()}…"
    return flat if flat.endswith((".", "!", "?", "…")) else f"{flat}."
