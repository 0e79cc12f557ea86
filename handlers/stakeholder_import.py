"""Groups from a spreadsheet: *Paste rows* → *See changes* → *Import*."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.person_import import ImportFacts
from bot.errors import UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import stakeholder_import as views
from bot.views import stakeholder_list
from handlers.click import click_of
from handlers.form import form_of
from handlers.stakeholder import below

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to *Paste rows*, its form and its preview."""
    app.action(stakeholder_list.PASTE)(partial(press, bot))
    app.view(views.FORM)(partial(submit, bot))
    app.view(views.PREVIEW)(partial(apply, bot))


async def press(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form on top of the list."""
    await ack()
    click = click_of(body, context)
    texts = await bot.change.imports.texts(click.workspace_id, click.slack_id, click.number)
    slack = await bot.slack_for(click.workspace_id)
    await slack.push_view(click.trigger, views.form(bot.words, click.number, texts))


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show what the rows would change, or say beside them why they cannot be read."""
    view = form_of(body)
    change_id = views.change_in(view)
    try:
        facts = await bot.change.imports.preview(
            context[WORKSPACE_ID], context[SLACK_ID], change_id, views.pasted(view)
        )
    except UserError as error:
        await ack(**form_errors({views.FIRST: error.sentence}))
        return
    await ack(response_action="push", view=dict(views.preview(bot.words, change_id, facts)))


async def apply(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Import the good rows and say so; what has changed since the preview is shown again instead."""
    view, workspace_id, slack_id = form_of(body), context[WORKSPACE_ID], context[SLACK_ID]
    ticket = views.preview_ticket(view)
    done = await bot.change.imports.apply(workspace_id, slack_id, ticket.change, ticket.seen)
    if isinstance(done, ImportFacts):
        await ack(response_action="update", view=dict(views.preview(bot.words, ticket.change, done)))
        return
    groups, changes = done
    await ack(response_action="update", view=dict(views.imported(bot.words, changes)))
    await bot.change.follows.bring_or_keep(workspace_id, groups)
    await below(bot, view, workspace_id, slack_id, ticket.change)
