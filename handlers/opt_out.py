"""*Leave me out*: the form that asks, what the owner presses, and the list of who is left out."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.opt_out import Asks, OptOutOf, OptOutState
from bot.errors import NotFound
from bot.parts import Parts
from bot.slack.gateway import View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import opt_out, rhythm
from handlers.click import UNKNOWN, click_of, number
from handlers.form import form_of
from handlers.home import refresh_home

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons, wherever they stand, and to the forms."""
    app.action(opt_out.ASK)(partial(open_form, bot))
    app.view(opt_out.ASK_FORM)(partial(ask, bot))
    for action, form, state in (
        (opt_out.LEAVE, opt_out.LEAVE_FORM, OptOutState.OUT),
        (opt_out.KEEP, opt_out.KEEP_FORM, OptOutState.KEPT),
    ):
        app.action(action)(partial(open_decision, bot, state))
        app.view(form)(partial(decide, bot, state))
    app.action(opt_out.SHOW)(partial(show, bot))
    app.action(opt_out.BACK)(partial(bring_back, bot))
    app.action(opt_out.AGAIN)(partial(come_back, bot))


async def open_form(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form that asks; the turn or part is the value, or comes after the name in a menu."""
    await ack()
    click = click_of(body, context)
    asked = _about(click.value.removeprefix(f"{opt_out.ASK}:"))
    facts = await bot.opt_outs.form(click.workspace_id, click.slack_id, asked)
    await _open(bot, body, context, opt_out.ask_form(bot.words, facts, bot.settings.command))


async def ask(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take the request, and say what happens now."""
    view = form_of(body)
    ticket = opt_out.ticket_of(view)
    asked, why = OptOutOf(ticket.of, ticket.subject), opt_out.typed_in(view)
    done = await bot.opt_outs.ask(context[WORKSPACE_ID], context[SLACK_ID], asked, why)
    await ack(response_action="update", view=dict(opt_out.asked_view(bot.words, done)))


async def open_decision(bot: Parts, state: OptOutState, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form in which a request is decided."""
    await ack()
    click = click_of(body, context)
    one = await bot.opt_outs.request(click.workspace_id, click.slack_id, click.number)
    await _open(bot, body, context, opt_out.decide_form(bot.words, one, state))


async def decide(bot: Parts, state: OptOutState, ack: AsyncAck, body: Body, context: Context) -> None:
    """Take what was decided; what cannot be done is said beside the field, and what was typed stays."""
    view = form_of(body)
    opt_out_id, word = opt_out.ticket_of(view).subject, opt_out.typed_in(view)
    one = await bot.opt_outs.decide(context[WORKSPACE_ID], context[SLACK_ID], opt_out_id, state, word)
    await ack(response_action="update", view=dict(opt_out.decided_view(bot.words, one)))


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show who is left out of a sync or retro."""
    await ack()
    click = click_of(body, context)
    facts = await bot.opt_outs.of_ritual(click.workspace_id, click.slack_id, _about(click.value))
    await _open(bot, body, context, opt_out.list_view(bot.words, facts))


async def bring_back(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Ask somebody again, and show the list without them."""
    await ack()
    click = click_of(body, context)
    one = await bot.opt_outs.bring_back(click.workspace_id, click.slack_id, click.number)
    facts = await bot.opt_outs.of_ritual(click.workspace_id, click.slack_id, one.whose)
    slack = await bot.slack_for(click.workspace_id)
    await slack.update_view(str(form_of(body)["id"]), opt_out.list_view(bot.words, facts))


async def come_back(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Ask whoever presses again, and show the settings or the home tab without what kept them out."""
    await ack()
    click = click_of(body, context)
    await bot.opt_outs.bring_back(click.workspace_id, click.slack_id, click.number)
    view = body.get("view") or {}
    if view.get("type") == "modal":
        facts = await bot.rhythms.facts(click.workspace_id, click.slack_id)
        slack = await bot.slack_for(click.workspace_id)
        await slack.update_view(str(view["id"]), rhythm.form(bot.words, facts))
    await refresh_home(bot, click.workspace_id, click.slack_id)


def _about(value: str) -> OptOutOf:
    """Return what a button is about. Raises NotFound for what no button of ours says."""
    of, _, found = value.rpartition(":")
    if of not in {"", Asks.RETRO}:
        raise NotFound(UNKNOWN)
    return OptOutOf(Asks(of or Asks.SYNC), number(found))


async def _open(bot: Parts, body: Body, context: Context, view: View) -> None:
    """Open a form, over the one in which was pressed where there is one."""
    click = click_of(body, context)
    slack = await bot.slack_for(click.workspace_id)
    in_form = (body.get("view") or {}).get("type") == "modal"
    await (slack.push_view if in_form else slack.open_view)(click.trigger, view)
