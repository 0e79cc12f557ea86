"""The heartbeat of a change: the question for news, the line on its page, and the form of a pause."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from bot.domain.change_heartbeat import HeartbeatFacts
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.announcement_list import NEW
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

NOTHING_NEW, PAUSE, RESUME = "change_nothing_new", "change_news_pause", "change_news_resume"
"""Buttons; the value of each is the change's id."""

PAUSE_FORM = "change_news_pause_form"
UNTIL, VALUE = "until", "value"


@dataclass(frozen=True, slots=True)
class PauseTicket:
    """Which change the form is about."""

    change: StoredId


_TICKET = TypeAdapter(PauseTicket)


def asked_message(words: Words, facts: HeartbeatFacts) -> Message:
    """Return the question to its owner whether there is news."""
    return _message(facts, "asked", words("change_heartbeat/asked.mrkdwn.j2", facts=facts))


def lapsed_message(words: Words, facts: HeartbeatFacts) -> Message:
    """Return what the PMO hears where there was none."""
    return _message(facts, "lapsed", words("change_heartbeat/lapsed.mrkdwn.j2", facts=facts))


def page_blocks(words: Words, facts: HeartbeatFacts | None) -> list[blocks.Block]:
    """Return what the page of a change says of it to those who run it."""
    if facts is None:
        return []
    value = str(facts.change_id)
    pause = blocks.button("Pause news", PAUSE, value)
    again = blocks.button("Promise news again", RESUME, value)
    pressed = [blocks.button("Nothing new", NOTHING_NEW, value)]
    if facts.heartbeat.weeks:
        pressed.append(again if facts.paused else pause)
    text = words("change_heartbeat/page.mrkdwn.j2", facts=facts)
    return [blocks.section("heartbeat", text), blocks.actions("heartbeat_do", *pressed)]


def pause_form(words: Words, facts: HeartbeatFacts) -> View:
    """Return the form that asks until when."""
    shown = [
        *blocks.paragraphs("what", words("change_heartbeat/pause_form.mrkdwn.j2", facts=facts)),
        blocks.field(UNTIL, "Until when?", blocks.day_picker(VALUE), optional=False),
    ]
    metadata = json.dumps(asdict(PauseTicket(facts.change_id)), separators=(",", ":"))
    return blocks.modal(PAUSE_FORM, "Pause news", shown, submit="Pause news", metadata=metadata)


def paused_in(view: Mapping[str, Any]) -> tuple[int, date | None]:
    """Return the change, and until when. Raises Unreadable."""
    return read_ticket(_TICKET, view).change, Filled.of(view).day(UNTIL)


def _message(facts: HeartbeatFacts, block_id: str, text: str) -> Message:
    shown: list[blocks.Block] = [blocks.section(block_id, text)]
    if not facts.settled:
        value = str(facts.change_id)
        update = blocks.button("Write an update", NEW, value, style="primary")
        shown.append(blocks.actions("news", update, blocks.button("Nothing new", NOTHING_NEW, value)))
    return blocks.message(text, shown)
