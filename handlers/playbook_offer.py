"""Pages offered in a channel: the command that turns it on and off, and the messages that bring one."""

from collections.abc import Mapping
from typing import Any

from bot.errors import SlackRefused, SlackUnavailable, UserError
from bot.parts import Parts
from bot.slack.gateway import Message
from bot.slack.middleware import WORKSPACE_ID
from bot.views import playbook_offer
from handlers.place import Place

SCOPE, EVENT = "channels:history", "message.channels"
OFFER = {"offer": None, "offer here": True, "offer off": False}
"""What can follow the word for pages: how it is in this channel, on, off."""


async def offer_command(bot: Parts, place: Place, word: str) -> Message:
    """Return how it is in the channel in which this was typed, after changing it where that was asked."""
    on = OFFER[word]
    if on is None:
        state = await bot.playbook.offers.state(place.workspace_id, place.slack_id, place.channel)
    else:
        if on:
            await _must_hear(bot, place.workspace_id)
        state = await bot.playbook.offers.change(place.workspace_id, place.slack_id, place.channel, on=on)
    return playbook_offer.state_message(bot.words, state, bot.settings.command)


async def offer_page(bot: Parts, event: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Offer the page that a message names to whoever wrote it; never below what Drumbeat said, nor where it is asked.

    That somebody has left the channel meanwhile, or Slack does not answer, is no loss.
    """
    text, me = str(event.get("text") or ""), str(context.get("bot_user_id") or "")
    if event.get("parent_user_id") == me or f"<@{me}" in text:
        return
    workspace_id, slack_id, channel = context[WORKSPACE_ID], str(event["user"]), str(event["channel"])
    found = await bot.playbook.offers.offer(workspace_id, slack_id, channel, text)
    if found is None:
        return
    message = playbook_offer.offer_message(bot.words, found, bot.clock.now().date())
    try:
        slack = await bot.slack_for(workspace_id)
        await slack.whisper(channel, slack_id, message, thread_ts=str(event.get("thread_ts") or ""))
    except (SlackRefused, SlackUnavailable):
        return


async def _must_hear(bot: Parts, workspace_id: str) -> None:
    """Raise UserError, with what to do, where Slack does not let Drumbeat hear what is written in channels."""
    granted = (await (await bot.slack_for(workspace_id)).identity()).scopes
    if granted and SCOPE not in granted:
        raise UserError(
            f"Slack does not tell Drumbeat what is written in channels: the scope `{SCOPE}` is missing. Whoever looks "
            f"after the Slack app adds it, with the event `{EVENT}` (`drumbeat manifest` prints both), and installs it "
            "again. Nothing was changed."
        )
