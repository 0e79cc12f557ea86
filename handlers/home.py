"""The home tab: shown when it is opened, and anew after the reader's own clicks on it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.stored_id import stored_id
from bot.parts import Parts
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID
from bot.views import home, participation
from bot.views.words import only
from handlers.click import click_of


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the opening of the home tab, and to *Send again* and *All teams* on it."""
    app.event("app_home_opened")(partial(opened, bot))
    app.action(home.RETRY)(partial(send_again, bot))
    for action in (participation.ALL, participation.NEXT, participation.BACK):
        app.action(action)(partial(show_all_teams, bot))


async def opened(bot: Parts, event: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Show the home tab; Slack sends the same event for the tab of messages."""
    if event.get("tab", "home") == "home":
        await bot.people.ensure_person(context[WORKSPACE_ID], context[SLACK_ID])
        await refresh_home(bot, context[WORKSPACE_ID], context[SLACK_ID])


async def send_again(bot: Parts, ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Send a message again that was not delivered."""
    await ack()
    click = click_of(body, context)
    await bot.home.send_again(click.workspace_id, click.slack_id, click.value)
    if click.url and not click.shared:
        slack = await bot.slack_for(click.workspace_id)
        await slack.respond(
            click.url, only(bot.words, "It is on its way. Should it fail again, you hear of it."), replace=True
        )
    await refresh_home(bot, click.workspace_id, click.slack_id)


async def show_all_teams(bot: Parts, ack: AsyncAck, body: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Show how many answer in every team: in a form, or another page of them in the form where it was asked for."""
    await ack()
    click = click_of(body, context)
    teams = await bot.home.participation(click.workspace_id, click.slack_id)
    slack = await bot.slack_for(click.workspace_id)
    view = participation.all_teams(bot.words, teams, stored_id(click.value) or 0)
    form = body.get("view") or {}
    if form.get("type") == "modal":
        await slack.update_view(str(form["id"]), view)
    else:
        await slack.open_view(click.trigger, view)


async def refresh_home(bot: Parts, workspace_id: str, slack_id: str) -> None:
    """Publish the home tab of a person as it is now."""
    facts = await bot.home.facts(workspace_id, slack_id)
    held = await bot.sender.held(workspace_id, slack_id)
    await (await bot.slack_for(workspace_id)).publish_home(slack_id, home.home(bot.words, facts, held))
