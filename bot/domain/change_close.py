"""Closing a change: it is part of how people work, and what it came to is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.change import ChangeState
from bot.domain.change_pulse import STATEMENTS, Result
from bot.domain.playbook_codify import PageLink
from bot.domain.words import listing


@dataclass(frozen=True, slots=True)
class CloseForm:
    """What the form shows before a change is closed: `missing` are sentences of what is not as it should be yet.

    `looks_back_until`: people write in a short retro until then; `looked_back`: there was one.
    """

    change_id: int
    name: str
    missing: tuple[str, ...] = ()
    looks_back_until: datetime | None = None
    looked_back: bool = False


@dataclass(frozen=True, slots=True)
class ChangeEnd:
    """What is left to do with a change; `page`: what it became in the playbook, with its title for whoever may read it.

    `may_look_back`: the reader may hold a retro now; `looked_back`: there was one.
    """

    change_id: int
    state: ChangeState
    runs_it: bool
    page: PageLink | None = None
    may_look_back: bool = False
    looked_back: bool = False


def not_ready(whole: Result | None, parts: Sequence[Result]) -> list[str]:
    """Return what speaks against readiness, by the newest pulse that has closed (None: no figure)."""
    if whole is None:
        return ["Nobody has said yet that it is part of their work: there is no pulse with five answers."]
    weak = [(one.group or "Smaller groups together", one.first_weak) for one in parts]
    said = [f"{group} (“{STATEMENTS[letter]}”)" for group, letter in weak if letter is not None]
    if said:
        return [f"Not all are ready: {listing(said)}."]
    return [] if whole.holds else ["Not all five statements have enough answers in the last pulse."]
