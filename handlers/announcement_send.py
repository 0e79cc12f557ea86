"""Stop an announcement that is on its way, and go on with it."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.services.announcement_send import AnnouncementSending
from bot.views import announcement_progress
from bot.views.words import only
from handlers.click import click_of
from handlers.place import place_of

Body = Mapping[str, Any]
Action = Callable[[AnnouncementSending, str, str, int], Awaitable[str]]

ACTIONS: Mapping[str, Action] = {
    announcement_progress.STOP: AnnouncementSending.stop,
    announcement_progress.GO_ON: AnnouncementSending.go_on,
    announcement_progress.POST_AGAIN: AnnouncementSending.post_again,
}


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of what whoever signed it is told."""
    for action_id, action in ACTIONS.items():
        app.action(action_id)(partial(press, bot, action))


async def press(bot: Parts, action: Action, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take the step, and say what was done; the message itself follows."""
    await ack()
    place = place_of(body, context)
    said = await action(bot.change.sending, place.workspace_id, place.slack_id, click_of(body, context).number)
    await place.answer(bot, only(bot.words, said))
