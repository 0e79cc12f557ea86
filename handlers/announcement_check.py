"""The last look at an announcement, as any of its readers; and what lets it go."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.announcement import State
from bot.domain.announcement_compose import TEXT
from bot.errors import Unfit, UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import announcement_check as check
from bot.views import announcement_desk as desk
from bot.views import announcement_plain as plain
from bot.views.announcement_field import ticket_in
from handlers.click import click_of
from handlers.form import form_of, redraw
from handlers.place import place_of
from handlers.playbook_form import drawn

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the desk, the form without a change, and the preview."""
    app.action(desk.PREVIEW)(partial(press_preview, bot))
    app.action(check.AS)(partial(look_as, bot))
    app.view(desk.DESK)(partial(submit_desk, bot))
    app.view(plain.FORM)(partial(submit_plain, bot))
    app.view(check.CHECK)(partial(submit_check, bot))


async def press_preview(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show what its readers will get."""
    await ack()
    form_of(body)
    place = place_of(body, context)
    facts = await bot.change.desk.check(place.workspace_id, place.slack_id, click_of(body, context).number)
    view = check.check_view(bot.words, facts)
    await (await bot.slack_for(place.workspace_id)).push_view(place.trigger, view)


async def look_as(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show it as another of its readers gets it."""
    await ack()
    click, view = click_of(body, context), form_of(body)
    # What cannot be sent from here may be read by those who sign it, too.
    signer = view.get("callback_id") != check.CHECK

    async def draw(open_view: View) -> View:
        announcement_id = check.check_ticket(open_view).announcement
        facts = await bot.change.desk.check(
            click.workspace_id, click.slack_id, announcement_id, click.value, signer=signer
        )
        return check.check_view(bot.words, facts)

    await redraw(await bot.slack_for(click.workspace_id), view, draw)


async def submit_desk(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show the last look on top of the desk."""
    ticket = ticket_in(form_of(body))
    facts = await bot.change.desk.check(context[WORKSPACE_ID], context[SLACK_ID], ticket.announcement)
    await ack(response_action="push", view=dict(check.check_view(bot.words, facts)))


async def submit_plain(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Save an announcement without a change as a draft, and show the last look on top of its form."""
    view = form_of(body)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    ticket = plain.plain_ticket(view)
    today = await bot.change.desk.today(workspace_id, slack_id)
    try:
        way = plain.plain_way(view, today)
        announcement_id = await bot.change.plain.save(
            workspace_id,
            slack_id,
            (ticket.announcement, ticket.revision),
            plain.core_in(view),
            plain.audience_in(view),
            way,
        )
    except Unfit as unfit:
        await ack(**form_errors({f"{plain.BODY}0" if one == TEXT else one: said for one, said in unfit.errors.items()}))
        return
    facts = await bot.change.desk.check(workspace_id, slack_id, announcement_id)
    await ack(response_action="push", view=dict(check.check_view(bot.words, facts)))
    # Whoever goes back and sends the form again changes this draft, and begins no second one.
    written = await bot.change.plain.form(workspace_id, slack_id, announcement_id)
    await drawn(bot, workspace_id, str(view["id"]), plain.plain_form(bot.words, written))


async def submit_check(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Let it go, or ask those who sign it; what has changed since the preview is shown in its place."""
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    ticket = check.check_ticket(form_of(body))
    try:
        state = await bot.change.signing.release(workspace_id, slack_id, ticket.announcement, ticket.revision)
    except UserError as error:
        facts = await bot.change.desk.check(workspace_id, slack_id, ticket.announcement, ticket.shown)
        await ack(response_action="update", view=dict(check.check_view(bot.words, facts, error.sentence)))
        return
    written = await bot.change.desk.facts(workspace_id, slack_id, ticket.announcement)
    view = check.released_view(bot.words, written, asked=state is State.SIGNING)
    await ack(response_action="update", view=dict(view))
