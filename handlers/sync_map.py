"""The sync map, asked for by its word, by a button beside a sync, or by choosing one of several."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import NotFound
from bot.parts import Parts
from bot.slack.gateway import Message
from bot.views import sync_map
from handlers.click import UNKNOWN, click_of, number
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the map and of those beside syncs."""
    app.action(sync_map.SHOW)(partial(show, bot, False))
    app.action(sync_map.CHOOSE)(partial(show, bot, True))
    app.action(sync_map.NEXT)(partial(show_more, bot))


async def map_command(bot: Parts, place: Place, name: str) -> Message:
    """Return the map of the sync called `name`, or of the only one; of several it asks which. Raises NotFound."""
    rows = () if name else (await bot.manage.facts(place.workspace_id, place.slack_id)).rows
    if len(rows) > 1:
        return sync_map.choose(bot.words, rows)
    return await _map(bot, place, await bot.manage.find(place.workspace_id, name, slack_id=place.slack_id))


async def show(bot: Parts, instead: bool, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the map of a sync; `instead` of the question which sync is meant."""
    await ack()
    place = place_of(body, context)
    await place.answer(bot, await _map(bot, place, click_of(body, context).number), replace=instead)


async def show_more(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the next teams of the map."""
    await ack()
    place, (ritual, colon, first) = place_of(body, context), click_of(body, context).value.partition(":")
    if not colon:
        raise NotFound(UNKNOWN)
    await place.answer(bot, await _map(bot, place, number(ritual), number(first)), replace=True)


async def _map(bot: Parts, place: Place, ritual_id: int, first: int = 0) -> Message:
    facts = await bot.maps.facts(place.workspace_id, place.slack_id, ritual_id, first=first)
    return sync_map.sync_map(bot.words, facts, bot.settings.command)
