"""How many answer by team, as the PMO sees it."""

from dataclasses import replace

from bot.domain.participation import TeamShare
from bot.views import home, participation
from tests.gallery.member_scenes import CROWDED, HOME
from tests.gallery.scene import Scene

FELL = (
    TeamShare("Payments", 0.95, 0.55),
    TeamShare("Mobile", 0.8, 0.7),
    TeamShare("Platform", 0.9, 0.9),
    TeamShare("Other teams", None, 0.85),
    TeamShare("Growth", 0.6, 0.75),
)
MANY = tuple(replace(FELL[1], name=f"Team {number}") for number in range(60))

SCENES: tuple[Scene, ...] = (
    Scene(home.home, "who answers", {"facts": replace(HOME, participation=FELL)}),
    Scene(home.home, "who answers, steady", {"facts": replace(HOME, participation=FELL[2:])}),
    Scene(home.home, "who answers, the first weeks", {"facts": replace(HOME, participation=FELL[3:4])}),
    Scene(home.home, "who answers in sixty teams", {"facts": replace(CROWDED, participation=MANY)}),
    Scene(participation.all_teams, "sixty", {"teams": (*FELL, *MANY)}),
    Scene(participation.all_teams, "nobody was asked", {"teams": ()}, empty=True),
)
