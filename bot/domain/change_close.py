"""Closing a change: it is part of how people work, and what it came to is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.change_pulse import STATEMENTS, Result
from bot.domain.words import listing


@dataclass(frozen=True, slots=True)
class CloseForm:
    """What the form shows before a change is closed: `missing` are sentences of what is not as it should be yet."""

    change_id: int
    name: str
    missing: tuple[str, ...] = ()


def not_ready(whole: Result | None, parts: Sequence[Result]) -> list[str]:
    """Return what speaks against readiness, by the newest pulse that has closed (None: no figure)."""
    if whole is None:
        return ["Nobody has said yet that it is part of their work: there is no pulse with five answers."]
    weak = [(one.group or "Smaller groups together", one.first_weak) for one in parts]
    said = [f"{group} (“{STATEMENTS[letter]}”)" for group, letter in weak if letter is not None]
    if said:
        return [f"Not all are ready: {listing(said)}."]
    return [] if whole.holds else ["Not all five statements have enough answers in the last pulse."]
