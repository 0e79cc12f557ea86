"""What the previews of all rituals word alike: who is asked when, and who is away."""

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.recurrence_words import city
from bot.render import names
from bot.views.local_time import day_and_time, elsewhere


def lines(
    asks: Iterable[tuple[datetime, str, str]], zone: str, together: Callable[[list[str]], str] = names
) -> list[tuple[str, str, str, str]]:
    """Return (local time, place, the same in UTC and for the reader, who) for each instant and zone, in their order.

    `asks`: when, by the clock of which zone, and who is asked; `zone` is the reader's.
    """
    asked: dict[tuple[datetime, str], list[str]] = {}
    for at, local, who in asks:
        asked.setdefault((at, local), []).append(who)
    return [
        (day_and_time(at, local), city(ZoneInfo(local)), elsewhere(at, local, zone), together(who))
        for (at, local), who in asked.items()
    ]


def by_reason(away: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Return those of whom the reader may know why they are away: (why, names), the reason of most people first.

    `away`: name ("" where the reader may not know) and reason. Whoever is there twice is away once.
    """
    found: dict[str, dict[str, None]] = {}
    for name, why in away:
        if name:
            found.setdefault(why, {})[name] = None
    return sorted(((why, list(who)) for why, who in found.items()), key=lambda reason: (-len(reason[1]), reason[0]))
