"""The forms of an announcement come back: each saves, and the desk below shows it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.announcement import Kind
from bot.domain.announcement_compose import LEAD_HOURS, TEXT
from bot.errors import Unfit
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import announcement_desk as desk
from bot.views import announcement_form as form
from bot.views import announcement_way_form as way_form
from bot.views.announcement_field import ComposeTicket, ticket_in
from handlers.form import form_of
from handlers.playbook_form import drawn

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the forms."""
    for callback, listener in (
        (form.KIND_FORM, submit_kind),
        (form.CORE_FORM, submit_core),
        (form.PART_FORM, submit_part),
        (form.LEADS_FORM, submit_leads),
        (way_form.WAY_FORM, submit_way),
        (way_form.WHO_FORM, submit_who),
        (way_form.SIGNERS_FORM, submit_signers),
    ):
        app.view(callback)(partial(listener, bot))


async def submit_kind(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Go on to the text, begun as its kind wants it."""
    view = form_of(body)
    ticket, kind = ticket_in(view), form.kind_in(view)
    facts = await bot.change.writing.begin(context[WORKSPACE_ID], context[SLACK_ID], ticket.change)
    await ack(response_action="update", view=dict(form.begun_form(bot.words, facts, kind)))


async def submit_core(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take what everybody reads; what cannot be taken is said beside its field."""
    view = form_of(body)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    ticket, core = ticket_in(view), form.core_in(view)
    writing = bot.change.writing
    try:
        if not ticket.announcement:
            kind = Kind(ticket.kind)
            announcement_id = await writing.create(workspace_id, slack_id, ticket.change, kind, core)
            sentence = "Saved as a draft: the *Home* tab and the page of the change bring you back here."
            facts = await bot.change.desk.facts(workspace_id, slack_id, announcement_id, note=sentence)
            await ack(response_action="update", view=dict(desk.desk(bot.words, facts)))
            return
        again = await writing.save_core(
            workspace_id, slack_id, ticket.announcement, ticket.base, core, meaning=form.meaning_in(view)
        )
    except Unfit as unfit:
        await ack(**form_errors({f"{form.BODY}0" if one == TEXT else one: said for one, said in unfit.errors.items()}))
        return
    await _done(bot, ack, view, context, ticket, form.core_form(bot.words, again) if again else None)


async def submit_part(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take what it means for one group."""
    view = form_of(body)
    ticket = ticket_in(view)
    again = await bot.change.writing.save_part(
        context[WORKSPACE_ID],
        context[SLACK_ID],
        ticket.announcement,
        ticket.group,
        ticket.base,
        form.part_in(view),
        meaning=form.meaning_in(view),
    )
    await _done(bot, ack, view, context, ticket, form.part_form(bot.words, again) if again else None)


async def submit_leads(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take what leads get besides."""
    view = form_of(body)
    workspace_id, slack_id, ticket = context[WORKSPACE_ID], context[SLACK_ID], ticket_in(view)
    stored = await bot.change.writing.form(workspace_id, slack_id, ticket.announcement)
    leads = form.leads_in(view, int(stored.values[LEAD_HOURS]))
    again = await bot.change.writing.save_leads(workspace_id, slack_id, ticket.announcement, ticket.base, leads)
    await _done(bot, ack, view, context, ticket, form.leads_form(bot.words, again) if again else None)


async def submit_way(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take how and when it comes."""
    view = form_of(body)
    workspace_id, slack_id, ticket = context[WORKSPACE_ID], context[SLACK_ID], ticket_in(view)
    today = await bot.change.desk.today(workspace_id, slack_id)
    way = way_form.read_way(view, today)
    await bot.change.writing.save_way(workspace_id, slack_id, ticket.announcement, way)
    await _done(bot, ack, view, context, ticket)


async def submit_who(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take who gets it."""
    view = form_of(body)
    ticket = ticket_in(view)
    groups, channels = way_form.who_in(view)
    await bot.change.writing.save_audience(
        context[WORKSPACE_ID], context[SLACK_ID], ticket.announcement, groups, channels
    )
    await _done(bot, ack, view, context, ticket)


async def submit_signers(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take who signs it before it goes."""
    view = form_of(body)
    ticket, chosen = ticket_in(view), way_form.signers_in(view)
    await bot.change.signing.choose(context[WORKSPACE_ID], context[SLACK_ID], ticket.announcement, chosen)
    await _done(bot, ack, view, context, ticket)


async def _done(
    bot: Parts, ack: AsyncAck, view: View, context: Context, ticket: ComposeTicket, again: View | None = None
) -> None:
    """Close a form, and draw the desk below it anew; or show the form again with what others wrote meanwhile."""
    if again is not None:
        await ack(response_action="update", view=dict(again))
        return
    await ack()
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    facts = await bot.change.desk.facts(workspace_id, slack_id, ticket.announcement)
    if below := view.get("previous_view_id"):
        await drawn(bot, workspace_id, str(below), desk.desk(bot.words, facts))
