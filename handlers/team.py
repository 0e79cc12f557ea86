"""Teams: the list after `teams`, the form that changes or archives one, and the way back."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.parts import Parts
from bot.slack.gateway import Message
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import team, words
from handlers.click import click_of
from handlers.form import form_of
from handlers.place import Place, place_of

Body = Mapping[str, Any]
Context = Mapping[str, Any]


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the list, and to the form."""
    app.action(team.LIST)(partial(show, bot))
    app.action(team.EDIT)(partial(edit, bot))
    app.action(team.ARCHIVE)(partial(archive, bot))
    app.action(team.ARCHIVED)(partial(show_archived, bot))
    app.action(team.RESTORE)(partial(restore, bot))
    app.view(team.FORM)(partial(submit, bot))


async def teams_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Return the list of teams, or open the form of the team named in `rest`. Raises NotFound, NotAllowed."""
    if not rest:
        facts = await bot.teams.facts(place.workspace_id, place.slack_id)
        return team.team_list(bot.words, facts)
    if rest.lower() == "archived":
        facts = await bot.teams.facts(place.workspace_id, place.slack_id, archived=True)
        return team.team_list(bot.words, facts)
    name = rest.partition(" ")[2] if rest.lower().startswith("edit ") else rest
    await _open(bot, place, await bot.teams.find(place.workspace_id, name))
    return None


async def show(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show the list, or its next page."""
    await ack()
    place, value = place_of(body, context), click_of(body, context).value
    first = int(value) if value.isascii() and value.isdigit() else 0
    facts = await bot.teams.facts(place.workspace_id, place.slack_id, first=first)
    await place.answer(bot, team.team_list(bot.words, facts), replace=bool(value))


async def show_archived(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Show the archived teams in place of the list, or their next page."""
    await ack()
    place, value = place_of(body, context), click_of(body, context).value
    first = int(value) if value.isascii() and value.isdigit() else 0
    facts = await bot.teams.facts(place.workspace_id, place.slack_id, first=first, archived=True)
    await place.answer(bot, team.team_list(bot.words, facts), replace=True)


async def restore(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Bring a team back, and say so in place of the list."""
    await ack()
    place, team_id = place_of(body, context), click_of(body, context).number
    sentence = await bot.team_archives.restore(place.workspace_id, place.slack_id, team_id)
    await place.answer(bot, words.only(bot.words, sentence), replace=True)


async def edit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Open the form of a team."""
    await ack()
    await _open(bot, place_of(body, context), click_of(body, context).number)


async def submit(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Change the team, or say beside the fields what needs mending."""
    view, workspace_id, slack_id = form_of(body), context[WORKSPACE_ID], context[SLACK_ID]
    ticket = team.ticket_of(view)
    before = (await bot.teams.form(workspace_id, slack_id, ticket.team_id)).choices
    choices = team.choices_in(view, before)
    sentence = await bot.teams.change(workspace_id, slack_id, ticket.team_id, choices, ticket.seen)
    await ack(response_action="update", view=dict(team.done(bot.words, sentence)))


async def archive(bot: Parts, ack: AsyncAck, body: Body, context: Context) -> None:
    """Archive the team whose form is open, and say so in its place."""
    await ack()
    workspace_id, view = context[WORKSPACE_ID], form_of(body)
    sentence = await bot.team_archives.archive(workspace_id, context[SLACK_ID], click_of(body, context).number)
    await (await bot.slack_for(workspace_id)).update_view(str(view["id"]), team.done(bot.words, sentence))


async def _open(bot: Parts, place: Place, team_id: int) -> None:
    facts = await bot.teams.form(place.workspace_id, place.slack_id, team_id)
    await place.open(bot, team.form(bot.words, facts))
