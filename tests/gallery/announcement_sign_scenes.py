"""Approving announcements: what co-signers are asked, and what their authors hear."""

from dataclasses import replace
from datetime import date

from bot.domain.announcement import Kind
from bot.domain.announcement_desk import Reach
from bot.domain.announcement_sign import SignFacts, SignNews
from bot.views import announcement_sign
from tests.gallery.announcement_scenes import EDIT, REORGANISATION, TODAY
from tests.gallery.scene import Scene

ASKED = SignFacts(
    7,
    Kind.KICKOFF,
    replace(REORGANISATION, reader_id=None, parts=()),
    "Helena Brandt",
    ("Sales", "Berlin office"),
    ("#general",),
    Reach(43, 3, 4),
    date(2026, 3, 9),
    TODAY,
)
ASKED_ANEW = replace(ASKED, reach=Reach(), groups=(), channels=(), when=None, edits=True, edit=EDIT)
OF_AN_EDIT = {
    "asked": ASKED_ANEW,
    "signed": replace(ASKED_ANEW, state="signed"),
    "out": replace(ASKED_ANEW, state="signed", over=True, edit=None),
    "a change asked for": replace(ASKED_ANEW, state="declined", note="Name the day.", waits=True),
    "changed": replace(ASKED_ANEW, newer=True, edit=None),
    "over": replace(ASKED_ANEW, over=True, edit=None),
    "again": replace(ASKED_ANEW, again=True),
}
BEFORE = ("signed", "declined", "left", "stuck")

SCENES = (
    *(
        Scene(announcement_sign.ask_message, name, {"facts": facts})
        for name, facts in (
            ("asked", ASKED),
            ("asked, at once", replace(ASKED, when=None, channels=())),
            ("signed", replace(ASKED, state="signed")),
            ("all have signed", replace(ASKED, state="signed", goes=True)),
            ("a change asked for", replace(ASKED, state="declined", note="Name whom to ask.", waits=True)),
            ("a change asked for, being written", replace(ASKED, state="declined", note="Name whom to ask.")),
            ("changed", replace(ASKED, newer=True)),
            ("over", replace(ASKED, over=True)),
            ("dropped", replace(ASKED, over=True, why="dropped")),
            ("its change was stopped", replace(ASKED, over=True, why="stopped")),
            ("again", replace(ASKED, again=True)),
            *((f"an edit, {name}", facts) for name, facts in OF_AN_EDIT.items()),
        )
    ),
    Scene(announcement_sign.gone_message, "deleted", {}, empty=True),
    Scene(
        announcement_sign.decline_form,
        "asked for",
        {"announcement_id": 7, "title": REORGANISATION.title, "author": "Helena Brandt"},
    ),
    *(
        Scene(
            announcement_sign.news_message,
            kind,
            {"facts": SignNews(7, REORGANISATION.title, kind, "Hugo Pires", "Name whom to ask.")},
        )
        for kind in (*BEFORE, "edited", *(f"edit_{one}" for one in BEFORE[:3]))
    ),
    Scene(
        announcement_sign.news_message,
        "too much",
        {"facts": SignNews(7, REORGANISATION.title, "stuck", "Hugo Pires", asked="Ben Carter")},
    ),
)
