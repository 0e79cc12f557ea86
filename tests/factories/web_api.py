"""A Web API of Slack that answers as a test says."""

from typing import Any

from aiohttp import web


class Api:
    """A Web API that answers from a script and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Any]] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.url = ""

    def will(self, method: str, *answers: Any) -> None:
        """Answer calls of `method` in this order; the last answer stays."""
        self.answers[method] = list(answers)

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [body for name, body in self.calls if name == method]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body: dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            body |= await request.json()
        self.calls.append((method, body))
        script = self.answers.get(method, [{}])
        answer = script.pop(0) if len(script) > 1 else script[0]
        if callable(answer):
            response: web.StreamResponse = await answer(request)
            return response
        return web.json_response({"ok": True, **answer})
