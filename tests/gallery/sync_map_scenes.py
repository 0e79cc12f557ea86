"""Who waits on whom in a sync, as people see it."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.sync_map import Closed, MapFacts, Mutual, OfRound, Pair, SyncMap
from bot.views import sync_map
from tests.gallery.member_scenes import ENTRIES, summary
from tests.gallery.office_scenes import ROW
from tests.gallery.scene import Scene

ROUNDS = tuple(
    OfRound(date(2026, 1, 13) + timedelta(weeks=week), raised, closed)
    for week, (raised, closed) in enumerate([(3, 0), (2, 3), (4, 1), (1, 2), (3, 2), (5, 2), (2, 4), (3, 1)])
)
PAIRS = (
    Pair("Payments", "Platform", 7, 3, Closed(4, 2.5)),
    Pair("Platform", "Payments", 4, 1, Closed(3, 0)),
    Pair("Growth", "Somebody outside", 2, 1, Closed(1, 6)),
    Pair("Mobile", "Mobile", 1, 0, Closed(1, 1)),
)
MAP = SyncMap(
    (*ROUNDS, OfRound(None, 0, 2)),
    PAIRS,
    (Mutual("Payments", "Platform", 7, 4),),
    (("Growth", "Mobile", "Platform"),),
    Closed(2, 1.5),
    open=5,
    older=1,
)
FACTS = MapFacts(7, "Weekly sync", MAP)
CROWD = replace(FACTS, map=replace(MAP, pairs=tuple(replace(PAIRS[0], open=n) for n in range(45))))
GIVEN = {"facts": FACTS, "command": "/pmo"}

SCENES: tuple[Scene, ...] = (
    Scene(sync_map.sync_map, "eight weeks", GIVEN),
    Scene(sync_map.sync_map, "more pairs than fit", {"facts": CROWD, "command": "/pmo"}),
    Scene(
        sync_map.sync_map,
        "the first time",
        {"facts": replace(FACTS, map=SyncMap(ROUNDS[:1], PAIRS[:1], open=3)), "command": "/pmo"},
    ),
    Scene(sync_map.sync_map, "nobody waits", {"facts": replace(FACTS, map=SyncMap(ROUNDS[:1])), "command": "/pmo"}),
    Scene(
        sync_map.sync_map,
        "not asked",
        {"facts": replace(FACTS, map=SyncMap(ROUNDS[:1]), asks=False), "command": "/pmo"},
    ),
    Scene(sync_map.map_in_thread, "below a summary", GIVEN),
    Scene(sync_map.map_in_thread, "more pairs than fit", {"facts": CROWD, "command": "/pmo"}),
    summary("two were closed since last time", ENTRIES, closed=Closed(2, 1.5)),
    Scene(sync_map.choose, "of several", {"rows": (ROW, replace(ROW, ritual_id=8, name="Design sync"))}),
)
