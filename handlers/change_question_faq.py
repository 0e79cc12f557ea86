"""What was asked and suggested, as all may read it: page by page, whole, and on the page of a change."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.change import ChangeState
from bot.domain.change_page import ChangeHead
from bot.domain.change_question import Kind
from bot.parts import Parts
from bot.slack.gateway import Message
from bot.views import change_question_faq as views
from bot.views.blocks import Block
from handlers.click import click_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the lists."""
    for action in (views.SHOW, views.IDEAS):
        app.action(action)(partial(show, bot))
    for action in (views.NEWER, views.OLDER):
        app.action(action)(partial(turn, bot))
    app.action(views.READ)(partial(read, bot))


async def faq_command(bot: Parts, place: Place, change_id: int) -> Message:
    """Return the questions and answers of a change."""
    facts = await bot.change.faqs.page(place.workspace_id, place.slack_id, change_id, Kind.QUESTION)
    return views.faq_message(bot.words, facts)


async def ideas_command(bot: Parts, place: Place, change_id: int) -> Message:
    """Return the ideas of a change, and what came of them."""
    facts = await bot.change.faqs.page(place.workspace_id, place.slack_id, change_id, Kind.IDEA)
    return views.faq_message(bot.words, facts)


async def on_page(bot: Parts, place: Place, head: ChangeHead) -> Sequence[Block]:
    """Return what the page of a change says of what people ask; nobody can ask about a draft."""
    if head.state is ChangeState.DRAFT:
        return ()
    counts = await bot.change.faqs.counts(place.workspace_id, head.id)
    return views.page_blocks(bot.words, head.id, *counts)


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show a list below what was pressed on."""
    await ack()
    await _answer(bot, body, context, replace=False)


async def turn(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show another page in place of this one."""
    await ack()
    await _answer(bot, body, context, replace=True)


async def read(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open a long answer whole."""
    await ack()
    place = place_of(body, context)
    one = await bot.change.faqs.entry(place.workspace_id, place.slack_id, click_of(body, context).value)
    await place.open(bot, views.entry_view(bot.words, one))


async def _answer(bot: Parts, body: Body, context: Mapping[str, Any], *, replace: bool) -> None:
    place = place_of(body, context)
    change_id, kind, page = views.faq_of(click_of(body, context).value)
    facts = await bot.change.faqs.page(place.workspace_id, place.slack_id, change_id, kind, page)
    await place.answer(bot, views.faq_message(bot.words, facts), replace=replace)
