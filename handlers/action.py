"""Actions: the list, *New action*, and what is pressed on an action wherever it is shown."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.action_form import DUE, NEEDS, OWNER, REASON, TEXT
from bot.domain.action_list import DONE, MINE, TEAM
from bot.domain.retro_systemic import Became
from bot.errors import NotFound
from bot.parts import Parts
from bot.slack.gateway import Message, View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import action, action_form, action_list
from bot.views.filled import Filled
from bot.views.words import only
from handlers.click import UNKNOWN, click_of, number
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Take = Callable[[Parts, str, str, View, action_form.ActionTicket], Awaitable[str]]

OPENS = {
    action.DONE: action_form.done_form,
    action.HELP: action_form.help_form,
    action.DROP: action_form.drop_form,
    action.DATE: action_form.date_form,
    action.HAND: action_form.hand_form,
    action.SMALLER: action_form.smaller_form,
}
"""Buttons, and choices of the menu, that open a form."""


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the list, to the buttons of an action, and to the forms."""
    for action_id in OPENS:
        app.action(action_id)(partial(open_form, bot, action_id))
    app.action(action.MORE)(partial(open_chosen, bot))
    app.action(action.ACCEPT)(partial(accept, bot))
    app.action(action.HELPING)(partial(helping, bot))
    app.action(action_list.PAGE)(partial(page, bot))
    app.action(action_form.NEW)(partial(open_new, bot))
    app.view(action_form.NEW_FORM)(partial(submit_new, bot))
    for callback, take in FORMS.items():
        app.view(callback)(partial(submit, bot, take))


async def actions_command(bot: Parts, place: Place, rest: str) -> Message:
    """Return the list: all, the reader's own, those of their teams, or what words are about."""
    facts = await bot.action_lists.facts(place.workspace_id, place.slack_id, rest)
    return action_list.action_list(bot.words, facts, bot.settings.command)


def begins_actions(word: str) -> bool:
    """Tell whether a word can follow `actions`, besides those that are looked for."""
    return word in {MINE, TEAM, DONE}


async def page(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the next page in place of this one."""
    await ack()
    place = place_of(body, context)
    first, _, words = click_of(body, context).value.partition(" ")
    start = int(first) if first.isascii() and first.isdigit() else 0
    facts = await bot.action_lists.facts(place.workspace_id, place.slack_id, words, first=min(start, 10**6))
    await place.answer(bot, action_list.action_list(bot.words, facts, bot.settings.command), replace=True)


async def open_new(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a new action."""
    await ack()
    place = place_of(body, context)
    facts = await bot.action_raising.form(place.workspace_id, place.slack_id)
    await place.open(bot, action_form.new_form(bot.words, facts, home=place.on_home))


async def submit_new(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Make an action; what cannot be taken is said beside its field."""
    promise, ticket = action_form.promised_in(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    asked = await bot.action_raising.raise_one(workspace_id, slack_id, promise)
    await bot.retro.systemics.noted(workspace_id, slack_id, ticket.theme, Became.ACTION)
    where = f"It is in the list: {bot.settings.command} actions."
    sentence = f"{asked} is asked whether they take it. {where}" if asked else f"It is yours. {where}"
    await ack(response_action="update", view=dict(action_form.told(bot.words, sentence)))
    if ticket.home:
        await refresh_home(bot, workspace_id, slack_id)


async def open_form(bot: Parts, action_id: str, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a button."""
    await ack()
    await _open(bot, place_of(body, context), action_id, click_of(body, context).number)


async def open_chosen(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of what was chosen in the menu."""
    await ack()
    chosen, _, value = click_of(body, context).value.partition(":")
    if chosen not in OPENS:
        raise NotFound(UNKNOWN)
    await _open(bot, place_of(body, context), chosen, number(value))


async def _open(bot: Parts, place: Place, form: str, of: int) -> None:
    facts = await bot.actions.form(place.workspace_id, place.slack_id, of)
    await place.open(bot, OPENS[form](bot.words, facts, home=place.on_home))


async def accept(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Note that the owner takes it; the message follows through the ledger."""
    await ack()
    click = click_of(body, context)
    await bot.actions.accept(click.workspace_id, click.slack_id, click.number)


async def helping(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Note that somebody helps, and say that the owner hears of it; on the home tab it waits for them no more."""
    await ack()
    place = place_of(body, context)
    owner = await bot.actions.help(place.workspace_id, place.slack_id, click_of(body, context).number)
    if place.on_home:
        await refresh_home(bot, place.workspace_id, place.slack_id)
    else:
        await place.answer(bot, only(bot.words, f"{owner} hears that you help."))


async def submit(bot: Parts, take: Take, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take a form; what cannot be taken is said beside its field, and what was typed stays."""
    view, ticket = form_of(body), action_form.ticket_of(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    sentence = await take(bot, workspace_id, slack_id, view, ticket)
    if sentence:
        await ack(response_action="update", view=dict(action_form.told(bot.words, sentence)))
    else:
        await ack()
    if ticket.home:
        await refresh_home(bot, workspace_id, slack_id)


async def _hand_over(bot: Parts, workspace: str, slack_id: str, view: View, ticket: action_form.ActionTicket) -> str:
    to = Filled.of(view).one(OWNER)
    name = await bot.actions.hand_over(workspace, slack_id, ticket.action, to)
    return "" if to == slack_id else f"{name} is asked whether they take it."


async def _move(bot: Parts, workspace: str, slack_id: str, view: View, ticket: action_form.ActionTicket) -> str:
    await bot.actions.move(workspace, slack_id, ticket.action, Filled.of(view).day(DUE))
    return ""


async def _smaller(bot: Parts, workspace: str, slack_id: str, view: View, ticket: action_form.ActionTicket) -> str:
    filled = Filled.of(view)
    words, due = filled.text(TEXT), filled.day(DUE)
    await bot.actions.make_smaller(workspace, slack_id, ticket.action, ticket.revision, words, due)
    return ""


async def _done(bot: Parts, workspace: str, slack_id: str, view: View, ticket: action_form.ActionTicket) -> str:
    effect, worked = action_form.effect_in(view)
    await bot.actions.done(workspace, slack_id, ticket.action, effect, worked=worked)
    return ""


async def _need_help(bot: Parts, workspace: str, slack_id: str, view: View, ticket: action_form.ActionTicket) -> str:
    needs = Filled.of(view).text(NEEDS)
    name = await bot.actions.need_help(workspace, slack_id, ticket.action, needs)
    return f"{name} has been told. You hear from them, or ask them yourself."


async def _drop(bot: Parts, workspace: str, slack_id: str, view: View, ticket: action_form.ActionTicket) -> str:
    await bot.actions.drop(workspace, slack_id, ticket.action, Filled.of(view).text(REASON))
    return ""


FORMS: Mapping[str, Take] = {
    action_form.HAND_FORM: _hand_over,
    action_form.DATE_FORM: _move,
    action_form.SMALLER_FORM: _smaller,
    action_form.DONE_FORM: _done,
    action_form.HELP_FORM: _need_help,
    action_form.DROP_FORM: _drop,
}
