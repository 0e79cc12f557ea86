"""The menu behind the slash command: what fits its reader."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MenuPrompt:
    """An update that the reader can give now."""

    turn_id: int
    sync: str
    party: str
    for_team: bool
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class MenuFacts:
    """Who reads the menu and what they can do; `active` and `paused` count the syncs of the workspace."""

    name: str
    zone: str
    now: datetime
    prompts: tuple[MenuPrompt, ...]
    can_set_up: bool
    is_pmo: bool
    active: int
    paused: int
