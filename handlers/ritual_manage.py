"""The list of rituals of one kind and what is pressed on it; the same after the command, as in `sync pause Weekly`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.matching import did_you_mean
from bot.domain.ritual_list import Doing, ListFacts, RitualDone
from bot.errors import NotFound
from bot.parts import Parts
from bot.render import Words
from bot.services.ritual_manage import LONGEST, RitualManage
from bot.slack.gateway import Message, View
from bot.views import menu
from handlers.click import click_of
from handlers.home import refresh_home
from handlers.place import Place, place_of
from handlers.ritual_setup import SettingUp, open_form

Body = Mapping[str, Any]
Action = Callable[[Any, str, str, int], Awaitable[RitualDone]]
Command = Callable[[Parts, Place, str], Awaitable[Message | None]]


class ListView(Protocol):
    """A module of views with the list of one kind of ritual."""

    LIST: str
    PAGE: str

    def done_view(self, words: Words, facts: ListFacts[Any]) -> View:
        """Return what was done as a form that only says it."""

    def question(self, words: Words, row: Any, doing: Doing) -> Message:
        """Return what is asked before something that cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Managing:
    """What differs between managing one kind of ritual and another.

    `shown` words the list; `actions` gives, by what is typed, the button and what it does; `asks_first` what cannot be
    taken back: typed it asks first, as its button does. `own` answers what only this kind has.
    """

    noun: str
    service: Callable[[Parts], RitualManage[Any, Any]]
    setting_up: SettingUp
    view: ListView
    shown: Callable[[Words, ListFacts[Any]], Message]
    actions: Mapping[str, tuple[str, Action]]
    asks_first: Mapping[str, Doing]
    own: Mapping[str, Command]

    @property
    def known(self) -> tuple[str, ...]:
        """The words that can follow the noun, besides the name of one."""
        return ("list", "new", "edit", *self.own, *self.actions)

    def begins(self, word: str) -> bool:
        """Tell whether a word can follow the noun, besides the name of one."""
        return word in self.known


def register(app: AsyncApp, bot: Parts, what: Managing) -> None:
    """Listen to the buttons of the list."""
    app.action(what.view.LIST)(partial(show, bot, what))
    app.action(what.view.PAGE)(partial(show, bot, what))
    for action_id, action in what.actions.values():
        app.action(action_id)(partial(press, bot, what, action))


async def show(bot: Parts, what: Managing, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the list, or its next page."""
    await ack()
    place, value = place_of(body, context), click_of(body, context).value
    first = int(value) if value.isascii() and value.isdigit() else 0
    await place.answer(bot, await _listed(bot, what, place, first=first), replace=bool(value))


async def press(
    bot: Parts, what: Managing, action: Action, ack: AsyncAck, body: Body, context: Mapping[str, Any]
) -> None:
    """Do what was pressed, and show the list as it is now."""
    await ack()
    place, service = place_of(body, context), what.service(bot)
    done = await action(service, place.workspace_id, place.slack_id, click_of(body, context).number)
    facts = await service.facts(place.workspace_id, place.slack_id, done=done)
    if place.url:
        await place.answer(bot, what.shown(bot.words, facts), replace=True)
    else:
        await place.open(bot, what.view.done_view(bot.words, facts))
    if place.on_home:
        await refresh_home(bot, place.workspace_id, place.slack_id)


async def command(bot: Parts, what: Managing, place: Place, rest: str) -> Message | None:
    """Return the answer to what follows the noun; None where a form was opened.

    Raises NotFound for a name that is not known.
    """
    first, name = (*rest.split(maxsplit=1), "", "")[:2]
    word = first.lower()
    if word in {"", "list"}:
        return await _listed(bot, what, place)
    if word in what.own:
        return await what.own[word](bot, place, name)
    if word in what.actions:
        return await _act(bot, what, place, word, name)
    if word == "new":
        await open_form(bot, what.setting_up, place)
        return None
    if word == "edit":
        await open_form(bot, what.setting_up, place, await _find(bot, what, place, name))
        return None
    return await _by_name(bot, what, place, rest)


async def _act(bot: Parts, what: Managing, place: Place, word: str, name: str) -> Message:
    ritual_id, service = await _find(bot, what, place, name), what.service(bot)
    if word in what.asks_first:
        doing = what.asks_first[word]
        row = await service.asking(place.workspace_id, place.slack_id, ritual_id, doing)
        return what.view.question(bot.words, row, doing)
    done = await what.actions[word][1](service, place.workspace_id, place.slack_id, ritual_id)
    return await _listed(bot, what, place, only=ritual_id, done=done)


async def _by_name(bot: Parts, what: Managing, place: Place, rest: str) -> Message:
    """Return the ritual of this name; else ask whether a known word was meant."""
    try:
        ritual_id = await _find(bot, what, place, rest)
    except NotFound:
        word, _, name = rest.partition(" ")
        guess = did_you_mean(word, what.known)
        if guess is None or len(rest) > LONGEST:
            raise
        meant = f"{what.noun} {guess} {name}".strip()
        return menu.did_you_mean(bot.words, f"{what.noun} {rest}", meant, bot.settings.command)
    return await _listed(bot, what, place, only=ritual_id)


async def _find(bot: Parts, what: Managing, place: Place, name: str) -> int:
    return await what.service(bot).find(place.workspace_id, name, slack_id=place.slack_id)


async def _listed(bot: Parts, what: Managing, place: Place, **which: Any) -> Message:
    return what.shown(bot.words, await what.service(bot).facts(place.workspace_id, place.slack_id, **which))
