"""Where a person is when they press or type something, and how they are answered there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.errors import BotError
from bot.parts import Parts
from bot.slack.gateway import Message, View
from bot.views.shortcut import IN_VIEW, in_view
from handlers.click import click_of


class NeedsPress(BotError):
    """Slack opens a form only after a press, a command or a shortcut, not after a mention."""


@dataclass(frozen=True, slots=True)
class Place:
    """A person, the channel they are in ("" on the home tab), and what Slack lends to answer them.

    `thread`: the ts of the message above the thread they are in; `spoken`: they mentioned Drumbeat, for which Slack
    lends nothing; `view`: the id of the form that shows the menu, where they pressed something in it.
    """

    workspace_id: str
    slack_id: str
    channel: str
    trigger: str
    url: str
    on_home: bool = False
    thread: str = ""
    spoken: bool = False
    view: str = ""
    shared: bool = False

    async def answer(self, bot: Parts, message: Message | None, *, replace: bool = False) -> None:
        """Say `message` to this person alone, where they are; with `replace` in place of the message they pressed on.

        On the home tab, where nothing can be said, it comes as a direct message. None says nothing. A message that says
        more than what was pressed is never replaced.
        """
        if message is None:
            return
        slack = await bot.slack_for(self.workspace_id)
        if self.view:
            await slack.update_view(self.view, in_view(message))
        elif self.spoken:
            await slack.whisper(self.channel, self.slack_id, message, thread_ts=self.thread)
        elif self.url:
            await slack.respond(self.url, message, replace=replace and not self.shared)
        else:
            await slack.post(self.slack_id, message)

    async def open(self, bot: Parts, view: View) -> None:
        """Open a form in front of this person. Raises NeedsPress where Slack lends no right to open one."""
        if self.spoken:
            raise NeedsPress
        await (await bot.slack_for(self.workspace_id)).open_view(self.trigger, view)


def place_of(body: Mapping[str, Any], context: Mapping[str, Any]) -> Place:
    """Read from a click where its person is."""
    click = click_of(body, context)
    channel = str((body.get("channel") or {}).get("id") or "")
    found, shown = Place(click.workspace_id, click.slack_id, channel, click.trigger, click.url, click.on_home), ""
    if (body.get("view") or {}).get("callback_id") == IN_VIEW:
        shown = str(body["view"]["id"])
    return replace(found, view=shown, shared=click.shared)
