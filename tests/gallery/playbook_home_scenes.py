"""Questions that no page answers, on the home tab."""

from dataclasses import replace
from datetime import date

from bot.domain.playbook_question import HomeQuestions
from bot.views import home
from tests.gallery.member_scenes import HOME
from tests.gallery.playbook_scenes import QUESTION
from tests.gallery.scene import Scene

LATE = replace(QUESTION, id=6, channel="#payments", due_on=date(2026, 2, 27))
ASKED = HomeQuestions((QUESTION, LATE), (replace(QUESTION, id=7), replace(LATE, id=8)))

SCENES = (Scene(home.home, "with open questions", {"facts": replace(HOME, questions=ASKED)}),)
