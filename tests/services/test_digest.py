"""Whose day it is in a digest: that of its own zone."""

from datetime import UTC, date, datetime

from bot.domain.digest import Part
from bot.services.digest import digest_of
from tests.services.test_sync_map import Scene, scene

__all__ = ["scene"]


async def test_what_is_past_its_time_comes_first_by_the_digests_own_date(scene: Scene) -> None:
    """At 20:00 UTC of Thursday it is Friday in Tokyo: what was due on Thursday is late there, and not in Lisbon."""
    taken = {"state": "taken"}
    await scene.waits(0, **taken, needs="Keys", due_on=date(2026, 3, 9))
    await scene.waits(0, **taken, needs="Designs", due_on=date(2026, 3, 5))
    now = datetime(2026, 3, 5, 20, tzinfo=UTC)
    read: dict[str, list[str]] = {}
    for zone in ("Asia/Tokyo", "Europe/Lisbon"):
        async with scene.database.reading("T1") as session:
            facts = await digest_of(session, [scene.ritual], zone, now)
        [waits] = [one for one in facts.sections if one.part is Part.WAITS]
        read[zone] = [one.needs for one in waits.rows]
    assert read == {"Asia/Tokyo": ["Designs", "Keys"], "Europe/Lisbon": ["Keys", "Designs"]}
