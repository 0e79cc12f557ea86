"""The form into which Geekbot's JSON is pasted, and the preview of the syncs that it makes."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.geekbot import GeekbotFacts
from bot.domain.person_import import LONGEST_FIELD, MOST_FIELDS
from bot.domain.words import plural
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.pasted import fields
from bot.views.pasted import pasted as pasted_in
from bot.views.ticket import Seen

FORM, PREVIEW = "geekbot_import_form", "geekbot_import_preview"
FIRST = "json:0"
MOST_LINES = 120
"""Lines that the preview shows, so that it stays below Slack's hundred blocks; more are counted."""


def form(words: Words, texts: Sequence[str]) -> View:
    """Return the form with what was pasted before."""
    shown = [blocks.section("intro", words("geekbot_import/intro.mrkdwn.j2", most=LONGEST_FIELD))]
    labels = ("Geekbot's answer", "More of it")
    example = '[{"name": "Daily stand-up", "time": "10:00:00", …'
    shown += fields("json", texts, MOST_FIELDS, labels, example)
    return blocks.modal(FORM, "Import from Geekbot", shown, submit="See syncs")


def pasted(view: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what stands in the fields, the empty ones left out. Raises Unreadable."""
    return pasted_in(view, "json")


def preview(words: Words, facts: GeekbotFacts) -> View:
    """Return the syncs and what is left out; *Change text* leads back to the form below, where everything stands."""
    shown = blocks.paragraphs("lines", words("geekbot_import/lines.mrkdwn.j2", facts=facts, most=MOST_LINES))
    label = f"Save {plural(facts.syncs, 'paused sync')}" if facts.syncs else ""
    ticket = Seen(facts.seen)
    return blocks.modal(PREVIEW, "Syncs from Geekbot", shown, submit=label, close="Change text", metadata=ticket.dump())


def saved(words: Words, facts: GeekbotFacts, command: str) -> View:
    """Return what was saved; closing it closes the whole form. `command`: the slash command."""
    text = words("geekbot_import/saved.mrkdwn.j2", facts=facts, command=command, most=MOST_LINES)
    view = blocks.modal("geekbot_import_done", "Syncs saved", blocks.paragraphs("saved", text), close="Close")
    return {**view, "clear_on_close": True}
