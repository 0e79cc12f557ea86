"""How the answers to a sync change, as its owner sees it."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.sync_trend import RoundTrend, Shown, TeamTrend, TrendFacts
from bot.views import sync_trend
from tests.gallery.office_scenes import ROW
from tests.gallery.scene import Scene

FALLING = tuple(
    RoundTrend(date(2026, 1, 13) + timedelta(weeks=week), Shown(share, words))
    for week, (share, words) in enumerate(
        [(0.95, 44), (0.9, 41), (0.92, 41), (0.9, 37), (0.85, 30), (0.66, 22), (0.6, 18), (0.55, 15.5)]
    )
)
SHORTER = tuple(replace(one, shown=Shown(0.9, one.shown.words)) for one in FALLING)
FEWER = tuple(replace(one, shown=Shown(one.shown.share, 40)) for one in FALLING)
TEAMS = (
    TeamTrend("Payments", Shown(0.95, 52), Shown(0.5, 12)),
    TeamTrend("Other teams", Shown(0.8), Shown(0.75)),
    TeamTrend("Platform", Shown(1.0, 33), Shown(1.0, 31)),
)
FACTS = TrendFacts(7, "Weekly sync", FALLING, TEAMS)

SCENES: tuple[Scene, ...] = (
    Scene(sync_trend.sync_trend, "shorter and fewer", {"facts": FACTS}),
    Scene(sync_trend.sync_trend, "shorter", {"facts": replace(FACTS, rounds=SHORTER)}),
    Scene(sync_trend.sync_trend, "fewer, of one team", {"facts": TrendFacts(7, "Weekly sync", FEWER, team="Payments")}),
    Scene(sync_trend.sync_trend, "steady", {"facts": replace(FACTS, rounds=(FALLING[1],) * 5)}),
    Scene(sync_trend.sync_trend, "too early", {"facts": replace(FACTS, rounds=FALLING[:1], teams=())}),
    Scene(
        sync_trend.sync_trend,
        "too few people",
        {"facts": replace(FACTS, rounds=tuple(replace(one, shown=Shown()) for one in FALLING), teams=())},
    ),
    Scene(sync_trend.choose, "of several", {"rows": (ROW, replace(ROW, ritual_id=8, name="Design sync"))}),
)
