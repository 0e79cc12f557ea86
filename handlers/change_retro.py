"""Short retros: begun from the page of a change, written in one form, and read by theme."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.words import plural
from bot.errors import NotAllowed
from bot.parts import Parts
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_retro as view
from bot.views import change_retro_card as cards
from bot.views.change_form import change_in, said
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the page and of the question, and to both forms."""
    app.action(view.BEGIN)(partial(press_begin, bot))
    app.action(view.READ)(partial(read, bot))
    app.action(cards.WRITE)(partial(open_cards, bot))
    app.view(view.FORM)(partial(begin, bot))
    app.view(cards.FORM)(partial(write, bot))


async def retro_command(bot: Parts, place: Place, change_id: int) -> None:
    """Open the form that begins a retro."""
    facts = await bot.change.retros.form(place.workspace_id, place.slack_id, change_id)
    await place.open(bot, view.begin_form(bot.words, facts))


async def press_begin(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form that begins a retro."""
    await ack()
    await retro_command(bot, place_of(body, context), click_of(body, context).number)


async def begin(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Begin it."""
    form = form_of(body)
    groups, share, days = view.begun_in(form)
    count = await bot.change.retros.begin(
        context[WORKSPACE_ID], context[SLACK_ID], change_in(form), groups, share, days
    )
    people = plural(count, "person is", "people are")
    sentence = f"{people} asked, each in their own working time. You hear what they wrote once the time is over."
    await ack(response_action="update", view=dict(said(bot.words, "People are asked", sentence)))


async def open_cards(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open one's own cards."""
    await ack()
    place, asked_id = place_of(body, context), click_of(body, context).number
    facts = await bot.change.retro_writing.form(place.workspace_id, place.slack_id, asked_id)
    await place.open(bot, cards.cards_form(bot.words, facts))


async def write(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Keep one's cards, and give the code for them."""
    asked_id, seen, written = cards.sent_in(form_of(body))
    receipt = await bot.change.retro_writing.write(context[WORKSPACE_ID], context[SLACK_ID], asked_id, seen, written)
    await ack(response_action="update", view=dict(cards.receipt_view(bot.words, receipt, bot.settings.command)))


async def read(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show all cards, page by page, to whoever runs the change."""
    await ack()
    place, (change_id, first) = place_of(body, context), view.read_in(click_of(body, context).value)
    head = await bot.change.pages.head(place.workspace_id, place.slack_id, change_id)
    if not head.runs_it:
        raise NotAllowed("These cards are read by whoever runs the change. What was learnt stands on its page.")
    facts = await bot.change.retro_reads.page(place.workspace_id, place.slack_id, change_id)
    await place.answer(bot, view.cards_message(bot.words, head.name, facts, first), replace=first > 0)
