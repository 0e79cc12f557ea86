"""One's own rhythm: `me`, `me @name` for the PMO, the button *My settings*, and the form that they open."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.rhythm import read_rhythm
from bot.parts import Parts
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import rhythm
from handlers.click import click_of
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import Place, place_of
from handlers.sync_answer import redraw_prompt

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the button and the form."""
    app.action(rhythm.SHOW)(partial(press, bot))
    app.action(rhythm.CONFIRM)(partial(confirm, bot))
    app.view(rhythm.FORM)(partial(submit, bot))


def begins_me(word: str) -> bool:
    """Tell whether a word can follow `me`: somebody."""
    return word.startswith(("<@", "@"))


async def me_command(bot: Parts, place: Place, rest: str) -> None:
    """Open one's own settings, or after `me @name` those of another one."""
    who = await bot.roles.find(place.workspace_id, rest) if rest else ""
    facts = await bot.rhythms.facts(place.workspace_id, place.slack_id, of=who)
    await place.open(bot, rhythm.form(bot.words, facts))


async def press(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open one's own settings; over the form in which the button stands, if it stands in one."""
    await ack()
    place = place_of(body, context)
    facts = await bot.rhythms.facts(place.workspace_id, place.slack_id)
    view, slack = rhythm.form(bot.words, facts), await bot.slack_for(place.workspace_id)
    in_form = (body.get("view") or {}).get("type") == "modal"
    await (slack.push_view if in_form else slack.open_view)(place.trigger, view)


async def confirm(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take what is known of one's working time as right, and ask no more."""
    await ack()
    click = click_of(body, context)
    turn_id = click.number
    if await bot.rhythms.confirm(click.workspace_id, click.slack_id, turn_id):
        await redraw_prompt(bot, click.workspace_id, click.replaces, click.message, turn_id)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Save the settings and say what they mean; what needs mending is said beside its field."""
    view = form_of(body)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    meant = read_rhythm(rhythm.typed(view))
    facts = await bot.rhythms.save(workspace_id, slack_id, meant, of=rhythm.ticket_of(view).person)
    await ack(response_action="update", view=dict(rhythm.saved(bot.words, facts)))
    await refresh_home(bot, workspace_id, slack_id)
