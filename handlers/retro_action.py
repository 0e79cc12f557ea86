"""*Choose actions* of a retro, and the one-tap answers to what became of last time's."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.retro_action import MOST_ACTIONS
from bot.parts import Parts
from bot.slack.gateway import View
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import action_form, retro_action
from bot.views.words import only
from handlers.click import click_of
from handlers.form import form_of, redraw
from handlers.place import place_of

Body = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the button, the form, and the answers."""
    app.action(retro_action.CHOOSE)(partial(open_form, bot))
    app.action(retro_action.ONE_MORE)(partial(one_more, bot))
    app.view(retro_action.FORM)(partial(submit, bot))
    app.action(retro_action.IT_IS_DONE)(partial(done, bot))
    app.action(retro_action.NOT_YET)(partial(not_yet, bot))


async def open_form(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form in which actions are chosen."""
    await ack()
    place = place_of(body, context)
    facts = await bot.retro.actions.form(place.workspace_id, place.slack_id, click_of(body, context).number)
    await place.open(bot, retro_action.choose_form(bot.words, facts))


async def one_more(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Make room in the open form for as many actions as a retro can have; what was typed stays."""
    await ack()

    async def drawn(view: View) -> View:
        facts = await bot.retro.actions.form(context[WORKSPACE_ID], context[SLACK_ID], retro_action.round_of(view))
        return retro_action.choose_form(bot.words, facts, most=MOST_ACTIONS)

    await redraw(await bot.slack_for(context[WORKSPACE_ID]), form_of(body), drawn)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Keep what was chosen; what cannot be taken is said beside its field."""
    form = form_of(body)
    round_id, chosen = retro_action.chosen_in(form)
    names = retro_action.named_in(form)
    await bot.retro.actions.choose(context[WORKSPACE_ID], context[SLACK_ID], round_id, chosen, names)
    sentence = "The retro is over, and its board shows what will be done. Whoever got an action is asked at once."
    await ack(response_action="update", view=dict(action_form.told(bot.words, sentence)))


async def done(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Let an action be done; the message follows through the ledger."""
    await ack()
    click = click_of(body, context)
    await bot.actions.done(click.workspace_id, click.slack_id, click.number)


async def not_yet(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Let an action go on, and say what comes next."""
    await ack()
    place = place_of(body, context)
    await bot.actions.accept(place.workspace_id, place.slack_id, click_of(body, context).number)
    sentence = f"It goes on. A new date, help or another owner: {bot.settings.command} actions mine."
    await place.answer(bot, only(bot.words, sentence))
