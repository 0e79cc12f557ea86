"""The form in which people set their own rhythm, and what is said after it was saved."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.local_time import SHORT_DAYS
from bot.domain.recurrence_words import DAY_NAMES
from bot.domain.rhythm import Reminders, RhythmFacts, Typed
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.opt_out import own_block
from bot.views.ticket import Short, read_ticket

SHOW, CONFIRM = "rhythm_show", "rhythm_confirm"
FORM = "rhythm_form"
VALUE = "value"
MOST_LEFT_OUT = 40
"""Syncs that one is left out of and that the form names; the others come up as one is asked again."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the form carries: the Slack id of whom it is about, "" for whoever fills it in."""

    person: Short = ""

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(Ticket)


def ticket_of(view: Mapping[str, Any]) -> Ticket:
    """Return the ticket of a form that was submitted."""
    return read_ticket(_TICKET, view)


def form(words: Words, facts: RhythmFacts) -> View:
    """Return the form; a country that is not set yet is offered as the time zone has it."""
    rhythm = facts.rhythm
    country = blocks.text_input(VALUE, value=rhythm.country or facts.guess, placeholder="PT or DE-BY")
    guessed = f"{facts.guessed_place}, as the time zone has it. " if facts.guess else ""
    days = [blocks.option(name, SHORT_DAYS[day]) for day, name in enumerate(DAY_NAMES)]
    chosen = [SHORT_DAYS[day] for day in rhythm.days]
    reminders = [
        blocks.option("Remind once", Reminders.STANDARD, "Half way through, in working hours."),
        blocks.option("Only if a team waits", Reminders.LIGHT, "When nobody else of the squad is left to be asked."),
        blocks.option("Never remind", Reminders.NONE, "Nothing after the first message."),
    ]
    shown = [
        blocks.context("intro", words("rhythm/intro.mrkdwn.j2", facts=facts)),
        blocks.field(
            "country",
            "Country, for public holidays",
            country,
            hint=f"{guessed}Its holidays make you away; a region has its own: DE-BY. Empty: none.",
        ),
        blocks.field("days", "Working days", blocks.checkboxes(VALUE, days, chosen=chosen), optional=False),
        blocks.field(
            "hours",
            "Working hours",
            blocks.text_input(VALUE, value=f"{rhythm.starts:%H:%M}-{rhythm.ends:%H:%M}", placeholder="9:00-17:00"),
            optional=False,
        ),
        blocks.field(
            "zone",
            "Time zone",
            blocks.text_input(VALUE, value=rhythm.zone, placeholder=facts.zone),
            hint="Empty: the one that Slack has, also when it changes.",
        ),
        blocks.field(
            "reminders",
            "Reminders",
            blocks.radio(VALUE, reminders, chosen=rhythm.reminders),
            optional=False,
        ),
    ]
    shown += [own_block(words, one) for one in facts.left_out[:MOST_LEFT_OUT]]
    ticket = Ticket(facts.person).dump()
    title = "Their settings" if facts.name else "My settings"
    return blocks.modal(FORM, title, shown, submit="Save settings", close="Close", metadata=ticket)


def typed(view: Mapping[str, Any]) -> Typed:
    """Return what stands in the form. Raises Unreadable."""
    filled = Filled.of(view)
    return Typed(
        country=filled.text("country"),
        days=tuple(SHORT_DAYS.index(day) for day in filled.many("days", SHORT_DAYS)),
        hours=filled.text("hours"),
        zone=filled.text("zone"),
        reminders=Reminders(filled.one("reminders", set(Reminders)) or Reminders.STANDARD),
    )


def saved(words: Words, facts: RhythmFacts) -> View:
    """Return what is said after saving: what it means, in a sentence."""
    text = words("rhythm/saved.mrkdwn.j2", facts=facts)
    return blocks.modal("rhythm_saved", "Settings saved", [blocks.section("saved", text)], close="Close")
