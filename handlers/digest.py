"""`/pmo digest`: the week of all syncs that somebody may see, on one screen."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.digest_plan import DigestPlan
from bot.domain.local_time import parse_time
from bot.domain.stored_id import stored_id
from bot.errors import NotAllowed, UserError
from bot.parts import Parts
from bot.services.digest_plan import ANOTHER
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import digest, digest_plan
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]

WEEKLY = "weekly"
MOST_PAGES = 100
"""Screens that can be asked for: more than there ever are."""


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the button below a screen."""
    app.action(digest.MORE)(partial(show_more, bot))
    app.action(digest_plan.OPEN)(partial(open_plan, bot))
    app.action(digest_plan.ANOTHER)(partial(open_another, bot))
    app.action(digest_plan.STOP)(partial(stop, bot))
    app.view(digest_plan.FORM)(partial(save, bot))


def begins_digest(word: str) -> bool:
    """Tell whether a word can follow `digest`."""
    return word == WEEKLY


async def digest_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Return the first screen or, after `digest weekly`, open the form that says when one comes by itself."""
    if rest.casefold() == WEEKLY:
        await _open(bot, place)
        return None
    return await _screen(bot, place, 0)


async def show_more(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show another screen below this one, to whoever pressed: as far as they may see it."""
    await ack()
    place = place_of(body, context)
    await place.answer(bot, await _screen(bot, place, min(click_of(body, context).number, MOST_PAGES)))


async def open_plan(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form that says when one's own digest comes by itself: the one that the button names, if it does."""
    await ack()
    await _show(bot, body, context, stored_id(click_of(body, context).value))


async def open_another(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the form anew, for one more digest."""
    await ack()
    await _show(bot, body, context, ANOTHER)


async def save(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Keep when it comes, and say when it does first; what needs mending is said beside its field."""
    day, at, channel = digest_plan.typed(form_of(body))
    try:
        plan = DigestPlan(day, parse_time(at), channel)
        one = digest_plan.changed(form_of(body))
        facts = await bot.digest_plans.save(context[WORKSPACE_ID], context[SLACK_ID], plan, one)
    except NotAllowed:
        raise
    except UserError as error:
        await ack(**form_errors({error.field or digest_plan.TIME: error.sentence}))
        return
    await ack(response_action="update", view=dict(digest_plan.saved(bot.words, facts)))


async def stop(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Let it come no more, and say so in the form."""
    await ack()
    workspace_id, one = context[WORKSPACE_ID], click_of(body, context).number
    await bot.digest_plans.stop(workspace_id, context[SLACK_ID], one)
    view, slack = form_of(body), await bot.slack_for(workspace_id)
    await slack.update_view(str(view["id"]), digest_plan.stopped(bot.words, bot.settings.command))


async def _show(bot: Parts, body: Body, context: Mapping[str, Any], digest_id: int | None) -> None:
    """Show the form of a digest: in the one that is open, where the button stands in it, else in front of it all."""
    place = place_of(body, context)
    facts = await bot.digest_plans.facts(place.workspace_id, place.slack_id, digest_id)
    view = body.get("view") or {}
    if view.get("callback_id") == digest_plan.FORM:
        slack = await bot.slack_for(place.workspace_id)
        await slack.update_view(str(view["id"]), digest_plan.form(bot.words, facts))
    else:
        await place.open(bot, digest_plan.form(bot.words, facts))


async def _open(bot: Parts, place: Place) -> None:
    facts = await bot.digest_plans.facts(place.workspace_id, place.slack_id)
    await place.open(bot, digest_plan.form(bot.words, facts))


async def _screen(bot: Parts, place: Place, page: int) -> Message:
    facts = await bot.digests.facts(place.workspace_id, place.slack_id, page)
    return digest.digest(bot.words, facts, bot.settings.command)
