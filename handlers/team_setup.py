"""The first teams: *Choose channels* → *Create teams* → the sync that is proposed for them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.team_setup import SetupFacts, as_left
from bot.errors import SlackRefused, Unfit
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import sync_preview, sync_setup, team_setup
from bot.views.ritual_setup import Ticket
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to *Choose channels* wherever it stands, and to its form."""
    app.action(team_setup.OPEN)(partial(open_form, bot))
    app.action(team_setup.FIELD)(partial(chosen, bot))
    app.action(team_setup.AGAIN)(partial(chosen, bot))
    app.view(team_setup.FORM)(partial(submit, bot))


async def open_form(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form at once, and fill in the teams when Slack has told who is in the channels."""
    await ack()
    place = place_of(body, context)
    facts = await bot.team_setup.begin(place.workspace_id, place.slack_id)
    ticket = team_setup.Ticket(home=place.on_home)
    slack = await bot.slack_for(place.workspace_id)
    opened = await slack.open_view(place.trigger, team_setup.form(bot.words, facts, ticket))
    read = await bot.team_setup.read(place.workspace_id, place.slack_id, facts.channels)
    await slack.update_view(opened.view_id, team_setup.form(bot.words, read, ticket))


async def chosen(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Propose the teams of the channels that are chosen now; what was ticked and typed stays."""
    await ack()
    view = form_of(body)
    await _redraw(bot, context, view)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Make the teams, and go on to the sync that is proposed for them."""
    view, workspace_id, slack_id = form_of(body), context[WORKSPACE_ID], context[SLACK_ID]
    ticket, left = team_setup.ticket_of(view), team_setup.left(view)
    if set(left.channels) != set(ticket.read):
        # Sent before the channels that were chosen last could be read.
        waiting = SetupFacts(left.channels, reading=True)
        await ack(response_action="update", view=dict(team_setup.form(bot.words, waiting, ticket)))
        await _redraw(bot, context, view)
        return
    try:
        made = await bot.team_setup.create(workspace_id, slack_id, left.wanted)
    except Unfit as unfit:
        await ack(**form_errors(team_setup.errors_for(view, unfit.errors)))
        return
    if made.syncs:
        await ack(response_action="update", view=dict(team_setup.created(bot.words, made)))
    else:
        await _first_sync(bot, ack, context, str(view["id"]), home=ticket.home)
    if ticket.home:
        await refresh_home(bot, workspace_id, slack_id)


async def _first_sync(bot: Parts, ack: AsyncAck, context: Context, view_id: str, *, home: bool) -> None:
    """Show the next rounds of the sync that the form proposes, on top of that form, where everything can be changed."""
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    facts = await bot.setup.form(workspace_id, slack_id)
    form = sync_setup.form(bot.words, facts, Ticket(home=home))
    if facts.draft_at is not None:
        # A sync was begun before: it is gone on with, not overwritten.
        await ack(response_action="update", view=dict(form))
        return
    try:
        preview = await bot.setup.preview(workspace_id, slack_id, facts.choices)
    except Unfit:
        await ack(response_action="update", view=dict(form))
        return
    await ack(response_action="push", view=dict(sync_preview.preview(bot.words, preview, home=home)))
    try:
        await (await bot.slack_for(workspace_id)).update_view(view_id, form)
    except SlackRefused:
        return  # the person was quicker and has closed everything


async def _redraw(bot: Parts, context: Context, view: Mapping[str, Any]) -> None:
    ticket, left = team_setup.ticket_of(view), team_setup.left(view)
    facts = await bot.team_setup.read(context[WORKSPACE_ID], context[SLACK_ID], left.channels)
    facts = as_left(facts, ticket.shown, [one.channel_id for one in left.wanted])
    drawn = team_setup.form(bot.words, facts, replace(ticket, drawn=ticket.drawn + 1))
    await (await bot.slack_for(context[WORKSPACE_ID])).update_view(str(view["id"]), drawn)
