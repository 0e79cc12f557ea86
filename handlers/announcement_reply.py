"""What readers press below an announcement, and what those decide who run it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import log
from bot.domain.announcement import Reply, ToldTeam
from bot.domain.change_question import About, Kind
from bot.domain.words import listing
from bot.errors import SlackRefused, SlackUnavailable
from bot.parts import Parts
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import announcement_correction as corrections
from bot.views import announcement_reply as views
from bot.views.announcement_message import announcement_message
from bot.views.words import only
from handlers.change_question import ask
from handlers.click import Click, click_of
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import place_of

Body = Mapping[str, Any]

logger = log.get(__name__)

REPLIES: Mapping[str, Reply] = {views.GOT: Reply.GOT, views.CHANGE: Reply.NONE, views.NOT_AFFECTED: Reply.NOT_AFFECTED}
ASKS: Mapping[str, Kind] = {views.QUESTION: Kind.QUESTION, views.SUGGEST: Kind.IDEA}
TOLD: Mapping[str, ToldTeam] = {
    views.TOLD_TEAM: ToldTeam.TOLD,
    views.NEED_HELP: ToldTeam.HELP,
    views.NOT_TOLD: ToldTeam.NONE,
}


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of readers and leads, and of those who decide whom it affects."""
    for action_id, reply in REPLIES.items():
        app.action(action_id)(partial(say, bot, reply))
    for action_id, told in TOLD.items():
        app.action(action_id)(partial(tell, bot, told))
    for action_id, kind in ASKS.items():
        app.action(action_id)(partial(open_ask, bot, kind))
    app.action(views.HELP)(partial(offer, bot))
    app.action(views.WHO)(partial(open_who, bot))
    app.view(views.WHO_FORM)(partial(submit_who, bot))
    app.action(corrections.ACCEPT)(partial(accept, bot))
    app.action(corrections.DECLINE)(partial(open_decline, bot))
    app.view(corrections.DECLINE_FORM)(partial(decline, bot))


async def say(bot: Parts, reply: Reply, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take a reply, and show it; whoever it does not affect is asked whom, then."""
    await ack()
    click = click_of(body, context)
    await bot.change.replies.reply(click.workspace_id, click.slack_id, click.number, reply)
    await _show(bot, click)
    if reply is Reply.NOT_AFFECTED:
        await _ask_who(bot, click, body, context)


async def tell(bot: Parts, told: ToldTeam, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Note what a lead says of their team, or takes back, and name who hears that they need help."""
    await ack()
    click = click_of(body, context)
    hears = await bot.change.replies.tell(click.workspace_id, click.slack_id, click.number, told)
    await _show(bot, click)
    if hears:
        hear, write = ("hears", "writes") if len(hears) == 1 else ("hear", "write")
        said = f"{listing(hears)} {hear} that you need help, and {write} to you."
        await place_of(body, context).answer(bot, only(bot.words, said))


async def open_ask(bot: Parts, kind: Kind, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form of a question or an idea about what somebody got."""
    await ack()
    click = click_of(body, context)
    change_id, group_id = await bot.change.replies.about(click.workspace_id, click.slack_id, click.number)
    await ask(bot, place_of(body, context), kind, About(change_id, group_id, click.number))


async def offer(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Note that somebody would like to help, and name who hears of it."""
    await ack()
    click = click_of(body, context)
    hears = await bot.change.replies.help(click.workspace_id, click.slack_id, click.number)
    await _show(bot, click)
    said = f"Thank you. {hears} hears of it, and writes to you where help is needed."
    await place_of(body, context).answer(bot, only(bot.words, said))


async def open_who(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Ask whom it affects instead."""
    await ack()
    await _ask_who(bot, click_of(body, context), body, context)


async def submit_who(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Note whom somebody named, or say beside the field why it cannot be they."""
    ticket, person, team = views.who_in(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    await bot.change.replies.name(workspace_id, slack_id, ticket.reader, person, team)
    await ack()
    if ticket.home:
        await refresh_home(bot, workspace_id, slack_id)


async def accept(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Correct whom it affects; the messages follow."""
    await ack()
    click = click_of(body, context)
    await bot.change.corrections.accept(click.workspace_id, click.slack_id, click.number)
    if click.on_home:
        await refresh_home(bot, click.workspace_id, click.slack_id)


async def open_decline(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Ask why it does affect somebody."""
    await ack()
    place = place_of(body, context)
    one = await bot.change.corrections.one(place.workspace_id, place.slack_id, click_of(body, context).number)
    await place.open(bot, corrections.decline_form(bot.words, one, home=place.on_home))


async def decline(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Tell somebody why it does affect them."""
    ticket, because = corrections.declined_in(form_of(body))
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    await bot.change.corrections.decline(workspace_id, slack_id, ticket.correction, because)
    await ack()
    if ticket.home:
        await refresh_home(bot, workspace_id, slack_id)


async def _ask_who(bot: Parts, click: Click, body: Body, context: Mapping[str, Any]) -> None:
    facts = await bot.change.replies.who_form(click.workspace_id, click.slack_id, click.number)
    await place_of(body, context).open(bot, views.who_form(bot.words, facts, home=click.on_home))


async def _show(bot: Parts, click: Click) -> None:
    """Show what was said where it was pressed, at once; elsewhere the ledger shows it in a moment."""
    if click.on_home:
        await refresh_home(bot, click.workspace_id, click.slack_id)
    if not click.replaces:
        return
    found = await bot.change.replies.message(click.workspace_id, click.number, click.message)
    if found is None:
        return
    facts, version = found
    try:
        slack = await bot.slack_for(click.workspace_id)
        await slack.respond(click.replaces, announcement_message(bot.words, facts), replace=True)
    except (SlackRefused, SlackUnavailable) as error:
        # The click is older than half an hour or Slack is busy: the ledger's refresh shows the same in a moment.
        logger.info("the message was not replaced at once", reason=str(error))
        return
    await bot.change.replies.shown(click.workspace_id, click.number, version, click.message)
