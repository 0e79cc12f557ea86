"""The form that says when a digest comes by itself; and reading it back."""

from collections.abc import Mapping
from typing import Any

from bot.domain.digest_plan import PlanFacts
from bot.domain.recurrence_words import DAY_NAMES
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled

OPEN, STOP = "digest_plan", "digest_stop"
FORM = "digest_form"
DAY, TIME, CHANNEL, VALUE = "day", "time", "channel", "value"


def form(words: Words, facts: PlanFacts) -> View:
    """Return the form; of a digest that comes already with *Stop digest*."""
    days = [blocks.option(name, str(day)) for day, name in enumerate(DAY_NAMES)]
    at = blocks.text_input(VALUE, value=f"{facts.plan.at:%H:%M}", placeholder="15:00")
    shown = [
        blocks.context("intro", words("digest/plan.mrkdwn.j2", facts=facts)),
        blocks.field(DAY, "Which day?", blocks.select(VALUE, days, chosen=str(facts.plan.weekday)), optional=False),
        blocks.field(TIME, "At what time?", at, hint="In your own time zone.", optional=False),
        blocks.field(
            CHANNEL,
            "To which channel?",
            blocks.channel(VALUE, chosen=facts.plan.channel_id),
            hint="Empty: to you. A channel reads only of syncs that all its readers may see.",
        ),
    ]
    if facts.next_on is not None:
        shown.append(blocks.actions("stop", blocks.button("Stop digest", STOP)))
    return blocks.modal(FORM, "Your weekly digest", shown, submit="Save digest")


def typed(view: Mapping[str, Any]) -> tuple[int, str, str]:
    """Return the weekday, the time as it was typed, and the channel's Slack id ("" for none). Raises Unreadable."""
    filled = Filled.of(view)
    day = filled.one(DAY, [str(number) for number in range(len(DAY_NAMES))])
    return int(day or 0), filled.text(TIME), filled.one(CHANNEL)


def saved(words: Words, facts: PlanFacts) -> View:
    """Return what is said after saving: when it comes first, and where."""
    text = words("digest/saved.mrkdwn.j2", facts=facts)
    return blocks.modal("digest_saved", "Digest saved", [blocks.section("saved", text)], close="Close")


def stopped(words: Words) -> View:
    """Return what is said once it comes no more."""
    text = words("digest/stopped.mrkdwn.j2")
    return blocks.modal("digest_stopped", "Digest stopped", [blocks.section("stopped", text)], close="Close")


def passed_on_message(words: Words, facts: PlanFacts, command: str) -> Message:
    """Return what the new owner of a channel's digest reads; `command` is the slash command."""
    text = words("digest/passed_on.mrkdwn.j2", facts=facts, command=command)
    button = blocks.button("Change digest", OPEN, style="primary")
    shown = [blocks.section("passed_on", text), blocks.actions("passed_on_actions", button)]
    return blocks.message(words("digest/passed_on_text.mrkdwn.j2", facts=facts), shown)
