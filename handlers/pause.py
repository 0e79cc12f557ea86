"""*Pause everything* and *Resume everything*: on the home tab, and as `pause` and `resume`."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import pause
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to both buttons and to the form."""
    app.action(pause.SHOW)(partial(open_form, bot))
    app.action(pause.RESUME)(partial(resume, bot))
    app.view(pause.FORM)(partial(submit, bot))


async def pause_command(bot: Parts, place: Place, rest: str) -> Message | None:  # noqa: ARG001 (the form asks for more)
    """Open the form that asks first."""
    await _open(bot, place)
    return None


async def resume_command(bot: Parts, place: Place, rest: str) -> Message:  # noqa: ARG001 (there is one pause)
    """Let everything go on."""
    facts = await bot.pauses.resume(place.workspace_id, place.slack_id)
    await refresh_home(bot, place.workspace_id, place.slack_id)
    return pause.said(bot.words, facts)


async def open_form(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form that asks first."""
    await ack()
    await _open(bot, place_of(body, context))


async def resume(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Let everything go on, and show it where that was pressed."""
    await ack()
    place = place_of(body, context)
    facts = await bot.pauses.resume(place.workspace_id, place.slack_id)
    view = body.get("view")
    if view is not None and view["type"] == "modal":
        slack = await bot.slack_for(place.workspace_id)
        await slack.update_view(view["id"], pause.paused(bot.words, facts))
    await refresh_home(bot, place.workspace_id, place.slack_id)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Pause everything, or say beside the day why it cannot be."""
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    try:
        facts = await bot.pauses.pause(workspace_id, slack_id, pause.until_in(form_of(body)))
    except UserError as error:
        if error.field != pause.UNTIL:
            raise
        await ack(**form_errors({pause.UNTIL: error.sentence}))
        return
    await ack(response_action="update", view=dict(pause.paused(bot.words, facts)))
    await refresh_home(bot, workspace_id, slack_id)


async def _open(bot: Parts, place: Place) -> None:
    facts = await bot.pauses.facts(place.workspace_id, place.slack_id)
    await place.open(bot, pause.form(bot.words, facts))
