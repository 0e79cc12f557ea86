"""Makes the Bolt app: authorisation, middleware and the one error handler; listeners are registered by app.py.

Listeners talk to Slack through the gateway only (`Parts.slack_for`), never through Bolt's `client`, `say` or
`respond`, which would make clients of their own. Nothing here calls Slack before a request arrives.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.errors import NotInstalled, Unreadable
from bot.metrics import UNCOUNTED, Metrics
from bot.slack import payload
from bot.slack.failure import error_handler
from bot.slack.gateway import Identity, Slack
from bot.slack.middleware import FirstTime, Wanted, introduce, nobody, once
from bot.slack.refusal import Refuse, refusing
from bot.slack.running import Running

SlackFor = Callable[[str], Awaitable[Slack]]
"""Returns the Slack of a workspace, by Slack's team id."""


class SlackApp(AsyncApp):
    """A Bolt app that knows what it listens to, and which of its listeners are at work."""

    def __init__(self, *, refuse: Refuse, **options: Any) -> None:
        """Take what a Bolt app takes; `refuse` answers what cannot be read."""
        super().__init__(**options)
        self._refuse = refuse
        self.listens_to: set[str] = set()
        """Of events, commands and shortcuts: "event user_change", "command /pmo", "shortcut open_menu"."""
        self.running = Running()
        self.running.watch(self)

    def event(self, event: Any, *args: Any, **options: Any) -> Any:
        """Listen to an event, see Bolt."""
        self.listens_to.add(f"event {event['type'] if isinstance(event, dict) else event}")
        return super().event(event, *args, **options)

    def command(self, command: Any, *args: Any, **options: Any) -> Any:
        """Listen to a slash command, see Bolt."""
        self.listens_to.add(f"command {command}")
        return super().command(command, *args, **options)

    def shortcut(self, constraints: Any, *args: Any, **options: Any) -> Any:
        """Listen to a shortcut, see Bolt."""
        self.listens_to.add(f"shortcut {constraints}")
        return super().shortcut(constraints, *args, **options)

    async def receive(self, body: Any, headers: Mapping[str, str | Sequence[str]]) -> BoltResponse:
        """Dispatch what came over the socket; what is of no shape that Slack sends goes no further than here."""
        try:
            checked = payload.read(body)
        except Unreadable as unreadable:
            return await self._refuse(unreadable, body)
        return await self.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=checked, headers=dict(headers)))

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Dispatch, and let a listener that was acknowledged in advance begin, so that `running` knows of it."""
        response = await super().async_dispatch(req)
        await asyncio.sleep(0)
        return response


def build_app(
    slack_for: SlackFor,
    first_time: FirstTime,
    *,
    wanted: Wanted = nobody,
    command: str = "/pmo",
    metrics: Metrics = UNCOUNTED,
) -> SlackApp:
    """Return an app without listeners.

    `first_time(workspace_id, event_id)` tells whether an event is new, and takes it; `wanted(workspace_id, event)`
    whether anybody wants to see what was written in a channel. An app is authorised by the
    identity of the workspace's token, asked for at the first request and kept.
    """
    bolt_logger = logging.getLogger("slack_bolt.drumbeat")
    bolt_logger.addFilter(_without_token_advice)
    app = SlackApp(
        refuse=refusing(slack_for, metrics),
        name="drumbeat",
        logger=bolt_logger,
        before_authorize=introduce,
        authorize=_authorise(slack_for),
        raise_error_for_unhandled_request=True,
    )
    app.middleware(once(first_time, wanted))
    app.error(error_handler(slack_for, command, metrics))
    return app


def _authorise(slack_for: SlackFor) -> Callable[..., Awaitable[AuthorizeResult]]:
    known: dict[str, Identity] = {}

    async def authorise(team_id: str | None, user_id: str | None) -> AuthorizeResult:
        workspace_id = team_id or ""
        if workspace_id not in known:
            identity = await (await slack_for(workspace_id)).identity()
            if identity.workspace_id != workspace_id:
                raise NotInstalled("Drumbeat is not installed in this workspace.")
            known[workspace_id] = identity
        identity = known[workspace_id]
        return AuthorizeResult(
            enterprise_id=None, team_id=workspace_id, bot_user_id=identity.bot_user_id, user_id=user_id
        )

    return authorise


def _without_token_advice(record: logging.LogRecord) -> bool:
    """Drop Bolt's remark that SLACK_BOT_TOKEN of the environment is not used: the gateway uses it."""
    words: Any = record.msg
    return not (isinstance(words, str) and "SLACK_BOT_TOKEN" in words)
