"""What changes for a group: the form in which it is rated, copied from another group."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import Unfit
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_impact as views
from handlers.form import form_of, redraw
from handlers.stakeholder import below

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the form."""
    app.action(views.ASPECTS)(partial(choose, bot))
    app.action(views.COPY)(partial(copy, bot))
    app.view(views.FORM)(partial(submit, bot))


async def choose(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Ask how much changes of what was chosen; what was typed stays."""
    await ack()
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]

    async def draw(view: Mapping[str, Any]) -> Mapping[str, Any]:
        ticket = views.impact_ticket(view)
        facts = await bot.change.impacts.form(workspace_id, slack_id, ticket.group)
        typed = replace(facts, written=views.written_in(view), base=ticket.base)
        return views.impact_form(bot.words, typed, ticket.turn)

    await redraw(await bot.slack_for(workspace_id), form_of(body), draw)


async def copy(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Fill the form with what changes for another group; nothing is stored yet."""
    await ack()
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]

    async def draw(view: Mapping[str, Any]) -> Mapping[str, Any]:
        ticket, copied = views.impact_ticket(view), views.copied_in(view)
        facts = await bot.change.impacts.form(workspace_id, slack_id, ticket.group, copied=copied or 0)
        return views.impact_form(bot.words, replace(facts, base=ticket.base), ticket.turn + 1)

    await redraw(await bot.slack_for(workspace_id), form_of(body), draw)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take what changes for a group; what somebody else wrote meanwhile is shown above it."""
    view, workspace_id, slack_id = form_of(body), context[WORKSPACE_ID], context[SLACK_ID]
    ticket = views.impact_ticket(view)
    try:
        done = await bot.change.impacts.save(workspace_id, slack_id, ticket.group, ticket.base, views.written_in(view))
    except Unfit as unfit:
        await ack(**form_errors(views.field_errors(view, unfit.errors)))
        return
    if done.by:
        await ack(response_action="update", view=dict(views.impact_form(bot.words, done, ticket.turn)))
        return
    await ack()
    change_id, _ = await bot.change.groups.name_of(workspace_id, slack_id, ticket.group)
    await below(bot, view, workspace_id, slack_id, change_id)
