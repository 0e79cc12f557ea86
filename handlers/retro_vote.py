"""*Vote* on a retro's board, and its form."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.retro_vote import VoteForm
from bot.errors import UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import retro_vote
from handlers.click import click_of
from handlers.form import form_of, redraw
from handlers.place import place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the button of the board and to the form."""
    app.action(retro_vote.VOTE)(partial(open_form, bot))
    for action in (retro_vote.NEXT, retro_vote.BACK):
        app.action(action)(partial(turn, bot))
    app.view(retro_vote.FORM)(partial(submit, bot))


async def open_form(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show the themes, and what somebody voted for."""
    await ack()
    place, one = place_of(body, context), click_of(body, context).number
    facts = await bot.retro.votes.form(place.workspace_id, place.slack_id, one)
    await place.open(bot, retro_vote.vote_form(bot.words, facts))


async def turn(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Offer other themes in the same form; what was chosen in it stays chosen."""
    await ack()
    click = click_of(body, context)

    async def draw(view: View) -> View:
        ticket, given = retro_vote.voted_in(view)
        facts = await bot.retro.votes.form(click.workspace_id, click.slack_id, ticket.round)
        return retro_vote.vote_form(bot.words, facts, click.number, given)

    await redraw(await bot.slack_for(click.workspace_id), form_of(body), draw)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Store the votes and show them; what cannot be stored is said in the form."""
    form = form_of(body)
    ticket, given = retro_vote.voted_in(form)
    try:
        stored = await bot.retro.votes.save(context[WORKSPACE_ID], context[SLACK_ID], ticket.round, ticket.seen, given)
    except UserError as error:
        await ack(**form_errors({retro_vote.first_field(form): error.sentence}))
        return
    if isinstance(stored, VoteForm):
        view = retro_vote.vote_form(bot.words, stored)
    else:
        view = retro_vote.voted(bot.words, stored)
    await ack(response_action="update", view=dict(view))
