"""`my data`: what is stored about whoever asks, their own words, the file, and the form that erases it all."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import my_data, words
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import Place, place_of
from handlers.sync_file import send as send_file

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons and the form."""
    app.action(my_data.SHOW)(partial(show, bot))
    app.action(my_data.SEE)(partial(see, bot))
    app.action(my_data.NEWER)(partial(see, bot))
    app.action(my_data.FILE)(partial(send, bot))
    app.action(my_data.ERASE)(partial(ask, bot))
    app.view(my_data.FORM)(partial(submit, bot))


def begins_my(word: str) -> bool:
    """Tell whether a word can follow `my`."""
    return word == "data"


async def my_command(bot: Parts, place: Place, rest: str) -> Message:
    """Return what is stored about the person, whatever else they wrote after `my`: there is only this."""
    if rest.casefold() not in {"", "data"}:
        found = f"{bot.settings.command} my data"
        raise UserError(f"`{found}` shows what is stored about you. Nothing else begins with *my*.")
    return my_data.summary(bot.words, await bot.my_data.facts(place.workspace_id, place.slack_id))


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show what is stored in place of one's words."""
    await ack()
    place = place_of(body, context)
    await place.answer(bot, await my_command(bot, place, ""), replace=True)


async def see(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show a page of one's own words."""
    await ack()
    place, value = place_of(body, context), click_of(body, context).value
    first = int(value) if value.isdecimal() else 0
    page = await bot.my_data.words(place.workspace_id, place.slack_id, first)
    await place.answer(bot, my_data.words_page(bot.words, page), replace=True)


async def send(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Send everything as a file."""
    await ack()
    place = place_of(body, context)
    file = await bot.my_data.file(place.workspace_id, place.slack_id)
    await place.answer(bot, words.only(bot.words, await send_file(bot, place, file, "Nobody else sees it.")))


async def ask(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form that says what goes and what stays."""
    await ack()
    place, person_id = place_of(body, context), click_of(body, context).number
    traces = await bot.my_data.traces(place.workspace_id, place.slack_id, person_id)
    await place.open(bot, my_data.erase_form(bot.words, traces))


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Let everything be erased, or say beside the field why not."""
    view = form_of(body)
    person_id, typed = my_data.ticket_of(view).person_id, my_data.typed_in(view)
    try:
        await bot.my_data.erase(context[WORKSPACE_ID], context[SLACK_ID], person_id, typed)
    except UserError as error:
        await ack(**form_errors({my_data.TYPED: error.sentence}))
        return
    await ack(response_action="update", view=dict(my_data.erasing(bot.words)))
