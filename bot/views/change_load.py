"""Change load: the question to whoever stands for a change, its form, and what came of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.change_load_ask import AskState, LoadAsk
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

ALLOW, WAIT = "change_load_allow", "change_load_wait"
ALLOW_FORM, WAIT_FORM = "change_load_allow_form", "change_load_wait_form"
REASON, VALUE = "reason", "value"


@dataclass(frozen=True, slots=True)
class AskTicket:
    """Which question a form answers."""

    ask: StoredId

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(AskTicket)


def ask_message(words: Words, facts: LoadAsk) -> Message:
    """Return the question; once it is settled it says so."""
    text = words("change_load/ask_text.mrkdwn.j2", facts=facts)
    shown: list[blocks.Block] = blocks.paragraphs("ask", words("change_load/ask.mrkdwn.j2", facts=facts))
    if facts.state is AskState.ASKED and not facts.over:
        value = str(facts.id)
        shown.append(
            blocks.actions(
                "answer",
                blocks.button("Let it go", ALLOW, value, style="primary"),
                blocks.button("Not now", WAIT, value),
            )
        )
    return blocks.message(text, shown)


def gone_message(words: Words) -> Message:
    """Return what whoever was asked reads once the draft was deleted."""
    text = words("change_load/ask_gone.mrkdwn.j2")
    return blocks.message(text, [blocks.section("gone", text)])


def told_message(words: Words, facts: LoadAsk) -> Message:
    """Return what came of it, for whoever wanted to send the announcement."""
    return blocks.message(
        words("change_load/told_text.mrkdwn.j2", facts=facts),
        blocks.paragraphs("told", words("change_load/told.mrkdwn.j2", facts=facts)),
    )


def allow_form(words: Words, facts: LoadAsk) -> View:
    """Return the form in which it is allowed, for a reason."""
    typing = blocks.text_input(
        VALUE, multiline=True, placeholder="Contracts are signed on Friday; they hear it from us."
    )
    shown = [
        *blocks.paragraphs("what", words("change_load/allow.mrkdwn.j2", facts=facts)),
        blocks.field(REASON, "Why can it not wait?", typing, optional=False),
    ]
    return blocks.modal(ALLOW_FORM, "Let it go", shown, submit="Let it go", metadata=AskTicket(facts.id).dump())


def wait_form(words: Words, facts: LoadAsk) -> View:
    """Return the form in which it is kept for later."""
    typing = blocks.text_input(VALUE, multiline=True, placeholder="After the quarter's end, say on 6 April.")
    shown = [
        *blocks.paragraphs("what", words("change_load/wait.mrkdwn.j2", facts=facts)),
        blocks.field(REASON, "Anything they should know?", typing),
    ]
    return blocks.modal(WAIT_FORM, "Not now", shown, submit="Keep it for later", metadata=AskTicket(facts.id).dump())


def ask_in(view: Mapping[str, Any]) -> tuple[int, str]:
    """Return the question that a form answers, and what was typed. Raises Unreadable."""
    return read_ticket(_TICKET, view).ask, Filled.of(view).text(REASON)
