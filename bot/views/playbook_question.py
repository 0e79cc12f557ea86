"""Questions that no page answers: the forms, and the messages to everybody concerned."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.playbook_markdown import plain
from bot.domain.playbook_question import AskForm, Question
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.playbook import READ
from bot.views.playbook_rich import as_typed, typed
from bot.views.ticket import Short, StoredId, read_ticket

ANSWER, PASS, DROP, MAKE = "playbook_answer", "playbook_pass", "playbook_drop", "playbook_make"
ASK_FORM, ANSWER_FORM, PASS_FORM = "playbook_ask_form", "playbook_answer_form", "playbook_pass_form"
QUESTION, WHO, TEXT, VALUE = "question", "who", "answer", "value"
SAID = 200
"""Characters of a question in a notification."""


@dataclass(frozen=True, slots=True)
class AskTicket:
    """What the form of a question carries: the channel in which it is asked, "" where one person is."""

    channel: Short = ""

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class QuestionTicket:
    """What the other forms carry: which question, and whether it was opened on the home tab."""

    question: StoredId
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_ASK, _QUESTION = TypeAdapter(AskTicket), TypeAdapter(QuestionTicket)


def asked_in(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return what is asked, of whom (Slack id, "" in a channel), and in which channel ("" of one person)."""
    ticket, filled = read_ticket(_ASK, view), Filled.of(view)
    return filled.text(QUESTION), "" if ticket.channel else filled.one(WHO), ticket.channel


def ticket_of(view: Mapping[str, Any]) -> QuestionTicket:
    """Return which question a form is about. Raises Unreadable."""
    return read_ticket(_QUESTION, view)


def ask_form(words: Words, facts: AskForm) -> View:
    """Return the form of a question, to somebody or to a channel."""
    example = "How do we get a test account for the new bank?"
    shown = [
        blocks.context("who_sees", words("playbook/ask_who_sees.mrkdwn.j2", facts=facts)),
        blocks.field(
            QUESTION,
            "What would you like to know?",
            blocks.text_input(VALUE, value=facts.text, multiline=True, placeholder=example),
            optional=False,
        ),
    ]
    if not facts.channel:
        who = blocks.person(VALUE, chosen=facts.owner_slack, placeholder="Who may know?")
        shown.append(blocks.field(WHO, "Whom do you ask?", who, optional=False))
    ticket = AskTicket(facts.channel_id if facts.channel else "")
    return blocks.modal(ASK_FORM, "Ask a question", shown, submit="Ask question", metadata=ticket.dump())


def answer_form(words: Words, one: Question, *, home: bool = False) -> View:
    """Return the form in which a question is answered."""
    shown = [
        typed("asked", one.text),
        blocks.context("who_sees", words("playbook/answer_who_sees.mrkdwn.j2", one=one)),
        blocks.field(
            TEXT,
            "What is the answer?",
            blocks.text_input(VALUE, multiline=True, placeholder="Ask Mara for the form; it takes two days."),
            optional=False,
            hint="Markdown works: lists, links, headings. It can become a page afterwards.",
        ),
    ]
    ticket = QuestionTicket(one.id, home)
    return blocks.modal(ANSWER_FORM, "Answer a question", shown, submit="Send answer", metadata=ticket.dump())


def pass_form(words: Words, one: Question, *, home: bool = False) -> View:
    """Return the form in which somebody else is to answer."""
    shown = [
        typed("asked", one.text),
        blocks.context("who_sees", words("playbook/pass_who_sees.mrkdwn.j2", one=one)),
        blocks.field(WHO, "Who may know?", blocks.person(VALUE), optional=False),
    ]
    ticket = QuestionTicket(one.id, home)
    return blocks.modal(PASS_FORM, "Pass it on", shown, submit="Pass on", metadata=ticket.dump())


def asked_message(words: Words, one: Question, *, theirs: bool) -> Message:
    """Return the question to whom it is asked of; `theirs`: they still are the one."""
    return _to_owner(words, one, "asked", theirs=theirs)


def due_message(words: Words, one: Question, *, theirs: bool) -> Message:
    """Return the one reminder of it."""
    return _to_owner(words, one, "due", theirs=theirs)


def channel_message(words: Words, one: Question) -> Message:
    """Return the question as a channel reads it, and its answer once there is one."""
    shown = [blocks.section("asks", words("playbook/in_channel.mrkdwn.j2", one=one)), typed("asked", one.text)]
    shown += _answered(words, one)
    if one.open:
        shown += [
            blocks.actions("question_do", blocks.button("Answer", ANSWER, str(one.id))),
            blocks.context("by_when", words("playbook/in_channel_how.mrkdwn.j2", one=one)),
        ]
    return blocks.message(words("playbook/in_channel_text.mrkdwn.j2", one=one, said=blocks.clip(one.text, SAID)), shown)


def answered_message(words: Words, one: Question) -> Message:
    """Return the answer to whoever asked, and the way to make it a page."""
    shown = [
        blocks.section("answered", words("playbook/answered.mrkdwn.j2", one=one)),
        typed("asked", one.text),
        *as_typed("answer", one.answer),
    ]
    next_ = ("Read page", READ, str(one.page_id)) if one.page else ("Make it a page", MAKE, str(one.id))
    shown.append(blocks.actions("question_do", blocks.button(*next_)))
    text = words("playbook/answered_text.mrkdwn.j2", one=one, said=blocks.clip(plain(one.answer), SAID))
    return blocks.message(text, shown)


def late_message(words: Words, one: Question, *, theirs: bool) -> Message:
    """Return what whoever asked reads when there is no answer in time; once there is one, that.

    `theirs`: nobody else was asked since.
    """
    shown = [blocks.section("late", words("playbook/late.mrkdwn.j2", one=one, theirs=theirs)), typed("asked", one.text)]
    if one.open and theirs:
        value = str(one.id)
        pressed = [
            blocks.button("Ask somebody else", PASS, value, style="primary"),
            blocks.button("Take it back", DROP, value),
        ]
        shown.append(blocks.actions("question_do", *pressed))
    text = words("playbook/late_text.mrkdwn.j2", one=one, theirs=theirs, said=blocks.clip(one.text, SAID))
    return blocks.message(text, shown)


def _to_owner(words: Words, one: Question, kind: str, *, theirs: bool) -> Message:
    text = words(f"playbook/{kind}.mrkdwn.j2", one=one, theirs=theirs)
    shown = [blocks.section(kind, text), typed("asked_text", one.text), *_answered(words, one)]
    if one.open and theirs:
        value = str(one.id)
        pressed = [
            blocks.button("Answer", ANSWER, value, style="primary"),
            blocks.button("Pass on", PASS, value),
        ]
        shown.append(blocks.actions("question_do", *pressed))
    return blocks.message(
        words(f"playbook/{kind}_text.mrkdwn.j2", one=one, theirs=theirs, said=blocks.clip(one.text, SAID)), shown
    )


def _answered(words: Words, one: Question) -> list[blocks.Block]:
    if not one.answer:
        return []
    return [blocks.section("by", words("playbook/by.mrkdwn.j2", one=one)), *as_typed("answer", one.answer)]
