"""The calendar of changes below their list."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.change_calendar import Calendar, CalendarRow, Clash, weeks_from
from bot.domain.change_list import ChangeListFacts
from bot.domain.change_load import Load
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import change_calendar, change_list
from tests.gallery.change_scenes import LISTED
from tests.gallery.scene import Scene

TODAY = date(2026, 3, 3)
WEEKS = weeks_from(TODAY)
PLAIN = Calendar(
    WEEKS,
    (CalendarRow("Product teams", (False, False, *(True,) * 6)), CalendarRow("One chat tool", (True,) * 8)),
    TODAY,
)
CLASHES = (
    Clash(("Product teams", "One chat tool"), WEEKS[2], WEEKS[7], 42, "Sales"),
    Clash(("Product teams", "New reviews"), WEEKS[3], WEEKS[3], 1, "HR"),
)
FULL = replace(PLAIN, clashes=CLASHES, more=3, over=(Load(7, "Sales", 8, 2, 3, 4, 1), Load(8, "HR", 8, 9)))


def with_calendar(words: Words, facts: ChangeListFacts, calendar: Calendar) -> Message:
    """Return the list with the calendar below."""
    return change_list.change_list(words, facts, "/pmo", change_calendar.calendar_blocks(words, calendar))


SCENES = (
    Scene(change_calendar.calendar_message, "by itself", {"facts": FULL}),
    Scene(change_calendar.calendar_message, "nothing is felt", {"facts": replace(PLAIN, rows=())}),
    Scene(with_calendar, "with a calendar", {"facts": LISTED, "calendar": PLAIN}),
    Scene(with_calendar, "with clashes", {"facts": LISTED, "calendar": FULL}),
    Scene(
        with_calendar,
        "with groups over the limit",
        {"facts": LISTED, "calendar": replace(FULL, clashes=(), weeks=weeks_from(TODAY + timedelta(days=7)))},
    ),
)
