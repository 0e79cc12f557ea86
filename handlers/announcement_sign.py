"""Announcements are read and signed, or a change of them is asked for."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import UserError
from bot.parts import Parts
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import announcement_check as check
from bot.views import announcement_sign as sign
from bot.views.announcement_field import said
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the message that asks, and to both forms."""
    app.action(sign.READ)(partial(read, bot))
    app.action(sign.ASK_CHANGE)(partial(ask_change, bot))
    app.view(check.SIGN)(partial(submit, bot))
    app.view(sign.DECLINE_FORM)(partial(submit_decline, bot))


async def read(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open what is to be signed, as its readers will get it."""
    await ack()
    place, announcement_id = place_of(body, context), click_of(body, context).number
    facts = await bot.change.desk.check(place.workspace_id, place.slack_id, announcement_id, signer=True)
    await place.open(bot, check.check_view(bot.words, facts))


async def ask_change(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form in which somebody says what shall be otherwise."""
    await ack()
    place, announcement_id = place_of(body, context), click_of(body, context).number
    facts = await bot.change.desk.check(place.workspace_id, place.slack_id, announcement_id, signer=True)
    desk = facts.desk
    await place.open(bot, sign.decline_form(bot.words, announcement_id, desk.core.title, desk.author))


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take a signature; what was changed meanwhile is shown instead."""
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    ticket = check.check_ticket(form_of(body))
    try:
        sentence = await bot.change.signing.sign(workspace_id, slack_id, ticket.announcement, ticket.revision)
    except UserError as error:
        facts = await bot.change.desk.check(workspace_id, slack_id, ticket.announcement, ticket.shown, signer=True)
        await ack(response_action="update", view=dict(check.check_view(bot.words, facts, error.sentence)))
        return
    await ack(response_action="update", view=dict(said(bot.words, "Signed", sentence)))


async def submit_decline(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take what shall be otherwise; its author hears of it."""
    view = form_of(body)
    ticket, reason = check.check_ticket(view), sign.reason_in(view)
    sentence = await bot.change.signing.decline(context[WORKSPACE_ID], context[SLACK_ID], ticket.announcement, reason)
    await ack(response_action="update", view=dict(said(bot.words, "Thank you", sentence)))
