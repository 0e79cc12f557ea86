"""Readiness pulses: begun from the page of a change, and answered by one tap a statement."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.change_page import ChangeHead
from bot.domain.change_step_offer import HELPS
from bot.domain.words import plural
from bot.errors import UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_pulse as view
from bot.views.blocks import Block
from bot.views.change_form import said
from bot.views.change_step_form import step_form
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the message and of the page, and to the forms."""
    for score in view.CHOOSE:
        app.action(score)(partial(choose, bot))
    app.action(view.SAY)(partial(open_say, bot))
    app.action(view.ASK)(partial(press_ask, bot))
    app.action(view.PLAN)(partial(press_plan, bot))
    app.view(view.SAY_FORM)(partial(say, bot))
    app.view(view.FORM)(partial(begin, bot))


async def pulse_command(bot: Parts, place: Place, change_id: int) -> None:
    """Open the form that begins a pulse."""
    facts = await bot.change.pulses.form(place.workspace_id, place.slack_id, change_id)
    await place.open(bot, view.ask_form(bot.words, facts))


async def on_page(bot: Parts, place: Place, head: ChangeHead) -> Sequence[Block]:
    """Return how ready people are, for whoever runs the change."""
    facts = await bot.change.pulse_reads.page(place.workspace_id, place.slack_id, head.id)
    return [] if facts is None else view.on_page(bot.words, facts)


async def press_ask(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form that begins a pulse."""
    await ack()
    await pulse_command(bot, place_of(body, context), click_of(body, context).number)


async def press_plan(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of the step that helps a group, begun with what it is; or say that it is planned by now."""
    await ack()
    place, (group_id, letter) = place_of(body, context), view.planned_in(click_of(body, context).value)
    helps = HELPS[letter]
    facts = await bot.change.steps.new_form(place.workspace_id, place.slack_id, group_id, helps.kind, helps.key)
    page = await bot.change.pulse_reads.page(place.workspace_id, place.slack_id, facts.change_id)
    planned = page.planned.get(group_id) if page is not None else None
    if planned is not None:
        await place.answer(bot, view.planned_message(bot.words, facts.change_id, planned))
        return
    await place.open(bot, step_form(bot.words, facts))


async def begin(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Begin it; what cannot be asked is said beside its field."""
    form = form_of(body)
    change_id, (groups, share) = view.subject_in(form), view.asked_in(form)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    try:
        count = await bot.change.pulses.begin(workspace_id, slack_id, change_id, groups, share)
    except UserError as error:
        await ack(**form_errors({view.GROUPS: error.sentence}))
        return
    people = plural(count, "person is", "people are")
    sentence = f"{people} asked, each in their own working time. You hear in a week what they said."
    await ack(response_action="update", view=dict(said(bot.words, "People are asked", sentence)))


async def choose(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take what somebody says to one statement, and show it in place of what was."""
    await ack()
    place, click = place_of(body, context), click_of(body, context)
    asked_id, letter, score = view.chosen_in(click.value)
    facts = await bot.change.pulse_answers.score(place.workspace_id, place.slack_id, asked_id, letter, score)
    if click.replaces:
        await place.answer(bot, view.prompt_message(bot.words, facts), replace=True)


async def open_say(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form for free words."""
    await ack()
    place, asked_id = place_of(body, context), click_of(body, context).number
    facts = await bot.change.pulse_answers.facts(place.workspace_id, place.slack_id, asked_id)
    await place.open(bot, view.say_form(bot.words, facts))


async def say(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take free words."""
    form = form_of(body)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    try:
        facts = await bot.change.pulse_answers.say(workspace_id, slack_id, view.subject_in(form), view.said_in(form))
    except UserError as error:
        await ack(**form_errors({view.WORDS: error.sentence}))
        return
    sentence = "Your words are kept, without your name." if facts.words else "Nothing of yours is kept."
    await ack(response_action="update", view=dict(said(bot.words, "Thank you", sentence)))
