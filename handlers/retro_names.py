"""Showing cards with names, by consent."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.views import retro_names, words
from handlers.click import click_of
from handlers.place import place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the facilitator's button, and to the two of everybody's message."""
    app.action(retro_names.ASK)(partial(ask, bot))
    app.action(retro_names.SHOW)(partial(say, bot, yes=True))
    app.action(retro_names.LEAVE)(partial(say, bot, yes=False))


async def ask(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Ask everybody who takes part."""
    await ack()
    place, round_id = place_of(body, context), click_of(body, context).number
    sentence = await bot.retro.names.ask(place.workspace_id, place.slack_id, round_id)
    await place.answer(bot, words.only(bot.words, sentence))


async def say(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any], *, yes: bool) -> None:
    """Take what somebody says; their message shows it in a moment."""
    await ack()
    place, part_id = place_of(body, context), click_of(body, context).number
    await bot.retro.names.say(place.workspace_id, place.slack_id, part_id, yes=yes)
