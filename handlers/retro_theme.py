"""*Sort cards* on a retro's board: the list of its themes, and the form of each."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import NotFound, UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import retro_theme
from handlers.click import UNKNOWN, click_of, number
from handlers.form import below, form_of, redraw
from handlers.place import place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the button of the board, to the list and to the form."""
    app.action(retro_theme.SORT)(partial(open_list, bot))
    for action in (retro_theme.NEXT, retro_theme.BACK):
        app.action(action)(partial(turn_list, bot))
    app.action(retro_theme.OPEN)(partial(open_theme, bot))
    for action in (retro_theme.CARDS_NEXT, retro_theme.CARDS_BACK):
        app.action(action)(partial(turn_form, bot, "cards"))
    for action in (retro_theme.OTHERS_NEXT, retro_theme.OTHERS_BACK):
        app.action(action)(partial(turn_form, bot, "others"))
    app.view(retro_theme.FORM)(partial(submit, bot))


async def open_list(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show the themes."""
    await ack()
    place, one = place_of(body, context), click_of(body, context).number
    facts = await bot.retro.sorting.themes(place.workspace_id, place.slack_id, one)
    await place.open(bot, retro_theme.theme_list(bot.words, facts))


async def turn_list(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show other themes in the same form."""
    await ack()
    one, colon, first = click_of(body, context).value.partition(":")
    if not colon:
        raise NotFound(UNKNOWN)
    facts = await bot.retro.sorting.themes(context[WORKSPACE_ID], context[SLACK_ID], number(one), number(first))
    view = retro_theme.theme_list(bot.words, facts)
    await (await bot.slack_for(context[WORKSPACE_ID])).update_view(str(form_of(body)["id"]), view)


async def open_theme(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open a theme on top of the list."""
    await ack()
    click, under = click_of(body, context), retro_theme.list_ticket_of(form_of(body))
    facts = await bot.retro.sorting.form(click.workspace_id, click.slack_id, click.number)
    ticket = retro_theme.Ticket(facts.round_id, facts.id, facts.revision, under.first)
    view = retro_theme.theme_form(bot.words, facts, ticket)
    await (await bot.slack_for(click.workspace_id)).push_view(click.trigger, view)


async def turn_form(bot: Parts, what: str, ack: AsyncAck, body: Body, context: Context) -> None:
    """Offer other cards, or other themes, in the same form; what was chosen in it stays chosen."""
    await ack()
    click = click_of(body, context)

    async def draw(view: View) -> View:
        ticket = replace(retro_theme.ticket_of(view), **{what: click.number})
        facts = await bot.retro.sorting.form(click.workspace_id, click.slack_id, ticket.theme)
        return retro_theme.theme_form(bot.words, facts, ticket, retro_theme.sorted_in(view))

    await redraw(await bot.slack_for(click.workspace_id), form_of(body), draw)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Change the theme, and show the list as it is then; what cannot be done is said beside its field."""
    form = form_of(body)
    ticket, wanted, under = retro_theme.ticket_of(form), retro_theme.sorted_in(form), below(form)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    try:
        stale = await bot.retro.sorting.save(workspace_id, slack_id, ticket.theme, ticket.seen, wanted)
    except UserError as error:
        await ack(**form_errors(retro_theme.errors_for(form, error.field, error.sentence)))
        return
    if stale is not None:
        anew = retro_theme.Ticket(stale.round_id, stale.id, stale.revision, ticket.list)
        view = retro_theme.theme_form(bot.words, stale, anew, wanted)
        await ack(response_action="update", view=dict(view))
        return
    await ack()
    facts = await bot.retro.sorting.themes(workspace_id, slack_id, ticket.round, ticket.list)
    await (await bot.slack_for(workspace_id)).update_view(under, retro_theme.theme_list(bot.words, facts))
