"""The menu on a prompt: *Later*, *Why am I asked?* and *Leave me out*."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.views import opt_out
from bot.views.sync_prompt import LATER, MORE
from handlers.click import click_of, number
from handlers.opt_out import open_form as open_opt_out
from handlers.sync_answer import open_why, redraw_prompt


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the menu."""
    app.action(MORE)(partial(choose, bot))


async def choose(bot: Parts, ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Do what was chosen: put the question off and show that, tell why it is asked, or ask to be left out."""
    click = click_of(body, context)
    what, _, rest = click.value.partition(":")
    if what == opt_out.ASK:
        await open_opt_out(bot, ack, body, context)
        return
    if what != LATER:
        await open_why(bot, ack, body, context)
        return
    await ack()
    turn, _, choice = rest.partition(":")
    turn_id = number(turn)
    await bot.later.put_off(click.workspace_id, click.slack_id, turn_id, choice)
    await redraw_prompt(bot, click.workspace_id, click.replaces, click.message, turn_id)
