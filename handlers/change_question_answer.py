"""Answering questions and ideas: the buttons of those who answer, and of those who asked with their name."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.change_question import Question, State
from bot.errors import NotFound
from bot.parts import Parts
from bot.render import day
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import change_question_answer as views
from bot.views.filled import Filled
from bot.views.playbook_form import said
from handlers.click import UNKNOWN, click_of
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons, and to their forms."""
    app.action(views.ANSWER)(partial(open_answer, bot, State.ANSWERED))
    app.action(views.UNKNOWN)(partial(open_answer, bot, State.UNKNOWN))
    app.action(views.DECIDE)(partial(open_answer, bot, None))
    app.action(views.MORE)(partial(open_more, bot))
    app.action(views.WRITE)(partial(open_write, bot))
    app.action(views.WITHDRAW)(partial(withdraw, bot))
    app.view(views.ANSWER_FORM)(partial(submit_answer, bot))
    app.view(views.HAND_FORM)(partial(submit_hand, bot))
    app.view(views.WRITE_FORM)(partial(submit_write, bot))


async def open_answer(bot: Parts, state: State | None, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form in which a question is answered, or an idea decided."""
    await ack()
    place = place_of(body, context)
    await _answer(bot, place, click_of(body, context).value, state)


async def open_more(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open what was chosen in the menu."""
    await ack()
    place = place_of(body, context)
    wanted, _, question_id = click_of(body, context).value.partition(":")
    if wanted == views.CORRECT:
        await _answer(bot, place, question_id)
        return
    if wanted == views.SETTLE:
        await _answer(bot, place, question_id, State.ANSWERED)
        return
    if wanted == views.TALK:
        await _write(bot, place, question_id)
        return
    if wanted != views.HAND:
        raise NotFound(UNKNOWN)
    facts = await bot.change.questions.facts(place.workspace_id, place.slack_id, question_id)
    await place.open(bot, views.hand_form(bot.words, facts.one, home=place.on_home))


async def open_write(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form for a further message."""
    await ack()
    await _write(bot, place_of(body, context), click_of(body, context).value)


async def withdraw(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take back what one asked with one's name."""
    await ack()
    place = place_of(body, context)
    await bot.change.questions.withdraw(place.workspace_id, place.slack_id, click_of(body, context).value)
    if place.on_home:
        await refresh_home(bot, place.workspace_id, place.slack_id)


async def submit_answer(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Say what there is to say; of two who do the second reads the first's beside the field."""
    view = form_of(body)
    ticket = views.ticket_of(view)
    who = context[WORKSPACE_ID], context[SLACK_ID]
    one = await bot.change.questions.say(*who, ticket.question, views.said_in(view))
    await ack(response_action="update", view=dict(said(bot.words, "Thank you", _what_came(one))))
    await _home(bot, ticket, who)


async def submit_hand(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Hand a question over; who cannot answer is said beside the field."""
    view = form_of(body)
    ticket = views.ticket_of(view)
    who = context[WORKSPACE_ID], context[SLACK_ID]
    one = await bot.change.questions.hand(*who, ticket.question, Filled.of(view).one(views.WHO))
    await ack(response_action="update", view=dict(said(bot.words, "Handed over", f"{one.owner} has it now.")))
    await _home(bot, ticket, who)


async def submit_write(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Send a further message to the other side."""
    view = form_of(body)
    ticket = views.ticket_of(view)
    text = Filled.of(view).text(views.WORDS)
    await bot.change.questions.write(context[WORKSPACE_ID], context[SLACK_ID], ticket.question, text)
    sentence = "Your message is on its way. Whoever asked without a name reads it by their code."
    await ack(response_action="update", view=dict(said(bot.words, "Message sent", sentence)))


async def _answer(bot: Parts, place: Place, question_id: str, state: State | None = None) -> None:
    """Open the form; without a `state` it corrects what is said now. What comes of an idea is chosen in it."""
    facts = await bot.change.questions.facts(place.workspace_id, place.slack_id, question_id)
    how = None if facts.one.idea else state or facts.one.state
    await place.open(bot, views.answer_form(bot.words, facts, how, home=place.on_home))


async def _write(bot: Parts, place: Place, question_id: str) -> None:
    one, mine = await bot.change.questions.own(place.workspace_id, place.slack_id, question_id)
    await place.open(bot, views.write_form(bot.words, one, mine=mine))


async def _home(bot: Parts, ticket: views.AnswerTicket, who: tuple[str, str]) -> None:
    if ticket.home:
        await refresh_home(bot, *who)


def _what_came(one: Question) -> str:
    """Return what whoever answered reads then."""
    hears = f"{one.asker} hears of it now" if one.asker else "Whoever asked finds it by their code"
    if one.state is State.UNKNOWN and one.next_word_on:
        asked = f"You are asked again before {day(one.next_word_on)}"
        return f"{hears}. {asked}; without a word Drumbeat says that there is no news."
    return f"{hears}."
