"""News of a change: *Nothing new*, and a pause of what is promised."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.announcement import Kind
from bot.domain.announcement_compose import CoreText
from bot.domain.change_page import ChangeHead
from bot.errors import Unreadable
from bot.parts import Parts
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_heartbeat as views
from bot.views.blocks import Block
from bot.views.words import only
from handlers.announcement import opened
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons and the form."""
    app.action(views.NOTHING_NEW)(partial(nothing_new, bot))
    app.action(views.PAUSE)(partial(open_pause, bot))
    app.action(views.RESUME)(partial(resume, bot))
    app.view(views.PAUSE_FORM)(partial(pause, bot))


async def on_page(bot: Parts, place: Place, head: ChangeHead) -> Sequence[Block]:
    """Say by when news is promised, to those who run the change."""
    return views.page_blocks(bot.words, await bot.change.heartbeats.facts(place.workspace_id, place.slack_id, head.id))


async def nothing_new(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Write that there is no news, and show it before it goes."""
    await ack()
    place, change_id = place_of(body, context), click_of(body, context).number
    draft = await bot.change.heartbeats.no_news(place.workspace_id, place.slack_id, change_id)
    core = CoreText(title=draft.title, text=draft.text)
    announcement_id = await bot.change.writing.create(place.workspace_id, place.slack_id, change_id, Kind.NO_NEWS, core)
    await place.open(bot, await opened(bot, place, announcement_id))


async def open_pause(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Ask until when no news is promised."""
    await ack()
    place, change_id = place_of(body, context), click_of(body, context).number
    facts = await bot.change.heartbeats.must(place.workspace_id, place.slack_id, change_id)
    await place.open(bot, views.pause_form(bot.words, facts))


async def pause(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Pause it, or say beside the day why it cannot be."""
    change_id, until = views.paused_in(form_of(body))
    if until is None:
        raise Unreadable(where=views.UNTIL)
    await bot.change.heartbeats.pause(context[WORKSPACE_ID], context[SLACK_ID], change_id, until)
    await ack()


async def resume(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Promise news again, from today on."""
    await ack()
    place, change_id = place_of(body, context), click_of(body, context).number
    await bot.change.heartbeats.pause(place.workspace_id, place.slack_id, change_id, None)
    await place.answer(bot, only(bot.words, "News is promised again; the weeks are counted from today."))
