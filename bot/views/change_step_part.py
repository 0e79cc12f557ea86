"""What somebody is asked who takes part in a step, the reminders, and the form of whoever notes who was there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import slackblocks as sb
from pydantic import TypeAdapter

from bot.domain.change_step import Answer, StepKind
from bot.domain.change_step_part import Attendance, Attendant, Part
from bot.domain.stored_id import stored_id
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.change_step import MATERIAL, TEXT, page_button
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

COME, SECOND, CANT, DID, UNDO = (
    "change_part_come",
    "change_part_second",
    "change_part_cant",
    "change_part_did",
    "change_part_undo",
)
ATTEND_FORM = "change_attend_form"
ATTEND_MORE = "change_attend_more"
THERE = "there"
VALUE = "value"
AT_ONCE = 10
"""Boxes of a field, which is what Slack takes."""

ANSWER_WORDS: Mapping[Answer, str] = {
    Answer.NONE: "",
    Answer.FIRST: "comes",
    Answer.SECOND: "comes to the second date",
    Answer.CANT: "can't come",
}


@dataclass(frozen=True, slots=True)
class AttendTicket:
    """Which step a form is about, and which page of its people it shows."""

    step: StoredId
    first: StoredId = 0

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(AttendTicket)


def attend_ticket(view: Mapping[str, Any]) -> AttendTicket:
    """Return the ticket of the form. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def invite_message(words: Words, part: Part) -> Message:
    """Return what somebody is asked; later what they said, and how it stands."""
    said = facts(part)
    shown = blocks.paragraphs("invite", words("change_step/invite.mrkdwn.j2", **said))
    if pressed := buttons(part):
        shown.append(blocks.actions("invite_actions", *pressed))
    return blocks.message(words("change_step/invite_text.mrkdwn.j2", **said), shown)


def before_message(words: Words, part: Part, *, soon: bool) -> Message:
    """Return the reminder before a session to which its reader comes; later how it stands."""
    said = facts(part) | {"soon": soon}
    shown = blocks.paragraphs("before", words("change_step/before.mrkdwn.j2", **said))
    if part.asks and part.comes_at is not None and part.comes_at > part.now:
        pressed = [blocks.button("Can't come", CANT, str(part.part_id))]
        if part.offers(Answer.SECOND):
            pressed.insert(0, blocks.button("Second date", SECOND, str(part.part_id)))
        shown.append(blocks.actions("before_actions", *pressed))
    return blocks.message(words("change_step/before_text.mrkdwn.j2", **said), shown)


def moved_message(words: Words, part: Part) -> Message:
    """Return what stands below an invitation once its session has another time, or is called off."""
    text = words("change_step/moved.mrkdwn.j2", **facts(part))
    return blocks.message(words("change_step/moved_text.mrkdwn.j2", **facts(part)), blocks.paragraphs("moved", text))


def material_message(words: Words, part: Part) -> Message:
    """Return the third way for whoever was at neither date."""
    said = facts(part)
    shown = blocks.paragraphs("material", words("change_step/material.mrkdwn.j2", **said))
    pressed: list[sb.Element] = list(page_button(part.step))
    if part.asks:
        pressed.append(blocks.button("I have seen it", DID, str(part.part_id), style="primary"))
    if pressed:
        shown.append(blocks.actions("material_actions", *pressed))
    return blocks.message(words("change_step/material_text.mrkdwn.j2", **said), shown)


def row(words: Words, part: Part, name: str = "part") -> list[blocks.Block]:
    """Return what somebody takes part in, in a list."""
    shown = [blocks.section(f"{name}:{part.part_id}", words("change_step/part_row.mrkdwn.j2", **facts(part)))]
    if pressed := buttons(part):
        shown.append(blocks.actions(f"{name}_do:{part.part_id}", *pressed))
    return shown


def buttons(part: Part) -> list[sb.Element]:
    """Return what somebody can say: to which date they come, that they were there, or have done it."""
    value, step = str(part.part_id), part.step
    if part.did:
        return [*page_button(step), blocks.button("Not yet, after all", UNDO, value)] if not part.over else []
    if not part.asks:
        return []
    if step.kind is StepKind.PAGE:
        return [*page_button(step), blocks.button("I have read it", DID, value, style="primary")]
    if step.kind is StepKind.PRACTICE:
        return [blocks.button("Done", DID, value, style="primary")]
    pressed: list[sb.Element] = []
    if part.may_have_been:
        pressed.append(blocks.button("I was there", DID, value, style="primary"))
    if part.offers(Answer.FIRST):
        pressed.append(blocks.button("I'll come", COME, value, style="primary" if not part.answer else None))
    if part.offers(Answer.SECOND):
        pressed.append(blocks.button("Second date", SECOND, value))
    if part.answer is not Answer.CANT and not step.is_over(part.now):
        pressed.append(blocks.button("Can't", CANT, value))
    return pressed


def attend_form(words: Words, facts_: Attendance, *, note: str = "") -> View:
    """Return the form in which whoever leads a step ticks who took part; who is not ticked is not counted out loud."""
    said = {"facts": facts_, "one": facts_.step, "note": note, "text": blocks.clip(facts_.step.text, TEXT)}
    shown = [
        blocks.section("step", words("change_step/attend.mrkdwn.j2", **said)),
        blocks.context("who_sees", words("change_step/attend_who_sees.mrkdwn.j2", **said)),
    ]
    if not facts_.rows:
        shown.append(blocks.section("none", words("change_step/attend_none.mrkdwn.j2")))
    for first in range(0, len(facts_.rows), AT_ONCE):
        some = facts_.rows[first : first + AT_ONCE]
        options = [blocks.option(one.name, str(one.part_id), _said(one, facts_)) for one in some]
        ticked = [str(one.part_id) for one in some if one.did]
        begin, end = facts_.first + first + 1, facts_.first + first + len(some)
        label = "Who was there?" if facts_.step.session else "Who has done it?"
        if facts_.total > AT_ONCE:
            label += f" {begin} to {end} of {facts_.total}"
        shown.append(blocks.field(_field(some), label, blocks.checkboxes(VALUE, options, chosen=ticked)))
    below: list[sb.Element] = []
    if facts_.more:
        following = f"{facts_.step.id}:{facts_.first + len(facts_.rows)}"
        below.append(blocks.button("Next people", ATTEND_MORE, following))
    if facts_.missed:
        below.append(blocks.button("Send the material", MATERIAL, str(facts_.step.id)))
    if below:
        shown.append(blocks.actions("below", *below))
    ticket = AttendTicket(facts_.step.id, facts_.first)
    title = "Who was there" if facts_.step.session else "Who is done"
    submit = "Save" if facts_.rows else ""
    return blocks.modal(ATTEND_FORM, title, shown, submit=submit, metadata=ticket.dump())


def ticked_in(view: Mapping[str, Any]) -> tuple[list[int], list[int]]:
    """Return the ids of all parts that the form showed, and of those that are ticked. Raises Unreadable."""
    filled = Filled.of(view)
    fields = [field for field in filled if field.startswith(f"{THERE}:")]
    there = [one for field in fields for one in filled.numbers(field)]
    offered = [found for field in fields for one in field.split(":")[1:] if (found := stored_id(one)) is not None]
    return offered, there


def facts(part: Part) -> dict[str, object]:
    """Return what templates say of a part."""
    step = part.step
    return {"part": part, "one": step, "text": blocks.clip(step.text, TEXT), "today": part.now.date()}


def _field(some: Sequence[Attendant]) -> str:
    """Return the id of a field, which names all whom it shows: Slack sends back the ticked ones alone."""
    return ":".join([THERE, *(str(one.part_id) for one in some)])


def _said(one: Attendant, of: Attendance) -> str:
    words = ANSWER_WORDS[one.answer] if of.step.session else ""
    return (
        f"{words}, has the material"
        if words and one.material_sent
        else words or ("has the material" if one.material_sent else "")
    )
