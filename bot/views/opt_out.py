"""Being left out of a sync or retro: the form that asks, the question to its owner, the answer, and who is left out."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.opt_out import Asks, OptOut, OptOutForm, OptOutList, OptOutOf, OptOutState
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

ASK, LEAVE, KEEP, SHOW, BACK = "opt_out_ask", "opt_out_leave", "opt_out_keep", "opt_out_show", "opt_out_back"
AGAIN = "opt_out_again"
ASK_FORM, LEAVE_FORM, KEEP_FORM = "opt_out_ask_form", "opt_out_leave_form", "opt_out_keep_form"
REASON, WORD, VALUE = "reason", "word", "value"

MOST_SHOWN = 40
"""People whom the list shows, two blocks each; the others come up as those are brought back."""
QUOTED = 600
"""Characters of what somebody wrote that are shown where several are."""


@dataclass(frozen=True, slots=True)
class OptOutTicket:
    """What a form carries: the turn or part (asking) or the request (deciding) that it is about."""

    subject: StoredId
    of: Asks = Asks.SYNC

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(OptOutTicket)


def ticket_of(view: Mapping[str, Any]) -> OptOutTicket:
    """Return the ticket of a form that was sent. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def ask_form(words: Words, facts: OptOutForm, command: str) -> View:
    """Return the form that asks the owner; `command` is the slash command."""
    typing = blocks.text_input(VALUE, multiline=True, placeholder="I am in Growth's sync already, with the same work.")
    shown = [
        blocks.section("what_happens", words("opt_out/ask.mrkdwn.j2", facts=facts, command=command)),
        blocks.context("who_sees", words("opt_out/ask_who_sees.mrkdwn.j2", facts=facts)),
        blocks.field(REASON, "Why?", typing),
    ]
    submit = "Leave me out" if facts.own else blocks.clip(f"Ask {facts.owner.split(' ')[0]}", blocks.TITLE_LENGTH)
    metadata = OptOutTicket(facts.asked.id, facts.asked.of).dump()
    return blocks.modal(ASK_FORM, "Leave me out", shown, submit=submit, metadata=metadata)


def value_of(which: OptOutOf) -> str:
    """Return what a button says that is about this."""
    return f"{which.id}" if which.of is Asks.SYNC else f"{which.of}:{which.id}"


def asked_view(words: Words, one: OptOut) -> View:
    """Return what whoever asked reads at once: who decides, or that it is done."""
    text = words("opt_out/asked.mrkdwn.j2", one=one)
    return blocks.modal("opt_out_asked_view", "Leave me out", [blocks.section("asked", text)], close="Close")


def request_message(words: Words, one: OptOut, *, theirs: bool) -> Message:
    """Return the question to the owner; once decided, or not `theirs` any more, it says that instead."""
    text = words("opt_out/request.mrkdwn.j2", one=one, theirs=theirs)
    shown = blocks.paragraphs("request", text)
    if theirs and one.state is OptOutState.ASKED and not one.gone:
        shown.append(blocks.actions("request_actions", *_decisions(one)))
    return blocks.message(words("opt_out/request_text.mrkdwn.j2", one=one), shown)


def decide_form(words: Words, one: OptOut, state: OptOutState) -> View:
    """Return the form in which a request is decided, with a word to the person."""
    leaves = state is OptOutState.OUT
    example = "Of course. Tiago tells me what I need to know." if leaves else "You are our only voice on payouts."
    name = one.name.split(" ")[0]
    shown = [
        blocks.section("what_happens", words("opt_out/decide.mrkdwn.j2", one=one, leaves=leaves)),
        blocks.context("who_sees", words("opt_out/decide_who_sees.mrkdwn.j2", one=one)),
        blocks.field(
            WORD, blocks.clip(f"A word to {name}?", 48), blocks.text_input(VALUE, multiline=True, placeholder=example)
        ),
    ]
    return blocks.modal(
        LEAVE_FORM if leaves else KEEP_FORM,
        "Leave out" if leaves else "Keep asking",
        shown,
        submit="Leave out" if leaves else "Keep asking",
        metadata=OptOutTicket(one.id).dump(),
    )


def decided_view(words: Words, one: OptOut) -> View:
    """Return what was decided, to whoever decided it."""
    text = words("opt_out/decided.mrkdwn.j2", one=one)
    return blocks.modal("opt_out_decided_view", "Decided", [blocks.section("decided", text)], close="Close")


def told_message(words: Words, one: OptOut) -> Message:
    """Return the short answer to whoever asked."""
    text = words("opt_out/told.mrkdwn.j2", one=one)
    return blocks.message(words("opt_out/told_text.mrkdwn.j2", one=one), blocks.paragraphs("told", text))


def list_view(words: Words, facts: OptOutList) -> View:
    """Return who is left out of a sync and who asks to be, each with what can be done about it."""
    shown: list[blocks.Block] = [blocks.section("intro", words("opt_out/list.mrkdwn.j2", facts=facts))]
    for one in facts.rows[:MOST_SHOWN]:
        reason = blocks.clip(one.reason, QUOTED)
        text = words("opt_out/row.mrkdwn.j2", one=one, reason=reason, zone=facts.zone, now=facts.now)
        shown.append(blocks.section(f"row:{one.id}", text))
        waits = one.state is OptOutState.ASKED
        buttons = _decisions(one) if waits else [blocks.button("Ask again", BACK, str(one.id))]
        if not one.gone:
            shown.append(blocks.actions(f"row_actions:{one.id}", *buttons))
    if len(facts.rows) > MOST_SHOWN:
        more = words("opt_out/more.mrkdwn.j2", more=len(facts.rows) - MOST_SHOWN)
        shown.append(blocks.context("more", more))
    return blocks.modal("opt_out_list_view", "Left out", shown, close="Close")


def own_block(words: Words, one: OptOut) -> blocks.Block:
    """Return what somebody reads of a sync that they are left out of themselves, with the way back."""
    again = blocks.button("Ask me again", AGAIN, str(one.id)) if one.own else None
    return blocks.section(f"left_out:{one.id}", words("opt_out/own.mrkdwn.j2", one=one), accessory=again)


def typed_in(view: Mapping[str, Any]) -> str:
    """Return what was typed into the one field of a form. Raises Unreadable."""
    filled = Filled.of(view)
    return filled.text(REASON if REASON in filled else WORD)


def _decisions(one: OptOut) -> list[blocks.Element]:
    value = str(one.id)
    return [blocks.button("Leave out", LEAVE, value), blocks.button("Keep asking", KEEP, value)]
