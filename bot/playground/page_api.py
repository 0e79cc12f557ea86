"""The JSON that the playground's page reads and writes; see each route for its shape."""

import asyncio
import json
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.helpers import content_disposition_header

from bot.errors import UserError
from bot.playground import page_acts, page_shapes
from bot.playground.controls import Controls
from bot.playground.others import let_others_answer
from bot.playground.page_clock import PageClock
from bot.playground.records import ActRefused, Channel, Json, Person
from bot.playground.socket import Sockets
from bot.playground.workspace import Workspace

PAGE = Path(__file__).with_name("page")


class PageApi:
    """The page and its data. Loopback only, no log-in: whoever sits at this machine is whom they choose to be."""

    def __init__(self, workspace: Workspace, controls: Controls | None, sockets: Sockets) -> None:
        """Serve `workspace`; `controls` move the clock, if there are any."""
        self._workspace = workspace
        self._sockets = sockets
        self._clock = PageClock(workspace, controls)
        self._streams: set[asyncio.Queue[Json | None]] = set()
        workspace.subscribe(self._noticed)

    def add_routes(self, app: web.Application) -> None:
        """Add the page's routes to the server."""
        app.router.add_get("/", self._index)
        app.router.add_get("/page/assets/{name:.+}", self._asset)
        app.router.add_get("/page/state", self._state)
        app.router.add_get("/page/messages", self._messages)
        app.router.add_get("/page/file", self._file)
        app.router.add_get("/page/home", self._home)
        app.router.add_get("/page/views", self._views)
        app.router.add_get("/page/traffic", self._traffic)
        app.router.add_get("/page/faults", self._faults)
        app.router.add_get("/page/events", self._events)
        app.router.add_post("/page/act", self._act)
        app.router.add_post("/page/clock", self._move_clock)
        app.router.add_post("/page/others", self._others)
        app.router.add_post("/page/faults", self._switch_fault)

    def close(self) -> None:
        """End the streams of all pages."""
        for queue in self._streams:
            queue.put_nowait(None)

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        path = (PAGE / request.match_info["name"]).resolve()
        if not path.is_relative_to(PAGE.resolve()) or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    async def _state(self, request: web.Request) -> web.Response:
        me = self._me(request)
        shown = page_shapes.state(self._workspace, me)
        shown["clock"] = await self._clock.shown()
        return web.json_response(shown)

    async def _messages(self, request: web.Request) -> web.Response:
        me, channel = self._me(request), self._channel(request.query.get("channel", ""))
        self._may_read(me, channel)
        rows = page_shapes.messages(self._workspace, me, channel, request.query.get("thread", ""))
        self._workspace.messages.read(channel, me.id)
        return web.json_response({"messages": rows})

    async def _file(self, request: web.Request) -> web.Response:
        found = self._workspace.files.found(request.query.get("id", ""), self._me(request).id)
        if found is None:
            raise web.HTTPNotFound
        name, kind, content = found
        # Whatever a file holds, the browser keeps it and shows nothing of it.
        headers = {"Content-Disposition": content_disposition_header("attachment", filename=name)}
        return web.Response(body=content, content_type=kind, headers=headers)

    async def _home(self, request: web.Request) -> web.Response:
        view = self._workspace.views.home(self._me(request).id)
        return web.json_response({"view": page_shapes.view(self._workspace, view) if view else None})

    async def _views(self, request: web.Request) -> web.Response:
        views = self._workspace.views.stack(self._me(request).id)
        return web.json_response({"views": [page_shapes.view(self._workspace, view) for view in views]})

    async def _traffic(self, request: web.Request) -> web.Response:
        after = request.query.get("after", "0")
        return web.json_response({"rows": self._workspace.traffic.as_json(int(after) if after.isdigit() else 0)})

    async def _faults(self, _request: web.Request) -> web.Response:
        return web.json_response({"faults": page_shapes.faults(self._workspace)})

    async def _act(self, request: web.Request) -> web.Response:
        body = await _body(request)
        try:
            return web.json_response({"ok": True, **await page_acts.act(self._workspace, body)})
        except UserError as refusal:
            return web.json_response({"ok": False, "error": refusal.sentence})

    async def _move_clock(self, request: web.Request) -> web.Response:
        body = await _body(request)
        try:
            now = await self._clock.move(str(body.get("to") or ""))
        except UserError as refusal:
            return web.json_response({"ok": False, "error": refusal.sentence})
        return web.json_response({"ok": True, "now": now.isoformat()})

    async def _others(self, request: web.Request) -> web.Response:
        body = await _body(request)
        result = await let_others_answer(self._workspace, str(body.get("as") or ""))
        return web.json_response(
            {"ok": True, "answered": result.answered, "skipped": result.skipped, "problems": result.problems}
        )

    async def _switch_fault(self, request: web.Request) -> web.Response:
        body = await _body(request)
        try:
            self._workspace.faults.switch(str(body.get("name")), bool(body.get("on")))
        except KeyError:
            return web.json_response({"ok": False, "error": "There is no such fault."})
        if body.get("name") == "drop_socket" and body.get("on"):
            await self._sockets.drop()
        return web.json_response({"ok": True, "faults": page_shapes.faults(self._workspace)})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        )
        await response.prepare(request)
        queue: asyncio.Queue[Json | None] = asyncio.Queue(maxsize=1000)
        self._streams.add(queue)
        try:
            await response.write(b"retry: 1000\n\n")
            while (change := await queue.get()) is not None:
                await response.write(f"data: {json.dumps(change)}\n\n".encode())
        except ConnectionResetError:
            # The page was closed or reloaded.
            return response
        finally:
            self._streams.discard(queue)
        return response

    def _noticed(self, change: Json) -> None:
        for queue in self._streams:
            if not queue.full():
                queue.put_nowait(change)

    def _me(self, request: web.Request) -> Person:
        wanted = request.query.get("as")
        people = self._workspace.state.people
        return people[wanted] if wanted in people else self._workspace.state.humans()[0]

    def _channel(self, name: str) -> Channel:
        channel = self._workspace.state.channels.get(name)
        if channel is None:
            raise web.HTTPNotFound(text="There is no such channel.")
        return channel

    def _may_read(self, me: Person, channel: Channel) -> None:
        if (channel.private or channel.kind == "im") and me.id not in channel.members:
            raise web.HTTPForbidden(text="You are not in this conversation.")


async def _body(request: web.Request) -> dict[str, Any]:
    # A form of another site cannot send JSON without asking first: this keeps foreign pages out.
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    body = await request.json()
    if not isinstance(body, dict):
        raise ActRefused("The body must be a JSON object.")
    return body
