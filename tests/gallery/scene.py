"""What the catalogue is made of: a view, and the facts that it is shown with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = MONDAY + timedelta(days=1, hours=1, minutes=5)
"""Tuesday, 10:05 in Lisbon: the prompts have just arrived."""
CLOSES = NOW.replace(hour=22, minute=0)
LISBON = "Europe/Lisbon"


def _as_they_are(arguments: dict[str, Any]) -> dict[str, Any]:
    return arguments


@dataclass(frozen=True)
class Scene:
    """One view with facts.

    `facts` are its arguments by name; `built` makes the arguments from them where a rule of the domain stands between
    (a roll-up); `empty`: there is as little to show as there can be, so it has no hostile form.
    """

    view: Callable[..., Any]
    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    built: Callable[[dict[str, Any]], dict[str, Any]] = _as_they_are
    empty: bool = False
