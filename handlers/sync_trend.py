"""How the answers to a sync change, asked for by its word, by a button beside a sync, or by choosing one of several."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.slack.gateway import Message
from bot.views import sync_trend
from handlers.click import click_of
from handlers.place import Place, place_of


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons beside syncs, and to the choice of one."""
    app.action(sync_trend.SHOW)(partial(show, bot, False))
    app.action(sync_trend.CHOOSE)(partial(show, bot, True))


async def trend_command(bot: Parts, place: Place, name: str) -> Message:
    """Return the trend of the sync called `name`, or of the only one that they may look into; of several it asks which.

    Raises NotFound, NotAllowed.
    """
    rows = () if name else (await bot.manage.facts(place.workspace_id, place.slack_id)).rows
    theirs = [row for row in rows if row.reads]
    if len(theirs) > 1:
        return sync_trend.choose(bot.words, theirs)
    if theirs:
        return await _trend(bot, place, theirs[0].ritual_id)
    return await _trend(bot, place, await bot.manage.find(place.workspace_id, name, slack_id=place.slack_id))


async def show(bot: Parts, instead: bool, ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Show the trend of a sync; `instead` of the question which sync is meant."""
    await ack()
    place = place_of(body, context)
    await place.answer(bot, await _trend(bot, place, click_of(body, context).number), replace=instead)


async def _trend(bot: Parts, place: Place, ritual_id: int) -> Message:
    facts = await bot.trends.facts(place.workspace_id, place.slack_id, ritual_id)
    return sync_trend.sync_trend(bot.words, facts)
