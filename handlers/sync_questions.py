"""*Change questions* in the form of a sync: reorder, reword, drop, add; each change goes into the draft at once."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain import question_edit
from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.domain.question_types import Question
from bot.errors import NotFound, UserError
from bot.parts import Parts
from bot.services.sync_questions import Change, change_questions
from bot.slack.form_errors import form_errors
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import sync_questions, sync_setup
from bot.views.ritual_setup import Ticket, ticket_of
from handlers.click import UNKNOWN, click_of
from handlers.form import below, form_of
from handlers.ritual_setup import keep
from handlers.sync_setup import SETTING_UP

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to *Change questions*, to the levers of each question, and to the form that words one."""
    app.action(sync_setup.QUESTIONS)(partial(show, bot))
    app.action(sync_questions.CHANGE)(partial(change, bot))
    app.action(sync_questions.ADD)(partial(add, bot))
    app.action(sync_questions.DEFAULT)(partial(use_default, bot))
    app.view(sync_questions.FORM)(partial(submit, bot))


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the questions on top of the form; what was typed in the form is kept first."""
    await ack()
    ticket = await keep(bot, SETTING_UP, body, context)
    view = sync_questions.questions(bot.words, await _questions(bot, context, ticket), ticket)
    await (await bot.slack_for(context[WORKSPACE_ID])).push_view(click_of(body, context).trigger, view)


async def change(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Do what was chosen for a question."""
    await ack()
    what, _, key = click_of(body, context).value.partition(":")
    if what == sync_questions.REWORD:
        ticket = ticket_of(form_of(body))
        asked = await _questions(bot, context, ticket)
        view = sync_questions.question_form(question_edit.named(asked, key), asked, ticket)
        await (await bot.slack_for(context[WORKSPACE_ID])).push_view(click_of(body, context).trigger, view)
        return
    if what not in _CHANGES:
        raise NotFound(UNKNOWN)
    await _change(bot, body, context, _CHANGES[what](key))


async def add(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a new question."""
    await ack()
    ticket = ticket_of(form_of(body))
    view = sync_questions.question_form(None, await _questions(bot, context, ticket), ticket)
    await (await bot.slack_for(context[WORKSPACE_ID])).push_view(click_of(body, context).trigger, view)


async def use_default(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Go back to the questions that a sync starts with."""
    await ack()
    await _change(bot, body, context, lambda _: DEFAULT_SYNC_QUESTIONS)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Keep a question as it was worded, or say beside it what needs mending."""
    form = form_of(body)
    (key, ticket), under = sync_questions.subject_of(form), below(form)
    asked = await _questions(bot, context, ticket)
    try:
        before = question_edit.named(asked, key) if key else None
        question = sync_questions.question_in(form, before)
        asked = await _kept(bot, context, ticket, lambda now: question_edit.put(now, question))
    except UserError as error:
        beside = error.field if error.field in {question_edit.OPTIONS, sync_questions.WHEN} else "text"
        await ack(**form_errors({beside: error.sentence}))
        return
    await ack()
    view = sync_questions.questions(bot.words, asked, ticket)
    await (await bot.slack_for(context[WORKSPACE_ID])).update_view(under, view)


async def _change(bot: Parts, body: Body, context: Context, how: Change) -> None:
    ticket = ticket_of(form_of(body))
    asked = await _kept(bot, context, ticket, how)
    view = sync_questions.questions(bot.words, asked, ticket)
    await (await bot.slack_for(context[WORKSPACE_ID])).update_view(form_of(body)["id"], view)


async def _kept(bot: Parts, context: Context, ticket: Ticket, how: Change) -> tuple[Question, ...]:
    return await change_questions(
        bot.setup,
        context[WORKSPACE_ID],
        context[SLACK_ID],
        how,
        ritual_id=ticket.ritual_id,
        revision=ticket.revision,
        channel_id=ticket.channel,
    )


async def _questions(bot: Parts, context: Context, ticket: Ticket) -> tuple[Question, ...]:
    facts = await bot.setup.form(
        context[WORKSPACE_ID], context[SLACK_ID], ritual_id=ticket.ritual_id, channel_id=ticket.channel
    )
    return facts.choices.questions


_CHANGES = {
    sync_questions.UP: lambda key: lambda asked: question_edit.moved(asked, key, -1),
    sync_questions.DOWN: lambda key: lambda asked: question_edit.moved(asked, key, 1),
    sync_questions.REQUIRED: lambda key: lambda asked: question_edit.with_required(asked, key, required=True),
    sync_questions.OPTIONAL: lambda key: lambda asked: question_edit.with_required(asked, key, required=False),
    sync_questions.DROP: lambda key: lambda asked: question_edit.dropped(asked, key),
}
