"""Decisions by time: the reminder to whose it is, and the question whether one still holds."""

from datetime import date

from bot.domain.decision import Decision
from bot.domain.decision_form import DecisionForm
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.decision import ASKED, DUE, VALUE, DecisionTicket, buttons
from bot.views.decision_log import CHANGE

HOLDS, LATER, LATER_FORM = "decision_holds", "decision_later", "decision_later_form"


def due_message(words: Words, one: Decision, today: date, *, theirs: bool) -> Message:
    """Return the one reminder to the owner; once it is settled, or not `theirs` any more, it says that instead."""
    facts = {"one": one, "asked": blocks.clip(one.asked, ASKED), "today": today, "theirs": theirs}
    text = words("decision/due.mrkdwn.j2", outcome=blocks.clip(one.outcome, ASKED), **facts)
    shown = blocks.paragraphs("due", text)
    if one.needed and theirs:
        shown.append(blocks.actions("due_actions", *buttons(str(one.id))))
    return blocks.message(words("decision/due_text.mrkdwn.j2", **facts), shown)


def review_message(words: Words, one: Decision, on: date) -> Message:
    """Return the question whether a decision still holds; once that was answered, what was said."""
    asks = one.review_on == on
    facts = {"one": one, "on": on, "asks": asks, "asked": blocks.clip(one.asked, ASKED)}
    shown = blocks.paragraphs(
        "review", words("decision/review.mrkdwn.j2", outcome=blocks.clip(one.outcome, 900), **facts)
    )
    if asks:
        decision = str(one.id)
        shown.append(
            blocks.actions(
                "review_actions",
                blocks.button("Still holds", HOLDS, decision, style="primary"),
                blocks.button("Change decision", CHANGE, decision),
                blocks.button("Look again later", LATER, decision),
            )
        )
    notice = words("decision/review_text.mrkdwn.j2", outcome=blocks.clip(one.outcome, ASKED), **facts)
    return blocks.message(notice, shown)


def later_form(words: Words, facts: DecisionForm) -> View:
    """Return the form in which another day is chosen on which it is looked at again."""
    assert facts.decision.id is not None  # noqa: S101 - a form is opened for a stored decision
    outcome = blocks.clip(facts.decision.outcome, ASKED)
    shown = [
        blocks.section("outcome", words("decision/later.mrkdwn.j2", outcome=outcome)),
        blocks.context("who_sees", words("decision/later_who_sees.mrkdwn.j2")),
        blocks.field(DUE, "Look at it again on", blocks.day_picker(VALUE), optional=False),
    ]
    ticket = DecisionTicket(facts.decision.id, facts.revision)
    return blocks.modal(LATER_FORM, "Look again later", shown, submit="Set date", metadata=ticket.dump())
