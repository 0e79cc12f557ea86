"""*Download CSV* below a list: a file of what its reader may see, sent to them alone."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.list_file import wanted_in
from bot.errors import NotFound
from bot.parts import Parts
from bot.views.list_file import DOWNLOAD
from handlers.click import UNKNOWN, click_of
from handlers.place import place_of
from handlers.sync_file import send, tell


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of all lists."""
    for action in DOWNLOAD.values():
        app.action(action)(partial(press, bot))


async def press(bot: Parts, ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Send the list, and say where it is."""
    await ack()
    place, wanted = place_of(body, context), wanted_in(click_of(body, context).value)
    if wanted is None:
        raise NotFound(UNKNOWN)
    file = await bot.list_files.file(place.workspace_id, place.slack_id, wanted)
    await tell(bot, place, await send(bot, place, file, "Nobody else sees it."))
