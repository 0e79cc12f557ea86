"""*Add to calendar* and *Download CSV*: a file of a sync, sent to whoever asks for it alone."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.list_file import Listing, Wanted
from bot.domain.sync_file import SyncFile
from bot.errors import NotFound, SlackRefused, UserError
from bot.parts import Parts
from bot.slack.gateway import Message
from bot.views import sync_form, sync_list, words
from handlers.click import UNKNOWN, click_of, number
from handlers.place import Place, place_of

Body = Mapping[str, Any]

NO_SCOPE = "missing_scope"


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the menu of files in the list, and to the button of a sync that was saved."""
    app.action(sync_list.FILES)(partial(press, bot))


async def press(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Send what was chosen, and say where it is."""
    await ack()
    place, (what, _, ritual_id) = place_of(body, context), click_of(body, context).value.partition(":")
    if what not in _FILES:
        raise NotFound(UNKNOWN)
    await tell(bot, place, await _FILES[what](bot, place, number(ritual_id)))


async def tell(bot: Parts, place: Place, sentence: str) -> None:
    """Say where a file is: where it was asked for, on top of the form if that was one."""
    if place.url or place.view:
        await place.answer(bot, words.only(bot.words, sentence))
    else:
        view = sync_form.told(bot.words, "File sent", sentence)
        await (await bot.slack_for(place.workspace_id)).push_view(place.trigger, view)


async def calendar(bot: Parts, place: Place, ritual_id: int) -> Message:
    """Send the calendar of a sync; return what is said of it."""
    return words.only(bot.words, await _calendar(bot, place, ritual_id))


async def _calendar(bot: Parts, place: Place, ritual_id: int) -> str:
    file = await bot.files.calendar(place.workspace_id, place.slack_id, ritual_id)
    return await send(bot, place, file, "Open it, and your calendar takes the rounds in.")


async def _answers(bot: Parts, place: Place, ritual_id: int) -> str:
    file = await bot.files.answers(place.workspace_id, place.slack_id, ritual_id)
    return await send(bot, place, file, "Nobody else sees it.")


async def _rounds(bot: Parts, place: Place, ritual_id: int) -> str:
    file = await bot.list_files.file(place.workspace_id, place.slack_id, Wanted(Listing.ROUNDS, ritual_id))
    return await send(bot, place, file, "Nobody else sees it.")


async def send(bot: Parts, place: Place, file: SyncFile, more: str) -> str:
    """Upload a file to whoever asked, and return where it is. Raises UserError where a scope is missing."""
    slack = await bot.slack_for(place.workspace_id)
    try:
        with file.content:
            await slack.upload(place.slack_id, file.name, file.content, file.title)
    except SlackRefused as refused:
        if refused.code != NO_SCOPE:
            raise
        raise UserError(
            "Drumbeat may not send files here yet, so nothing was sent. It needs the scopes files:write and im:write: "
            "whoever runs it gives Slack what `drumbeat manifest` prints and installs the app again. Until then "
            "`drumbeat export` writes answers and calendars."
        ) from None
    return f"{file.name} is in your messages with Drumbeat. {more}"


_FILES = {sync_list.CALENDAR: _calendar, sync_list.ANSWERS: _answers, sync_list.ROUNDS: _rounds}
