"""`decisions`: the log, its pages, and *New decision*."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.decision_log import OPEN
from bot.parts import Parts
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import decision, decision_log
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the log's buttons and to its form."""
    app.action(decision_log.PAGE)(partial(page, bot))
    app.action(decision_log.NEW)(partial(open_new, bot))
    app.action(decision_log.CHANGE)(partial(open_change, bot))
    app.view(decision_log.NEW_FORM)(partial(submit, bot))


async def decisions_command(bot: Parts, place: Place, rest: str) -> Message:
    """Return the log: all, `open` ones, or what words are about."""
    facts = await bot.decision_logs.facts(place.workspace_id, place.slack_id, rest)
    return decision_log.log(bot.words, facts, bot.settings.command)


def begins_decisions(word: str) -> bool:
    """Tell whether a word can follow `decisions`, besides those that are looked for."""
    return word == OPEN


async def page(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the next page in place of this one."""
    await ack()
    place = place_of(body, context)
    first, _, words = click_of(body, context).value.partition(" ")
    start = int(first) if first.isascii() and first.isdigit() else 0
    facts = await bot.decision_logs.facts(place.workspace_id, place.slack_id, words, first=min(start, 10**6))
    await place.answer(bot, decision_log.log(bot.words, facts, bot.settings.command), replace=True)


async def open_new(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form for a decision that was made elsewhere."""
    await ack()
    place = place_of(body, context)
    await bot.decision_logs.must_add(place.workspace_id, place.slack_id)
    await place.open(bot, decision_log.new_form(bot.words, place.slack_id))


async def open_change(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form in which a decision is changed."""
    await ack()
    place, decision_id = place_of(body, context), click_of(body, context).number
    facts = await bot.decisions.made_form(place.workspace_id, place.slack_id, decision_id)
    await place.open(bot, decision.decide_form(bot.words, facts, home=place.on_home))


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Add a decision; what cannot be taken is said beside its field."""
    by, made, ticket = decision_log.added_in(form_of(body))
    await bot.decision_logs.add(
        context[WORKSPACE_ID], context[SLACK_ID], by, made, link=ticket.link, channel_id=ticket.channel
    )
    sentence = f"It is in the log: {bot.settings.command} decisions."
    await ack(response_action="update", view=dict(decision_log.added(bot.words, sentence)))
