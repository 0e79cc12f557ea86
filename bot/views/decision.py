"""Decisions in the summary of a sync, and the forms in which they are made, changed, handed on and put off."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from bot.domain.decision import Decision, DecisionState
from bot.domain.decision_form import DecisionForm, Made
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.rollup_room import NEEDED, SETTLED, cost, fitting
from bot.views.ticket import StoredId, read_ticket

DECIDE, MORE = "decision_decide", "decision_more"
HAND, DATE, DROP = "hand", "date", "drop"
"""What can be chosen in the menu beside *Decide…*."""

DECIDE_FORM, HAND_FORM, DATE_FORM, DROP_FORM = (
    "decision_decide_form",
    "decision_hand_form",
    "decision_date_form",
    "decision_drop_form",
)
OUTCOME, REASON, REVIEW, OWNER, DUE, VALUE = "outcome", "reason", "review", "owner", "due", "value"

MOST_SHOWN = 8
"""Decisions that a summary spells out at most: needed ones, two blocks each, and as many that were made.

The log has all.
"""

ASKED = 400
"""Characters of what was asked for that are shown beside buttons; all of it stands in the thread of the summary."""


@dataclass(frozen=True, slots=True)
class DecisionTicket:
    """What a form carries: which version of which decision it shows, and whether it was opened on the home tab."""

    decision: StoredId
    revision: StoredId
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(DecisionTicket)


def ticket_of(view: Mapping[str, Any]) -> DecisionTicket:
    """Return the ticket of a form that was sent."""
    return read_ticket(_TICKET, view)


def in_summary(words: Words, decisions: Sequence[Decision], day: date, command: str) -> list[blocks.Block]:
    """Return the decisions of a summary of `day`: what is needed, each with its buttons, then what was decided."""
    needed = [one for one in decisions if one.needed]
    decided = [one for one in decisions if one.state is DecisionState.DECIDED]
    settled = [*decided, *(one for one in decisions if one.state is DecisionState.DROPPED)]
    asking = fitting((needed_cost(one) for one in needed[:MOST_SHOWN]), NEEDED)
    telling = fitting((settled_cost(one) for one in settled[:MOST_SHOWN]), SETTLED)
    shown = [blocks.section("decisions", words("decision/title.mrkdwn.j2"))] if needed else []
    for number, one in enumerate(needed[:asking]):
        shown += needed_blocks(words, one, day, number)
    if settled:
        shown += blocks.paragraphs("decided", settled_text(words, settled[:telling], day))
    more = len(needed) - asking + max(len(decided) - telling, 0)
    if more:
        shown.append(blocks.context("decisions_more", words("decision/more.mrkdwn.j2", more=more, command=command)))
    return shown


def needed_cost(one: Decision) -> int:
    """Return about how many characters of a summary a decision takes that is needed."""
    return cost(one.name, blocks.clip(one.asked, ASKED), one.decider)


def settled_cost(one: Decision) -> int:
    """Return about how many characters of a summary a decision takes that was made, or is needed no longer."""
    return cost(one.name, blocks.clip(one.text, ASKED), blocks.clip(one.outcome, ASKED), one.settler)


def settled_text(words: Words, settled: Sequence[Decision], day: date) -> str:
    """Return a line for each decision that was made, or is needed no longer."""
    told = [(one, blocks.clip(one.text, ASKED), blocks.clip(one.outcome, ASKED)) for one in settled]
    return words("decision/settled_list.mrkdwn.j2", told=told, day=day)


def needed_blocks(words: Words, one: Decision, day: date, number: int) -> list[blocks.Block]:
    """Return what somebody needs a decision on, with the buttons for it where it is kept."""
    text = words("decision/needed.mrkdwn.j2", one=one, asked=blocks.clip(one.asked, ASKED), day=day)
    if one.id is None:
        return [blocks.section(f"decision_old:{number}", text)]
    decision = str(one.id)
    return [blocks.section(f"decision:{decision}", text), blocks.actions(f"decision_do:{decision}", *buttons(decision))]


def past_due_block(words: Words, one: Decision, day: date) -> blocks.Block:
    """Return what somebody else was to decide by a day that is past, with the menu of what the PMO can do."""
    text = words("decision/needed.mrkdwn.j2", one=one, asked=blocks.clip(one.asked, ASKED), day=day)
    _, menu = buttons(str(one.id))
    return blocks.section(f"decision_past:{one.id}", text, accessory=menu)


def buttons(decision: str) -> list[blocks.Element]:
    """Return *Decide…* and the menu beside it."""
    options = [
        blocks.option("Hand to somebody else", f"{HAND}:{decision}"),
        blocks.option("Another date", f"{DATE}:{decision}"),
        blocks.option("No longer needed", f"{DROP}:{decision}"),
    ]
    return [blocks.button("Decide…", DECIDE, decision), blocks.overflow(MORE, options)]


def decide_form(words: Words, facts: DecisionForm, *, home: bool = False) -> View:
    """Return the form in which a decision is made, or changed."""
    one = facts.decision
    outcome = blocks.text_input(
        VALUE, value=one.outcome, multiline=True, placeholder="Yes, behind a flag, for one in ten customers."
    )
    reason = blocks.text_input(
        VALUE, value=one.reason, multiline=True, placeholder="The audit looks at what is live, not at flags."
    )
    shown = [
        *_asked(words, one),
        blocks.context("who_sees", words("decision/who_sees.mrkdwn.j2", facts=facts)),
        blocks.field(OUTCOME, "What was decided?", outcome, optional=False),
        blocks.field(REASON, "Why?", reason),
        blocks.field(
            REVIEW,
            "Look at it again on",
            blocks.day_picker(VALUE, chosen=one.review_on),
            hint="You are asked then whether it still holds.",
        ),
    ]
    title, submit = ("Decide", "Decide") if one.needed else ("Change decision", "Change decision")
    return blocks.modal(DECIDE_FORM, title, shown, submit=submit, metadata=_metadata(facts, home))


def hand_form(words: Words, facts: DecisionForm, *, home: bool = False) -> View:
    """Return the form in which somebody else is to decide."""
    shown = [
        *_asked(words, facts.decision),
        blocks.context("who_sees", words("decision/hand.mrkdwn.j2", facts=facts)),
        blocks.field(OWNER, "Who decides?", blocks.person(VALUE, chosen=facts.owner_slack), optional=False),
    ]
    return blocks.modal(HAND_FORM, "Hand it on", shown, submit="Hand on", metadata=_metadata(facts, home))


def date_form(words: Words, facts: DecisionForm, *, home: bool = False) -> View:
    """Return the form in which it is put off, or made earlier."""
    shown = [
        *_asked(words, facts.decision),
        blocks.context("who_sees", words("decision/date.mrkdwn.j2", facts=facts)),
        blocks.field(DUE, "Decide by", blocks.day_picker(VALUE, chosen=facts.due), optional=False),
    ]
    return blocks.modal(DATE_FORM, "Another date", shown, submit="Set date", metadata=_metadata(facts, home))


def drop_form(words: Words, facts: DecisionForm, *, home: bool = False) -> View:
    """Return the question whether it is needed no longer."""
    typing = blocks.text_input(VALUE, multiline=True, placeholder="The supplier decided for us.")
    shown = [
        *_asked(words, facts.decision),
        blocks.context("who_sees", words("decision/drop.mrkdwn.j2", facts=facts)),
        blocks.field(REASON, "Why?", typing),
    ]
    return blocks.modal(
        DROP_FORM, "No longer needed", shown, submit="Take off the list", metadata=_metadata(facts, home)
    )


def made_in(view: Mapping[str, Any]) -> Made:
    """Return what was decided in the form. Raises Unreadable."""
    filled = Filled.of(view)
    return Made(filled.text(OUTCOME), filled.text(REASON), filled.day(REVIEW))


def settled_message(words: Words, one: Decision) -> Message:
    """Return the reply to whoever asked for a decision."""
    text = words("decision/settled.mrkdwn.j2", one=one)
    return blocks.message(
        words("decision/settled_text.mrkdwn.j2", one=one, outcome=blocks.clip(one.outcome, ASKED)),
        blocks.paragraphs("settled", text),
    )


def _asked(words: Words, one: Decision) -> list[blocks.Block]:
    if not one.text:
        return []
    return [blocks.section("asked", words("decision/asked.mrkdwn.j2", one=one, asked=blocks.clip(one.asked, ASKED)))]


def _metadata(facts: DecisionForm, home: bool) -> str:
    assert facts.decision.id is not None  # noqa: S101 - a form is opened for a stored decision
    return DecisionTicket(facts.decision.id, facts.revision, home).dump()
