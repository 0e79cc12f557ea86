"""The form that says when a digest comes by itself; and reading it back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.digest_plan import PlanFacts
from bot.domain.recurrence_words import DAY_NAMES
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

OPEN, STOP, ANOTHER = "digest_plan", "digest_stop", "digest_another"
FORM = "digest_form"
DAY, TIME, CHANNEL, VALUE = "day", "time", "channel", "value"

READERS = "A channel reads only of syncs that all its readers may see."
MOST_OTHERS = 80
"""A form has a hundred blocks; nobody keeps the digests of so many channels."""


@dataclass(frozen=True, slots=True)
class DigestTicket:
    """What the form carries: which digest it changes, 0 for a new one."""

    digest: StoredId


_TICKET = TypeAdapter(DigestTicket)


def form(words: Words, facts: PlanFacts) -> View:
    """Return the form; of a digest that comes already with *Stop digest*, and with the others of its owner.

    One more goes to a channel: to themselves comes one.
    """
    more = facts.next_on is None and bool(facts.others)
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
            hint=READERS if more else f"Empty: to you. {READERS}",
            optional=not more,
        ),
    ]
    pressed = [] if facts.next_on is None else [blocks.button("Stop digest", STOP, str(facts.id))]
    if not more and facts.next_on is not None:
        pressed.append(blocks.button("Add another digest", ANOTHER))
    if pressed:
        shown.append(blocks.actions("stop", *pressed))
    for number, other in enumerate(facts.others[:MOST_OTHERS]):
        change = blocks.button("Change digest", OPEN, str(other.id))
        shown.append(blocks.section(f"other_{number}", words("digest/other.mrkdwn.j2", one=other), accessory=change))
    metadata = json.dumps(asdict(DigestTicket(facts.id)), separators=(",", ":"))
    return blocks.modal(FORM, "Your weekly digest", shown, submit="Save digest", metadata=metadata)


def changed(view: Mapping[str, Any]) -> int:
    """Return the id of the digest that a form changes, 0 for a new one. Raises Unreadable."""
    return read_ticket(_TICKET, view).digest


def typed(view: Mapping[str, Any]) -> tuple[int, str, str]:
    """Return the weekday, the time as it was typed, and the channel's Slack id ("" for none). Raises Unreadable."""
    filled = Filled.of(view)
    day = filled.one(DAY, [str(number) for number in range(len(DAY_NAMES))])
    return int(day or 0), filled.text(TIME), filled.one(CHANNEL)


def saved(words: Words, facts: PlanFacts) -> View:
    """Return what is said after saving: when it comes first, and where."""
    text = words("digest/saved.mrkdwn.j2", facts=facts)
    return blocks.modal("digest_saved", "Digest saved", [blocks.section("saved", text)], close="Close")


def stopped(words: Words, command: str) -> View:
    """Return what is said once it comes no more; `command` is the slash command."""
    text = words("digest/stopped.mrkdwn.j2", command=command)
    return blocks.modal("digest_stopped", "Digest stopped", [blocks.section("stopped", text)], close="Close")


def passed_on_message(words: Words, facts: PlanFacts, command: str) -> Message:
    """Return what the new owner of a channel's digest reads; `command` is the slash command."""
    text = words("digest/passed_on.mrkdwn.j2", facts=facts, command=command)
    button = blocks.button("Change digest", OPEN, str(facts.id), style="primary")
    shown = [blocks.section("passed_on", text), blocks.actions("passed_on_actions", button)]
    return blocks.message(words("digest/passed_on_text.mrkdwn.j2", facts=facts), shown)
