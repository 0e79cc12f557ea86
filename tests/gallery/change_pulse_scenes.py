"""Readiness: the five statements, the forms, and what pulses came to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.change_page import ChangeHead
from bot.domain.change_pulse import Planned, PulseForm, PulsePage, PulsePrompt, PulseShown, Result
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import change_page, change_pulse
from tests.gallery.change_scenes import HEAD
from tests.gallery.scene import Scene

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
PROMPT = PulsePrompt(7, "Product teams", "Customers wait.", "Sales", "Mara Lindqvist", AT)
SAID = replace(PROMPT, scores=(4, 5, 2, None, 1), words="I know why, but we had no time to practise.")
FORM = PulseForm(7, "Product teams", ((1, "Sales", 40), (2, "Marketing", 12), (3, "HR", 0)), resting=9)
SALES = Result("Sales", 22, (4.1, 3.9, 2.4, 2.1, 1.8), group_id=1)
MARKETING = Result("Marketing", 9, (3.1, 2.9, 2.4, None, 1.8), group_id=2)
FINE = Result("Platform", 11, (4.4, 4.1, 4.0, 3.9, 3.6), group_id=3)
REST = Result("", 6, (4.0, 3.2, 3.0, 2.8, 2.2), rest=True)
LAST = PulseShown(
    AT,
    "10 Mar",
    Result("", 48, (4.0, 3.6, 2.8, 2.5, 2.0)),
    (SALES, MARKETING, FINE, REST),
    (
        ("Time to practise", ("No time to practise it.", "When do we get time to practise?")),
        ("Tools", ("Which tool do I use for quotes?",)),
        ("Reviews", ("Do review criteria change?",)),
        ("Desks", ("Where do I sit?",)),
    ),
)
BEFORE = PulseShown(AT - timedelta(days=28), "10 Feb", Result("", 40, (2.9, 2.6, 1.8, 1.5, 1.2)), (SALES,))
FIRST = PulseShown(AT - timedelta(days=56), "13 Jan", Result("", 9, (3.4, 2.0, 1.4, None, 1.0)))
NOBODY = PulseShown(AT - timedelta(days=14), "24 Feb", None)
WHY_ALONE = replace(FIRST, all=Result("", 6, (3.4, 2.0, None, None, None)))
BEFORE_KNOWING = replace(BEFORE, all=Result("", 7, (None, None, 1.8, 1.5, 1.2)))
PAGE = PulsePage(7, goes_on=True, pulses=(BEFORE, LAST))
EMPTY = PulsePage(7, goes_on=True)
FEW = PulsePage(7, goes_on=True, pulses=(PulseShown(AT, "10 Mar", None),))
ALIKE = replace(PAGE, pulses=(replace(LAST, parts=(SALES, replace(SALES, group="Operations", group_id=4))),))
STEP = Planned("Write a page that says how it is done, and show it where the work is", "Ana Sousa", date(2026, 3, 20))
PLANNED = replace(ALIKE, planned={1: STEP})
ALL_PLANNED = replace(ALIKE, planned={1: STEP, 4: replace(STEP, done=True)})
OVER = replace(PAGE, goes_on=False)
OPEN = replace(PAGE, asked=80, answered=1, closes_at=AT)


def ready_on_page(words: Words, head: ChangeHead, facts: PulsePage) -> Message:
    """Return the page of a change with how ready people are."""
    return change_page.page(words, head, change_pulse.on_page(words, facts))


SCENES = (
    Scene(change_pulse.prompt_message, "asked", {"facts": PROMPT}),
    Scene(change_pulse.prompt_message, "with answers", {"facts": SAID}),
    Scene(change_pulse.prompt_message, "over, answered", {"facts": replace(SAID, open=False)}),
    Scene(change_pulse.prompt_message, "over, not answered", {"facts": replace(PROMPT, open=False)}),
    Scene(change_pulse.say_form, "empty", {"facts": PROMPT}),
    Scene(change_pulse.say_form, "with words", {"facts": SAID}),
    Scene(change_pulse.ask_form, "with groups", {"facts": FORM}),
    Scene(change_pulse.ask_form, "one rests", {"facts": replace(FORM, resting=1)}),
    Scene(change_pulse.ask_form, "without groups", {"facts": replace(FORM, groups=(), resting=0)}),
    *(
        Scene(ready_on_page, name, {"head": HEAD, "facts": facts})
        for name, facts in (("a trend", PAGE), ("nobody was asked", EMPTY), ("too few", FEW), ("asked now", OPEN))
    ),
    *(
        Scene(ready_on_page, name, {"head": HEAD, "facts": facts})
        for name, facts in (
            ("two groups need the same", ALIKE),
            ("it is over", OVER),
            ("three times, once without a figure", replace(PAGE, pulses=(FIRST, BEFORE, LAST))),
            ("too few in between", replace(PAGE, pulses=(BEFORE, NOBODY, LAST))),
            ("no statement known each time", replace(PAGE, pulses=(WHY_ALONE, BEFORE_KNOWING, LAST))),
        )
    ),
    Scene(
        change_pulse.closed_message,
        "with figures",
        {"change": "Product teams", "facts": PAGE, "command": "/pmo"},
    ),
    *(
        Scene(change_pulse.closed_message, name, {"change": "Product teams", "facts": facts, "command": "/pmo"})
        for name, facts in (("planned for one of two", PLANNED), ("planned, and done", ALL_PLANNED))
    ),
    Scene(change_pulse.planned_message, "planned already", {"change_id": 7, "planned": STEP}),
    Scene(change_pulse.planned_message, "done already", {"change_id": 7, "planned": replace(STEP, done=True)}),
    Scene(
        change_pulse.closed_message,
        "too few",
        {"change": "Product teams", "facts": FEW, "command": "/pmo"},
    ),
)
