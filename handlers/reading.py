"""*Read all* on a summary."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.views.sync_rollup import READ
from bot.views.words import only
from handlers.click import click_of
from handlers.place import place_of

THANKS = "Thank you. Whoever wrote this sees with their next update that you read it."


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the button."""
    app.action(READ)(partial(read, bot))


async def read(bot: Parts, ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Note that somebody read a summary, and thank them alone."""
    await ack()
    place = place_of(body, context)
    await bot.readings.read(place.workspace_id, place.slack_id, click_of(body, context).number)
    await place.answer(bot, only(bot.words, THANKS))
