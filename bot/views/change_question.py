"""Asking and suggesting: the form, what was asked before, the receipt, and a code that opens the answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.change_question import About, Asked, AskForm, Found, Kind, Question, Receipt, State
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.playbook_rich import as_typed, typed
from bot.views.ticket import Short, StoredId, read_ticket

ASK, SUGGEST, CODE, TAKE_BACK = "change_ask", "change_suggest", "change_code", "change_code_take_back"
"""Buttons: the value of the first two is the id of a change, "0" for nothing in particular, "" to choose one."""

ASK_FORM, CODE_FORM = "change_ask_form", "change_code_form"
TEXT, SUBJECT, WHO, CODED, WORDS, VALUE = "text", "about", "who", "code", "words", "value"
NAMED, ANONYMOUS, NOTHING = "named", "anonymous", "0"


@dataclass(frozen=True, slots=True)
class AskTicket:
    """What the form carries: what it is about, the code that comes with what has no name, and what was offered.

    A code that is made with the form lets what is sent twice be kept once; it says nothing of who has it.
    """

    kind: Kind
    code: Short
    change: StoredId = 0
    group: StoredId = 0
    reader: StoredId = 0
    fixed: bool = False
    offered: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(AskTicket)


def ask_form(
    words: Words,
    facts: AskForm,
    code: str,
    *,
    offered: Sequence[Question] = (),
    anonymous: bool = False,
    chosen: int = 0,
    looked: bool = False,
) -> View:
    """Return the form; `offered` was said before, and `chosen` was chosen then. `looked`: that was looked for."""
    fixed = not facts.subjects
    shown: list[blocks.Block] = [
        blocks.context("who_sees", words("change_question/ask_who_sees.mrkdwn.j2", facts=facts))
    ]
    for number, one in enumerate(offered):
        shown += _before(words, one, number)
    if facts.subjects:
        options = [blocks.option("Nothing in particular", NOTHING)]
        options += [blocks.option(one.name, str(one.id)) for one in facts.subjects]
        shown.append(blocks.field(SUBJECT, "What is it about?", blocks.select(VALUE, options, chosen=str(chosen))))
    example = (
        "Let two teams try it for a month first."
        if facts.idea
        else "Who writes my review in June, my old lead or my new one?"
    )
    label = "What do you suggest?" if facts.idea else "What would you like to know?"
    text = blocks.text_input(VALUE, value=facts.text, multiline=True, placeholder=example)
    shown.append(blocks.field(TEXT, label, text, optional=False))
    who = [
        blocks.option("With my name", NAMED, "You hear each step in a direct message"),
        blocks.option("Without my name", ANONYMOUS, "You get a code that opens the answer"),
    ]
    radio = blocks.radio(VALUE, who, chosen=ANONYMOUS if anonymous else NAMED)
    shown += [
        blocks.field(WHO, "How do you send it?", radio, optional=False),
        blocks.context("promise", words("change_question/ask_promise.mrkdwn.j2", facts=facts)),
    ]
    if not offered:
        shown.append(blocks.actions("code_do", blocks.button("I have a code", CODE)))
    ticket = AskTicket(
        facts.kind, code, facts.about.change_id, facts.about.group_id, facts.about.reader_id, fixed, looked
    )
    send = "Send it anyway" if offered else "Send idea" if facts.idea else "Send question"
    close = "That answers it" if offered else "Cancel"
    title = "Suggest something" if facts.idea else "Ask a question"
    return blocks.modal(ASK_FORM, title, shown, submit=send, close=close, metadata=ticket.dump())


def asked_in(view: Mapping[str, Any]) -> tuple[Asked, AskTicket]:
    """Return what was filled in, and what the form carried. Raises Unreadable."""
    ticket, filled = read_ticket(_TICKET, view), Filled.of(view)
    change = ticket.change if ticket.fixed or SUBJECT not in filled else filled.number(SUBJECT) or 0
    about = About(change, ticket.group, ticket.reader)
    anonymous = filled.one(WHO, (NAMED, ANONYMOUS)) == ANONYMOUS
    return Asked(ticket.kind, about, filled.text(TEXT), anonymous, ticket.code), ticket


def receipt_view(words: Words, facts: Receipt) -> View:
    """Return what whoever asked reads, in place of the form."""
    shown = blocks.paragraphs("receipt", words("change_question/receipt.mrkdwn.j2", facts=facts))
    title = "Thank you" if facts.idea else "Question sent"
    return blocks.modal("change_receipt", title, shown, close="Close")


def code_form(words: Words, code: str = "") -> View:
    """Return the form for a code."""
    shown = [
        blocks.context("who_sees", words("change_question/code_who_sees.mrkdwn.j2")),
        blocks.field(CODED, "Code", _code(code), optional=False),
    ]
    return blocks.modal(CODE_FORM, "I have a code", shown, submit="Open it")


def found_view(words: Words, facts: Found, *, note: str = "") -> View:
    """Return what a code opens, with a field for a further message; the code stays in its field alone."""
    one = facts.one
    shown: list[blocks.Block] = []
    if note:
        shown.append(blocks.section("note", words("words/only.mrkdwn.j2", sentence=note)))
    shown.append(blocks.section("state", words("change_question/found.mrkdwn.j2", facts=facts, one=one)))
    if one.text:
        shown.append(typed("text", one.text))
    if one.answer:
        shown.append(blocks.section("by", words("change_question/by.mrkdwn.j2", one=one)))
        shown += as_typed("answer", one.answer)
    shown += talk_blocks(words, one, facts.waiting, mine=True)
    if one.state is State.WITHDRAWN:
        return blocks.modal("change_taken_back", "Taken back", shown, close="Close")
    shown.append(blocks.field(CODED, "Code", _code(facts.code), optional=False))
    more = blocks.text_input(VALUE, multiline=True, placeholder="Thank you. And who decides that?")
    # With each message a field of its own: Slack keeps what was typed in one that stays.
    field = f"{WORDS}:{len(one.words) + len(facts.waiting)}"
    shown.append(blocks.field(field, "Go on with it", more, hint="Without your name, too; it is handed over tonight."))
    sure = blocks.confirm(
        "Take it back?", words("change_question/take_back.mrkdwn.j2", facts=facts), "Take it back", danger=True
    )
    shown.append(blocks.actions("code_do", blocks.button("Take it back", TAKE_BACK, asks=sure)))
    title = "Your idea" if one.idea else "Your question"
    return blocks.modal(CODE_FORM, title, shown, submit="Send or look again", close="Close")


def taken_back_view(words: Words) -> View:
    """Return what is shown once something was taken back by its code."""
    text = words("change_question/taken_back.mrkdwn.j2")
    return blocks.modal("change_taken_back", "Taken back", [blocks.section("taken", text)], close="Close")


def code_in(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the code, what was written to go on with ("" for nothing), and the field in which that stands."""
    filled = Filled.of(view)
    field = next((one for one in filled if one.startswith(WORDS)), "")
    return filled.text(CODED), filled.text(field) if field else "", field


def talk_blocks(words: Words, one: Question, waiting: Sequence[str] = (), *, mine: bool = False) -> list[blocks.Block]:
    """Return the further messages below a question, those last that wait for the night; `mine`: to whoever asked."""
    shown: list[blocks.Block] = []
    for number, said in enumerate(one.words):
        shown.append(
            blocks.context(
                f"from:{number}", words("change_question/word_from.mrkdwn.j2", one=one, said=said, mine=mine)
            )
        )
        shown.append(typed(f"word:{number}", said.text))
    for number, text in enumerate(waiting):
        shown.append(blocks.context(f"sealed_from:{number}", words("change_question/word_sealed.mrkdwn.j2")))
        shown.append(typed(f"sealed:{number}", text))
    return shown


def _before(words: Words, one: Question, number: int) -> list[blocks.Block]:
    shown = [
        blocks.section(f"before:{number}", words("change_question/before.mrkdwn.j2", one=one, first=number == 0)),
        typed(f"before_text:{number}", one.said),
    ]
    if one.answer:
        shown += as_typed(f"before_answer:{number}", one.answer)
    return shown


def _code(code: str) -> Any:
    return blocks.text_input(VALUE, value=code, placeholder="K7QM-3XWD-PA2R-9TZB")
