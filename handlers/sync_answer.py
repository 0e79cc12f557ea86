"""Clicks and forms around an update: *All as planned*, *Answer*, *Skip*, *Edit*, *Add something*, *Why am I asked?*."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import log
from bot.domain.confidence import Look
from bot.errors import SlackRefused, SlackUnavailable
from bot.parts import Parts
from bot.services.confidence import SecondLook
from bot.services.sync_answer import Kind, Outcome
from bot.services.sync_answer_check import MoreAsked, Refused
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message, View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import confidence, sync_form, sync_outside
from bot.views.sync_field import CHOOSE
from bot.views.sync_prompt import ADD, ANSWER, AS_PLANNED, EDIT, SKIP, WHY, prompt_message
from bot.views.sync_try import FORM as TRY_FORM
from bot.views.words import only, used
from handlers import sync_try
from handlers.click import Click, click_of, number
from handlers.form import form_of, redraw
from handlers.home import refresh_home

Body = Mapping[str, Any]
logger = log.get(__name__)


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of a prompt, on its message and on the home tab, and to the forms they open."""
    app.action(ANSWER)(partial(open_form, bot))
    app.action(CHOOSE)(partial(choose, bot))
    app.view(sync_form.ANSWER_FORM)(partial(submit, bot))
    app.action(AS_PLANNED)(partial(tap, bot, bot.answers.as_planned))
    app.action(EDIT)(partial(open_form, bot))
    app.action(ADD)(partial(open_addition, bot))
    app.action(SKIP)(partial(tap, bot, bot.answers.skip))
    app.action(WHY)(partial(open_why, bot))
    app.view(sync_form.ADD_FORM)(partial(submit_addition, bot))
    app.action(sync_outside.NAME)(partial(ask_outside, bot))
    app.action(confidence.CHANGE)(partial(look, bot, Look.CHANGE))
    app.action(confidence.MARK)(partial(look, bot, Look.MARK))


async def open_form(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of an update."""
    await ack()
    click = click_of(body, context)
    facts = await bot.answers.form(click.workspace_id, click.slack_id, click.number)
    view = sync_form.form(bot.words, facts, ticket=_ticket(click))
    await (await bot.slack_for(click.workspace_id)).open_view(click.trigger, view)


async def choose(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the questions that are asked after what was chosen, with all that is typed; in a try, too."""
    await ack()
    draw = sync_try.draw if form_of(body)["callback_id"] == TRY_FORM else _chosen
    await redraw(await bot.slack_for(context[WORKSPACE_ID]), form_of(body), partial(draw, bot, context))


async def look(bot: Parts, step: Look, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Go on in a second look: let the score be changed, or items be marked as stuck."""
    await ack()
    draw = partial(_drawn, bot, context, step=step)
    await redraw(await bot.slack_for(context[WORKSPACE_ID]), form_of(body), draw)


async def ask_outside(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Ask in the form that is open for somebody outside, too."""
    await ack()
    draw = partial(_drawn, bot, context, outside=True)
    await redraw(await bot.slack_for(context[WORKSPACE_ID]), form_of(body), draw)


async def open_addition(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form in which something is added."""
    await ack()
    click = click_of(body, context)
    facts = await bot.answers.add_form(click.workspace_id, click.slack_id, click.number)
    view = sync_form.add_form(bot.words, facts, ticket=_ticket(click))
    await (await bot.slack_for(click.workspace_id)).open_view(click.trigger, view)


async def open_why(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Tell why somebody is asked; the turn is the value, or comes after the name in a menu."""
    await ack()
    click = click_of(body, context)
    turn_id = number(click.value.removeprefix(f"{WHY}:"))
    facts = await bot.answers.why(click.workspace_id, click.slack_id, turn_id)
    await (await bot.slack_for(click.workspace_id)).open_view(
        click.trigger, sync_form.why(bot.words, facts, bot.settings.command)
    )


async def tap(
    bot: Parts,
    take: Callable[[str, str, int], Awaitable[Outcome]],
    ack: AsyncAck,
    body: Body,
    context: Mapping[str, Any],
) -> None:
    """Take one tap, and show the prompt as it is now."""
    await ack()
    click = click_of(body, context)
    outcome = await take(click.workspace_id, click.slack_id, click.number)
    if outcome.sentence:
        await _tell(bot, click, outcome.sentence)
    if click.on_home:
        await refresh_home(bot, click.workspace_id, click.slack_id)
    else:
        await redraw_prompt(bot, click.workspace_id, click.replaces, click.message, click.number)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take an update; what cannot be taken is said beside its field, and what was typed stays."""
    view, ticket = form_of(body), sync_form.ticket_of(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    try:
        answers, beside = sync_form.answers_in(view), sync_form.beside_in(view)
        outcome = await bot.answers.submit(workspace_id, slack_id, ticket.subject, answers, beside)
    except Refused as refused:
        await ack(**form_errors(sync_form.errors_for(view, refused.errors)))
        return
    except MoreAsked:
        await ack(response_action="update", view=dict(await _drawn(bot, context, view)))
        return
    except SecondLook:
        await ack(response_action="update", view=dict(await _drawn(bot, context, view, Look.KEEP)))
        return
    await _close(bot, ack, outcome)
    if ticket.origin == sync_form.PROMPT:
        await redraw_prompt(bot, workspace_id, ticket.url, ticket.message, ticket.subject)
    elif ticket.origin == sync_form.HOME:
        await refresh_home(bot, workspace_id, slack_id)
    else:
        await bot.answers.typed.forget(workspace_id, slack_id, ticket.draft)
        await _replace(bot, workspace_id, ticket.url, used(bot.words, outcome.sentence, late=outcome.kind is Kind.LATE))


async def submit_addition(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take an addition; the message that it was opened from follows through the ledger."""
    view, ticket = form_of(body), sync_form.ticket_of(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    outcome = await bot.answers.add(workspace_id, slack_id, ticket.subject, sync_form.added_in(view))
    await _close(bot, ack, outcome)
    if ticket.origin == sync_form.HOME:
        await refresh_home(bot, workspace_id, slack_id)
    elif ticket.origin == sync_form.WORDS:
        await bot.answers.typed.forget(workspace_id, slack_id, ticket.draft)
        await _replace(bot, workspace_id, ticket.url, used(bot.words, outcome.sentence))


async def _drawn(
    bot: Parts,
    context: Mapping[str, Any],
    view: Mapping[str, Any],
    step: Look = Look.NOT_YET,
    *,
    outside: bool = False,
) -> View:
    """Return the form that is open in `view` as it is with what stands in its fields, in another `step` where given.

    `outside`: with the fields for somebody outside from now on.
    """
    ticket = sync_form.ticket_of(view)
    answers, beside = sync_form.answers_in(view), sync_form.beside_in(view)
    facts = await bot.answers.form_again(context[WORKSPACE_ID], context[SLACK_ID], ticket.subject, answers, beside)
    return sync_form.form(
        bot.words, facts, ticket=replace(ticket, step=step or ticket.step, outside=outside or ticket.outside)
    )


async def _chosen(bot: Parts, context: Mapping[str, Any], view: Mapping[str, Any]) -> View:
    # Perhaps another score: it is not kept any more.
    looked = sync_form.ticket_of(view).step is Look.KEEP
    return await _drawn(bot, context, view, Look.CHANGE if looked else Look.NOT_YET)


def _ticket(click: Click) -> sync_form.Ticket:
    origin = sync_form.HOME if click.on_home else sync_form.PROMPT
    return sync_form.Ticket(click.number, origin, click.replaces, message=click.message)


async def _close(bot: Parts, ack: AsyncAck, outcome: Outcome) -> None:
    if outcome.sentence:
        view = sync_form.told(bot.words, "Kept, with your name", outcome.sentence)
        await ack(response_action="update", view=dict(view))
    else:
        await ack()


async def redraw_prompt(bot: Parts, workspace_id: str, url: str, message: str, turn_id: int) -> None:
    """Show the prompt anew where it was clicked; where it shares its message (`url` is "") the ledger shows it."""
    if not url:
        return
    facts, version = await bot.answers.prompt(workspace_id, turn_id)
    if await _replace(bot, workspace_id, url, prompt_message(bot.words, facts)):
        await bot.answers.shown(workspace_id, turn_id, version, message)


async def _replace(bot: Parts, workspace_id: str, url: str, message: Message) -> bool:
    if not url:
        return False
    try:
        await (await bot.slack_for(workspace_id)).respond(url, message, replace=True)
    except (SlackRefused, SlackUnavailable) as error:
        # The click is older than half an hour or Slack is busy: the ledger's refresh shows the same in a moment.
        logger.info("the message was not replaced at once", reason=str(error))
        return False
    return True


async def _tell(bot: Parts, click: Click, sentence: str) -> None:
    slack = await bot.slack_for(click.workspace_id)
    if click.url:
        await slack.respond(click.url, only(bot.words, sentence))
    else:
        await slack.open_view(click.trigger, sync_form.told(bot.words, "Nothing was changed", sentence))
