"""What speaks against a high confidence: shown to its author alone, once, before an update is sent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2s

from bot.domain.blocker_shown import Blocker
from bot.domain.plan import PlanItem, folded_item, item_key
from bot.domain.words import ordinal_word

HIGH = frozenset({4, 5})
"""Scores, of 5, that are worth a second look."""

CARRIED = 2
"""How often an item has been left open by the third round in whose plan it stands."""

MOST = 5
"""Doubts that a second look shows; more would be a report."""


class Look(StrEnum):
    """How far a second look has come: sent as it is, with the score to choose, or with what is stuck to tick."""

    NOT_YET = ""
    KEEP = "keep"
    CHANGE = "change"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that speaks against a high score: an item of the plan carried over, or a blocker past its time.

    `text` are the item's words, or what is waited for ("" where it was not said). `weeks` is how often the item has
    been left open. `on` and `since` are set for a blocker: whom it waits on, and since when.
    """

    key: str
    text: str
    weeks: int = 0
    on: str = ""
    since: date | None = None

    @property
    def nth(self) -> str:
        """In which plan in a row the item stands: "third"."""
        return ordinal_word(self.weeks + 1)


def doubts_of(
    plan: Iterable[PlanItem],
    waiting: Iterable[Blocker],
    today: date,
    *,
    settled: Collection[str] = (),
    asked: Collection[str] = (),
) -> tuple[Doubt, ...]:
    """Return what speaks against a high score.

    `plan` and `waiting` are what the party planned and waits for. `settled`: keys of the items that are done or marked
    as stuck by now. `asked`: keys of what its author was shown before in this round; the same is never shown again.
    """
    carried = [
        Doubt(_digest(f"item:{folded_item(item.text)}"), item.text, item.weeks)
        for item in plan
        if item.weeks >= CARRIED and item_key(item.text) not in settled
    ]
    aged = [
        Doubt(_digest(f"blocker:{one.id}"), one.needs, on=one.on, since=one.since.date())
        for one in waiting
        if one.live and one.is_past(today)
    ]
    return tuple(one for one in [*carried, *aged] if one.key not in asked)[:MOST]


def score_of(value: object) -> int | None:
    """Return a score as it is stored, or as a form has it ("4"); None where there is none."""
    text = str(value)
    return int(text) if text in {"1", "2", "3", "4", "5"} else None


def _digest(of: str) -> str:
    """Return what stands for a doubt: a digest, so that nobody's words are kept a second time."""
    return blake2s(of.encode(), digest_size=8).hexdigest()
