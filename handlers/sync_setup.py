"""Setting up a sync in Slack; and the next rounds of one as it is."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.views import sync_list, sync_preview, sync_setup
from handlers import ritual_setup
from handlers.click import click_of
from handlers.place import Place, place_of
from handlers.ritual_setup import SettingUp

SETTING_UP = SettingUp(lambda bot: bot.setup, sync_setup, sync_preview)


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to what sets a sync up, and to *See next rounds*."""
    ritual_setup.register(app, bot, SETTING_UP)
    app.action(sync_list.SEE)(partial(press_preview, bot))


async def open_preview(bot: Parts, place: Place, ritual_id: int) -> None:
    """Open the next rounds of a sync as it is."""
    facts = await bot.setup.preview_of(place.workspace_id, place.slack_id, ritual_id)
    await place.open(bot, sync_preview.preview(bot.words, facts, save=False))


async def press_preview(bot: Parts, ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Open the next rounds of a sync."""
    await ack()
    await open_preview(bot, place_of(body, context), click_of(body, context).number)
