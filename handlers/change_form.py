"""The forms of a change: registered, edited, stopped; and what one press does to it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.change import ChangeState
from bot.parts import Parts
from bot.slack.gateway import View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_close, change_form, stakeholder_list, words
from handlers.change_page import change_page
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of a change's page, and to the forms."""
    app.action(change_form.NEW)(partial(press_new, bot))
    app.action(change_form.EDIT)(partial(open_edit, bot))
    app.action(change_form.STOP)(partial(open_stop, bot))
    app.action(change_form.GO_ON)(partial(go_on, bot))
    app.action(change_form.DELETE)(partial(delete, bot))
    app.view(change_form.FORM)(partial(submit, bot))
    app.view(change_form.STOP_FORM)(partial(submit_stop, bot))


async def open_new(bot: Parts, place: Place) -> None:
    """Open the form of a new change. Raises NotAllowed."""
    facts = await bot.change.changes.new_form(place.workspace_id, place.slack_id)
    facts = replace(facts, begins=await bot.change.begin.offered(place.workspace_id, place.slack_id))
    await place.open(bot, change_form.change_form(bot.words, facts))


async def press_new(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a new change."""
    await ack()
    await open_new(bot, place_of(body, context))


async def open_edit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a change."""
    await ack()
    place, change_id = place_of(body, context), click_of(body, context).number
    facts = await bot.change.changes.form(place.workspace_id, place.slack_id, change_id)
    await place.open(bot, change_form.change_form(bot.words, facts))


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take a change; what cannot be taken is said beside its fields, what another one wrote meanwhile above them."""
    view = form_of(body)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    ticket, written = change_form.form_ticket(view), change_form.written_in(view)
    if not ticket.change:
        change_id = await bot.change.changes.register(workspace_id, slack_id, written)
        added = []
        if key := change_form.begin_in(view):
            added = await bot.change.begin.begin(workspace_id, slack_id, change_id, key)
        await ack(response_action="update", view=dict(await _registered(bot, workspace_id, slack_id, change_id)))
        await bot.change.follows.bring_or_keep(workspace_id, added)
        return
    done = await bot.change.changes.edit(workspace_id, slack_id, ticket.change, ticket.base, written)
    if done.by:
        await ack(response_action="update", view=dict(change_form.change_form(bot.words, done)))
        return
    sentence = f"“{done.written.name}” is saved."
    await ack(response_action="update", view=dict(change_form.said(bot.words, "Change saved", sentence)))


async def open_stop(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form in which a change is stopped."""
    await ack()
    place, change_id = place_of(body, context), click_of(body, context).number
    name, says = await bot.change.changes.stop_facts(place.workspace_id, place.slack_id, change_id)
    await place.open(bot, change_form.stop_form(bot.words, change_id, name, says))


async def submit_stop(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Stop a change; a missing reason is asked for beside its field."""
    view = form_of(body)
    change_id, reason = change_form.change_in(view), change_form.reason_in(view)
    name = await bot.change.changes.stop(context[WORKSPACE_ID], context[SLACK_ID], change_id, reason)
    shown = change_close.ended(bot.words, change_id, name, ChangeState.STOPPED)
    await ack(response_action="update", view=dict(shown))


async def go_on(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take a change up again, and show its page in place of what it was."""
    await ack()
    place, change_id = place_of(body, context), click_of(body, context).number
    await bot.change.changes.go_on(place.workspace_id, place.slack_id, change_id)
    await place.answer(bot, await change_page(bot, place, change_id), replace=True)


async def delete(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Delete a draft, and say so in place of its page."""
    await ack()
    place, change_id = place_of(body, context), click_of(body, context).number
    name = await bot.change.changes.delete(place.workspace_id, place.slack_id, change_id)
    sentence = f"The draft “{name}” is deleted, with whom it would have affected."
    await place.answer(bot, words.only(bot.words, sentence), replace=True)


async def _registered(bot: Parts, workspace_id: str, slack_id: str, change_id: int) -> View:
    head = await bot.change.pages.head(workspace_id, slack_id, change_id)
    note = f"“{head.name}” is registered: `{bot.settings.command} change {head.name}` shows its page."
    facts = await bot.change.stakeholders.facts(workspace_id, slack_id, change_id, note=note)
    return stakeholder_list.group_list(bot.words, facts)
