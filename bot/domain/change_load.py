"""Change load: how much asks for the attention of a group in four weeks, against what the organisation finds bearable.

What is counted is what somebody has to take in: changes that go on for them, must-reads, the syncs and retros that they
take part in (each once, however often it meets), and pulses. A group is as loaded as its people are on average.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import repeat
from typing import NamedTuple

from bot.domain.words import listing, plural

WINDOW = timedelta(days=14)
"""So far back, and so far ahead."""

LIMIT, LIMITS = 8, range(1, 51)
"""Of all that together, until the PMO says otherwise; and what the PMO can say."""


@dataclass(frozen=True, slots=True)
class Load:
    """What an average person of a group has to take in, and how much of it is still bearable (`limit`).

    `people`: how many belong to the group.
    """

    group_id: int
    group: str
    limit: int
    changes: int = 0
    must_reads: int = 0
    rituals: int = 0
    pulses: int = 0
    people: int = 0

    @property
    def total(self) -> int:
        """All of it together."""
        return self.changes + self.must_reads + self.rituals + self.pulses

    @property
    def over(self) -> bool:
        """Whether it is more than the limit."""
        return self.total > self.limit

    @property
    def parts(self) -> str:
        """What it is made of: "2 changes, 3 must-reads and 4 syncs or retros"."""
        counted = (
            (self.changes, "change", ""),
            (self.must_reads, "must-read", ""),
            (self.rituals, "sync or retro", "syncs or retros"),
            (self.pulses, "pulse", ""),
        )
        return listing([plural(count, noun, many) for count, noun, many in counted if count])


class Counted(NamedTuple):
    """How many of each come to each person, by the person's id."""

    changes: Mapping[int, int]
    must_reads: Mapping[int, int]
    rituals: Mapping[int, int]
    pulses: Mapping[int, int]


def load_of_group(group_id: int, group: str, limit: int, people: Collection[int], counted: Counted) -> Load:
    """Return the load of a group; nothing comes to one without people."""
    changes, must_reads, rituals, pulses = (_mean(one, people) for one in counted)
    return Load(group_id, group, limit, changes, must_reads, rituals, pulses, len(people))


def with_must_read(load: Load) -> Load:
    """Return the load with the must-read that is about to go out."""
    return replace(load, must_reads=load.must_reads + 1)


def goes_on_between(starts_on: date | None, ends_on: date | None, since: date, until: date) -> bool:
    """Tell whether a change is felt between two days; one without a beginning goes on already, without an end still."""
    return (starts_on is None or starts_on <= until) and (ends_on is None or ends_on >= since)


def window_of(now: datetime) -> tuple[datetime, datetime]:
    """Return the first and the last instant that count."""
    return now - WINDOW, now + WINDOW


def too_much(loads: Sequence[Load]) -> list[Load]:
    """Return the groups that are over the limit, those with most first."""
    return sorted((one for one in loads if one.over), key=lambda one: (-one.total, one.group))


def alike_once(loads: Sequence[Load]) -> list[Load]:
    """Return the loads without those that read as one before them: two changes may each have a group of one name."""
    found: dict[tuple[str, str], Load] = {}
    for one in loads:
        found.setdefault((one.group, one.parts), one)
    return list(found.values())


def in_words(loads: Sequence[Load]) -> str:
    """Return how much the first group has to take in, and how many more are over the limit.

    "Sales has 9 things to take in, and 8 is the limit (…); 2 more groups are over it, too".
    """
    load, more = loads[0], len(loads) - 1
    others = f"; {plural(more, 'more group')} {'is' if more == 1 else 'are'} over it, too" if more else ""
    return (
        f"{load.group[:1].upper()}{load.group[1:]} has {plural(load.total, 'thing')} to take in, and {load.limit} is "
        f"the limit ({load.parts} in four weeks){others}"
    )


def _mean(counts: Mapping[int, int], people: Collection[int]) -> int:
    """Return the mean of whole numbers, half rounded up."""
    # Of hundreds of groups all people are gone through: no loop of our own.
    total = sum(map(counts.get, people, repeat(0))) if counts else 0
    return (2 * total + len(people)) // (2 * len(people)) if people else 0
