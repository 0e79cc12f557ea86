"""*Try it on me*: the form that people will see, on top of the preview; sending it stores nothing."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.sync_form import FormFacts
from bot.parts import Parts
from bot.services.sync_try import try_form
from bot.slack.gateway import View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import sync_preview, sync_try
from bot.views.ritual_setup import preview_ticket_of
from bot.views.sync_form import answers_in
from bot.views.sync_try import TryTicket
from handlers.click import click_of
from handlers.form import form_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to *Try it on me* and to the form it opens."""
    app.action(sync_preview.TRY)(partial(open_try, bot))
    app.view(sync_try.FORM)(partial(end, bot))


async def open_try(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form; of a sync that is being set up as its draft has it, else as it is."""
    await ack()
    view = form_of(body)
    seen = preview_ticket_of(view)
    as_it_is = view["callback_id"] == sync_preview.SEEN and seen.ritual_id is not None
    ticket = TryTicket(seen.ritual_id, seen.revision, as_it_is)
    tried = sync_try.try_view(bot.words, await _facts(bot, context, ticket), ticket)
    await (await bot.slack_for(context[WORKSPACE_ID])).push_view(click_of(body, context).trigger, tried)


async def end(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Say that nothing was stored; first show what the answers ask and the form did not."""
    view = form_of(body)
    facts = await _filled(bot, context, view)
    shown = sync_try.tried(bot.words)
    if facts.unseen(answers_in(view)):
        shown = sync_try.try_view(bot.words, facts, sync_try.ticket_of(view))
    await ack(response_action="update", view=dict(shown))


async def draw(bot: Parts, context: Context, view: Mapping[str, Any]) -> View:
    """Return the try that is open in `view` as it is with what stands in its fields."""
    return sync_try.try_view(bot.words, await _filled(bot, context, view), sync_try.ticket_of(view))


async def _filled(bot: Parts, context: Context, view: Mapping[str, Any]) -> FormFacts:
    return (await _facts(bot, context, sync_try.ticket_of(view))).over(answers_in(view))


async def _facts(bot: Parts, context: Context, ticket: TryTicket) -> FormFacts:
    workspace_id, slack_id, ritual_id = context[WORKSPACE_ID], context[SLACK_ID], ticket.ritual_id
    if ticket.as_it_is and ritual_id is not None:
        preview = await bot.setup.preview_of(workspace_id, slack_id, ritual_id)
    else:
        form = await bot.setup.form(workspace_id, slack_id, ritual_id=ritual_id)
        preview = await bot.setup.preview(
            workspace_id, slack_id, form.choices, ritual_id=ritual_id, revision=ticket.revision
        )
    return await try_form(bot.database, bot.clock, workspace_id, slack_id, preview)
