"""Slack with charts: where it does not take them (yet), the same message goes without them.

The block `data_visualization` is of June 2026 and reaches workspaces one by one (docs.slack.dev, Block Kit reference,
"Data visualization block"). What a chart shows always stands as text beside it, so that nothing is lost without it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import aiohttp
import structlog

from bot.clock import real_time
from bot.errors import SlackRefused
from bot.metrics import UNCOUNTED, Metrics
from bot.slack.gateway import Block, Message, Posted, View
from bot.slack.web import Limited, WebSlack

CHART = "data_visualization"

UNFIT = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_arguments"})
"""Codes with which Slack refuses blocks; `views.*` answers with the last of them."""

AGAIN = 3600.0
"""Real seconds after which charts that were refused are tried once more: the workspace may have got them meanwhile, or
only that one was wrong."""

Said = TypeVar("Said")
Result = TypeVar("Result")

log = structlog.get_logger(__name__)


@dataclass
class Charts:
    """Whether charts are taken; shared by all that one process says, so that not each message is refused first.

    `refused_at` is the real instant, as `now` tells it, at which they were not; None while that is not known.
    """

    now: Callable[[], float] = real_time
    refused_at: float | None = None

    @property
    def refused(self) -> bool:
        """Whether charts were refused of late; what a clock said that was set back since holds nothing up."""
        return self.refused_at is not None and abs(self.now() - self.refused_at) < AGAIN

    async def offer(self, said: Said, plain: Said, send: Callable[[Said], Awaitable[Result]]) -> Result:
        """Send `said`, or where its charts are not taken `plain`, the same without them; both are one if it has none.

        Raises what `send` raises. Charts are given up only where the same was taken without them.
        """
        if said is plain:
            return await send(said)
        if self.refused:
            return await send(plain)
        try:
            return await send(said)
        except SlackRefused as refusal:
            if refusal.code not in UNFIT:
                raise
            result = await send(plain)
            self.refused_at = self.now()
            log.warning("charts_refused", code=refusal.code, detail=refusal.detail)
            return result


class ChartedSlack(WebSlack):
    """One workspace's Slack, of which nobody who says something need know whether it draws charts."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        token: str,
        api_url: str,
        *,
        charts: Charts | None = None,
        metrics: Metrics = UNCOUNTED,
        limited: Limited | None = None,
    ) -> None:
        """Make a WebSlack that remembers in `charts` what it has learnt of them."""
        super().__init__(session, token, api_url, metrics=metrics, limited=limited)
        self._charts = charts or Charts()

    async def post(self, target: str, message: Message, *, key: str = "", thread_ts: str = "") -> Posted:
        """Post as WebSlack does."""

        async def send(one: Message) -> Posted:
            return await WebSlack.post(self, target, one, key=key, thread_ts=thread_ts)

        return await self._charts.offer(message, _without(message), send)

    async def update(self, conversation: str, ts: str, message: Message, *, key: str = "") -> None:
        """Update as WebSlack does."""

        async def send(one: Message) -> None:
            await WebSlack.update(self, conversation, ts, one, key=key)

        await self._charts.offer(message, _without(message), send)

    async def whisper(self, channel: str, user: str, message: Message, *, thread_ts: str = "") -> None:
        """Post to one person as WebSlack does."""

        async def send(one: Message) -> None:
            await WebSlack.whisper(self, channel, user, one, thread_ts=thread_ts)

        await self._charts.offer(message, _without(message), send)

    async def respond(
        self, response_url: str, message: Message | None, *, replace: bool = False, in_channel: bool = False
    ) -> None:
        """Answer as WebSlack does."""

        async def send(one: Message | None) -> None:
            await WebSlack.respond(self, response_url, one, replace=replace, in_channel=in_channel)

        await self._charts.offer(message, message and _without(message), send)

    async def publish_home(self, user: str, view: View) -> None:
        """Show the home tab as WebSlack does."""

        async def send(one: View) -> None:
            await WebSlack.publish_home(self, user, one)

        blocks = without_charts(view["blocks"])
        await self._charts.offer(view, view if blocks is view["blocks"] else {**view, "blocks": blocks}, send)


def without_charts(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return blocks without charts; the very same where there are none."""
    kept = [block for block in blocks if block.get("type") != CHART]
    return blocks if len(kept) == len(blocks) else kept


def _without(message: Message) -> Message:
    blocks = without_charts(message.blocks)
    return message if blocks is message.blocks else replace(message, blocks=blocks)
