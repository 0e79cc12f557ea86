"""Setting up a retro in Slack: *New retro* → *See next dates* → *Save retro*; *Edit* goes the same way."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.retro_preview import RetroPreviewFacts
from bot.errors import SlackRefused, Unfit
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import retro_preview, retro_setup
from bot.views.sync_setup import errors_for
from handlers.click import click_of
from handlers.form import below, form_of
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to *New retro* and *Edit* wherever they stand, and to the form and its preview."""
    app.action(retro_setup.NEW)(partial(press_new, bot))
    app.action(retro_setup.EDIT)(partial(press_edit, bot))
    app.action(retro_setup.MORE)(partial(show_more, bot))
    app.action(retro_setup.ANEW)(partial(start_anew, bot))
    app.action(retro_setup.FIELD)(partial(keep_field, bot))
    app.view(retro_setup.FORM)(partial(submit, bot))
    app.view_closed(retro_setup.FORM)(partial(closed, bot))
    app.view(retro_preview.FORM)(partial(save, bot))


async def open_form(bot: Parts, place: Place, retro_id: int | None = None) -> None:
    """Open the form of a new retro, or of an edit; a draft that waits is in it."""
    facts = await bot.retro_setup.form(place.workspace_id, place.slack_id, retro_id=retro_id, channel_id=place.channel)
    ticket = retro_setup.RetroTicket(channel=place.channel, home=place.on_home)
    await place.open(bot, retro_setup.form(bot.words, facts, ticket))


async def press_new(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a new retro."""
    await ack()
    await open_form(bot, place_of(body, context))


async def press_edit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a retro that is there."""
    await ack()
    await open_form(bot, place_of(body, context), click_of(body, context).number)


async def show_more(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Bring all fields out; what was typed stays."""
    await ack()
    ticket = await keep(bot, body, context)
    await _redraw(bot, body, context, replace(ticket, more=True))


async def start_anew(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Forget the draft and show the form as it begins."""
    await ack()
    ticket = retro_setup.ticket_of(form_of(body))
    facts = await bot.retro_setup.anew(
        context[WORKSPACE_ID], context[SLACK_ID], retro_id=ticket.retro_id, channel_id=ticket.channel
    )
    view = retro_setup.form(bot.words, facts, replace(ticket, anew=ticket.anew + 1))
    await (await bot.slack_for(context[WORKSPACE_ID])).update_view(form_of(body)["id"], view)


async def keep_field(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Keep the form as a draft; other columns change the form."""
    await ack()
    await _redraw(bot, body, context, await keep(bot, body, context))


async def closed(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Keep what stood in a form that was closed, so that it can be gone on with."""
    await ack()
    await keep(bot, body, context)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Check the form and show the next dates; what needs mending is said beside its field."""
    view, ticket = form_of(body), retro_setup.ticket_of(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    before = await bot.retro_setup.form(workspace_id, slack_id, retro_id=ticket.retro_id, channel_id=ticket.channel)
    choices = retro_setup.choices_in(view, before.choices)
    try:
        facts = await bot.retro_setup.preview(
            workspace_id, slack_id, choices, retro_id=ticket.retro_id, revision=ticket.revision
        )
    except Unfit as unfit:
        await ack(**form_errors(errors_for(view, unfit.errors)))
        return
    await ack(response_action="push", view=dict(retro_preview.preview(bot.words, facts, home=ticket.home)))


async def save(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Save the retro that was previewed; a draft that has changed since is shown again instead."""
    ticket, lowest = retro_preview.ticket_of(form_of(body)), below(form_of(body), "root_view_id")
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    done = await bot.retro_setup.save(
        workspace_id, slack_id, seen=ticket.seen, retro_id=ticket.retro_id, revision=ticket.revision
    )
    if isinstance(done, RetroPreviewFacts):
        await ack(response_action="update", view=dict(retro_preview.preview(bot.words, done, home=ticket.home)))
        return
    view = retro_preview.saved(bot.words, done)
    await ack(response_action="update", view=dict(view))
    try:
        # The form below must not report its closing any more: that would make a draft of what is saved.
        await (await bot.slack_for(workspace_id)).update_view(lowest, view)
    except SlackRefused:
        return  # the person was quicker and has closed everything
    finally:
        if ticket.home:
            await refresh_home(bot, workspace_id, slack_id)


async def keep(bot: Parts, body: Body, context: Context) -> retro_setup.RetroTicket:
    """Keep what stands in the form as a draft, unless it is as it began; return the form's ticket."""
    ticket = retro_setup.ticket_of(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    before = await bot.retro_setup.form(workspace_id, slack_id, retro_id=ticket.retro_id, channel_id=ticket.channel)
    choices = retro_setup.choices_in(form_of(body), before.choices)
    if choices != before.choices:
        await bot.retro_setup.keep(workspace_id, slack_id, choices, retro_id=ticket.retro_id, revision=ticket.revision)
    return ticket


async def _redraw(bot: Parts, body: Body, context: Context, ticket: retro_setup.RetroTicket) -> None:
    facts = await bot.retro_setup.form(
        context[WORKSPACE_ID], context[SLACK_ID], retro_id=ticket.retro_id, channel_id=ticket.channel
    )
    if not any(block.get("block_id") == "draft" for block in form_of(body)["blocks"]):
        # The draft was begun with this very form, so there is none "to go on with".
        facts = replace(facts, draft_at=None)
    view = retro_setup.form(bot.words, facts, ticket)
    await (await bot.slack_for(context[WORKSPACE_ID])).update_view(form_of(body)["id"], view)
