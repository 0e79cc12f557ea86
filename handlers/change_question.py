"""Asking and suggesting: the command, the forms, what was asked before, and codes."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.change_question import About, Asked, AskForm, Kind
from bot.domain.stored_id import stored_id
from bot.errors import SlackRefused, UserError
from bot.parts import Parts
from bot.services.anonymous import new_code
from bot.slack.gateway import Message, View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_question as views
from handlers import change_question_answer, change_question_faq
from handlers.click import click_of
from handlers.form import CLOSED, form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]

CODE, FAQ = frozenset({"code", "codes"}), frozenset({"faq", "answers", "questions", "list"})
IDEAS = frozenset({"ideas", "list"})


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons that open a form, to the forms, and to those who answer."""
    app.action(views.ASK)(partial(open_ask, bot, Kind.QUESTION))
    app.action(views.SUGGEST)(partial(open_ask, bot, Kind.IDEA))
    app.action(views.CODE)(partial(open_code, bot))
    app.action(views.TAKE_BACK)(partial(take_back, bot))
    app.view(views.ASK_FORM)(partial(submit_ask, bot))
    app.view(views.CODE_FORM)(partial(submit_code, bot))
    change_question_answer.register(app, bot)
    change_question_faq.register(app, bot)


async def ask_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Open the form with what was typed as the question; or for a code, or show what was answered already."""
    word = rest.casefold()
    if word in CODE:
        await place.open(bot, views.code_form(bot.words))
        return None
    if word in FAQ:
        return await change_question_faq.faq_command(bot, place, 0)
    await ask(bot, place, Kind.QUESTION, None, rest)
    return None


async def suggest_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Open the form with what was typed as the idea; or show what came of those before."""
    if rest.casefold() in IDEAS:
        return await change_question_faq.ideas_command(bot, place, 0)
    await ask(bot, place, Kind.IDEA, None, rest)
    return None


def begins_ask(word: str) -> bool:
    """Tell whether a word can follow `ask`, besides what is asked."""
    return word in CODE | FAQ


def begins_suggest(word: str) -> bool:
    """Tell whether a word can follow `suggest`, besides an idea."""
    return word in IDEAS


async def ask(bot: Parts, place: Place, kind: Kind, about: About | None, text: str = "") -> None:
    """Open the form of a question or an idea: about a change, a reader's announcement, or (None) what is chosen."""
    facts = await bot.change.asking.form(place.workspace_id, place.slack_id, kind, about, text)
    await place.open(bot, views.ask_form(bot.words, facts, new_code()))


async def open_ask(bot: Parts, kind: Kind, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form, about the change of the button, where it has one."""
    await ack()
    change_id = stored_id(click_of(body, context).value)
    await ask(bot, place_of(body, context), kind, None if change_id is None else About(change_id))


async def open_code(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form for a code, in place of the form in which it was pressed."""
    await ack()
    place, view = place_of(body, context), body.get("view") or {}
    if view.get("type") == "modal":
        await _show(bot, place, str(view["id"]), views.code_form(bot.words))
        return
    await place.open(bot, views.code_form(bot.words))


async def submit_ask(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Keep it, unless it was asked before: then that is shown first."""
    sent, ticket = views.asked_in(form_of(body))
    who = context[WORKSPACE_ID], context[SLACK_ID]
    before = () if ticket.offered else await bot.change.asking.before(*who, sent)
    if before:
        facts = await _form_again(bot, who, sent, fixed=ticket.fixed)
        view = views.ask_form(
            bot.words,
            facts,
            ticket.code,
            offered=before,
            anonymous=sent.anonymous,
            chosen=sent.about.change_id,
            looked=True,
        )
        await ack(response_action="update", view=dict(view))
        return
    receipt = await bot.change.asking.ask(*who, sent)
    await ack(response_action="update", view=dict(views.receipt_view(bot.words, receipt)))


async def submit_code(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show what a code opens, after what was written to go on with was kept."""
    code, words, field = views.code_in(form_of(body))
    workspace_id = context[WORKSPACE_ID]
    if words.strip():
        try:
            found = await bot.change.codes.write(workspace_id, code, words)
        except UserError as error:
            raise UserError(error.sentence, field=error.field if error.field == views.CODED else field) from None
        note = "Kept. It is handed over tonight, without your name."
    else:
        found, note = await bot.change.codes.find(workspace_id, code), ""
    await ack(response_action="update", view=dict(views.found_view(bot.words, found, note=note)))


async def take_back(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take back what the code in the form opens."""
    await ack()
    view = form_of(body)
    code = views.code_in(view)[0]
    await bot.change.codes.withdraw(context[WORKSPACE_ID], code)
    await _show(bot, place_of(body, context), str(view["id"]), views.taken_back_view(bot.words))


async def _form_again(bot: Parts, who: tuple[str, str], sent: Asked, *, fixed: bool) -> AskForm:
    return await bot.change.asking.form(*who, sent.kind, sent.about if fixed else None, sent.text)


async def _show(bot: Parts, place: Place, view_id: str, view: View) -> None:
    try:
        await (await bot.slack_for(place.workspace_id)).update_view(view_id, view)
    except SlackRefused as refused:
        if refused.code != CLOSED:
            raise
