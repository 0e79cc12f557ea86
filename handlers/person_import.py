"""People from a spreadsheet: `people import` → *See changes* → *Import*."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.person_import import ImportFacts
from bot.errors import UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import person_import
from bot.views import words as found_words
from bot.views.ticket import seen_in
from handlers.form import form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to *Import people*, its form and its preview."""
    app.action(person_import.OPEN)(partial(press, bot))
    app.view(person_import.FORM)(partial(submit, bot))
    app.view(person_import.PREVIEW)(partial(apply, bot))


async def people_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Open the form after `people import`; look other words up."""
    if rest.lower() != "import":
        found = await bot.search.find(place.workspace_id, place.slack_id, f"people {rest}".strip())
        return found_words.results(bot.words, found, bot.settings.command)
    await _open(bot, place)
    return None


def begins_people(word: str) -> bool:
    """Tell whether a word can follow `people`."""
    return word == "import"


async def press(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form."""
    await ack()
    await _open(bot, place_of(body, context))


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show what the rows would change, or say beside them why they cannot be read."""
    view = form_of(body)
    try:
        facts = await bot.person_import.preview(context[WORKSPACE_ID], context[SLACK_ID], person_import.pasted(view))
    except UserError as error:
        await ack(**form_errors({"rows:0": error.sentence}))
        return
    await ack(response_action="push", view=dict(person_import.preview(bot.words, facts)))


async def apply(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Import the good rows and say what was changed; what has changed since the preview is shown again instead."""
    seen = seen_in(form_of(body))
    done = await bot.person_import.apply(context[WORKSPACE_ID], context[SLACK_ID], seen)
    if isinstance(done, ImportFacts):
        await ack(response_action="update", view=dict(person_import.preview(bot.words, done)))
        return
    await ack(response_action="update", view=dict(person_import.imported(bot.words, done)))


async def _open(bot: Parts, place: Place) -> None:
    texts = await bot.person_import.texts(place.workspace_id, place.slack_id)
    await place.open(bot, person_import.form(bot.words, texts))
