"""The list of retros and what is pressed on it; the same after the command, as in `retro pause Monthly retro`."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.retro_list import RetroDoing, RetroDone
from bot.parts import Parts
from bot.services.retro_manage import RetroManage
from bot.slack.gateway import Message
from bot.views import retro_list
from handlers.click import click_of
from handlers.home import refresh_home
from handlers.place import Place, place_of
from handlers.retro_card import add_command, withdraw_command
from handlers.retro_report import report_command
from handlers.retro_setup import open_form

Body = Mapping[str, Any]
Action = Callable[[RetroManage, str, str, int], Awaitable[RetroDone]]

ACTIONS: dict[str, tuple[str, Action]] = {
    "pause": (retro_list.PAUSE, RetroManage.pause),
    "resume": (retro_list.RESUME, RetroManage.resume),
    "run": (retro_list.RUN, RetroManage.run_now),
    "live": (retro_list.RUN_LIVE, RetroManage.run_live),
    "delete": (retro_list.DELETE, RetroManage.delete),
}
ASKS_FIRST = {"run": RetroDoing.RUN, "live": RetroDoing.RUN_LIVE, "delete": RetroDoing.DELETED}
"""What cannot be taken back: typed it asks first, as its button does."""

BY_THEMSELVES = {"add": add_command, "withdraw": withdraw_command, "report": report_command}
"""What follows these is somebody's own."""

KNOWN = ("list", "new", "edit", *ACTIONS, *BY_THEMSELVES)
LONGEST = 500
"""Characters that are read of a name."""


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the list."""
    app.action(retro_list.LIST)(partial(show, bot))
    app.action(retro_list.PAGE)(partial(show, bot))
    for action_id, action in ACTIONS.values():
        app.action(action_id)(partial(press, bot, action))


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the list, or its next page."""
    await ack()
    place, value = place_of(body, context), click_of(body, context).value
    first = int(value) if value.isascii() and value.isdigit() else 0
    facts = await bot.retros.facts(place.workspace_id, place.slack_id, first=first)
    await place.answer(bot, retro_list.retro_list(bot.words, facts), replace=bool(value))


async def press(bot: Parts, action: Action, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Do what was pressed, and show the list as it is now."""
    await ack()
    place, retro_id = place_of(body, context), click_of(body, context).number
    done = await action(bot.retros, place.workspace_id, place.slack_id, retro_id)
    facts = await bot.retros.facts(place.workspace_id, place.slack_id, done=done)
    if place.url:
        await place.answer(bot, retro_list.retro_list(bot.words, facts), replace=True)
    else:
        await place.open(bot, retro_list.done_view(bot.words, facts))
    if place.on_home:
        await refresh_home(bot, place.workspace_id, place.slack_id)


async def retro_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Return the answer to `retro …`; None where a form was opened. Raises NotFound for a name that is not known."""
    word, _, name = " ".join(rest.split())[:LONGEST].partition(" ")
    word = word.lower()
    if word in BY_THEMSELVES:
        return await BY_THEMSELVES[word](bot, place, rest[len(word) :].strip())
    if word in {"", "list"}:
        return retro_list.retro_list(bot.words, await bot.retros.facts(place.workspace_id, place.slack_id))
    if word == "new":
        await open_form(bot, place)
        return None
    named = name if word in KNOWN else f"{word} {name}".strip()
    retro_id = await bot.retros.find(place.workspace_id, named, slack_id=place.slack_id)
    if word == "edit":
        await open_form(bot, place, retro_id)
        return None
    if word in ASKS_FIRST:
        row = await bot.retros.asking(place.workspace_id, place.slack_id, retro_id, ASKS_FIRST[word])
        return retro_list.question(bot.words, row, ASKS_FIRST[word])
    done = None
    if word in ACTIONS:
        done = await ACTIONS[word][1](bot.retros, place.workspace_id, place.slack_id, retro_id)
    facts = await bot.retros.facts(place.workspace_id, place.slack_id, only=retro_id, done=done)
    return retro_list.retro_list(bot.words, facts)


def begins_retro(word: str) -> bool:
    """Tell whether a word can follow `retro`, besides the name of one."""
    return word in KNOWN
