"""Setting up a sync in Slack: *New sync* → *See next rounds* → *Save sync*; *Edit* goes the same way."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.sync_preview import PreviewFacts
from bot.errors import SlackRefused, Unfit
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import sync_list, sync_preview, sync_setup, sync_setup_read
from handlers.click import click_of
from handlers.form import below, form_of
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to *New sync* and *Edit* wherever they stand, and to the form and its preview."""
    app.action(sync_setup.NEW)(partial(press_new, bot))
    app.action(sync_setup.EDIT)(partial(press_edit, bot))
    app.action(sync_list.SEE)(partial(press_preview, bot))
    app.action(sync_setup.MORE)(partial(show_more, bot))
    app.action(sync_setup.ANEW)(partial(start_anew, bot))
    app.action(sync_setup.FIELD)(partial(keep_field, bot))
    app.view(sync_setup.FORM)(partial(submit, bot))
    app.view_closed(sync_setup.FORM)(partial(closed, bot))
    app.view(sync_preview.FORM)(partial(save, bot))


async def open_form(bot: Parts, place: Place, ritual_id: int | None = None) -> None:
    """Open the form of a new sync, or of an edit; a draft that waits is in it."""
    facts = await bot.setup.form(place.workspace_id, place.slack_id, ritual_id=ritual_id, channel_id=place.channel)
    ticket = sync_setup.Ticket(channel=place.channel, home=place.on_home)
    await place.open(bot, sync_setup.form(bot.words, facts, ticket))


async def open_preview(bot: Parts, place: Place, ritual_id: int) -> None:
    """Open the next rounds of a sync as it is."""
    facts = await bot.setup.preview_of(place.workspace_id, place.slack_id, ritual_id)
    await place.open(bot, sync_preview.preview(bot.words, facts, save=False))


async def press_new(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a new sync."""
    await ack()
    await open_form(bot, place_of(body, context))


async def press_edit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a sync that is there."""
    await ack()
    await open_form(bot, place_of(body, context), click_of(body, context).number)


async def press_preview(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the next rounds of a sync."""
    await ack()
    await open_preview(bot, place_of(body, context), click_of(body, context).number)


async def show_more(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Bring all fields out; what was typed stays."""
    await ack()
    ticket = await keep(bot, body, context)
    await _redraw(bot, body, context, replace(ticket, more=True))


async def _redraw(bot: Parts, body: Body, context: Context, ticket: sync_setup.Ticket) -> None:
    facts = await bot.setup.form(
        context[WORKSPACE_ID], context[SLACK_ID], ritual_id=ticket.ritual_id, channel_id=ticket.channel
    )
    if not any(block.get("block_id") == "draft" for block in form_of(body)["blocks"]):
        # The draft was begun with this very form, so there is none "to go on with".
        facts = replace(facts, draft_at=None)
    view = sync_setup.form(bot.words, facts, ticket)
    await (await bot.slack_for(context[WORKSPACE_ID])).update_view(form_of(body)["id"], view)


async def start_anew(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Forget the draft and show the form as it begins."""
    await ack()
    ticket = sync_setup.ticket_of(form_of(body))
    facts = await bot.setup.anew(
        context[WORKSPACE_ID], context[SLACK_ID], ritual_id=ticket.ritual_id, channel_id=ticket.channel
    )
    view = sync_setup.form(bot.words, facts, replace(ticket, anew=ticket.anew + 1))
    await (await bot.slack_for(context[WORKSPACE_ID])).update_view(form_of(body)["id"], view)


async def keep_field(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Keep the form as a draft whenever something is chosen in it; another voice changes the form."""
    await ack()
    ticket = await keep(bot, body, context)
    if sync_setup.name_of(body["actions"][0]["block_id"]) == sync_setup_read.VOICE:
        await _redraw(bot, body, context, ticket)


async def closed(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Keep what stood in a form that was closed, so that it can be gone on with."""
    await ack()
    await keep(bot, body, context)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Check the form and show the next rounds; what needs mending is said beside its field."""
    view, ticket = form_of(body), sync_setup.ticket_of(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    before = await bot.setup.form(workspace_id, slack_id, ritual_id=ticket.ritual_id, channel_id=ticket.channel)
    choices = sync_setup.choices_in(view, before.choices)
    try:
        facts = await bot.setup.preview(
            workspace_id, slack_id, choices, ritual_id=ticket.ritual_id, revision=ticket.revision
        )
    except Unfit as unfit:
        await ack(**form_errors(sync_setup.errors_for(view, unfit.errors)))
        return
    await ack(response_action="push", view=dict(sync_preview.preview(bot.words, facts, home=ticket.home)))


async def save(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Save the sync that was previewed; a draft that has changed since is shown again instead."""
    ticket, lowest = sync_preview.ticket_of(form_of(body)), below(form_of(body), "root_view_id")
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    done = await bot.setup.save(
        workspace_id, slack_id, seen=ticket.seen, ritual_id=ticket.ritual_id, revision=ticket.revision
    )
    if isinstance(done, PreviewFacts):
        await ack(response_action="update", view=dict(sync_preview.preview(bot.words, done, home=ticket.home)))
        return
    view = sync_preview.saved(bot.words, done)
    await ack(response_action="update", view=dict(view))
    try:
        # The form below must not report its closing any more: that would make a draft of what is saved.
        await (await bot.slack_for(workspace_id)).update_view(lowest, view)
    except SlackRefused:
        return  # the person was quicker and has closed everything
    finally:
        if ticket.home:
            await refresh_home(bot, workspace_id, slack_id)


async def keep(bot: Parts, body: Body, context: Context) -> sync_setup.Ticket:
    """Keep what stands in the form as a draft, unless it is as it began; return the form's ticket."""
    ticket = sync_setup.ticket_of(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    before = await bot.setup.form(workspace_id, slack_id, ritual_id=ticket.ritual_id, channel_id=ticket.channel)
    choices = sync_setup.choices_in(form_of(body), before.choices)
    if choices != before.choices:
        await bot.setup.keep(workspace_id, slack_id, choices, ritual_id=ticket.ritual_id, revision=ticket.revision)
    return ticket
