"""Questions that no page answers: asked, answered, passed on, taken back, and made a page."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.playbook_question import page_from
from bot.parts import Parts
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import playbook_found, playbook_question
from bot.views.filled import Filled
from bot.views.playbook_form import said
from handlers.click import click_of
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import place_of
from handlers.playbook_form import open_new_page

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of questions, and to their forms."""
    app.action(playbook_found.ASK_ONE)(partial(open_ask, bot))
    app.action(playbook_found.ASK_HERE)(partial(open_ask_here, bot))
    app.action(playbook_question.ANSWER)(partial(open_answer, bot))
    app.action(playbook_question.PASS)(partial(open_pass, bot))
    app.action(playbook_question.DROP)(partial(drop, bot))
    app.action(playbook_question.MAKE)(partial(make_page, bot))
    app.view(playbook_question.ASK_FORM)(partial(submit_ask, bot))
    app.view(playbook_question.ANSWER_FORM)(partial(submit_answer, bot))
    app.view(playbook_question.PASS_FORM)(partial(submit_pass, bot))


async def open_ask(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a question to one person, with the nearest one in it."""
    await ack()
    place = place_of(body, context)
    to, _, words = click_of(body, context).value.partition(" ")
    facts = await bot.playbook.questions.ask_form(place.workspace_id, place.slack_id, words, to)
    await place.open(bot, playbook_question.ask_form(bot.words, facts))


async def open_ask_here(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a question to the channel in which it is pressed."""
    await ack()
    place = place_of(body, context)
    words = click_of(body, context).value
    facts = await bot.playbook.questions.ask_form(place.workspace_id, place.slack_id, words, channel_id=place.channel)
    await place.open(bot, playbook_question.ask_form(bot.words, facts))


async def open_answer(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form in which a question is answered."""
    await ack()
    place = place_of(body, context)
    one = await bot.playbook.questions.facts(place.workspace_id, place.slack_id, click_of(body, context).number)
    await place.open(bot, playbook_question.answer_form(bot.words, one, home=place.on_home))


async def open_pass(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form in which somebody else is to answer."""
    await ack()
    place = place_of(body, context)
    one = await bot.playbook.questions.settled(
        place.workspace_id, place.slack_id, click_of(body, context).number, open_=True
    )
    await place.open(bot, playbook_question.pass_form(bot.words, one, home=place.on_home))


async def drop(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take a question back; the messages that show it follow through the ledger."""
    await ack()
    click = click_of(body, context)
    await bot.playbook.questions.drop(click.workspace_id, click.slack_id, click.number)
    if click.on_home:
        await refresh_home(bot, click.workspace_id, click.slack_id)


async def make_page(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a page with a question and its answer."""
    await ack()
    place = place_of(body, context)
    one = await bot.playbook.questions.settled(place.workspace_id, place.slack_id, click_of(body, context).number)
    await open_new_page(bot, place, page_from(one))


async def submit_ask(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Ask; what cannot be asked is said beside its field."""
    text, to, channel = playbook_question.asked_in(form_of(body))
    one = await bot.playbook.questions.ask(context[WORKSPACE_ID], context[SLACK_ID], text, to=to, channel_id=channel)
    where = f"It stands in {one.channel}" if one.channel else f"{one.owner} has it"
    sentence = (
        f"{where}, with time until {one.due_on:%a} {one.due_on.day} {one.due_on:%b}. You hear from Drumbeat either way."
    )
    await ack(response_action="update", view=dict(said(bot.words, "Question asked", sentence)))


async def submit_answer(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Send an answer to whoever asked; of two the second reads the first's beside the field."""
    view = form_of(body)
    text = Filled.of(view).text(playbook_question.TEXT)
    ticket = playbook_question.ticket_of(view)
    one = await bot.playbook.questions.answer(context[WORKSPACE_ID], context[SLACK_ID], ticket.question, text)
    sentence = f"{one.asker} has your answer."
    await ack(response_action="update", view=dict(said(bot.words, "Answer sent", sentence)))
    if ticket.home:
        await refresh_home(bot, context[WORKSPACE_ID], context[SLACK_ID])


async def submit_pass(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Pass a question on; who cannot answer is said beside the field."""
    view = form_of(body)
    to = Filled.of(view).one(playbook_question.WHO)
    ticket = playbook_question.ticket_of(view)
    one = await bot.playbook.questions.pass_on(context[WORKSPACE_ID], context[SLACK_ID], ticket.question, to)
    await ack(response_action="update", view=dict(said(bot.words, "Passed on", f"{one.owner} has it now.")))
    if ticket.home:
        await refresh_home(bot, context[WORKSPACE_ID], context[SLACK_ID])
