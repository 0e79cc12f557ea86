"""How far an announcement is, as whoever signed it reads."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.announcement import State
from bot.domain.announcement_out import OutFacts, OutRow
from bot.domain.announcement_progress import Progress
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import announcement_progress, change_page
from tests.gallery.change_scenes import HEAD
from tests.gallery.scene import LISBON, NOW, Scene

ON_ITS_WAY = Progress(
    7,
    "Sales and marketing join the product teams",
    State.SENDING,
    LISBON,
    NOW,
    people=2000,
    have=1240,
    queued=212,
    coming=540,
    away=5,
    unreached={"This person's account is deactivated.": 3},
    posted=("#sales",),
    first=NOW - timedelta(hours=8),
    last=NOW + timedelta(hours=7),
)
PLANNED = replace(
    ON_ITS_WAY, state=State.PLANNED, have=0, queued=0, coming=2000, away=0, unreached={}, posted=(), posting=("#sales",)
)
STOPPED = replace(ON_ITS_WAY, state=State.STOPPED)
SENT = replace(ON_ITS_WAY, state=State.SENT, people=1992, have=1992, queued=0, coming=0, away=0, unreached={})
SOME_LATER = replace(ON_ITS_WAY, state=State.SENDING, held=35)
LATER_ALONE = replace(SENT, have=1950, held=35, away=7)
SOME_LEFT = replace(ON_ITS_WAY, state=State.SENT, have=1980, queued=0, coming=0, held=12)
REFUSED = replace(SENT, people=0, have=0, posted=(), unposted={"#leads": "Drumbeat is not in this channel."})

ROWS = (
    OutRow("Sales and marketing join the product teams", NOW.date(), "Mara Lindqvist"),
    OutRow("Why we do this", date(2026, 2, 16), "Ines Duarte"),
)
PAGE = OutFacts(NOW.date(), ROWS, more=4, going=(ON_ITS_WAY, replace(STOPPED, announcement_id=8)))


def on_page(words: Words, facts: OutFacts) -> Message:
    """What was announced, on the page of its change."""
    return change_page.page(words, HEAD, announcement_progress.page_blocks(words, facts))


SCENES = (
    *(
        Scene(announcement_progress.progress_message, name, {"facts": facts})
        for name, facts in (
            ("planned", PLANNED),
            ("planned, to leads before", replace(PLANNED, leads_before=True)),
            ("on its way", ON_ITS_WAY),
            ("stopped", STOPPED),
            ("taken back", replace(ON_ITS_WAY, state=State.DRAFT, people=0, have=0, away=0, unreached={}, posted=())),
            ("all have it", SENT),
            ("some get it later", SOME_LATER),
            ("all have it but those who get it later", LATER_ALONE),
            ("some could not be reached", SOME_LEFT),
            ("one person, at once", replace(SENT, people=1, have=1)),
            ("in a channel alone", replace(SENT, people=0, have=0)),
            ("refused by a channel", REFUSED),
        )
    ),
    *(
        Scene(on_page, name, {"facts": facts})
        for name, facts in (
            ("announced, for whoever runs it", PAGE),
            ("announced, for a reader", replace(PAGE, more=0, going=())),
            ("the first is on its way", replace(PAGE, rows=(), more=0)),
        )
    ),
    Scene(announcement_progress.done_message, "all have it", {"facts": SENT}),
    Scene(announcement_progress.done_message, "some could not be reached", {"facts": SOME_LEFT}),
    Scene(announcement_progress.done_message, "in a channel alone", {"facts": replace(SENT, people=0, have=0)}),
)
