"""The list of syncs and what is pressed on it; the same after the command, as in `sync pause Weekly sync`."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.matching import did_you_mean
from bot.domain.sync_list import Doing, SyncDone
from bot.errors import NotFound
from bot.parts import Parts
from bot.services.sync_manage import SyncManage
from bot.slack.gateway import Message
from bot.views import menu, sync_list
from bot.views.sync_list import CALENDAR
from handlers.click import click_of
from handlers.home import refresh_home
from handlers.place import Place, place_of
from handlers.sync_file import calendar
from handlers.sync_map import map_command
from handlers.sync_setup import open_form, open_preview
from handlers.sync_trend import trend_command

Body = Mapping[str, Any]
Action = Callable[[SyncManage, str, str, int], Awaitable[SyncDone]]

ACTIONS: dict[str, tuple[str, Action]] = {
    "pause": (sync_list.PAUSE, SyncManage.pause),
    "resume": (sync_list.RESUME, SyncManage.resume),
    "run": (sync_list.RUN, SyncManage.run_now),
    "close": (sync_list.CLOSE, SyncManage.close_now),
    "delete": (sync_list.DELETE, SyncManage.delete),
}
ASKS_FIRST = {"run": Doing.RUN, "close": Doing.CLOSED, "delete": Doing.DELETED}
"""What cannot be taken back: typed it asks first, as its button does."""

FORMS: Mapping[str, Callable[[Parts, Place, int], Awaitable[None]]] = {"edit": open_form, "preview": open_preview}
"""What opens a form about a sync."""


async def _calendar(bot: Parts, place: Place, name: str) -> Message:
    return await calendar(bot, place, await bot.manage.find(place.workspace_id, name, slack_id=place.slack_id))


SHOWN: Mapping[str, Callable[[Parts, Place, str], Awaitable[Message]]] = {
    CALENDAR: _calendar,
    "map": map_command,
    "rhythm": trend_command,
}
"""What shows or sends something of the sync that is named."""

KNOWN = ("list", "new", *FORMS, *SHOWN, *ACTIONS)


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the list."""
    app.action(sync_list.LIST)(partial(show, bot))
    app.action(sync_list.PAGE)(partial(show, bot))
    for action_id, action in ACTIONS.values():
        app.action(action_id)(partial(press, bot, action))


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the list, or its next page."""
    await ack()
    place, value = place_of(body, context), click_of(body, context).value
    first = int(value) if value.isascii() and value.isdigit() else 0
    facts = await bot.manage.facts(place.workspace_id, place.slack_id, first=first)
    await place.answer(bot, sync_list.sync_list(bot.words, facts), replace=bool(value))


async def press(bot: Parts, action: Action, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Do what was pressed, and show the list as it is now."""
    await ack()
    place, ritual_id = place_of(body, context), click_of(body, context).number
    done = await action(bot.manage, place.workspace_id, place.slack_id, ritual_id)
    facts = await bot.manage.facts(place.workspace_id, place.slack_id, done=done)
    if place.url:
        await place.answer(bot, sync_list.sync_list(bot.words, facts), replace=True)
    else:
        await place.open(bot, sync_list.done_view(bot.words, facts))
    if place.on_home:
        await refresh_home(bot, place.workspace_id, place.slack_id)


async def sync_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Return the answer to `sync …`; None where a form was opened. Raises NotFound for a name that is not known."""
    word, _, name = rest.partition(" ")
    word = word.lower()
    if word in {"", "list"}:
        facts = await bot.manage.facts(place.workspace_id, place.slack_id)
        return sync_list.sync_list(bot.words, facts)
    if word == "new":
        await open_form(bot, place)
        return None
    if word in FORMS:
        await FORMS[word](bot, place, await bot.manage.find(place.workspace_id, name, slack_id=place.slack_id))
        return None
    if word in SHOWN:
        return await SHOWN[word](bot, place, name)
    if word in ACTIONS:
        return await _act(bot, place, word, name)
    return await _by_name(bot, place, rest)


def begins_sync(word: str) -> bool:
    """Tell whether a word can follow `sync`, besides the name of one."""
    return word in KNOWN


async def _act(bot: Parts, place: Place, word: str, name: str) -> Message:
    ritual_id = await bot.manage.find(place.workspace_id, name, slack_id=place.slack_id)
    if word in ASKS_FIRST:
        row = await bot.manage.asking(place.workspace_id, place.slack_id, ritual_id, ASKS_FIRST[word])
        return sync_list.question(bot.words, row, ASKS_FIRST[word])
    done = await ACTIONS[word][1](bot.manage, place.workspace_id, place.slack_id, ritual_id)
    facts = await bot.manage.facts(place.workspace_id, place.slack_id, only=ritual_id, done=done)
    return sync_list.sync_list(bot.words, facts)


async def _by_name(bot: Parts, place: Place, rest: str) -> Message:
    """Return the sync of this name; else ask whether a known word was meant."""
    try:
        ritual_id = await bot.manage.find(place.workspace_id, rest, slack_id=place.slack_id)
    except NotFound:
        word, _, name = rest.partition(" ")
        guess = did_you_mean(word, KNOWN)
        if guess is None:
            raise
        meant = f"sync {guess} {name}".strip()
        return menu.did_you_mean(bot.words, f"sync {rest}", meant, bot.settings.command)
    facts = await bot.manage.facts(place.workspace_id, place.slack_id, only=ritual_id)
    return sync_list.sync_list(bot.words, facts)
