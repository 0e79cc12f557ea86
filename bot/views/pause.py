"""Pausing everything: the form that asks first, and what is said of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.pause import PauseFacts
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled

SHOW, RESUME, FORM = "pause_show", "pause_resume", "pause_form"
UNTIL, VALUE = "until", "value"


def form(words: Words, facts: PauseFacts) -> View:
    """Return the form that says what a pause does before it begins; while there is one, what is and how it ends."""
    if facts.pause is not None:
        return paused(words, facts)
    shown = [
        blocks.section("what", words("pause/what.mrkdwn.j2")),
        blocks.field(
            UNTIL,
            "First day on which Drumbeat asks again",
            blocks.day_picker(VALUE),
            hint="Empty: when you or somebody else of the PMO presses Resume everything.",
        ),
        blocks.context("who_sees", words("pause/who_sees.mrkdwn.j2")),
    ]
    return blocks.modal(FORM, "Pause everything", shown, submit="Pause everything")


def paused(words: Words, facts: PauseFacts) -> View:
    """Return what was done as a form that only says it."""
    shown = [blocks.section("paused", words("pause/said.mrkdwn.j2", facts=facts))]
    if facts.pause is not None:
        shown.append(blocks.actions("pause_actions", blocks.button("Resume everything", RESUME)))
    return blocks.modal("pause_said", "Pause everything", shown, close="Close")


def said(words: Words, facts: PauseFacts) -> Message:
    """Return how it stands now as a message."""
    text = words("pause/said.mrkdwn.j2", facts=facts)
    return blocks.message(text, [blocks.section("paused", text)])


def until_in(view: Mapping[str, Any]) -> date | None:
    """Return the day that was chosen, if any."""
    return Filled.of(view).day(UNTIL)
