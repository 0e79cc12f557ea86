"""Whether a decision still holds: *Still holds* and *Look again later* on the message that asks."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import UserError
from bot.parts import Parts
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import decision, decision_review
from bot.views.filled import Filled
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to both buttons and to the form."""
    app.action(decision_review.HOLDS)(partial(holds, bot))
    app.action(decision_review.LATER)(partial(open_later, bot))
    app.view(decision_review.LATER_FORM)(partial(submit, bot))


async def holds(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Let it hold for good; the message follows through the ledger."""
    await ack()
    click = click_of(body, context)
    await bot.decisions.review(click.workspace_id, click.slack_id, click.number, None)


async def open_later(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form with another day."""
    await ack()
    place, decision_id = place_of(body, context), click_of(body, context).number
    facts = await bot.decisions.made_form(place.workspace_id, place.slack_id, decision_id)
    await place.open(bot, decision_review.later_form(bot.words, facts))


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take the day; one that cannot be is said beside the field."""
    view = form_of(body)
    day = Filled.of(view).day(decision.DUE)
    if day is None:
        raise UserError("Please choose a day.", field=decision.DUE)
    ticket = decision.ticket_of(view)
    await bot.decisions.review(context[WORKSPACE_ID], context[SLACK_ID], ticket.decision, day)
    await ack()
