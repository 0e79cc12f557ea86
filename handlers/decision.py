"""Decisions: *Decide…*, the menu beside it, and the forms that both open; with them the log and the review."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import NotFound
from bot.parts import Parts
from bot.slack.gateway import View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import decision
from bot.views.filled import Filled
from handlers import decision_log, decision_review
from handlers.click import UNKNOWN, click_of, number
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import place_of

Body = Mapping[str, Any]
Take = Callable[[Parts, str, str, View, decision.DecisionTicket], Awaitable[None]]

MENU = {decision.HAND: decision.hand_form, decision.DATE: decision.date_form, decision.DROP: decision.drop_form}


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of a decision, wherever it is shown, and to its forms."""
    app.action(decision.DECIDE)(partial(open_decide, bot))
    app.action(decision.MORE)(partial(open_chosen, bot))
    for callback, take in FORMS.items():
        app.view(callback)(partial(submit, bot, take))
    decision_log.register(app, bot)
    decision_review.register(app, bot)


async def open_decide(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form in which a decision is made."""
    await ack()
    place, decision_id = place_of(body, context), click_of(body, context).number
    facts = await bot.decisions.open_form(place.workspace_id, place.slack_id, decision_id)
    await place.open(bot, decision.decide_form(bot.words, facts, home=place.on_home))


async def open_chosen(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open what was chosen in the menu: hand it on, another date, no longer needed."""
    await ack()
    place = place_of(body, context)
    chosen, _, value = click_of(body, context).value.partition(":")
    if chosen not in MENU:
        raise NotFound(UNKNOWN)
    facts = await bot.decisions.open_form(place.workspace_id, place.slack_id, number(value))
    await place.open(bot, MENU[chosen](bot.words, facts, home=place.on_home))


async def submit(bot: Parts, take: Take, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take a form; what cannot be taken is said beside its field, and what was typed stays."""
    view, ticket = form_of(body), decision.ticket_of(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    await take(bot, workspace_id, slack_id, view, ticket)
    await ack()
    if ticket.home:
        await refresh_home(bot, workspace_id, slack_id)


async def _decide(bot: Parts, workspace_id: str, slack_id: str, view: View, ticket: decision.DecisionTicket) -> None:
    await bot.decisions.decide(workspace_id, slack_id, ticket.decision, ticket.revision, decision.made_in(view))


async def _hand_on(bot: Parts, workspace_id: str, slack_id: str, view: View, ticket: decision.DecisionTicket) -> None:
    to = Filled.of(view).one(decision.OWNER)
    await bot.decisions.hand_on(workspace_id, slack_id, ticket.decision, to)


async def _move(bot: Parts, workspace_id: str, slack_id: str, view: View, ticket: decision.DecisionTicket) -> None:
    await bot.decisions.move(workspace_id, slack_id, ticket.decision, Filled.of(view).day(decision.DUE))


async def _drop(bot: Parts, workspace_id: str, slack_id: str, view: View, ticket: decision.DecisionTicket) -> None:
    await bot.decisions.drop(workspace_id, slack_id, ticket.decision, Filled.of(view).text(decision.REASON))


FORMS: Mapping[str, Take] = {
    decision.DECIDE_FORM: _decide,
    decision.HAND_FORM: _hand_on,
    decision.DATE_FORM: _move,
    decision.DROP_FORM: _drop,
}
