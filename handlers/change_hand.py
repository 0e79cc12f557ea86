"""*Not mine*: whoever was given a change gives it back."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.views.change_hand import NOT_MINE
from bot.views.words import only
from handlers.click import click_of
from handlers.place import place_of


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the button."""
    app.action(NOT_MINE)(partial(not_mine, bot))


async def not_mine(bot: Parts, ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Give it back, and say who has it now."""
    await ack()
    place, click = place_of(body, context), click_of(body, context)
    heir = await bot.change.hands.not_mine(click.workspace_id, click.slack_id, click.number)
    await place.answer(bot, only(bot.words, f"{heir} has it now, and was told."))
