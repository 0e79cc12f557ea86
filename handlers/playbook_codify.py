"""*Make it a playbook* on a theme of a retro and on an action that is done."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.playbook import Draft
from bot.parts import Parts
from bot.views import playbook, playbook_codify
from handlers.click import click_of
from handlers.place import Place, place_of
from handlers.playbook_form import open_new_page

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to both buttons."""
    app.action(playbook_codify.THEME)(partial(make_of_theme, bot))
    app.action(playbook_codify.ACTION)(partial(make_of_action, bot))


async def make_of_theme(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a page with what a retro said of a theme."""
    await ack()
    place, theme_id = place_of(body, context), click_of(body, context).number
    await open_begun(bot, place, await bot.playbook.codifying.from_theme(place.workspace_id, place.slack_id, theme_id))


async def make_of_action(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a page with what was done and what came of it."""
    await ack()
    place, action_id = place_of(body, context), click_of(body, context).number
    await open_begun(
        bot, place, await bot.playbook.codifying.from_action(place.workspace_id, place.slack_id, action_id)
    )


async def open_begun(bot: Parts, place: Place, begun: Draft | int) -> None:
    """Open the form of a page with its draft, or the page that there is already."""
    if isinstance(begun, Draft):
        await open_new_page(bot, place, begun)
        return
    note = "This is the page that came of it."
    facts = await bot.playbook.lookups.view(place.workspace_id, place.slack_id, begun, note=note)
    await place.open(bot, playbook.page_view(bot.words, facts))
