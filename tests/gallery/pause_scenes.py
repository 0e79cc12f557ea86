"""The pause of everything as people see it."""

from dataclasses import replace

from bot.domain.pause import Pause, PauseFacts
from bot.views import pause
from tests.gallery.scene import CLOSES, LISBON, NOW, Scene

PAUSED = PauseFacts(Pause("Mara Lindqvist", NOW, CLOSES), LISBON, NOW)
FREE = replace(PAUSED, pause=None)

SCENES: tuple[Scene, ...] = (
    Scene(pause.form, "asking first", {"facts": FREE}),
    Scene(pause.form, "paused already", {"facts": replace(PAUSED, again=True)}),
    Scene(pause.paused, "until a day", {"facts": PAUSED}),
    Scene(pause.paused, "without an end", {"facts": replace(PAUSED, pause=Pause("Mara Lindqvist", NOW))}),
    Scene(pause.said, "resumed", {"facts": FREE}),
    Scene(pause.said, "nothing was paused", {"facts": replace(FREE, again=True)}),
)
