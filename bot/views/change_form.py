"""The form in which a change is registered or edited, and the one in which it is stopped."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from bot.domain.change import HEARTBEATS, STATE_WORDS, ChangeState
from bot.domain.change_form import (
    BEGIN,
    ENDS,
    HEARTBEAT,
    NAME,
    OWNER,
    SPONSOR,
    STARTS,
    STATE,
    WHY,
    ChangeForm,
    ChangeWritten,
    weeks,
)
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

FORM, STOP_FORM = "change_form", "change_stop_form"
NEW, EDIT, STOP, GO_ON, DELETE = "change_new", "change_edit", "change_stop", "change_go_on", "change_delete"
REASON, VALUE = "reason", "value"
NOTHING = "nothing"
"""Stands for a change that begins without groups."""

MOST_SHOWN = 300
"""Characters that are shown of what somebody else wrote meanwhile."""

Base = dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=12)]]
"""Digests by field."""


@dataclass(frozen=True, slots=True)
class FormTicket:
    """Which change the form edits (0: a new one), and the digests of what it began with."""

    change: StoredId = 0
    base: Base = field(default_factory=dict)

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class ChangeTicket:
    """Which change a form is about."""

    change: StoredId

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_FORM, _CHANGE = TypeAdapter(FormTicket), TypeAdapter(ChangeTicket)


def form_ticket(view: Mapping[str, Any]) -> FormTicket:
    """Return the ticket of the form. Raises Unreadable."""
    return read_ticket(_FORM, view)


def change_in(view: Mapping[str, Any]) -> int:
    """Return the change that a small form is about. Raises Unreadable."""
    return read_ticket(_CHANGE, view).change


def change_form(words: Words, facts: ChangeForm) -> View:
    """Return the form of a change; what somebody else wrote meanwhile stands above it."""
    new, written = facts.change_id is None, facts.written
    shown: list[blocks.Block] = []
    if facts.by:
        others = [(one.what, blocks.clip(one.value, MOST_SHOWN)) for one in facts.others]
        shown.append(blocks.section("others", words("change/form_others.mrkdwn.j2", by=facts.by, others=others)))
    often = [blocks.option(weeks(number).capitalize(), str(number)) for number in HEARTBEATS]
    states = [blocks.option(STATE_WORDS[one].capitalize(), str(one)) for one in facts.states]
    shown += [
        blocks.context("who_sees", words("change/form_who_sees.mrkdwn.j2", state=str(written.state))),
        _text(NAME, "What changes?", written.name, "The shift to product teams", optional=False),
        _text(WHY, "Why?", written.why, "Customers wait for five teams to hand work on to each other.", multiline=True),
        blocks.field(SPONSOR, "Who stands for it?", _person(written.sponsor), optional=False),
        blocks.field(
            OWNER,
            "Who answers for its news?",
            _person(written.owner),
            hint="They are asked in time when news is due, and answer people where nobody else is named.",
            optional=False,
        ),
        blocks.field(
            STARTS,
            "From when?",
            blocks.day_picker(VALUE, chosen=written.starts_on),
            hint="From that day on it is in progress, once it was announced.",
        ),
        blocks.field(ENDS, "Settled by when?", blocks.day_picker(VALUE, chosen=written.ends_on)),
        blocks.field(
            STATE,
            "How far is it?",
            blocks.select(VALUE, states, chosen=str(written.state)),
            hint="A draft is seen by the PMO and by these two alone.",
            optional=False,
        ),
        blocks.field(
            HEARTBEAT,
            "News at least",
            blocks.select(VALUE, often, chosen=str(written.heartbeat)),
            hint="While it goes on, “nothing new” included.",
            optional=False,
        ),
    ]
    if new and facts.begins:
        options = [blocks.option("Nobody yet", NOTHING)]
        options += [blocks.option(name, key) for key, name in facts.begins.items()]
        hint = "Groups and what changes for them come along; you can change all of it."
        menu = blocks.select(VALUE, options, chosen=NOTHING)
        shown.append(blocks.field(BEGIN, "Whom it affects: begin with", menu, hint=hint, optional=False))
    title, submit = ("New change", "Register change") if new else ("Edit change", "Save change")
    ticket = FormTicket(facts.change_id or 0, dict(facts.base))
    return blocks.modal(FORM, title, shown, submit=submit, metadata=ticket.dump())


def written_in(view: Mapping[str, Any]) -> ChangeWritten:
    """Return what stands in the form. Raises Unreadable."""
    filled = Filled.of(view)
    return ChangeWritten(
        name=filled.text(NAME),
        why=filled.text(WHY),
        sponsor=filled.one(SPONSOR),
        owner=filled.one(OWNER),
        starts_on=filled.day(STARTS),
        ends_on=filled.day(ENDS),
        state=ChangeState(filled.one(STATE, [str(one) for one in STATE_WORDS]) or ChangeState.DRAFT),
        heartbeat=int(filled.one(HEARTBEAT, [str(number) for number in HEARTBEATS]) or 0),
    )


def begin_in(view: Mapping[str, Any]) -> str:
    """Return the key of what the groups of a new change begin with, "" for nothing. Raises Unreadable."""
    filled = Filled.of(view)
    chosen = filled.one(BEGIN) if BEGIN in filled else ""
    return "" if chosen == NOTHING else chosen


def stop_form(words: Words, change_id: int, name: str, says: Sequence[str]) -> View:
    """Return the form in which a change is stopped; `says` is what becomes of what is planned for it."""
    shown = [
        blocks.section("what", words("change/stop_what.mrkdwn.j2", name=name, says=says)),
        _text(
            REASON,
            "Why?",
            "",
            "The pilot showed that two of the teams need each other every day.",
            multiline=True,
            optional=False,
        ),
    ]
    metadata = ChangeTicket(change_id).dump()
    return blocks.modal(STOP_FORM, "Stop change", shown, submit="Stop change", metadata=metadata)


def reason_in(view: Mapping[str, Any]) -> str:
    """Return why a change is stopped. Raises Unreadable."""
    return Filled.of(view).text(REASON)


def said(words: Words, title_: str, sentence: str) -> View:
    """Return a form that only says what was done."""
    text = words("words/only.mrkdwn.j2", sentence=sentence)
    return blocks.modal("change_said_view", title_, [blocks.section("said", text)], close="Close")


def _text(
    name: str, label: str, value: str, placeholder: str, *, multiline: bool = False, optional: bool = True
) -> blocks.Block:
    element = blocks.text_input(VALUE, value=value, multiline=multiline, placeholder=placeholder)
    return blocks.field(name, label, element, optional=optional)


def _person(slack_id: str) -> blocks.Element:
    return blocks.person(VALUE, chosen=slack_id)
