"""Calls of the page's own API, as the page makes them."""

import aiohttp

from bot.playground.server import PlaygroundServer


class Page:
    """Reads and writes as the page does."""

    def __init__(self, server: PlaygroundServer, session: aiohttp.ClientSession, me: str) -> None:
        self.server, self.session, self.me = server, session, me

    async def get(self, path: str, **query: str):
        async with self.session.get(f"{self.server.url}/page/{path}", params={"as": self.me} | query) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, **body):
        async with self.session.post(f"{self.server.url}/page/{path}", json={"as": self.me} | body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def act(self, kind: str, **body):
        return await self.post("act", type=kind, **body)
