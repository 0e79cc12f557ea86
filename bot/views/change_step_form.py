"""The forms around a step of a change's plan: which one to add, the step itself, handed over, moved, dropped."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from bot.domain.change_step import KIND_WORDS, Step, StepKind
from bot.domain.change_step_form import (
    DAY,
    DUE,
    LENGTHS,
    MATERIAL,
    MINUTES,
    OWNER,
    PAGE,
    PLACE,
    REASON,
    SEATS,
    SECOND_DAY,
    SECOND_TIME,
    TEXT,
    THROUGH,
    TIME,
    StepForm,
    StepWritten,
)
from bot.domain.change_step_plan import PlanGroup
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.change_step import OFFER, facts
from bot.views.change_step import TEXT as SHOWN
from bot.views.change_step_fields import VALUE, choice, session_fields
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

ADD_FORM, FORM, HAND_FORM, MOVE_FORM, DROP_FORM = (
    "change_step_add_form",
    "change_step_form",
    "change_step_hand_form",
    "change_step_move_form",
    "change_step_drop_form",
)
KIND = "kind"

ASKS: Mapping[StepKind, tuple[str, str]] = {
    StepKind.INFORM: ("What are they to know?", "From 16 March on you work in the product teams; your lead stays"),
    StepKind.SESSION: ("What is it about?", "Your new role: what you do, whom you ask"),
    StepKind.PAGE: ("What do they find there?", "How a forecast is made from now on, step by step"),
    StepKind.PRACTICE: ("What do they try?", "Enter one real deal in the new tool"),
    StepKind.ADAPT: ("Which process, and how?", "HR: job descriptions follow the new roles"),
}
MEANS: Mapping[StepKind, str] = {
    StepKind.INFORM: "What they must know, by when, and through which announcement",
    StepKind.SESSION: "With sign-up, a second date, and a way for who can't come",
    StepKind.PAGE: "Each says when they have read it",
    StepKind.PRACTICE: "Each says when they have done it",
    StepKind.ADAPT: "Something beside their work that must follow, with an owner",
}


@dataclass(frozen=True, slots=True)
class StepTicket:
    """Which step a form is about, as which version of it, and whether it was opened on the home tab."""

    step: StoredId
    revision: StoredId
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class FormTicket:
    """Which group a new step is for, of which kind it is; of one that is edited (`step`) which version is shown."""

    group: StoredId
    kind: StepKind
    step: StoredId = 0
    revision: StoredId = 0
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class GroupTicket:
    """Which group of which change a step is to be added for."""

    change: StoredId
    group: StoredId

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_STEP, _FORM, _GROUP = TypeAdapter(StepTicket), TypeAdapter(FormTicket), TypeAdapter(GroupTicket)


def step_ticket(view: Mapping[str, Any]) -> StepTicket:
    """Return the ticket of a small form. Raises Unreadable."""
    return read_ticket(_STEP, view)


def form_ticket(view: Mapping[str, Any]) -> FormTicket:
    """Return the ticket of the form of a step. Raises Unreadable."""
    return read_ticket(_FORM, view)


def group_ticket(view: Mapping[str, Any]) -> GroupTicket:
    """Return the ticket of the form in which it is chosen what to add. Raises Unreadable."""
    return read_ticket(_GROUP, view)


def add_form(words: Words, change_id: int, change: str, group: PlanGroup, *, note: str = "") -> View:
    """Return what can be added for a group: what its impact makes likely with one tap each, or anything else."""
    said = {"change": change, "group": group.name, "note": note, "offers": len(group.offers)}
    shown = [blocks.section("for_whom", words("change_step/add.mrkdwn.j2", **said))]
    for offer in group.offers:
        text = words("change_step/offer.mrkdwn.j2", word=KIND_WORDS[offer.kind], text=blocks.clip(offer.text, SHOWN))
        button = blocks.button("Add it", OFFER, f"{group.id}:{offer.key}")
        shown.append(blocks.section(f"offer:{offer.key}", text, accessory=button))
    options = [blocks.option(KIND_WORDS[kind], str(kind), MEANS[kind]) for kind in KIND_WORDS]
    label = "Or something else" if group.offers else "What do they need?"
    shown.append(blocks.field(KIND, label, blocks.radio(VALUE, options), optional=False))
    ticket = GroupTicket(change_id, group.id)
    return blocks.modal(ADD_FORM, "Add a step", shown, submit="Next", close="Close", metadata=ticket.dump())


def kind_in(view: Mapping[str, Any]) -> StepKind:
    """Return which kind of step was chosen. Raises Unreadable."""
    return StepKind(Filled.of(view).one(KIND, [str(one) for one in StepKind]))


def step_form(words: Words, form: StepForm, *, home: bool = False) -> View:
    """Return the form of a step, in the words of its kind."""
    one, kind = form.step, form.kind
    label, example = ASKS[kind]
    typing = blocks.text_input(VALUE, value=one.text if one else form.begins, multiline=True, placeholder=example)
    shown = [
        blocks.context("who_sees", words("change_step/form_who_sees.mrkdwn.j2", form=form, word=KIND_WORDS[kind])),
        blocks.field(TEXT, label, typing, optional=False),
    ]
    if kind is StepKind.SESSION:
        shown += session_fields(one, form)
    if form.choices is not None:
        shown.append(choice(form))
    owner = blocks.person(VALUE, chosen=form.owner_slack)
    hint = "They are asked whether they take it." if not form.draft else "They are asked once the change is announced."
    shown.append(blocks.field(OWNER, "Who sees to it?", owner, hint=hint, optional=False))
    if kind is not StepKind.SESSION:
        due = blocks.day_picker(VALUE, chosen=form.due_on)
        shown.append(blocks.field(DUE, "By when?", due, optional=False))
    title, submit = ("Edit step", "Save step") if one else (KIND_WORDS[kind], "Add step")
    ticket = FormTicket(form.group_id, kind, one.id if one else 0, one.revision if one else 0, home)
    return blocks.modal(FORM, title, shown, submit=submit, metadata=ticket.dump())


def written_in(view: Mapping[str, Any]) -> StepWritten:
    """Return what stands in the form of a step. Raises Unreadable."""
    filled, kind = Filled.of(view), form_ticket(view).kind
    written: dict[str, Any] = {"kind": kind, "text": filled.text(TEXT), "owner": filled.one(OWNER)}
    if kind is StepKind.SESSION:
        length = filled.one(MINUTES, [str(one) for one in LENGTHS])
        return StepWritten(
            **written,
            day=filled.day(DAY),
            time=filled.text(TIME),
            minutes=int(length or 60),
            place=filled.text(PLACE),
            seats=filled.text(SEATS),
            material=filled.text(MATERIAL),
            second_day=filled.day(SECOND_DAY),
            second_time=filled.text(SECOND_TIME),
        )
    chosen = THROUGH if kind is StepKind.INFORM else PAGE
    number = (filled.number(chosen) or 0) if chosen in filled else 0
    inform = kind is StepKind.INFORM
    return StepWritten(
        **written,
        due_on=filled.day(DUE),
        announcement=number if inform else 0,
        page=0 if inform else number,
    )


def hand_form(words: Words, one: Step, today: date, *, home: bool = False) -> View:
    """Return the form in which somebody else sees to it."""
    field = blocks.field(OWNER, "Who sees to it?", blocks.person(VALUE), optional=False)
    return _small(words, one, today, HAND_FORM, "Hand it over", [field], "Hand over", home)


def move_form(words: Words, one: Step, today: date, *, home: bool = False) -> View:
    """Return the form in which it gets another day."""
    due = one.due_on if one.due_on >= today else None
    field = blocks.field(DUE, "By when?", blocks.day_picker(VALUE, chosen=due), optional=False)
    return _small(words, one, today, MOVE_FORM, "New date", [field], "Set date", home)


def drop_form(words: Words, one: Step, today: date, *, home: bool = False) -> View:
    """Return the form in which nothing is to be done any more."""
    typing = blocks.text_input(VALUE, multiline=True, placeholder="HR has the new descriptions already")
    field = blocks.field(REASON, "Why?", typing, optional=False)
    return _small(words, one, today, DROP_FORM, "Drop it", [field], "Drop step", home)


def owner_in(view: Mapping[str, Any]) -> str:
    """Return who was chosen (Slack id). Raises Unreadable."""
    return Filled.of(view).one(OWNER)


def due_in(view: Mapping[str, Any]) -> date | None:
    """Return the day that was chosen. Raises Unreadable."""
    return Filled.of(view).day(DUE)


def reason_in(view: Mapping[str, Any]) -> str:
    """Return why it was dropped. Raises Unreadable."""
    return Filled.of(view).text(REASON)


def said(words: Words, sentence: str, title: str = "Plan") -> View:
    """Return a form that only says what was done."""
    text = words("words/only.mrkdwn.j2", sentence=sentence)
    return blocks.modal("change_step_said_view", title, [blocks.section("said", text)], close="Close")


def _small(
    words: Words,
    one: Step,
    today: date,
    callback: str,
    title: str,
    fields: list[blocks.Block],
    submit: str,
    home: bool,
) -> View:
    kept = facts(one, today)
    name = callback.removeprefix("change_step_")
    shown = [
        blocks.section("step", words("change_step/one.mrkdwn.j2", **kept)),
        blocks.context("who_sees", words(f"change_step/{name}.mrkdwn.j2", **kept)),
        *fields,
    ]
    return blocks.modal(callback, title, shown, submit=submit, metadata=StepTicket(one.id, one.revision, home).dump())
