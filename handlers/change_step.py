"""The plan of a change: the list, the forms around a step, and what one press does to it."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.change_page import ChangeHead
from bot.errors import NotFound
from bot.parts import Parts
from bot.slack.gateway import Message, View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_step as view
from bot.views import change_step_form as forms
from bot.views import change_step_plan
from bot.views.blocks import Block
from bot.views.words import only
from handlers.click import UNKNOWN, click_of, number
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]
Form = Callable[..., View]
Take = Callable[[Parts, str, str, View, forms.StepTicket], Awaitable[str]]

OPENS: Mapping[str, Form] = {view.HAND: forms.hand_form, view.MOVE: forms.move_form, view.DROP: forms.drop_form}
"""What opens a small form: buttons, and choices of the menu."""


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the plan, to what is pressed on a step, and to the forms."""
    app.action(view.PLAN)(partial(show, bot))
    app.action(view.PAGE)(partial(show_more, bot))
    app.action(view.ADD)(partial(open_add, bot))
    app.action(view.OFFER)(partial(take_offer, bot))
    app.action(view.MORE)(partial(chosen, bot))
    for action_id in (view.ACCEPT, view.DONE, view.EDIT, *OPENS):
        app.action(action_id)(partial(press, bot, action_id))
    app.view(forms.ADD_FORM)(partial(submit_kind, bot))
    app.view(forms.FORM)(partial(submit, bot))
    for callback, take in TAKES.items():
        app.view(callback)(partial(submit_small, bot, take))


async def plan_command(bot: Parts, place: Place, change_id: int) -> Message:
    """Return the plan of a change."""
    facts = await bot.change.plans.plan(place.workspace_id, place.slack_id, change_id)
    return change_step_plan.plan(bot.words, facts, bot.settings.command)


async def section(bot: Parts, place: Place, head: ChangeHead) -> list[Block]:
    """Return what the page of a change says of its plan."""
    facts = await bot.change.plans.summary(place.workspace_id, place.slack_id, head.id)
    return change_step_plan.section(bot.words, facts, head.today)


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show the plan of a change."""
    await ack()
    place = place_of(body, context)
    await place.answer(bot, await plan_command(bot, place, click_of(body, context).number))


async def show_more(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show the next page of the plan in place of this one."""
    await ack()
    place = place_of(body, context)
    change_id, _, first = click_of(body, context).value.partition(":")
    begins = min(number(first), 10**6)
    facts = await bot.change.plans.plan(place.workspace_id, place.slack_id, number(change_id), first=begins)
    await place.answer(bot, change_step_plan.plan(bot.words, facts, bot.settings.command), replace=True)


async def open_add(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open what can be added for a group."""
    await ack()
    place = place_of(body, context)
    _, _, group_id = click_of(body, context).value.partition(":")
    await place.open(bot, await _add_form(bot, place.workspace_id, place.slack_id, number(group_id)))


async def take_offer(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Add a proposed step, and show what else there is."""
    await ack()
    shown, click = form_of(body), click_of(body, context)
    group_id, _, key = click.value.partition(":")
    of = number(group_id)
    await bot.change.steps.take_offer(click.workspace_id, click.slack_id, of, key)
    note = "Added, and yours: the plan has it. *Edit* there gives it a date or another owner."
    drawn = await _add_form(bot, click.workspace_id, click.slack_id, of, note)
    await (await bot.slack_for(click.workspace_id)).update_view(str(shown["id"]), drawn)


async def submit_kind(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Go on to the form of the kind of step that was chosen."""
    shown = form_of(body)
    ticket, kind = forms.group_ticket(shown), forms.kind_in(shown)
    facts = await bot.change.steps.new_form(context[WORKSPACE_ID], context[SLACK_ID], ticket.group, kind)
    await ack(response_action="update", view=dict(forms.step_form(bot.words, facts)))


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Store a step; what cannot be taken is said beside its field."""
    shown = form_of(body)
    ticket, written = forms.form_ticket(shown), forms.written_in(shown)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    if ticket.step:
        _, asked = await bot.change.steps.edit(workspace_id, slack_id, ticket.step, ticket.revision, written)
    else:
        _, asked = await bot.change.steps.add(workspace_id, slack_id, ticket.group, written)
    done = "The step is saved." if ticket.step else "The plan has it."
    sentence = f"{done} {asked}" if asked else done
    if not ticket.step and ticket.kind.asks_people:
        sentence += " *Ask the group* on the plan asks its people, once you want that."
    await ack(response_action="update", view=dict(forms.said(bot.words, sentence)))
    if ticket.home:
        await refresh_home(bot, workspace_id, slack_id)


async def press(bot: Parts, action_id: str, ack: AsyncAck, body: Body, context: Context) -> None:
    """Do what a button of a step says."""
    await ack()
    place = place_of(body, context)
    await _pressed(bot, place, action_id, click_of(body, context).number)


async def chosen(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Do what was chosen in the menu of a step."""
    await ack()
    action_id, _, step = click_of(body, context).value.partition(":")
    await _pressed(bot, place_of(body, context), action_id, number(step))


async def submit_small(bot: Parts, take: Take, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take what a small form is about; what cannot be taken is said beside its field."""
    shown = form_of(body)
    ticket, workspace_id, slack_id = forms.step_ticket(shown), context[WORKSPACE_ID], context[SLACK_ID]
    sentence = await take(bot, workspace_id, slack_id, shown, ticket)
    if sentence:
        await ack(response_action="update", view=dict(forms.said(bot.words, sentence)))
    else:
        await ack()
    if ticket.home:
        await refresh_home(bot, workspace_id, slack_id)


async def _pressed(bot: Parts, place: Place, action_id: str, step_id: int) -> None:
    steps, workspace_id, slack_id = bot.change.steps, place.workspace_id, place.slack_id
    if action_id in OPENS or action_id == view.EDIT:
        facts = await steps.form(workspace_id, slack_id, step_id)
        if action_id == view.EDIT:
            await place.open(bot, forms.step_form(bot.words, facts, home=place.on_home))
        elif facts.step is not None:
            await place.open(bot, OPENS[action_id](bot.words, facts.step, facts.today, home=place.on_home))
        return
    if action_id == view.ACCEPT:
        await steps.accept(workspace_id, slack_id, step_id)
    elif action_id == view.DONE:
        await steps.done(workspace_id, slack_id, step_id)
        await _say(bot, place, "Done: the plan shows it, with *Take it up again* should it not be.")
    elif action_id == view.REOPEN:
        await steps.reopen(workspace_id, slack_id, step_id)
        await _say(bot, place, "Taken up again: it is open on the plan.")
    elif action_id == view.MATERIAL:
        sent = await bot.change.inviting.send_material(workspace_id, slack_id, step_id)
        people = "Nobody is left who has not got it" if not sent else f"It goes to {sent} of the group"
        await _say(bot, place, f"{people}.")
    else:
        raise NotFound(UNKNOWN)
    if place.on_home:
        await refresh_home(bot, workspace_id, slack_id)


async def _say(bot: Parts, place: Place, sentence: str) -> None:
    """Say what was done, but on the home tab, which shows it itself."""
    if not place.on_home:
        await place.answer(bot, only(bot.words, sentence))


async def _add_form(bot: Parts, workspace_id: str, slack_id: str, group_id: int, note: str = "") -> View:
    change_id, change, group = await bot.change.plans.group(workspace_id, slack_id, group_id)
    return forms.add_form(bot.words, change_id, change, group, note=note)


async def _hand(bot: Parts, workspace_id: str, slack_id: str, shown: View, ticket: forms.StepTicket) -> str:
    return await bot.change.steps.hand_over(workspace_id, slack_id, ticket.step, forms.owner_in(shown))


async def _move(bot: Parts, workspace_id: str, slack_id: str, shown: View, ticket: forms.StepTicket) -> str:
    due: date | None = forms.due_in(shown)
    await bot.change.steps.move(workspace_id, slack_id, ticket.step, due)
    return ""


async def _drop(bot: Parts, workspace_id: str, slack_id: str, shown: View, ticket: forms.StepTicket) -> str:
    await bot.change.steps.drop(workspace_id, slack_id, ticket.step, forms.reason_in(shown))
    return "It is dropped, and the plan says why. *Take it up again* there brings it back."


TAKES: Mapping[str, Take] = {forms.HAND_FORM: _hand, forms.MOVE_FORM: _move, forms.DROP_FORM: _drop}
