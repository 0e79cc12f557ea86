"""The forms around an update: to answer, to edit, to add something, and why one is asked; and reading them back."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from bot.domain.answer import LONG_TEXT
from bot.domain.confidence import Look
from bot.domain.question_types import Question, QuestionRole
from bot.domain.sync_form import AddFacts, Beside, Form, FormFacts, WhyFacts
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.confidence import look_blocks, stuck_blocks, stuck_in
from bot.views.filled import Filled
from bot.views.opt_out import ASK as LEAVE_ME_OUT
from bot.views.rhythm import SHOW as SHOW_RHYTHM
from bot.views.sync_field import FIELD, VALUE, question_blocks
from bot.views.sync_outside import outside_blocks, outside_in
from bot.views.sync_waiting import CAME, waiting_blocks
from bot.views.ticket import Address, Short, StoredId, read_ticket

ANSWER_FORM, ADD_FORM = "sync_answer_form", "sync_add_form"
ADD_BLOCK = "text"
PROMPT, HOME, WORDS = "prompt", "home", "words"
"""Where a form was opened: on a prompt's message, on the home tab, on the reply to words typed to the bot."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a form carries to be taken up again: what it is about, and where it was opened.

    `subject` is the turn (answering) or the prompt (adding); `url` is the click's response_url, by which the message
    that was clicked is shown anew; `message` is its ts ("" where only its reader sees it); `draft` names words typed to
    the bot, where the form came from those; `step` is that of a second look at a high score; `outside`:
    it asks for somebody outside.
    """

    subject: StoredId
    origin: Short = PROMPT
    url: Address = ""
    draft: Short = ""
    message: Short = ""
    step: Look = Look.NOT_YET
    outside: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(Ticket)

_WAITING = (QuestionRole.WAITING_ON, QuestionRole.WAITING_FOR)

_FIRST: Mapping[Look, Collection[QuestionRole]] = {
    Look.KEEP: (),
    Look.CHANGE: (QuestionRole.CONFIDENCE,),
    Look.MARK: (QuestionRole.WAITING_ON, QuestionRole.WAITING_FOR, QuestionRole.CONFIDENCE),
}
"""The questions that stand first in each step of a second look."""


def ticket_of(view: Mapping[str, Any]) -> Ticket:
    """Return the ticket of a form that was submitted."""
    return read_ticket(_TICKET, view)


def form(words: Words, facts: Form, *, ticket: Ticket) -> View:
    """Return the form for `facts`: an update, or an addition to the one that is there; `ticket` names the turn."""
    if isinstance(facts, AddFacts):
        return add_form(words, facts, ticket=replace(ticket, subject=facts.prompt_id))
    shown = [blocks.context("who_sees", words("sync/form_who_sees.mrkdwn.j2", facts=facts))]
    if facts.cut:
        shown.append(blocks.section("cut", words("sync/form_cut.mrkdwn.j2", facts=facts, limit=LONG_TEXT)))
    shown += _looked_at(words, facts, ticket) if ticket.step else _fields(words, facts, ticket)
    return blocks.modal(
        ANSWER_FORM,
        title(facts),
        shown,
        submit=f"Keep {facts.score}" if ticket.step is Look.KEEP and facts.score else send_label(facts.channel),
        metadata=ticket.dump(),
    )


def _fields(words: Words, facts: FormFacts, ticket: Ticket) -> list[blocks.Block]:
    shown = [*waiting_blocks(facts), *stuck_blocks(facts, Look.NOT_YET)]
    return [*shown, *_with_outside(words, facts, facts.asked, ticket)]


def _with_outside(
    words: Words, facts: FormFacts, questions: Sequence[Question], ticket: Ticket, decides: Collection[str] = ()
) -> list[blocks.Block]:
    """Return the fields of questions, with that for somebody outside below those that ask whom one waits on."""
    places = [n for n, question in enumerate(questions, 1) if question.role in _WAITING]
    if not places:
        return question_blocks(words, facts, questions, decides=decides)
    return [
        *question_blocks(words, facts, questions[: places[-1]], decides=decides),
        *outside_blocks(facts, asked=ticket.outside),
        *question_blocks(words, facts, questions[places[-1] :], decides=decides),
    ]


def _looked_at(words: Words, facts: FormFacts, ticket: Ticket) -> list[blocks.Block]:
    """Return the form once more after it was sent: what it is about comes first, and all else stays below it."""
    step = ticket.step
    first = [question for question in facts.asked if question.role in _FIRST[step]]
    rest = [question for question in facts.asked if question not in first]
    score = [question.key for question in rest if question.role is QuestionRole.CONFIDENCE]
    return [
        *look_blocks(words, facts, step),
        *stuck_blocks(facts, step),
        *_with_outside(words, facts, first, ticket),
        blocks.divider("look_ends"),
        *waiting_blocks(facts),
        # Whoever changes the score there has changed it: the button must not say that it is kept.
        *_with_outside(words, facts, rest, ticket, score),
    ]


def add_form(words: Words, facts: AddFacts, *, ticket: Ticket) -> View:
    """Return the form in which something is added to an answer; `ticket` names the prompt."""
    typing = blocks.text_input(
        VALUE,
        value=facts.text,
        multiline=True,
        placeholder="The refund tests also need the new keys; Ben has them from Monday.",
    )
    return blocks.modal(
        ADD_FORM,
        blocks.clip("Add something", blocks.TITLE_LENGTH),
        [
            blocks.section("to_what", words("sync/form_add.mrkdwn.j2", facts=facts)),
            blocks.field(ADD_BLOCK, "What would you add?", typing, optional=False),
        ],
        submit="Add to update",
        metadata=ticket.dump(),
    )


def why(words: Words, facts: WhyFacts, command: str) -> View:
    """Return who set the sync up, why this person is asked, and how to be left out; `command` is the slash command."""
    text = words("sync/form_why.mrkdwn.j2", facts=facts, command=command)
    buttons = [blocks.button("My settings", SHOW_RHYTHM)]
    if facts.may_ask:
        buttons.append(blocks.button("Leave me out", LEAVE_ME_OUT, str(facts.turn)))
    shown = [blocks.section("why", text), blocks.actions("why_actions", *buttons)]
    return blocks.modal("sync_why_view", "Why am I asked?", shown, close="Close")


def told(words: Words, title_: str, sentence: str) -> View:
    """Return a form that only says something, such as what became of an answer."""
    return blocks.modal(
        "sync_told_view",
        blocks.clip(title_, blocks.TITLE_LENGTH),
        [blocks.section("told", words("sync/form_told.mrkdwn.j2", sentence=sentence))],
        close="Close",
    )


def title(facts: FormFacts) -> str:
    """Return "Payments: weekly sync", shortened where it must be."""
    if not facts.for_team:
        return blocks.clip(facts.sync, blocks.TITLE_LENGTH)
    first, second = facts.sync[:1], facts.sync[1:2]
    # "OKR check" keeps its capitals, "Weekly sync" reads on in lower case.
    sync = facts.sync if second.isupper() else first.lower() + facts.sync[1:]
    return blocks.clip(f"{facts.party}: {sync}", blocks.TITLE_LENGTH)


def send_label(channel: str) -> str:
    """Return "Send to #sync", or "Send update" where the channel's name is too long for a button."""
    label = f"Send to {channel}"
    return label if channel.startswith("#") and len(label) <= blocks.TITLE_LENGTH else "Send update"


def answers_in(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed and chosen, by question key, as domain/question.py's `validate` reads it."""
    filled = Filled.of(view)
    return {field.removeprefix(FIELD): filled.value(field) for field in filled if field.startswith(FIELD)}


def beside_in(view: Mapping[str, Any]) -> Beside:
    """Return what else was ticked in the form of an update, and whether it was looked at twice. Raises Unreadable."""
    filled = Filled.of(view)
    return Beside(
        came=tuple(filled.numbers(CAME)) if CAME in filled else (),
        stuck=stuck_in(filled),
        kept=bool(ticket_of(view).step),
        outside=outside_in(filled),
    )


def added_in(view: Mapping[str, Any]) -> str:
    """Return what was typed into the form of an addition."""
    return Filled.of(view).text(ADD_BLOCK)


def errors_for(view: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """Return the sentences by block; one that belongs to no field of this form stands under the first field."""
    fields = [str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"]
    found: dict[str, str] = {}
    for key, sentence in errors.items():
        block_id = next((name for name in (key, FIELD + key) if name in fields), fields[0])
        found[block_id] = f"{found[block_id]} {sentence}" if block_id in found else sentence
    return found
