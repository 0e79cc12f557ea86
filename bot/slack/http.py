"""The one HTTP session of a process, and Slack's client on top of it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import BUSY

SECONDS = 20.0
"""A call without an answer after this is given up; whether Slack took it is then unknown."""

CONNECT_SECONDS = 5.0


def open_session(*, seconds: float = SECONDS) -> aiohttp.ClientSession:
    """Return a session that keeps its connections; call it inside the loop, and close it at the end."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=seconds, connect=CONNECT_SECONDS),
        connector=aiohttp.TCPConnector(limit=50, keepalive_timeout=60),
    )


def web_client(session: aiohttp.ClientSession, token: str, api_url: str) -> AsyncWebClient:
    """Return Slack's client for `token` at `api_url`.

    It never tries again by itself: the SDK's own handler posts twice when the connection drops after Slack accepted.
    """
    client = AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[])
    client.proxy = proxy_for(api_url, client.proxy)
    return client


def proxy_for(url: str, proxy: str | None) -> str | None:
    """Return `proxy`, or None where the machine's own rules (NO_PROXY) or loopback say to go straight."""
    host = urlsplit(url).hostname or ""
    straight = host in {"localhost", "127.0.0.1", "::1"} or bool(proxy_bypass(host))
    return None if straight else proxy


async def answer_of(response: aiohttp.ClientResponse) -> Mapping[str, Any]:
    """Return the error of a response_url: JSON, or a bare word such as `used_url`."""
    text = (await response.text()).strip()
    try:
        data = await response.json(content_type=None)
    except ValueError:
        return {"error": text} if text and " " not in text and response.status < BUSY else {}
    return data if isinstance(data, Mapping) else {}
