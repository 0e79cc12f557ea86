"""Two people who edit the same thing at once: what each changed is kept, and what both changed is asked about."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

DIGEST = 6
"""Characters by which a form knows a field again: it may carry three thousand in all."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The fields as they are to be, and those that both changed, each in another way.

    `base`: what the form goes on from where it is shown again: theirs of what both changed has been seen then, while
    what I did not change still shows what it began with.
    """

    values: Mapping[str, str]
    conflicts: tuple[str, ...]
    base: Mapping[str, str]


def digest(value: str) -> str:
    """Return what a form carries of a field, to tell later whether it is as it was."""
    return sha256(value.encode()).hexdigest()[:DIGEST]


def digests(values: Mapping[str, str]) -> dict[str, str]:
    """Return the same for all fields."""
    return {name: digest(value) for name, value in values.items()}


def merge(base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str]) -> Merged:
    """Return what is in the form (`mine`), with what somebody else changed meanwhile (`theirs`) where I did not.

    `base` are the digests of what the form began with. What is missing is empty.
    """
    values, conflicts = {}, []
    for name in dict.fromkeys([*mine, *theirs]):
        began, other, own = base.get(name, digest("")), theirs.get(name, ""), mine.get(name, "")
        if digest(own) == began:
            values[name] = other
            continue
        values[name] = own
        if digest(other) != began and other != own:
            conflicts.append(name)
    seen = {name: digest(theirs.get(name, "")) for name in conflicts}
    return Merged(values, tuple(conflicts), {**base, **seen})
