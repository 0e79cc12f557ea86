"""A company of any size, made from a seed: teams of eight in four zones, and syncs that ask everybody once a day."""

from collections.abc import Sequence
from random import Random
from typing import Any

from ruamel.yaml import YAML

ZONES = ("Asia/Singapore", "Europe/Berlin", "Europe/Lisbon", "America/Los_Angeles")
"""Far enough apart that a round asks at several instants, near enough that rounds of two days do not overlap."""

TOGETHER = ("Europe/Lisbon",)
"""One zone: everybody is asked at the same instant."""

TEAM = 8
SYNC, CHANNEL = "Daily sync", "sync"


def company(size: int, seed: int, *, zones: Sequence[str] = ZONES, syncs: int = 1) -> dict[str, Any]:
    """Return a company file as a mapping: `size` people; the first one, an admin in Lisbon, owns the syncs.

    Each of the `syncs` asks its own part of the teams, ten minutes after the one before.
    """
    draw = Random(seed)
    people = [
        {
            "name": f"Person {number:04d}",
            "email": f"p{number:04d}@chaos.example",
            "zone": "Europe/Lisbon" if number == 0 else draw.choice(zones),
            "area": "engineering",
            **({"role": "pmo", "admin": True} if number == 0 else {}),
        }
        for number in range(size)
    ]
    shuffled = [str(one["email"]) for one in people]
    draw.shuffle(shuffled)
    teams = [
        {
            "name": f"Team {first // TEAM:03d}",
            "channel": f"#team-{first // TEAM:03d}",
            "lead": shuffled[first],
            "members": shuffled[first : first + TEAM],
        }
        for first in range(0, size, TEAM)
    ]
    daily = [
        {
            "name": f"{SYNC} {number + 1}",
            "days": ["mon", "tue", "wed", "thu", "fri"],
            "time": f"10:{10 * number:02d}",
            "zone": "own",
            "channel": f"#{CHANNEL}",
            "voice": "everyone",
            "teams": [team["name"] for team in teams[number::syncs]],
            "answering": "4h",
            "reminder": False,
            "owner": people[0]["email"],
        }
        for number in range(syncs)
    ]
    return {"company": "Chaos", "people": people, "teams": teams, "syncs": daily}


def written(company: dict[str, Any], path: Any) -> None:
    """Write a company file that `drumbeat apply` reads."""
    YAML().dump(company, path)
