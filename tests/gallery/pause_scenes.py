"""The pause of everything as people see it, and the home tab with all that may stand on it."""

from dataclasses import replace
from typing import Any

from bot.domain.pause import Pause, PauseFacts
from bot.slack.gateway import Message
from bot.views import home, pause
from tests.gallery.office_scenes import FULL, OFFICE
from tests.gallery.scene import CLOSES, LISBON, NOW, Scene

PAUSED = PauseFacts(Pause("Mara Lindqvist", NOW, CLOSES), LISBON, NOW)
FREE = replace(PAUSED, pause=None)


def _with_held(arguments: dict[str, Any]) -> dict[str, Any]:
    """Let more be held than fits; it is worded already, so that nothing in it is what somebody wrote."""
    return arguments | {"held": [Message("Mara Lindqvist made you a lead.")] * 9}


SCENES: tuple[Scene, ...] = (
    Scene(pause.form, "asking first", {"facts": FREE}),
    Scene(pause.form, "paused already", {"facts": replace(PAUSED, again=True)}),
    Scene(pause.paused, "until a day", {"facts": PAUSED}),
    Scene(pause.paused, "without an end", {"facts": replace(PAUSED, pause=Pause("Mara Lindqvist", NOW))}),
    Scene(pause.said, "resumed", {"facts": FREE}),
    Scene(home.home, "of the PMO, more than fits", {"facts": FULL}, built=_with_held),
    Scene(home.home, "of the PMO, everything paused", {"facts": replace(OFFICE, paused=PAUSED.pause)}),
    Scene(pause.said, "nothing was paused", {"facts": replace(FREE, again=True)}),
)
