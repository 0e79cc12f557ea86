"""Socket Mode: the bot's WebSocket connections.

Messages: docs.slack.dev, "Using Socket Mode": hello, envelopes with an envelope_id, acknowledgements by that id,
disconnect with a reason before the server closes.
"""

import asyncio
import json
import uuid

from aiohttp import WSMsgType, web

from bot.playground.records import APP_ID, Ack, Envelope, Json
from bot.playground.workspace import Workspace

# Slack: up to 10 connections.
CONNECTIONS = 10


class Sockets:
    """Hands out tickets, accepts connections, and carries envelopes over them."""

    def __init__(self, workspace: Workspace) -> None:
        """Serve the bot of `workspace`."""
        self._workspace = workspace
        self._tickets: set[str] = set()
        self._open: set[web.WebSocketResponse] = set()

    def ticket(self) -> str:
        """Return the word that lets one connection in."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            return web.Response(status=404, text="unknown ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        if len(self._open) >= CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        self._open.add(socket)
        await socket.send_json(self._hello())
        connection = _Connection(socket, self._workspace)
        disconnect = self._workspace.connect(connection.deliver)
        try:
            await connection.listen()
        finally:
            disconnect()
            self._open.discard(socket)
            connection.lost()
        return socket

    async def drop(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to reconnect, as Slack does before it closes one."""
        for socket in list(self._open):
            if not socket.closed:
                await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}})

    async def close(self) -> None:
        """Close every connection without a word, as when a server dies."""
        for socket in list(self._open):
            await socket.close()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": APP_ID},
        }


class _Connection:
    """One WebSocket: sends envelopes, and matches acknowledgements to them."""

    def __init__(self, socket: web.WebSocketResponse, workspace: Workspace) -> None:
        self._socket = socket
        self._workspace = workspace
        self._waiting: dict[str, asyncio.Future[Ack]] = {}

    async def deliver(self, envelope: Envelope) -> Ack:
        """Send an envelope and wait for its acknowledgement; ConnectionError when the socket closes first."""
        if self._socket.closed:
            raise ConnectionError("the socket is closed")
        envelope_id = str(uuid.uuid4())
        waiting: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = waiting
        message: Json = {
            "envelope_id": envelope_id,
            "type": envelope.type,
            "payload": envelope.payload,
            "accepts_response_payload": envelope.type != "events_api",
        }
        if envelope.type == "events_api":
            message |= {"retry_attempt": envelope.retry_num, "retry_reason": envelope.retry_reason}
        await self._socket.send_json(message)
        try:
            return await waiting
        finally:
            self._waiting.pop(envelope_id, None)
            if self._workspace.faults.on("drop_socket") and envelope.type == "events_api":
                await self._socket.close()

    async def listen(self) -> None:
        """Take acknowledgements until the connection ends."""
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                continue
            answer = json.loads(message.data)
            waiting = self._waiting.get(str(answer.get("envelope_id")))
            if waiting and not waiting.done():
                waiting.set_result(Ack(answer.get("payload") or None))

    def lost(self) -> None:
        """Fail what still waits for an acknowledgement."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError("the socket was closed"))
