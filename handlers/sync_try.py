"""*Try it on me*: the form that people will see, on top of the preview; sending it stores nothing."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.services.sync_try import try_form
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import sync_preview, sync_try
from handlers.click import click_of
from handlers.form import form_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to *Try it on me* and to the form it opens."""
    app.action(sync_preview.TRY)(partial(open_try, bot))
    app.view(sync_try.FORM)(partial(end, bot))


async def open_try(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form; of a sync that is being set up as its draft has it, else as it is."""
    await ack()
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    view = form_of(body)
    ticket = sync_preview.ticket_of(view)
    if view["callback_id"] == sync_preview.SEEN and ticket.ritual_id is not None:
        preview = await bot.setup.preview_of(workspace_id, slack_id, ticket.ritual_id)
    else:
        form = await bot.setup.form(workspace_id, slack_id, ritual_id=ticket.ritual_id)
        preview = await bot.setup.preview(
            workspace_id, slack_id, form.choices, ritual_id=ticket.ritual_id, revision=ticket.revision
        )
    facts = await try_form(bot.database, bot.clock, workspace_id, slack_id, preview)
    await (await bot.slack_for(workspace_id)).push_view(
        click_of(body, context).trigger, sync_try.try_view(bot.words, facts)
    )


async def end(bot: Parts, ack: AsyncAck) -> None:
    """Say that nothing was stored."""
    await ack(response_action="update", view=dict(sync_try.tried(bot.words)))
