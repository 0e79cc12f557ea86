"""What is pressed about a blocker: *Take it*, *Pass on*, *Done*, *Reopen*, and the forms behind them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.words import plural
from bot.errors import NotFound, Unreadable, UserError
from bot.parts import Parts
from bot.slack.form_errors import form_errors
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import blocker, blocker_form, blocker_list, blocker_new, blocker_same
from bot.views.words import only
from handlers.click import UNKNOWN, click_of, number
from handlers.form import form_of
from handlers.home import refresh_home
from handlers.place import Place, place_of

Body = Mapping[str, Any]

LIMIT, NEW = "limit", "new"


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of blockers, wherever they stand, and to their forms."""
    app.action(blocker.TAKE)(partial(open_take, bot, False))
    app.action(blocker.MOVE)(partial(open_take, bot, True))
    app.action(blocker.PASS)(partial(open_pass, bot))
    app.action(blocker.DONE)(partial(done, bot))
    app.action(blocker.REOPEN)(partial(reopen, bot))
    app.action(blocker_list.NEXT)(partial(show_more, bot))
    app.view(blocker_form.TAKE_FORM)(partial(take, bot))
    app.view(blocker_form.PASS_FORM)(partial(pass_on, bot))
    app.action(blocker_list.MORE)(partial(open_same, bot))
    app.view(blocker_same.SAME_FORM)(partial(merge, bot))


def begins_blockers(word: str) -> bool:
    """Tell whether a word can follow `blockers`, besides the name of a team."""
    return word in {LIMIT, NEW}


async def blockers_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Return the open blockers or, after `blockers Platform`, those on one team. Raises NotFound.

    `blockers limit` says how long one may wait without being taken, `blockers limit 5` changes it; `blockers new` opens
    the form in which one is raised, with the words after it.
    """
    word, _, days = rest.partition(" ")
    if word.casefold() == NEW:
        await open_raising(bot, place, days)
        return None
    if word.casefold() == LIMIT:
        return await _limit(bot, place, days)
    team_id = await bot.blocker_lists.find_team(place.workspace_id, rest) if rest else 0
    facts = await bot.blocker_lists.facts(place.workspace_id, place.slack_id, team_id=team_id)
    return blocker_list.blocker_list(bot.words, facts, bot.settings.command)


async def open_raising(bot: Parts, place: Place, text: str = "", *, theme: int = 0) -> None:
    """Open the form in which a blocker is raised, with a text in it: what is waited for, or the name of a team."""
    facts = await bot.blocker_raising.form(place.workspace_id, place.slack_id, text)
    await place.open(bot, blocker_new.new_form(bot.words, facts, home=place.on_home, theme=theme))


async def _limit(bot: Parts, place: Place, typed: str) -> Message:
    if typed:
        days = await bot.blocker_limits.change(place.workspace_id, place.slack_id, typed)
    else:
        days = await bot.blocker_limits.limit(place.workspace_id)
    command = bot.settings.command
    return only(
        bot.words,
        f"A blocker that nobody has taken within {plural(days, 'working day')} is past its time: it stands on the home "
        f"tab of the PMO and of the team's lead. `{command} blockers limit 5` changes that, for the PMO.",
    )


async def show_more(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Show the next page of the list."""
    await ack()
    place = place_of(body, context)
    first, colon, team = click_of(body, context).value.partition(":")
    if not colon:
        raise NotFound(UNKNOWN)
    facts = await bot.blocker_lists.facts(place.workspace_id, place.slack_id, team_id=number(team), first=number(first))
    await place.answer(bot, blocker_list.blocker_list(bot.words, facts, bot.settings.command), replace=True)


async def open_take(bot: Parts, again: bool, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form in which a blocker is taken or, `again`, its date or owner changed."""
    await ack()
    place, one = place_of(body, context), click_of(body, context).number
    facts = await bot.blockers.take_form(place.workspace_id, place.slack_id, one, again=again)
    await place.open(bot, blocker_form.take_form(bot.words, facts, home=place.on_home))


async def open_pass(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form in which a blocker is passed on."""
    await ack()
    place, one = place_of(body, context), click_of(body, context).number
    facts = await bot.blockers.pass_form(place.workspace_id, place.slack_id, one)
    await place.open(bot, blocker_form.pass_form(bot.words, facts, home=place.on_home))


async def take(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Take the blocker, or say beside the field why it cannot be taken so."""
    view = form_of(body)
    ticket, (owner, due) = blocker_form.ticket_of(view), blocker_form.taken_in(view)
    if due is None:
        raise Unreadable(where=blocker_form.DUE)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    try:
        await bot.blockers.take(workspace_id, slack_id, ticket.blocker, ticket.seen, owner, due)
    except UserError as error:
        await ack(**form_errors(blocker_form.errors_for(view, error.field, error.sentence)))
        return
    await _taken(bot, ack, ticket, workspace_id, slack_id)


async def pass_on(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Pass the blocker on, or say beside the field why it cannot be passed on so."""
    view = form_of(body)
    ticket, (team, person, why) = blocker_form.ticket_of(view), blocker_form.passed_in(view)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    try:
        await bot.blockers.pass_on(workspace_id, slack_id, ticket.blocker, team, person, why)
    except UserError as error:
        await ack(**form_errors(blocker_form.errors_for(view, error.field, error.sentence)))
        return
    await _taken(bot, ack, ticket, workspace_id, slack_id)


async def open_same(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the form that says which blocker is the same; the blocker comes after the name in the menu."""
    await ack()
    place, value = place_of(body, context), click_of(body, context).value
    one = number(value.removeprefix(f"{blocker_list.SAME}:"))
    facts = await bot.blocker_merging.form(place.workspace_id, place.slack_id, one)
    await place.open(bot, blocker_same.same_form(bot.words, facts))


async def merge(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Make two blockers one, or say why they cannot be."""
    view = form_of(body)
    ticket, into = blocker_form.ticket_of(view), blocker_same.same_in(view)
    workspace_id, slack_id = context[WORKSPACE_ID], context[SLACK_ID]
    try:
        await bot.blocker_merging.merge(workspace_id, slack_id, ticket.blocker, into)
    except UserError as error:
        await ack(**form_errors({blocker_same.SAME: error.sentence}))
        return
    await ack()


async def done(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Close the blocker; nothing is asked, and it can be opened again."""
    await ack()
    place, one = place_of(body, context), click_of(body, context).number
    hears = await bot.blockers.done(place.workspace_id, place.slack_id, one)
    undone = "*Reopen* on the message takes it back within a day."
    await _say(bot, place, f"Closed; {hears} hears of it. {undone}" if hears else f"Closed. {undone}")


async def reopen(bot: Parts, ack: AsyncAck, body: Body, context: Mapping[str, Any]) -> None:
    """Open the blocker again."""
    await ack()
    place, one = place_of(body, context), click_of(body, context).number
    hears = await bot.blockers.reopen(place.workspace_id, place.slack_id, one)
    await _say(bot, place, f"Open again; {hears} hears of it." if hears else "Open again.")


async def _taken(bot: Parts, ack: AsyncAck, ticket: blocker_form.Ticket, workspace_id: str, slack_id: str) -> None:
    await ack()
    if ticket.home:
        await refresh_home(bot, workspace_id, slack_id)


async def _say(bot: Parts, place: Place, sentence: str) -> None:
    if place.on_home:
        await refresh_home(bot, place.workspace_id, place.slack_id)
    else:
        await place.answer(bot, only(bot.words, sentence))
