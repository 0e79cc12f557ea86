"""`retro report`: what retros brought in a quarter."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.slack.gateway import Message
from bot.views import retro_report
from handlers.click import click_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the button to another quarter."""
    app.action(retro_report.SHOW)(partial(show, bot))


async def report_command(bot: Parts, place: Place, rest: str) -> Message:
    """Return the report on the quarter that is named, else on this one."""
    facts = await bot.retro.reports.facts(place.workspace_id, place.slack_id, rest)
    return retro_report.report_message(bot.words, facts)


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the report on another quarter in place of this one."""
    await ack()
    place = place_of(body, context)
    await place.answer(bot, await report_command(bot, place, click_of(body, context).value), replace=True)
