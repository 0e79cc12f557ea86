"""The messages that ask somebody for an update, in all their states."""

from dataclasses import replace
from datetime import time, timedelta

from bot.domain.plan import PlanItem
from bot.domain.rhythm import Reminders, Rhythm, RhythmFacts
from bot.domain.rollup_types import Addition
from bot.views import sync_prompt
from tests.factories.prompt import asked
from tests.gallery.scene import CLOSES, LISBON, NOW, Scene

PLAN = (PlanItem("Refunds in the app", 2), PlanItem("Second round of user tests"))
SAID = (
    ("Which of these are done?", ("Done: Refunds in the app", "Still open: Second round of user tests")),
    ("What moved?", ("Card payments are live for one in ten customers.", "No complaints so far.")),
    ("Waiting on anyone?", ("Platform",)),
)
ASKED = asked(now=NOW, closes_at=CLOSES, plan=PLAN)
ANSWERED = replace(
    ASKED, state="answered", author="Ana Sousa", mine=True, words=SAID, additions=(Addition("Rui Matos", "And tests."),)
)
ALONE = replace(ASKED, team="", plan=())
WORKING = RhythmFacts(
    Rhythm("", (0, 1, 2, 3, 4), time(9), time(17), "", Reminders.STANDARD), LISBON, zone_fixed=False, guess="PT"
)
PROMPTS = {
    "the very first": replace(ASKED, first_contact=True, plan=(), working=WORKING),
    "asking": ASKED,
    "asking the next of a squad": replace(ASKED, after="Tiago Ferreira"),
    "the very first, the next of a squad": replace(ASKED, first_contact=True, after="Tiago Ferreira"),
    "asking one of everyone": ALONE,
    "the very first, everyone": replace(ALONE, first_contact=True),
    "answered": ANSWERED,
    "answered, closed, late": replace(ANSWERED, closed=True, late=True),
    "answered, longer than a message": replace(
        ANSWERED,
        additions=tuple(
            Addition("Rui Matos", "\n".join([" ".join(["And tests, once more."] * 34)] * 4)) for _ in range(60)
        ),
    ),
    "answered by a mate": replace(ANSWERED, mine=False, author="Tiago Ferreira"),
    "skipped": replace(ASKED, state="skipped"),
    "put off": replace(ASKED, later_at=NOW + timedelta(hours=2)),
    "away": replace(ASKED, state="absent"),
    "away, closed": replace(ASKED, state="absent", closed=True),
    "skipped, closed": replace(ASKED, state="skipped", closed=True),
    "no update yet": replace(ASKED, state="missed", closed=True),
    "a try": replace(ASKED, trial=True),
    "deleted sync": replace(ASKED, deleted=True),
    "deleted sync, answered": replace(ANSWERED, deleted=True),
}

SCENES = (
    *(Scene(sync_prompt.prompt_message, name, {"facts": facts}) for name, facts in PROMPTS.items()),
    Scene(sync_prompt.nudge_message, "the one reminder", {"facts": ASKED}),
    Scene(sync_prompt.nudge_message, "everyone", {"facts": ALONE}),
    Scene(sync_prompt.nudge_message, "later, as they wished", {"facts": ASKED, "again": True}),
    Scene(sync_prompt.nudge_message, "away meanwhile", {"facts": replace(ASKED, state="absent")}),
    Scene(sync_prompt.nudge_message, "answered meanwhile", {"facts": ANSWERED}),
)
