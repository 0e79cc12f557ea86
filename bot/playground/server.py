"""Serves the local Slack over loopback: Web API, Socket Mode, response_urls and the page."""

import json
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from aiohttp import web

from bot.clock import monotonic
from bot.playground.answer import accept_answer
from bot.playground.controls import Controls
from bot.playground.page_api import PageApi
from bot.playground.rates import POSTING, RateLimits
from bot.playground.records import Json, SlackRefusal
from bot.playground.socket import Sockets
from bot.playground.web_api import APP_TOKEN, BOT_TOKEN, WebApi
from bot.playground.workspace import Workspace

BODY = 4 * 1024 * 1024


class PlaygroundServer:
    """A server on loopback for one workspace. `port` 0 takes any free port; `controls` None leaves the clock alone."""

    bot_token = BOT_TOKEN
    app_token = APP_TOKEN

    def __init__(
        self,
        workspace: Workspace,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        controls: Controls | None = None,
        rates: RateLimits | None = None,
    ) -> None:
        """Prepare to serve; ValueError for a host that is not loopback: the page has no log-in."""
        if host != "localhost" and not ip_address(host).is_loopback:
            raise ValueError(f"the playground is served on loopback only, not on {host}")
        self.workspace = workspace
        self.url = ""
        self._host = host
        self._port = port
        self._api = WebApi(workspace, rates or RateLimits())
        self._sockets = Sockets(workspace)
        self._page = PageApi(workspace, controls, self._sockets)
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        """Return the base address of the Web API, for SLACK_API_URL."""
        return f"{self.url}/api/"

    async def start(self) -> None:
        """Listen; `url` is known afterwards."""
        app = web.Application(client_max_size=BODY, middlewares=[_loopback_only])
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_get("/socket/{ticket}", self._sockets.accept)
        app.router.add_post("/respond/{token}", self._respond)
        app.router.add_post("/upload/{token}", self._upload)
        self._page.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://{self._host}:{port}"
        self.workspace.respond_base = f"{self.url}/respond/"

    async def stop(self) -> None:
        """Stop listening, and save the workspace."""
        self._page.close()
        await self._sockets.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        await self.workspace.close()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        began = monotonic()
        method = request.match_info["method"]
        arguments, token = await _arguments(request)
        if method == "apps.connections.open":
            self._api.socket_url = f"{self.url.replace('http', 'ws', 1)}/socket/{self._sockets.ticket()}"
        if self.workspace.faults.on("server_error"):
            self._keep(method, arguments, {"status": 500}, ok=False, began=began)
            return web.Response(status=500, text="Internal Server Error")
        if method in POSTING and self.workspace.faults.on("timeout_before_accepting"):
            self._keep(method, arguments, {"status": 504}, ok=False, began=began)
            return _dropped(request)
        # Slack names them beside each answer (docs.slack.dev, "Scopes").
        status, headers = 200, {"x-oauth-scopes": ",".join(sorted(self.workspace.scopes))}
        answer = await self._answer(method, token, arguments)
        if answer.get("error") == "ratelimited":
            status = 429
            headers["Retry-After"] = str(answer.pop("retry_after"))
        self._keep(method, arguments, answer, ok=bool(answer["ok"]), began=began)
        if answer["ok"] and method in POSTING and self.workspace.faults.on("timeout_after_accepting"):
            return _dropped(request)
        return web.json_response(answer, status=status, headers=headers)

    async def _answer(self, method: str, token: str, arguments: Json) -> Json:
        if self.workspace.faults.limits_this_call():
            return _refused(SlackRefusal("ratelimited", retry_after=1))
        try:
            return await self._api.call(method, token, arguments)
        except SlackRefusal as refusal:
            return _refused(refusal)

    async def _respond(self, request: web.Request) -> web.Response:
        began = monotonic()
        body: Json = {}
        try:
            body = await request.json()
            accept_answer(self.workspace, self._response(request), body)
        except (SlackRefusal, ValueError) as problem:
            error = problem.error if isinstance(problem, SlackRefusal) else "invalid_payload"
            self._keep("response_url", body, {"ok": False, "error": error}, ok=False, began=began)
            status = 404 if error in {"expired_url", "used_url"} else 400
            return web.json_response({"ok": False, "error": error}, status=status)
        self._keep("response_url", body, "ok", ok=True, began=began)
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()
        try:
            self.workspace.files.receive(request.match_info["token"], content)
        except SlackRefusal as refusal:
            return web.Response(status=400, text=refusal.error)
        return web.Response(text=f"OK - {len(content)}")

    def _response(self, request: web.Request) -> Any:
        return self.workspace.lent.use_response(request.match_info["token"])

    def _keep(self, method: str, request: Any, response: Any, *, ok: bool, began: float) -> None:
        error = "" if ok else str(response.get("error", response.get("status", "")))
        target = request.get("channel") or request.get("user_id") or request.get("user") or ""
        summary = " ".join(filter(None, [str(target), str(request.get("text") or "")[:80], error]))
        self.workspace.traffic.called(
            method, request, response, ok=ok, ms=(monotonic() - began) * 1000, summary=summary
        )


@web.middleware
async def _loopback_only(request: web.Request, handler: Any) -> web.StreamResponse:
    """Refuse names other than this machine's: a page elsewhere must not reach the playground by DNS rebinding."""
    if request.host.rsplit(":", 1)[0] not in {"127.0.0.1", "localhost", "[::1]"}:
        return web.Response(status=403, text="loopback only")
    response: web.StreamResponse = await handler(request)
    return response


async def _arguments(request: web.Request) -> tuple[Json, str]:
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        with suppress(ValueError):
            body = json.loads(await request.text() or "{}")
            if isinstance(body, Mapping):
                arguments |= body
    else:
        arguments |= dict(await request.post())
    token = request.headers.get("Authorization", "").removeprefix("Bearer").strip()
    return arguments, token or str(arguments.get("token") or "")


def _dropped(request: web.Request) -> web.Response:
    """End the caller's connection; what is returned reaches nobody."""
    if request.transport:
        request.transport.abort()
    return web.Response(status=504)


def _refused(refusal: SlackRefusal) -> Json:
    answer: Json = {"ok": False, "error": refusal.error}
    answer |= refusal.extra
    if refusal.messages:
        answer["response_metadata"] = {"messages": refusal.messages}
    return answer
