"""Change load: the limit, and whether an announcement may go although it is a lot."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.words import plural
from bot.errors import UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_load as view
from bot.views.change_form import said
from bot.views.words import only
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the question, and to its forms."""
    app.action(view.ALLOW)(partial(open_allow, bot))
    app.action(view.WAIT)(partial(open_wait, bot))
    app.view(view.ALLOW_FORM)(partial(allow, bot))
    app.view(view.WAIT_FORM)(partial(wait, bot))


async def limit_command(bot: Parts, place: Place, typed: str) -> Message:
    """Say what a group can take in; a number changes it."""
    if typed:
        number = await bot.change.limits.change(place.workspace_id, place.slack_id, typed)
    else:
        number = await bot.change.limits.limit(place.workspace_id)
    return only(
        bot.words,
        f"A group can take in {plural(number, 'thing')} in four weeks, the last two and the next two: changes, "
        "must-reads, syncs, retros and pulses. Before an announcement to a group with more goes out, whoever stands "
        f"for the change says why it cannot wait. `{bot.settings.command} change limit 10` changes that, for the PMO.",
    )


async def open_allow(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form in which it is allowed."""
    await ack()
    place, one = place_of(body, context), click_of(body, context).number
    facts = await bot.change.load_asks.facts(place.workspace_id, place.slack_id, one)
    await place.open(bot, view.allow_form(bot.words, facts))


async def open_wait(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form in which it is kept for later."""
    await ack()
    place, one = place_of(body, context), click_of(body, context).number
    facts = await bot.change.load_asks.facts(place.workspace_id, place.slack_id, one)
    await place.open(bot, view.wait_form(bot.words, facts))


async def allow(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Let it go at once; a missing reason is asked for beside its field."""
    ask_id, reason = view.ask_in(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    try:
        announcement_id = await bot.change.load_asks.allow(workspace_id, slack_id, ask_id, reason)
    except UserError as error:
        await ack(**form_errors({view.REASON: error.sentence}))
        return
    try:
        count = await bot.change.sending.go(workspace_id, slack_id, announcement_id)
        sentence = f"It goes to {plural(count, 'person', 'people')}. Whoever wrote it follows it from here."
    except UserError as error:
        # It is allowed all the same, and goes as soon as what is missing is there.
        sentence = f"You let it go, and your reason is kept. It cannot go yet: {error.sentence}"
    await ack(response_action="update", view=dict(said(bot.words, "Let it go", sentence)))


async def wait(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Keep it for later, and tell whoever wanted to send it."""
    ask_id, note = view.ask_in(form_of(body))
    try:
        sentence = await bot.change.load_asks.decline(context[WORKSPACE_ID], context[SLACK_ID], ask_id, note)
    except UserError as error:
        await ack(**form_errors({view.REASON: error.sentence}))
        return
    await ack(response_action="update", view=dict(said(bot.words, "Not now", sentence)))
