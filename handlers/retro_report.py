"""`retro report`: what retros brought in a quarter, and what the PMO makes of a theme that several teams have."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.slack.gateway import Message
from bot.views import action_form, retro_report
from handlers.blocker import open_raising
from handlers.click import click_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the report."""
    app.action(retro_report.SHOW)(partial(show, bot))
    app.action(retro_report.MAKE_ACTION)(partial(make_action, bot))
    app.action(retro_report.MAKE_BLOCKER)(partial(make_blocker, bot))


async def report_command(bot: Parts, place: Place, rest: str) -> Message:
    """Return the report on the quarter that is named, else on this one."""
    facts = await bot.retro.reports.facts(place.workspace_id, place.slack_id, rest)
    return retro_report.report_message(bot.words, facts)


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the report on another quarter in place of this one."""
    await ack()
    place = place_of(body, context)
    await place.answer(bot, await report_command(bot, place, click_of(body, context).value), replace=True)


async def make_action(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a new action with the theme in it."""
    await ack()
    place = place_of(body, context)
    name = await bot.retro.reports.theme(place.workspace_id, place.slack_id, click_of(body, context).number)
    facts = await bot.action_raising.form(place.workspace_id, place.slack_id)
    await place.open(bot, action_form.new_form(bot.words, facts, text=name))


async def make_blocker(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a blocker with the theme in it."""
    await ack()
    place = place_of(body, context)
    name = await bot.retro.reports.theme(place.workspace_id, place.slack_id, click_of(body, context).number)
    await open_raising(bot, place, name)
