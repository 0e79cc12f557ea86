"""The form of an update as a try: what people will see, marked as a try; sending it stores nothing."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.sync_form import FormFacts
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.sync_field import question_blocks
from bot.views.ticket import StoredId, read_ticket

FORM = "sync_try_form"


@dataclass(frozen=True, slots=True)
class TryTicket:
    """What is tried: the sync `ritual_id` (None: a new one) as it is, or else its draft from `revision` on."""

    ritual_id: StoredId | None
    revision: StoredId = 0
    as_it_is: bool = False


_TICKET = TypeAdapter(TryTicket)


def ticket_of(view: Mapping[str, Any]) -> TryTicket:
    """Return the ticket of a try."""
    return read_ticket(_TICKET, view)


def try_view(words: Words, facts: FormFacts, ticket: TryTicket) -> View:
    """Return the form, with a line on top that says what it is."""
    shown = [
        blocks.section("try", words("sync_setup/try.mrkdwn.j2", facts=facts)),
        blocks.context("who_sees", words("sync/form_who_sees.mrkdwn.j2", facts=facts)),
        *question_blocks(words, facts),
    ]
    title = blocks.clip(f"Try: {facts.sync}", blocks.TITLE_LENGTH)
    metadata = json.dumps(asdict(ticket), separators=(",", ":"))
    return blocks.modal(FORM, title, shown, submit="Send as a try", close="Back", metadata=metadata)


def tried(words: Words) -> View:
    """Return what is said when the try is sent."""
    text = words("sync_setup/tried.mrkdwn.j2")
    return blocks.modal("sync_tried_view", "Nothing was sent", [blocks.section("tried", text)], close="Back")
