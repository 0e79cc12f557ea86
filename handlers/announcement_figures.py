"""What came of an announcement: the figures, the names, and the reminder."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.change_page import ChangeHead
from bot.domain.stored_id import stored_id
from bot.errors import NotFound
from bot.parts import Parts
from bot.views import announcement_figures as views
from bot.views.blocks import Block
from bot.views.words import only
from handlers.click import UNKNOWN, click_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons."""
    app.action(views.SHOW)(partial(show, bot))
    app.action(views.REMIND)(partial(remind, bot))
    for action_id in (views.NAMES, views.NEXT, views.GROUP):
        app.action(action_id)(partial(names, bot, action_id != views.NAMES))


async def on_page(bot: Parts, place: Place, head: ChangeHead) -> Sequence[Block]:
    """Lead from a change's page to the replies to what was announced."""
    facts = await bot.change.figures.of_change(place.workspace_id, place.slack_id, head.id)
    return views.replies_blocks(bot.words, facts)


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the figures beside what was pressed; from the names in their place."""
    await ack()
    place, number = place_of(body, context), click_of(body, context).number
    facts = await bot.change.figures.facts(place.workspace_id, place.slack_id, number)
    among_names = body["actions"][0].get("block_id") == "names_do"
    await place.answer(bot, views.figures_message(bot.words, facts), replace=among_names)


async def names(bot: Parts, further: bool, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show who said what, in place of the figures or of another page."""
    await ack()
    place = place_of(body, context)
    announcement, _, rest = click_of(body, context).value.partition(":")
    group, _, first = rest.partition(":")
    number = stored_id(announcement)
    if number is None or (further and not rest):
        raise NotFound(UNKNOWN)
    facts = await bot.change.figures.readers(
        place.workspace_id,
        place.slack_id,
        number,
        group_id=stored_id(group) or 0,
        first=min(stored_id(first) or 0, 10**6),
    )
    await place.answer(bot, views.names_message(bot.words, facts), replace=True)


async def remind(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Remind those who have not replied, and say how many."""
    await ack()
    place = place_of(body, context)
    number = click_of(body, context).number
    said = await bot.change.reminders.remind(place.workspace_id, place.slack_id, number)
    await place.answer(bot, only(bot.words, said))
