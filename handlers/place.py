"""Where a person is when they press or type something, and how they are answered there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.parts import Parts
from bot.slack.gateway import Message, View
from handlers.click import click_of


@dataclass(frozen=True, slots=True)
class Place:
    """A person, the channel they are in ("" on the home tab), and what Slack lends to answer them."""

    workspace_id: str
    slack_id: str
    channel: str
    trigger: str
    url: str
    on_home: bool = False

    async def answer(self, bot: Parts, message: Message | None, *, replace: bool = False) -> None:
        """Say `message` to this person alone, where they are; with `replace` in place of the message they pressed on.

        On the home tab, where nothing can be said, it comes as a direct message. None says nothing.
        """
        if message is None:
            return
        slack = await bot.slack_for(self.workspace_id)
        if self.url:
            await slack.respond(self.url, message, replace=replace)
        else:
            await slack.post(self.slack_id, message)

    async def open(self, bot: Parts, view: View) -> None:
        """Open a form in front of this person."""
        await (await bot.slack_for(self.workspace_id)).open_view(self.trigger, view)


def place_of(body: Mapping[str, Any], context: Mapping[str, Any]) -> Place:
    """Read from a click where its person is."""
    click = click_of(body, context)
    channel = str((body.get("channel") or {}).get("id") or "")
    return Place(click.workspace_id, click.slack_id, channel, click.trigger, click.url, click.on_home)
