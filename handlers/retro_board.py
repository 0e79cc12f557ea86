"""What is pressed on a retro's board, and on what its facilitator and its people are told."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.services.retro_facilitate import RetroFacilitation
from bot.views import retro_board, retro_prompt
from bot.views.words import only
from handlers.click import click_of
from handlers.home import refresh_home
from handlers.place import place_of

Body = Mapping[str, Any]
Action = Callable[[RetroFacilitation, str, str, int], Awaitable[str]]

ACTIONS: Mapping[str, Action] = {
    retro_board.REVEAL: RetroFacilitation.reveal,
    retro_board.START_VOTE: RetroFacilitation.start_vote,
    retro_board.END_VOTE: RetroFacilitation.end_vote,
    retro_board.FACILITATE: RetroFacilitation.take_over,
    retro_board.WAIT: RetroFacilitation.wait,
    retro_board.DISCARD: RetroFacilitation.discard,
    retro_board.CLOSE: RetroFacilitation.close,
}


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the facilitator, and to *Nothing this time*."""
    for action_id, action in ACTIONS.items():
        app.action(action_id)(partial(press, bot, action))
    app.action(retro_prompt.SKIP)(partial(skip, bot))


async def press(bot: Parts, action: Action, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take a step, and say to whoever pressed what was done; the messages themselves change for everybody."""
    await ack()
    place = place_of(body, context)
    said = await action(bot.retro_facilitation, place.workspace_id, place.slack_id, click_of(body, context).number)
    await place.answer(bot, only(bot.words, said))


async def skip(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Note that somebody has nothing this time, and say so in their message."""
    await ack()
    click = click_of(body, context)
    facts = await bot.retro_facilitation.skip(click.workspace_id, click.slack_id, click.number)
    slack = await bot.slack_for(click.workspace_id)
    if click.replaces:
        await slack.respond(click.replaces, retro_prompt.prompt_message(bot.words, facts), replace=True)
    if click.on_home:
        await refresh_home(bot, click.workspace_id, click.slack_id)
