"""Away dates: `away`, `away 3-14 Aug`, `away @name 3-14 Aug`, `away back`, and the form that adds some."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.day_words import FIELD
from bot.errors import UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import away
from handlers.click import click_of
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]

BACK = frozenset({"back", "off", "end", "over"})


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons and the form of away dates."""
    app.action(away.SHOW)(partial(open_form, bot))
    app.action(away.ADD)(partial(open_form, bot))
    app.action(away.REMOVE)(partial(remove, bot))
    app.view(away.FORM)(partial(submit, bot))


def begins_away(word: str) -> bool:
    """Tell whether a word can follow `away`: days, somebody, or *back*."""
    return word in BACK or word.startswith(("<@", "@")) or word[:1].isdigit()


async def away_command(bot: Parts, place: Place, rest: str) -> Message:
    """Return one's away dates or, after `away @name`, those of another one; with days after it, these are added."""
    who, days = "", rest
    if rest.startswith(("<@", "@")):
        name, _, days = rest.partition(" ")
        who = await bot.roles.find(place.workspace_id, name)
    if days.casefold() in BACK and not who:
        note = await bot.aways.back(place.workspace_id, place.slack_id)
        return await _list(bot, place, note=note)
    if not days:
        return await _list(bot, place, of=who)
    row, note = await bot.aways.typed(place.workspace_id, place.slack_id, days, of=who)
    return await _list(bot, place, of=who, note=note, undo=row)


async def open_form(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form with one's away dates, or those of whom the button names."""
    await ack()
    place, who = place_of(body, context), click_of(body, context).value
    facts = await bot.aways.facts(place.workspace_id, place.slack_id, of=who)
    await place.open(bot, away.form(bot.words, facts, bot.settings.command))


async def remove(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take back away dates, and show what is left where that was pressed."""
    await ack()
    place, row = place_of(body, context), click_of(body, context).number
    note = await bot.aways.remove(place.workspace_id, place.slack_id, row)
    view = body.get("view")
    if view is not None and view["type"] == "modal":
        facts = await bot.aways.facts(place.workspace_id, place.slack_id, note=note)
        slack = await bot.slack_for(place.workspace_id)
        now = away.shown_anew(bot.words, facts, bot.settings.command, view=view)
        await slack.update_view(view["id"], now)
        return
    await place.answer(bot, await _list(bot, place, note=note), replace=True)
    if place.on_home:
        await refresh_home(bot, place.workspace_id, place.slack_id)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Add the dates that were chosen, or say beside them why they cannot be."""
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    chosen = away.chosen(form_of(body))
    try:
        row, note = await bot.aways.add(workspace_id, slack_id, chosen.first, chosen.last, of=chosen.who)
    except UserError as error:
        beside = away.FIRST if error.field in {FIELD, "away"} or not chosen.who else away.WHO
        await ack(**form_errors({beside: error.sentence}))
        return
    facts = await bot.aways.facts(workspace_id, slack_id, of=chosen.who, note=note, undo=row)
    await ack(response_action="update", view=dict(away.done(bot.words, facts, bot.settings.command)))
    await refresh_home(bot, workspace_id, slack_id)


async def _list(bot: Parts, place: Place, *, of: str = "", note: str = "", undo: int | None = None) -> Message:
    facts = await bot.aways.facts(place.workspace_id, place.slack_id, of=of, note=note, undo=undo)
    return away.away_list(bot.words, facts, bot.settings.command)
