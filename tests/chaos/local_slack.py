"""The strict local Slack with a watch on every call: to count, to fail, and to kill the caller in the middle of it."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web
from yarl import URL

from bot.clock import monotonic
from bot.playground.rates import RateLimits
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace

Watch = Callable[[str], Awaitable[bool]]
"""Is told the method of a call; True ends the call there, without an answer."""


TOLERANCE = 0.05
"""Seconds by which two clocks may differ."""


class WatchedServer(PlaygroundServer):
    """A playground that tells of each call when it has come (`before`) and when it was done but not answered (`done`).

    `calls` counts the calls that came, by method; `limited` those answered with 429. `too_early` are methods that the
    sender called again before the time that such an answer had asked it for; a reply to a click or word cannot wait.
    """

    def __init__(self, workspace: Workspace, **options: Any) -> None:
        """Serve `workspace` at rates that nobody notices."""
        super().__init__(workspace, rates=RateLimits.generous(), **options)
        self.calls: Counter[str] = Counter()
        self.limited = 0
        self.too_early: list[str] = []
        self._free: dict[str, float] = {}
        self.before: Watch | None = None
        self.done: Watch | None = None

    @property
    def said(self) -> int:
        """How often somebody was to be told something, or something was to be changed."""
        return self.calls["chat.postMessage"] + self.calls["chat.update"]

    async def go_away(self) -> None:
        """Be out of reach: no new connection is taken, and those that stand end at their next call."""

        async def cut(_method: str) -> bool:
            return True

        self.before = cut
        [site] = self._runner.sites if self._runner else []
        await site.stop()
        await self.drop_sockets()

    async def come_back(self) -> None:
        """Be there again, at the same address."""
        assert self._runner is not None
        self.before = None
        await web.TCPSite(self._runner, self._host, URL(self.url).port).start()

    async def drop_sockets(self) -> None:
        """Close every socket without a word."""
        await self._sockets.close()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        came = monotonic()
        self.calls[method] += 1
        if self.before and await self.before(method):
            return _cut(request)
        response = await super()._call(request)
        if response.status == HTTPStatus.TOO_MANY_REQUESTS:
            self.limited += 1
        if key_in(self.workspace.traffic.rows()[-1].request):
            self._paused(came, method, response)
        if self.done and await self.done(method):
            return _cut(request)
        return response

    def _paused(self, came: float, method: str, response: web.StreamResponse) -> None:
        if came < self._free.get(method, 0.0) - TOLERANCE:
            self.too_early.append(method)
        if response.status == HTTPStatus.TOO_MANY_REQUESTS:
            self._free[method] = came + float(response.headers["Retry-After"])


def key_in(message: Mapping[str, Any]) -> str:
    """Return the ledger's key of a message that is sent, "" where it comes from elsewhere."""
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key", ""))


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport:
        request.transport.abort()
    return web.Response(status=504)
