"""Socket Mode: what happens in Slack reaches the app over a WebSocket that we open, so no public address is needed.

Messages: docs.slack.dev, "Using Socket Mode". The SDK's own client is not used: after a handshake that failed it tries
the same single-use address for ever, and its close leaves tasks behind.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.clock import monotonic
from bot.errors import SlackRefused, SlackUnavailable
from bot.metrics import UNCOUNTED, Metrics
from bot.slack.app import SlackApp
from bot.slack.counted import counted
from bot.slack.errors import translate
from bot.slack.http import web_client
from bot.slack.payload import request_of
from bot.slack.web import BROKEN

HEARTBEAT = 10.0
"""Seconds between our pings; a connection without an answer is given up after half of that."""

FIRST_WAIT, LONGEST_WAIT = 0.5, 10.0
"""Seconds before connecting again: doubled each time that Slack does not greet us, up to the longest."""

LONGEST_WAIT_REFUSED = 60.0
"""The same where Slack does not take the app-level token: that passes only when somebody mends it."""

WAIT_WHEN_FULL = 30.0
"""The same where Slack has given all its connections: another process sees within seconds that it has to leave."""

FULL = "too_many_websockets"
"""Slack's reason for refusing a connection beyond the ten of an app."""

TO_MEND = (
    "Slack does not take SLACK_APP_TOKEN any more, so that no click reaches Drumbeat. Make a new app-level token and "
    "start Drumbeat again; `drumbeat doctor` looks closer."
)

GREETING = 10.0
"""Seconds in which Slack has to greet a new connection, else another one is opened."""

LINGER = 10.0
"""Seconds for which an old connection is still read after Slack asked for a new one."""

STOPPING = 3.0
"""Seconds that listeners have to finish when the socket stops: Slack does not wait longer for an answer either."""

LETTING_GO = 0.5
"""Seconds that listeners have to let go which are broken off; one whose query hangs does not."""

OPEN = "apps.connections.open"

logger = log.get(__name__)


class Socket:
    """One connection to Slack, opened again whenever it ends, until `stop`."""

    def __init__(
        self,
        app: SlackApp,
        session: aiohttp.ClientSession,
        app_token: str,
        api_url: str,
        *,
        metrics: Metrics = UNCOUNTED,
    ) -> None:
        """Bring what happens to `app`, and count it; `app_token` is the app-level token (xapp-…)."""
        self._app = app
        self._metrics = metrics
        self._session = session
        self._client: AsyncWebClient = web_client(session, app_token, api_url)
        self._connected = asyncio.Event()
        self._answered = asyncio.Event()
        self._greeted = False
        self._crowded_out = False
        self._stopping = False
        self._renew = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None
        self._reading: set[asyncio.Task[None]] = set()
        self._serving: set[asyncio.Task[None]] = set()

    @property
    def started(self) -> bool:
        """Whether it is to be connected: from `start` until `stop`."""
        return self._keeping is not None

    async def start(self) -> None:
        """Connect, and stay connected from then on; also after a `stop`.

        Raises SlackRefused (a wrong token) or SlackUnavailable at once; later trouble is only logged and mended. Where
        Slack has given all its connections to others it returns all the same, and goes on to try.
        """
        self._stopping = False
        first = await self._connect()
        self._keeping = asyncio.create_task(self._keep(first))
        await self._answered.wait()

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection that Slack has greeted."""
        return self._connected.is_set()

    @property
    def crowded_out(self) -> bool:
        """Whether Slack has given all the connections of the app to others."""
        return self._crowded_out

    async def connected(self) -> None:
        """Wait until there is a connection that Slack has greeted."""
        await self._connected.wait()

    async def stop(self, *, serving: bool = False) -> None:
        """Take nothing more, let what is being worked on finish for a few seconds, and close.

        `serving`: take what comes until then, in a process that goes on: Slack sends no click a second time.
        """
        self._stopping = not serving
        if self._keeping:
            await _end({self._keeping})
            self._keeping = None
        until = monotonic() + STOPPING
        while self._serving and monotonic() < until:
            await asyncio.wait(set(self._serving), timeout=until - monotonic())
        if not await self._app.running.idle(max(0.0, until - monotonic())):
            logger.warning("stopped before every listener was done", listeners=len(self._app.running))
        await _end(self._serving | self._reading)
        for state in (self._connected, self._answered, self._renew):
            state.clear()
        self._crowded_out = False

    async def _keep(self, reading: asyncio.Task[None]) -> None:
        """Wait for the connection to end, or for Slack to ask for a new one, and connect again."""
        wait = FIRST_WAIT
        while True:
            renewal = asyncio.create_task(self._renew.wait())
            try:
                await asyncio.wait({reading, renewal}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                renewal.cancel()
            self._renew.clear()
            if reading.done() or not self._connected.is_set():
                await asyncio.sleep(WAIT_WHEN_FULL if self._crowded_out else wait)
            wait = FIRST_WAIT if self._greeted else min(wait * 2, LONGEST_WAIT)
            asyncio.get_running_loop().call_later(LINGER, reading.cancel)
            reading, wait = await self._reconnect(wait)

    async def _reconnect(self, wait: float) -> tuple[asyncio.Task[None], float]:
        """Try until there is a connection; return what reads it, and how long to wait should it fail soon."""
        while True:
            try:
                return await self._connect(), wait
            except SlackUnavailable as error:
                logger.warning("not connected", reason=str(error), again_in=wait)
                longest = LONGEST_WAIT
            except SlackRefused as error:
                logger.error("not connected", reason=str(error), again_in=wait, mend=TO_MEND)  # noqa: TRY400
                longest = LONGEST_WAIT_REFUSED
            await asyncio.sleep(wait)
            wait = min(wait * 2, longest)

    async def _connect(self) -> asyncio.Task[None]:
        """Ask for an address, which is good for one connection, connect there, and begin to read."""
        with counted(self._metrics, OPEN):
            try:
                address = str((await self._client.api_call(OPEN)).get("url") or "")
                socket = await self._session.ws_connect(
                    address,
                    heartbeat=HEARTBEAT,
                    proxy=self._client.proxy,
                    timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
                )
            except BROKEN as error:
                raise translate(OPEN, error) from error
        self._greeted = False
        task = asyncio.create_task(self._read(socket))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)
        return task

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Read until the connection ends; an old one is read to its end while a new one is already open."""
        try:
            async with asyncio.timeout(GREETING) as greeting:
                async for message in socket:
                    if message.type is not aiohttp.WSMsgType.TEXT:
                        continue
                    envelope = _envelope(message.data)
                    if envelope.get("type") == "hello":
                        greeting.reschedule(None)
                    self._take(socket, envelope)
        except TimeoutError:
            logger.warning("slack did not greet the connection", seconds=GREETING)
        finally:
            await socket.close()
            if len(self._reading) <= 1:
                self._connected.clear()

    def _take(self, socket: aiohttp.ClientWebSocketResponse, envelope: Mapping[str, Any]) -> None:
        kind = envelope.get("type")
        if kind == "hello":
            logger.info("connected to slack")
            self._greeted, self._crowded_out = True, False
            self._connected.set()
            self._answered.set()
        elif kind == "disconnect" and envelope.get("reason") == FULL:
            logger.warning("not connected: slack has no connection left", again_in=WAIT_WHEN_FULL)
            self._crowded_out = True
            self._answered.set()
        elif kind == "disconnect":
            logger.info("slack asks for a new connection", reason=envelope.get("reason"))
            self._renew.set()
        elif envelope.get("envelope_id") and not self._stopping:
            task = asyncio.create_task(self._serve(socket, envelope))
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)

    async def _serve(self, socket: aiohttp.ClientWebSocketResponse, envelope: Mapping[str, Any]) -> None:
        """Bring one envelope to the app, and its acknowledgement back."""
        received, request = monotonic(), request_of(envelope.get("payload"))
        response = await self._app.receive(envelope.get("payload") or {}, _headers(envelope))
        if response.status != HTTPStatus.OK:
            return
        acknowledgement: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
        if payload := _payload(response):
            acknowledgement["payload"] = payload
        try:
            await socket.send_json(acknowledgement)
        except (ConnectionError, aiohttp.ClientError):
            # Slack sends an event again; a click's effect stands, only Slack's client shows a warning.
            logger.warning("the connection ended before the acknowledgement")
            return
        self._metrics.acknowledged(request, monotonic() - received)


def _envelope(text: str) -> Mapping[str, Any]:
    try:
        envelope = json.loads(text)
    except (ValueError, RecursionError):
        # Python's reader fails with the second on some thousand levels of nesting.
        logger.warning("an envelope that cannot be read")
        return {}
    return envelope if isinstance(envelope, dict) else {}


def _headers(envelope: Mapping[str, Any]) -> dict[str, str | Sequence[str]]:
    """Return what HTTP would say of a retry, under the names that Bolt knows."""
    headers: dict[str, str | Sequence[str]] = {}
    if envelope.get("retry_attempt"):
        headers["x-slack-retry-num"] = str(envelope["retry_attempt"])
        headers["x-slack-retry-reason"] = str(envelope.get("retry_reason") or "")
    return headers


def _payload(response: BoltResponse) -> Any:
    if not response.body:
        return None
    return json.loads(response.body) if response.body.startswith("{") else {"text": response.body}


async def _end(tasks: set[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=LETTING_GO)
