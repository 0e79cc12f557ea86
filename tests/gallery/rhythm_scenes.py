"""Somebody's own settings as people see them."""

from dataclasses import replace
from datetime import time

from bot.domain.rhythm import Reminders, Rhythm, RhythmFacts
from bot.views import rhythm
from tests.gallery.opt_out_scenes import BY_FILE, OUT
from tests.gallery.scene import LISBON, Scene

RHYTHM = Rhythm("PT", (0, 1, 2, 3), time(9), time(16, 30), "", Reminders.STANDARD)
OWN = RhythmFacts(RHYTHM, LISBON, zone_fixed=False)
NEW = replace(OWN, rhythm=replace(RHYTHM, country=""), guess="PT")
THEIRS = RhythmFacts(
    replace(RHYTHM, country="DE-BY", days=(0, 2, 4), zone="Europe/Berlin", reminders=Reminders.LIGHT),
    "Europe/Berlin",
    zone_fixed=True,
    name="Jonas Weber",
    person="U0LM000008",
)
NEVER = replace(NEW, rhythm=replace(NEW.rhythm, days=(1,), reminders=Reminders.NONE), guess="")

SCENES: tuple[Scene, ...] = (
    Scene(rhythm.form, "own", {"facts": OWN}),
    Scene(rhythm.form, "own, a country guessed", {"facts": NEW}),
    Scene(rhythm.form, "somebody else's", {"facts": THEIRS}),
    Scene(rhythm.form, "left out of two syncs", {"facts": replace(OWN, left_out=(OUT, replace(BY_FILE, id=11)))}),
    Scene(rhythm.saved, "own", {"facts": OWN}),
    Scene(rhythm.saved, "somebody else's, fixed zone, light reminders", {"facts": THEIRS}),
    Scene(rhythm.saved, "no country, no reminders", {"facts": NEVER}),
)
