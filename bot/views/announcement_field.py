"""What the forms of an announcement share: their ticket, what stands above their fields, and a field to type in."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from bot.domain.announcement_compose import MOST_FIELDS
from bot.domain.announcement_desk import SectionForm
from bot.domain.typed_markdown import unmarked
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.ticket import Short, StoredId, read_ticket

VALUE = "value"

MOST_SHOWN = 600
"""Characters that are shown of what somebody else wrote meanwhile."""

Base = dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=12)]]
"""Digests by field."""


@dataclass(frozen=True, slots=True)
class ComposeTicket:
    """What the forms carry: which announcement (0: a new one of `change`), and the digests of what they began with."""

    announcement: StoredId = 0
    change: StoredId = 0
    kind: Short = ""
    group: StoredId = 0
    fields: Annotated[int, Field(ge=0, le=MOST_FIELDS)] = 0
    joins: Short = ""
    base: Base = field(default_factory=dict)

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(ComposeTicket)


def ticket_in(view: Mapping[str, Any]) -> ComposeTicket:
    """Return the ticket of any of the forms. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def said(words: Words, title_: str, sentence: str) -> View:
    """Return a form that only says what was done."""
    text = words("words/only.mrkdwn.j2", sentence=sentence)
    view = blocks.modal("announcement_said_view", title_, [blocks.section("said", text)], close="Close")
    return {**view, "clear_on_close": True}


def head(words: Words, facts: SectionForm, who_sees: str) -> list[blocks.Block]:
    """Return who sees it, and above that what somebody else wrote meanwhile."""
    shown: list[blocks.Block] = []
    if facts.by:
        others = [(one.what, blocks.clip(unmarked(one.value), MOST_SHOWN)) for one in facts.others]
        shown.append(blocks.section("others", words("change/form_others.mrkdwn.j2", by=facts.by, others=others)))
    return [*shown, blocks.context("who_sees", words(f"announcement/{who_sees}.mrkdwn.j2", facts=facts))]


def base(facts: SectionForm, *names: str) -> dict[str, str]:
    """Return the digests of some fields."""
    return {one: facts.base[one] for one in names if one in facts.base}


def day_of(text: str) -> date | None:
    """Return a stored date."""
    return date.fromisoformat(text) if text else None


def typed(
    name: str,
    label: str,
    value: str,
    placeholder: str,
    *,
    multiline: bool = False,
    optional: bool = True,
    hint: str = "",
) -> blocks.Block:
    """Return a field to type in."""
    element = blocks.text_input(VALUE, value=value, multiline=multiline, placeholder=placeholder)
    return blocks.field(name, label, element, optional=optional, hint=hint)
