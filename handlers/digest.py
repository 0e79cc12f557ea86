"""`/pmo digest`: the week of all syncs that somebody may see, on one screen."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.slack.gateway import Message
from bot.views import digest
from handlers.click import click_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the button below a screen."""
    app.action(digest.MORE)(partial(show_more, bot))


async def digest_command(bot: Parts, place: Place, rest: str) -> Message:  # noqa: ARG001 (the same for whatever follows)
    """Return the first screen."""
    return await _screen(bot, place, 0)


async def show_more(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show another screen below this one, to whoever pressed: as far as they may see it."""
    await ack()
    place = place_of(body, context)
    await place.answer(bot, await _screen(bot, place, min(click_of(body, context).number, MOST_PAGES)))


async def _screen(bot: Parts, place: Place, page: int) -> Message:
    facts = await bot.digests.facts(place.workspace_id, place.slack_id, page)
    return digest.digest(bot.words, facts, bot.settings.command)


MOST_PAGES = 100
"""Screens that can be asked for: more than there ever are."""
