"""Questions and ideas to those who answer: the forms in which one is answered, handed over, and talked about."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from bot.domain.change_question import AnswerForm, Question, Said, State
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.change_question import talk_blocks
from bot.views.filled import Filled
from bot.views.playbook_rich import typed
from bot.views.ticket import Short, StoredId, read_ticket

ANSWER, UNKNOWN, DECIDE, MORE, WRITE, WITHDRAW = (
    "change_question_answer",
    "change_question_unknown",
    "change_idea_decide",
    "change_question_more",
    "change_question_write",
    "change_question_withdraw",
)
"""Buttons; their value is the key of the question. That of the menu `MORE` begins with what is wanted."""

ANSWER_FORM, HAND_FORM, WRITE_FORM = "change_answer_form", "change_hand_form", "change_write_form"
TEXT, STATE, NEXT, PUBLIC, WORDING, SAME, WHO, WORDS, VALUE = (
    "answer",
    "state",
    "next",
    "public",
    "wording",
    "same",
    "who",
    "words",
    "value",
)
HAND, TALK, CORRECT, SETTLE = "hand", "talk", "correct", "answer"
"""What can be chosen in the menu."""

SHOWN = "shown"
LABEL = 70


@dataclass(frozen=True, slots=True)
class AnswerTicket:
    """What the forms carry: which question, as it was; the state that is said where there is no choice."""

    question: Short
    revision: StoredId = 1
    state: Annotated[str, Field(max_length=20)] = ""
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(AnswerTicket)


def ticket_of(view: Mapping[str, Any]) -> AnswerTicket:
    """Return which question a form is about. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def more_menu(one: Question) -> Any:
    """Return the menu of what else can be done with a question."""
    return blocks.overflow(
        MORE,
        [
            blocks.option("Write to whoever asked" if not one.idea else "Write to its author", f"{TALK}:{one.id}"),
            blocks.option("Hand it over", f"{HAND}:{one.id}"),
        ],
    )


def answer_buttons(one: Question) -> list[blocks.Element]:
    """Return the buttons with which something is said to it."""
    if one.idea:
        return [blocks.button("Say what comes of it", DECIDE, one.id, style="primary")]
    answer = blocks.button("Answer", ANSWER, one.id, style="primary")
    return [answer, blocks.button("We don't know yet", UNKNOWN, one.id)]


def do_blocks(one: Question, name: str = "do") -> blocks.Block:
    """Return the buttons of whoever answers."""
    return blocks.actions(name, *answer_buttons(one), more_menu(one))


def withdraw_button(one: Question) -> blocks.Element:
    """Return the button with which one takes back what one asked with a name."""
    text = "Its words are deleted, and nobody has to answer it."
    sure = blocks.confirm("Take it back?", text, "Take it back", danger=True)
    return blocks.button("Take it back", WITHDRAW, one.id, asks=sure)


def answer_form(words: Words, facts: AnswerForm, state: State | None, *, home: bool = False) -> View:
    """Return the form in which a question is answered (`state` says how), or an idea decided (None: it is chosen)."""
    one = facts.one
    shown = [
        *_asked(words, one),
        blocks.context("who_sees", words("change_question/answer_who_sees.mrkdwn.j2", one=one, state=state or "")),
    ]
    if state is None:
        options = [
            blocks.option("We will do it", State.WILL_DO),
            blocks.option("We are looking at it", State.UNKNOWN),
            blocks.option("We won't do it", State.WONT),
        ]
        chosen = "" if one.state is State.OPEN else one.state.value
        radio = blocks.radio(VALUE, options, chosen=chosen)
        # Whoever says below that it was suggested before has nothing to say here.
        shown.append(blocks.field(STATE, "What comes of it?", radio, optional=bool(facts.alike and one.waits)))
    shown.append(_text_field(one, state))
    if state is not State.ANSWERED:
        proposed = facts.proposed_on if state else one.next_word_on
        hint = "Even if it is “still no news”. Drumbeat asks you before, and says so if there is none."
        label = "By when is there word again?" if state else "If you are looking at it: word again by?"
        shown.append(
            blocks.field(
                NEXT,
                label,
                blocks.day_picker(VALUE, chosen=proposed),
                hint=hint,
                optional=not state,
            )
        )
    if facts.alike and one.waits and state is not State.UNKNOWN:
        options = [blocks.option(blocks.clip(other.said, LABEL), other.id) for other in facts.alike]
        label = "Or is it one of these?"
        hint = "Those with like words stand first. What is said there holds for both; nothing else here is taken then."
        shown.append(blocks.field(SAME, label, blocks.select(VALUE, options, placeholder="Choose one"), hint=hint))
    listed = "ideas" if one.idea else "questions and answers"
    option = blocks.option(f"Show it in the {listed} for all", SHOWN, "Without the name of whoever wrote it")
    shown += [
        blocks.field(PUBLIC, "Who reads it?", blocks.checkboxes(VALUE, [option], chosen=[SHOWN] if one.public else [])),
        blocks.field(
            WORDING,
            "How the list says it",
            blocks.text_input(VALUE, value=one.wording, multiline=True, placeholder=one.text),
            hint="Only where other words are better for all, such as without names.",
        ),
    ]
    title = (
        "Say what comes of it" if one.idea else "We don't know yet" if state is State.UNKNOWN else "Answer a question"
    )
    send = "Send it" if state is State.UNKNOWN or one.idea else "Send answer"
    ticket = AnswerTicket(one.id, one.revision, state or "", home)
    return blocks.modal(ANSWER_FORM, title, shown, submit=send, metadata=ticket.dump())


def said_in(view: Mapping[str, Any]) -> Said:
    """Return what was filled in. Raises Unreadable."""
    ticket, filled = ticket_of(view), Filled.of(view)
    offered = [State.WILL_DO, State.UNKNOWN, State.WONT]
    state = ticket.state or filled.one(STATE, offered)
    return Said(
        state=State(state or State.ANSWERED),
        answer=filled.text(TEXT),
        next_word_on=filled.day(NEXT) if NEXT in filled else None,
        public=SHOWN in filled.many(PUBLIC, [SHOWN]),
        wording=filled.text(WORDING),
        same_as=filled.one(SAME) if SAME in filled else "",
        revision=ticket.revision,
    )


def hand_form(words: Words, one: Question, *, home: bool = False) -> View:
    """Return the form in which somebody else is to answer."""
    shown = [
        *_asked(words, one),
        blocks.context("who_sees", words("change_question/hand_who_sees.mrkdwn.j2", one=one)),
        blocks.field(WHO, "Who answers from now on?", blocks.person(VALUE), optional=False),
    ]
    ticket = AnswerTicket(one.id, one.revision, home=home)
    return blocks.modal(HAND_FORM, "Hand it over", shown, submit="Hand over", metadata=ticket.dump())


def write_form(words: Words, one: Question, *, mine: bool) -> View:
    """Return the form for a further message; `mine`: of whoever asked with a name."""
    shown = [
        *_asked(words, one),
        *talk_blocks(words, one, mine=mine),
        blocks.context("who_sees", words("change_question/write_who_sees.mrkdwn.j2", one=one, mine=mine)),
        blocks.field(
            WORDS,
            "What would you like to add?" if mine else "What would you like to write?",
            blocks.text_input(VALUE, multiline=True, placeholder="Do you mean the review in June, or the one after?"),
            optional=False,
        ),
    ]
    ticket = AnswerTicket(one.id, one.revision)
    return blocks.modal(WRITE_FORM, "Write a message", shown, submit="Send message", metadata=ticket.dump())


def _asked(words: Words, one: Question) -> list[blocks.Block]:
    return [
        blocks.section("asked", words("change_question/asked_by.mrkdwn.j2", one=one)),
        typed("asked_text", one.text),
    ]


def _text_field(one: Question, state: State | None) -> blocks.Block:
    if state is State.UNKNOWN:
        label, example = (
            "What is known so far?",
            "HR and the works council talk about it until June. Ideas are welcome.",
        )
    elif state is None:
        label, example = "Because …", "Two teams try it in May; if they like it, all do from July."
    else:
        label, example = "What is the answer?", "Your new lead writes it, with a page from your old one."
    text = blocks.text_input(VALUE, value=one.answer, multiline=True, placeholder=example)
    how = "*Bold* between stars, a list with - at the beginning of its lines. Links work, too."
    hint = "" if state is State.UNKNOWN else how
    return blocks.field(TEXT, label, text, hint=hint)
