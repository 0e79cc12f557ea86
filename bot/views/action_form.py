"""The forms around an action: new, handed over, another day, smaller, done, help wanted, dropped."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from bot.domain.action_form import (
    DUE,
    EFFECT,
    NEEDS,
    OWNER,
    REASON,
    SIGNAL,
    TEXT,
    WORKED,
    ActionForm,
    NewAction,
    Promise,
)
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.action import TEXT as SHOWN
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

NEW = "action_new"
NEW_FORM, HAND_FORM, DATE_FORM, SMALLER_FORM, DONE_FORM, HELP_FORM, DROP_FORM = (
    "action_new_form",
    "action_hand_form",
    "action_date_form",
    "action_smaller_form",
    "action_done_form",
    "action_help_form",
    "action_drop_form",
)
VALUE = "value"
YES, NO, OPEN = "yes", "no", "open"
"""Whether an experiment worked; `OPEN`: it cannot be told."""


@dataclass(frozen=True, slots=True)
class ActionTicket:
    """What a form carries: which version of which action it shows, and whether it was opened on the home tab."""

    action: StoredId
    revision: StoredId
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class NewActionTicket:
    """What the form of a new action carries: whether it was opened on the home tab, and of which shared theme it is."""

    home: bool = False
    theme: StoredId = 0

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET, _NEW_TICKET = TypeAdapter(ActionTicket), TypeAdapter(NewActionTicket)


def ticket_of(view: Mapping[str, Any]) -> ActionTicket:
    """Return the ticket of a form that was sent. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def new_form(words: Words, facts: NewAction, *, text: str = "", home: bool = False, theme: int = 0) -> View:
    """Return the form of a new action, which begins with `text`; `theme`: what several teams share, 0 for nothing."""
    typing = blocks.text_input(VALUE, value=text, placeholder="Write one page on who decides prices")
    shown = [
        blocks.context("who_sees", words("action/new_who_sees.mrkdwn.j2", facts=facts)),
        blocks.field(TEXT, "What is to be done?", typing, optional=False),
    ]
    if not facts.only_own:
        hint = "They are asked whether they take it."
        shown.append(
            blocks.field(
                OWNER, "Who does it?", blocks.person(VALUE, chosen=facts.reader_slack), hint=hint, optional=False
            )
        )
    shown += [
        blocks.field(DUE, "By when?", blocks.day_picker(VALUE), optional=False),
        blocks.field(SIGNAL, "What will tell that it worked?", signal_input()),
    ]
    ticket = NewActionTicket(home, theme)
    return blocks.modal(NEW_FORM, "New action", shown, submit="Add action", metadata=ticket.dump())


def signal_input(value: str = "") -> blocks.Element:
    """Return the field for what will tell that it worked."""
    return blocks.text_input(VALUE, value=value, placeholder="Nobody asks in #sales who may give a discount")


def promised_in(view: Mapping[str, Any]) -> tuple[Promise, NewActionTicket]:
    """Return what was promised in the form, and what it carries. Raises Unreadable."""
    filled = Filled.of(view)
    owner = filled.one(OWNER) if OWNER in filled else ""
    promise = Promise(filled.text(TEXT), owner, filled.day(DUE), filled.text(SIGNAL))
    return promise, read_ticket(_NEW_TICKET, view)


def hand_form(words: Words, facts: ActionForm, *, home: bool = False) -> View:
    """Return the form in which somebody else gets it."""
    owner = blocks.field(OWNER, "Who does it?", blocks.person(VALUE), optional=False)
    return _form(words, facts, HAND_FORM, "Hand it over", [owner], "Hand over", home)


def date_form(words: Words, facts: ActionForm, *, home: bool = False) -> View:
    """Return the form in which it gets another day."""
    day = blocks.field(DUE, "By when?", blocks.day_picker(VALUE, chosen=_day(facts)), optional=False)
    return _form(words, facts, DATE_FORM, "New date", [day], "Set date", home)


def smaller_form(words: Words, facts: ActionForm, *, home: bool = False) -> View:
    """Return the form in which less is to be done."""
    typing = blocks.text_input(VALUE, value=facts.action.text, placeholder="Ask three teams first")
    fields = [
        blocks.field(TEXT, "What is left to be done?", typing, optional=False),
        blocks.field(DUE, "By when?", blocks.day_picker(VALUE, chosen=_day(facts)), optional=False),
    ]
    return _form(words, facts, SMALLER_FORM, "Make it smaller", fields, "Save", home)


def done_form(words: Words, facts: ActionForm, *, home: bool = False) -> View:
    """Return the form in which it is done: what came of it, and of an experiment whether it worked."""
    fields = []
    if facts.action.experiment:
        options = [
            blocks.option("It worked", YES),
            blocks.option("It did not work", NO),
            blocks.option("Hard to tell", OPEN),
        ]
        fields.append(blocks.field(WORKED, "Did it work?", blocks.radio(VALUE, options), optional=False))
    typing = blocks.text_input(VALUE, multiline=True, placeholder="Two discounts in April, none had to be asked for")
    fields.append(blocks.field(EFFECT, "What was the effect?", typing))
    return _form(words, facts, DONE_FORM, "Done", fields, "Mark as done", home)


def help_form(words: Words, facts: ActionForm, *, home: bool = False) -> View:
    """Return the form in which the owner says what would help."""
    typing = blocks.text_input(VALUE, multiline=True, placeholder="Half an hour with somebody from Legal")
    field = blocks.field(NEEDS, "What would help?", typing, optional=False)
    return _form(words, facts, HELP_FORM, "Need help", [field], "Ask for help", home)


def drop_form(words: Words, facts: ActionForm, *, home: bool = False) -> View:
    """Return the form in which nothing is to be done any more."""
    typing = blocks.text_input(VALUE, multiline=True, placeholder="The new tariff made it needless")
    field = blocks.field(REASON, "Why?", typing)
    return _form(words, facts, DROP_FORM, "Drop it", [field], "Drop action", home)


def effect_in(view: Mapping[str, Any]) -> tuple[str, bool | None]:
    """Return what came of it, and whether it worked. Raises Unreadable."""
    filled = Filled.of(view)
    worked = filled.one(WORKED, (YES, NO, OPEN)) if WORKED in filled else OPEN
    return filled.text(EFFECT), {YES: True, NO: False}.get(worked)


def told(words: Words, sentence: str) -> View:
    """Return what has been done with a form, where more is to be said than that it is closed."""
    text = words("words/only.mrkdwn.j2", sentence=sentence)
    return blocks.modal("action_told_view", "Action", [blocks.section("told", text)], close="Close")


def _form(
    words: Words, facts: ActionForm, callback: str, title: str, fields: list[blocks.Block], submit: str, home: bool
) -> View:
    one = facts.action
    text, signal = blocks.clip(one.text, SHOWN), blocks.clip(one.signal, SHOWN)
    said = {"facts": facts, "one": one, "text": text, "signal": signal, "today": facts.today}
    shown = [
        blocks.section("action", words("action/one.mrkdwn.j2", **said)),
        blocks.context("who_sees", words(f"action/{callback.removeprefix('action_')}.mrkdwn.j2", **said)),
        *fields,
    ]
    ticket = ActionTicket(one.id, one.revision, home)
    return blocks.modal(callback, title, shown, submit=submit, metadata=ticket.dump())


def _day(facts: ActionForm) -> date | None:
    """Return the day that a calendar begins with; none where it is past."""
    due = facts.action.due_on
    return due if due is not None and due >= facts.today else None
