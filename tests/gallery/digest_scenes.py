"""The digest of a week."""

from dataclasses import replace
from datetime import date, time

from bot.domain.digest import Coming, Counted, DigestFacts, Part, RetroMonth, Section, TeamLine, screen
from bot.domain.digest_plan import DigestPlan, PlanFacts
from bot.views import digest, digest_plan
from tests.gallery.action_scenes import EXPERIMENT, WORKED
from tests.gallery.blocker_scenes import CLOSED, KEYS, OLD
from tests.gallery.decision_scenes import DECIDED, NEEDED
from tests.gallery.scene import Scene

SECTIONS = (
    Section(Part.NEEDED, (NEEDED, replace(NEEDED, due_on=None))),
    Section(Part.WAITS, (OLD, KEYS)),
    Section(Part.DECIDED, (DECIDED, replace(DECIDED, text=""))),
    Section(Part.CLOSED, (CLOSED,)),
    Section(Part.RETROS, (RetroMonth(3, 5, 2, 1), EXPERIMENT, WORKED, replace(WORKED, worked=False))),
    Section(Part.LINES, (TeamLine("Payments", "Weekly sync", "Card payments are live for one in ten customers."),)),
    Section(Part.NEXT, (Coming("Weekly sync", date(2026, 3, 10)),)),
)
WEEK = DigestFacts(date(2026, 3, 6), Counted(3, 14, 2, 1), SECTIONS)
FULL = tuple(replace(one, rows=one.rows * 12) for one in SECTIONS)
MANY = replace(WEEK, sections=screen(FULL, 0), rest=90)
LAST = replace(WEEK, sections=screen(FULL, 1), page=1)
QUIET = DigestFacts(date(2026, 3, 6), Counted(), ())
MINE = PlanFacts(DigestPlan(), date(2026, 3, 13))
OURS = replace(MINE, plan=DigestPlan(0, time(9), "C0LM000001"), channel="#leads")

SCENES = (
    Scene(digest.digest, "a week", {"facts": WEEK, "command": "/pmo"}),
    Scene(digest.digest, "more than a screen", {"facts": MANY, "command": "/pmo"}),
    Scene(digest.digest, "the next screen", {"facts": LAST, "command": "/pmo"}),
    Scene(digest.digest, "a quiet week", {"facts": QUIET, "command": "/pmo"}, empty=True),
    Scene(digest.digest, "past the last screen", {"facts": replace(QUIET, page=3), "command": "/pmo"}, empty=True),
    Scene(digest.digest, "of a lead", {"facts": replace(MANY, plans=True), "command": "/pmo"}),
    Scene(digest.week, "to its owner", {"facts": WEEK, "plan": MINE, "owner": "Mara Lindqvist", "command": "/pmo"}),
    Scene(digest.week, "in a channel", {"facts": MANY, "plan": OURS, "owner": "Mara Lindqvist", "command": "/pmo"}),
    Scene(digest_plan.form, "none yet", {"facts": PlanFacts(DigestPlan())}, empty=True),
    Scene(digest_plan.form, "in a channel", {"facts": OURS}),
    Scene(digest_plan.form, "one of several", {"facts": replace(MINE, others=(OURS, replace(OURS, channel="#sync")))}),
    Scene(digest_plan.form, "one more", {"facts": PlanFacts(DigestPlan(), others=(MINE,))}),
    Scene(digest_plan.saved, "to its owner", {"facts": MINE}),
    Scene(digest_plan.saved, "in a channel", {"facts": OURS}),
    Scene(digest_plan.passed_on_message, "to its new owner", {"facts": OURS, "command": "/pmo"}),
    Scene(digest_plan.stopped, "just now", {"command": "/pmo"}, empty=True),
)
