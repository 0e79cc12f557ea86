"""Closing a change, and the page that what was learnt becomes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.change import ChangeState
from bot.domain.change_close import ChangeEnd
from bot.domain.change_page import ChangeHead
from bot.errors import Unfit
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_close as view
from bot.views import change_retro
from bot.views.announcement_form import begun_form
from bot.views.blocks import Block
from bot.views.change_form import change_in
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import Place, place_of
from handlers.playbook_codify import open_begun

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the page, and to the form."""
    app.action(view.CLOSE)(partial(press_close, bot))
    app.action(view.PAGE)(partial(make_page, bot))
    app.view(view.FORM)(partial(close, bot))
    app.view(view.ENDED_FORM)(partial(announce_end, bot))


async def close_command(bot: Parts, place: Place, change_id: int) -> None:
    """Open the form in which a change is closed."""
    facts = await bot.change.closing.form(place.workspace_id, place.slack_id, change_id)
    await place.open(bot, view.close_form(bot.words, facts))


async def on_page(bot: Parts, place: Place, head: ChangeHead) -> Sequence[Block]:
    """Return how people look back on a change, and the ways to close it and to the page that it becomes."""
    if head.state is ChangeState.DRAFT:
        return []
    who = (place.workspace_id, place.slack_id, head.id)
    retro = await bot.change.retro_reads.page(*who)
    page = await bot.playbook.codifying.page_of_change(*who) if head.state.over else None
    end = ChangeEnd(head.id, head.state, head.runs_it, page, retro.may_ask, retro.state == "closed")
    return [*change_retro.on_page(bot.words, retro), *view.end_blocks(bot.words, end)]


async def press_close(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form in which a change is closed."""
    await ack()
    await close_command(bot, place_of(body, context), click_of(body, context).number)


async def close(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Close it; what is missing is asked for beside its field."""
    form = form_of(body)
    change_id, (outcome, reason) = change_in(form), view.closed_in(form)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    try:
        name = await bot.change.closing.close(workspace_id, slack_id, change_id, outcome, reason)
    except Unfit as unfit:
        # What went missing since the form was opened has no field of its own in it.
        asked = view.asks_why(form)
        await ack(**form_errors({one if asked else view.OUTCOME: said for one, said in unfit.errors.items()}))
        return
    shown = view.ended(bot.words, change_id, name, ChangeState.EMBEDDED)
    await ack(response_action="update", view=dict(shown))


async def announce_end(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Begin the announcement that fits a change that has ended; nothing is stored before it is saved."""
    facts = await bot.change.writing.begin(context[WORKSPACE_ID], context[SLACK_ID], change_in(form_of(body)))
    await ack(response_action="update", view=dict(begun_form(bot.words, facts, facts.usual)))


async def make_page(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a page with what a change came to."""
    await ack()
    place, change_id = place_of(body, context), click_of(body, context).number
    await open_begun(
        bot, place, await bot.playbook.codifying.from_change(place.workspace_id, place.slack_id, change_id)
    )
