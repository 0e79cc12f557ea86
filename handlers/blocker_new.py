"""Raising a blocker by itself: the form, opened by the command and by buttons, and *Take it back*."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.retro_systemic import Became
from bot.errors import UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message, View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import blocker_new
from bot.views.words import only
from handlers.blocker import begins_blockers, blockers_command, open_raising
from handlers.click import click_of
from handlers.form import form_of, redraw
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to what opens the form, to the form, and to *Take it back*."""
    app.action(blocker_new.NEW)(partial(open_new, bot))
    app.action(blocker_new.OUTSIDE)(partial(ask_outside, bot))
    app.action(blocker_new.TAKE_BACK)(partial(take_back, bot))
    app.view(blocker_new.FORM)(partial(raise_it, bot))


async def blocker_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Open the form, with the words after `blocker` in it: what is waited for, or the name of a team.

    What belongs to `blockers` is taken for that: one of the two is easily typed for the other.
    """
    if begins_blockers(rest.partition(" ")[0].casefold()):
        return await blockers_command(bot, place, rest)
    await open_raising(bot, place, rest)
    return None


async def open_new(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the empty form."""
    await ack()
    await open_raising(bot, place_of(body, context))


async def ask_outside(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Ask in the form that is open for somebody outside, too."""
    await ack()

    async def drawn(view: View) -> View:
        ticket = blocker_new.ticket_of(view)
        facts = await bot.blocker_raising.form(
            context[WORKSPACE_ID], context[SLACK_ID], link=ticket.link, channel=ticket.channel
        )
        return blocker_new.new_form(bot.words, blocker_new.new_again(facts, view), home=ticket.home, theme=ticket.theme)

    await redraw(await bot.slack_for(context[WORKSPACE_ID]), form_of(body), drawn)


async def raise_it(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Raise what the form says, or say beside the field what needs mending."""
    view = form_of(body)
    new, ticket = blocker_new.new_in(view), blocker_new.ticket_of(view)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    try:
        raised = await bot.blocker_raising.raise_each(workspace_id, slack_id, new)
    except UserError as error:
        await ack(**form_errors(blocker_new.errors_for(view, error.field, error.sentence)))
        return
    await bot.retro.systemics.noted(workspace_id, slack_id, ticket.theme, Became.BLOCKER)
    await ack(response_action="update", view=dict(blocker_new.raised_view(bot.words, raised)))
    if ticket.home:
        await refresh_home(bot, workspace_id, slack_id)


async def take_back(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take a blocker back that nobody has heard of yet."""
    await ack()
    place, one = place_of(body, context), click_of(body, context).number
    await bot.blocker_raising.take_back(place.workspace_id, place.slack_id, one)
    await place.answer(bot, only(bot.words, "Taken back; nobody was told of it."))
