"""The menu on a question for cards: *Why am I asked?* and *Leave me out*."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.views import opt_out
from bot.views.retro_why import MORE, WHY, why_view
from handlers.click import click_of, number
from handlers.opt_out import open_form
from handlers.place import place_of


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the menu."""
    app.action(MORE)(partial(choose, bot))


async def choose(bot: Parts, ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Tell why somebody is asked, or let them ask to be left out."""
    click = click_of(body, context)
    if click.value.startswith(f"{opt_out.ASK}:"):
        await open_form(bot, ack, body, context)
        return
    await ack()
    part_id = number(click.value.removeprefix(f"{WHY}:"))
    facts = await bot.retro.why.facts(click.workspace_id, click.slack_id, part_id)
    await place_of(body, context).open(bot, why_view(bot.words, facts, bot.settings.command))
