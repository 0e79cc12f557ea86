"""A group takes part in a step of a change's plan: asked, answered, noted, and sent what there is to read or see."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.change_step import Answer
from bot.domain.words import plural
from bot.parts import Parts
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_step as step_view
from bot.views import change_step_form as forms
from bot.views import change_step_part as view
from bot.views.words import only
from handlers.click import click_of, number
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]

ANSWERS = {view.COME: Answer.FIRST, view.SECOND: Answer.SECOND, view.CANT: Answer.CANT}


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to invitations, and to whoever leads a step."""
    app.action(step_view.INVITE)(partial(invite, bot))
    app.action(step_view.ATTEND)(partial(open_attend, bot))
    app.action(step_view.MATERIAL)(partial(send_material, bot))
    app.action(view.ATTEND_MORE)(partial(attend_more, bot))
    app.view(view.ATTEND_FORM)(partial(submit_attend, bot))
    for action_id, answer in ANSWERS.items():
        app.action(action_id)(partial(say, bot, answer))
    app.action(view.DID)(partial(did, bot, False))
    app.action(view.UNDO)(partial(did, bot, True))


async def invite(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Ask the people of the group, and say how many."""
    await ack()
    place = place_of(body, context)
    done = await bot.change.inviting.invite(place.workspace_id, place.slack_id, click_of(body, context).number)
    if done.new:
        others = f"; {done.before} had it already" if done.before else ""
        sentence = (
            f"{plural(done.new, 'person', 'people')} of {done.group} {'is' if done.new == 1 else 'are'} asked{others}."
        )
    else:
        sentence = f"Everybody of {done.group} has been asked already, so nobody was asked again."
    if place.on_home:
        await refresh_home(bot, place.workspace_id, place.slack_id)
    else:
        await place.answer(bot, only(bot.words, sentence))


async def say(bot: Parts, answer: Answer, ack: AsyncAck, body: Body, context: Context) -> None:
    """Note to which date somebody comes; the invitation shows it."""
    await ack()
    click = click_of(body, context)
    await bot.change.inviting.answer(click.workspace_id, click.slack_id, click.number, answer)
    if click.on_home:
        await refresh_home(bot, click.workspace_id, click.slack_id)


async def did(bot: Parts, undone: bool, ack: AsyncAck, body: Body, context: Context) -> None:
    """Note that somebody was there or has done it, or that they have not after all; the invitation shows it."""
    await ack()
    click = click_of(body, context)
    await bot.change.inviting.did(click.workspace_id, click.slack_id, click.number, undone=undone)
    if click.on_home:
        await refresh_home(bot, click.workspace_id, click.slack_id)


async def open_attend(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form in which it is noted who took part."""
    await ack()
    place = place_of(body, context)
    facts = await bot.change.inviting.attendance(place.workspace_id, place.slack_id, click_of(body, context).number)
    await place.open(bot, view.attend_form(bot.words, facts))


async def attend_more(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Save what is ticked on this page, and show the next people."""
    await ack()
    shown, click = form_of(body), click_of(body, context)
    step_id, _, first = click.value.partition(":")
    of, begins = number(step_id), min(number(first), 10**6)
    offered, there = view.ticked_in(shown)
    await bot.change.inviting.note(click.workspace_id, click.slack_id, of, offered, there)
    facts = await bot.change.inviting.attendance(click.workspace_id, click.slack_id, of, begins)
    drawn = view.attend_form(bot.words, facts, note="What you ticked before is saved.")
    await (await bot.slack_for(click.workspace_id)).update_view(str(shown["id"]), drawn)


async def submit_attend(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Note who took part, and say what there is to do for the others."""
    shown = form_of(body)
    ticket = view.attend_ticket(shown)
    offered, there = view.ticked_in(shown)
    facts = await bot.change.inviting.note(context[WORKSPACE_ID], context[SLACK_ID], ticket.step, offered, there)
    if facts.missed:
        await ack(response_action="update", view=dict(view.attend_form(bot.words, facts, note="Saved.")))
        return
    await ack(response_action="update", view=dict(forms.said(bot.words, "Saved.")))


async def send_material(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Send what there is to read or see to whoever was at neither date, from the form of attendance."""
    await ack()
    shown, click = form_of(body), click_of(body, context)
    sent = await bot.change.inviting.send_material(click.workspace_id, click.slack_id, click.number)
    facts = await bot.change.inviting.attendance(click.workspace_id, click.slack_id, click.number)
    note = f"It goes to {plural(sent, 'person', 'people')}." if sent else "Everybody has it already."
    drawn = view.attend_form(bot.words, facts, note=note)
    await (await bot.slack_for(click.workspace_id)).update_view(str(shown["id"]), drawn)
