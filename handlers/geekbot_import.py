"""Stand-ups of Geekbot: `import geekbot` → *See syncs* → *Save*."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import geekbot_import
from bot.views import words as found_words
from bot.views.ticket import seen_in
from handlers.form import form_of
from handlers.place import Place

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the form and its preview."""
    app.view(geekbot_import.FORM)(partial(submit, bot))
    app.view(geekbot_import.PREVIEW)(partial(save, bot))


async def import_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Open the form after `import geekbot`; look other words up."""
    if not begins_import(rest.lower()):
        found = await bot.search.find(place.workspace_id, place.slack_id, f"import {rest}".strip())
        return found_words.results(bot.words, found, bot.settings.command)
    texts = await bot.geekbot.texts(place.workspace_id, place.slack_id)
    await place.open(bot, geekbot_import.form(bot.words, texts))
    return None


def begins_import(word: str) -> bool:
    """Tell whether a word can follow `import`."""
    return word == "geekbot"


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show the syncs that the text makes, or say beside it why it makes none."""
    texts = geekbot_import.pasted(form_of(body))
    try:
        facts = await bot.geekbot.preview(context[WORKSPACE_ID], context[SLACK_ID], texts)
    except UserError as error:
        await ack(**form_errors({geekbot_import.FIRST: error.sentence}))
        return
    await ack(response_action="push", view=dict(geekbot_import.preview(bot.words, facts)))


async def save(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Save what was previewed; what has become something else since is shown again instead."""
    seen = seen_in(form_of(body))
    done = await bot.geekbot.save(context[WORKSPACE_ID], context[SLACK_ID], seen)
    view = (
        geekbot_import.saved(bot.words, done, bot.settings.command)
        if done.saved
        else geekbot_import.preview(bot.words, done)
    )
    await ack(response_action="update", view=dict(view))
