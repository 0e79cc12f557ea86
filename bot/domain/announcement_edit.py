"""An edit of an announcement that is out: what it changes, for those who sign it before anybody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.domain.announcement_compose import LABELS

OF_PART = "part:"
"""Begins the name of a field that says what it means for one group, named behind it."""


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that an edit changes: the lines that go, and those that come instead; either may be nothing."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EditWaiting:
    """An edit that waits: who wrote it, and what it changes."""

    by: str
    differs: tuple[Differs, ...] = ()


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Differs, ...]:
    """Return what differs between two wordings (by the names of fields), of a long text the lines that do."""
    found = []
    for name, value in after.items():
        old = before.get(name, "")
        if old != value:
            what = f"what it means for {name.removeprefix(OF_PART)}" if name.startswith(OF_PART) else LABELS[name]
            found.append(Differs(what, *_lines(old, value)))
    return tuple(found)


def _lines(before: str, after: str) -> tuple[str, str]:
    """Return the lines of two texts that the other one has not."""
    old, new = ([line.strip() for line in text.splitlines() if line.strip()] for text in (before, after))
    gone: list[str] = []
    come: list[str] = []
    for tag, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += old[from_old:to_old]
            come += new[from_new:to_new]
    return "\n".join(gone), "\n".join(come)
