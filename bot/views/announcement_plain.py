"""The form of an announcement without a change: what, to whom, when; then the last look before it goes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from bot.domain.announcement_compose import (
    CHANNELS,
    MOST_CHANNELS,
    MOST_FIELDS,
    TEXT,
    TITLE,
    CoreText,
    Way,
    text_fields,
    text_of,
)
from bot.domain.announcement_plain import EVERYONE, PEOPLE, TEAMS, PlainAudience, PlainForm
from bot.domain.playbook_form import AFTER_THE_LAST
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.announcement_field import VALUE, typed
from bot.views.announcement_way_form import read_way, way_fields
from bot.views.filled import Filled
from bot.views.team_menu import several_teams
from bot.views.ticket import Short, StoredId, read_ticket

FORM = "announcement_plain_form"
BODY = f"{TEXT}:"
"""Begins the id of each field that holds a part of the text."""

MUCH = 1500
"""Characters from which on there is a further field, to go on in."""

ROOM = "Up to 3,000 characters; once it is long, the draft has another field for more."


@dataclass(frozen=True, slots=True)
class PlainTicket:
    """What the form carries: which draft (0: a new one) at which revision, and how its fields join."""

    announcement: StoredId = 0
    revision: StoredId = 0
    fields: Annotated[int, Field(ge=0, le=MOST_FIELDS)] = 1
    joins: Short = ""

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(PlainTicket)


def plain_ticket(view: Mapping[str, Any]) -> PlainTicket:
    """Return the ticket of the form. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def plain_form(words: Words, facts: PlainForm) -> View:
    """Return the form."""
    fields, joins = text_fields(facts.core.text)
    if len(facts.core.text) < MUCH:
        fields, joins = fields[:1], ""
    shown: list[blocks.Block] = [
        blocks.context("who_sees", words("announcement/plain_who_sees.mrkdwn.j2", facts=facts)),
        typed(TITLE, "Title", facts.core.title, "Office closed on Friday", optional=False),
    ]
    for number, one in enumerate(fields):
        label = "What do you have to say?" if not number else f"… part {number + 1}"
        example = "What changes for them, what stays, from when, and what they do." if not number else ""
        hint = "Where the field above is full: one holds 3,000 characters." if number else ROOM
        shown.append(typed(f"{BODY}{number}", label, one, example, multiline=True, optional=bool(number), hint=hint))
    shown += _audience(facts)
    shown += way_fields(facts.way.fields())
    ticket = PlainTicket(facts.announcement_id or 0, facts.revision, len(fields), joins)
    return blocks.modal(FORM, "Announcement", shown, submit="Preview it", metadata=ticket.dump())


def core_in(view: Mapping[str, Any]) -> CoreText:
    """Return what was written. Raises Unreadable."""
    ticket, filled = plain_ticket(view), Filled.of(view)
    written = [filled.text(f"{BODY}{number}") for number in range(ticket.fields)]
    joins = ticket.joins.ljust(max(len(written) - 1, 0), AFTER_THE_LAST)
    return CoreText(filled.text(TITLE), text_of(written, joins))


def audience_in(view: Mapping[str, Any]) -> PlainAudience:
    """Return who is to get it. Raises Unreadable."""
    filled = Filled.of(view)
    return PlainAudience(
        teams=tuple(filled.numbers(TEAMS)) if TEAMS in filled else (),
        people=tuple(filled.many(PEOPLE)),
        channels=tuple(filled.many(CHANNELS)),
        everyone=EVERYONE in filled and bool(filled.many(EVERYONE, [EVERYONE])),
    )


def plain_way(view: Mapping[str, Any], today: date) -> Way:
    """Return how and when it is to come. Raises Unfit, Unreadable."""
    return read_way(view, today)


def _audience(facts: PlainForm) -> list[blocks.Block]:
    shown: list[blocks.Block] = []
    chosen = facts.audience
    if facts.teams:
        menu = several_teams(VALUE, facts.teams, chosen=chosen.teams, placeholder="No team")
        shown.append(blocks.field(TEAMS, "To teams", menu))
    people = blocks.people(VALUE, chosen=chosen.people, placeholder="Nobody by name")
    shown.append(blocks.field(PEOPLE, "To people", people))
    if facts.is_pmo:
        option = blocks.option("Everyone in the company", EVERYONE, "Guests are left out")
        boxes = blocks.checkboxes(VALUE, [option], chosen=[EVERYONE] if chosen.everyone else [])
        shown.append(blocks.field(EVERYONE, "To all", boxes))
    channels = blocks.channels(VALUE, chosen=chosen.channels, most=MOST_CHANNELS, placeholder="No channel")
    hint = "" if facts.is_pmo else "Those of your own teams."
    shown.append(blocks.field(CHANNELS, "In channels", channels, hint=hint))
    return shown
