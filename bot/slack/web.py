"""Slack by its Web API: the port of gateway.py, done with the SDK.

One client, one HTTP session, no retries of its own: whoever calls decides whether saying something twice is worse than
not at all. A message's key travels twice, as metadata and as the `block_id` of its first block, since Slack's handling
of metadata that no manifest registers is not certain; `find_posted` looks at the metadata first, then at the block.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from os import SEEK_END
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import SlackRefused, SlackUnavailable
from bot.metrics import UNCOUNTED, Metrics
from bot.slack.counted import counted
from bot.slack.errors import refused, translate
from bot.slack.gateway import (
    RESPONSE_URL,
    UPLOAD_URL,
    Identity,
    Message,
    Opened,
    Posted,
    SlackChannel,
    SlackGroup,
    SlackPerson,
    View,
)  # fmt: skip
from bot.slack.http import answer_of, web_client
from bot.slack.identity import identity_of
from bot.slack.keyed import block_key, keyed_content, metadata_key
from bot.slack.quiet import quiet_of

PAGE = 200
"""Rows a page of a list: what Slack recommends."""

LOOK_BACK = 3
"""Pages of history in which a message is looked for after a crash."""

SLACKS = (".slack.com", ".slack-gov.com")
"""Where Slack's own addresses lie, hooks.slack.com for one."""

WAITS = 5
LONGEST_WAIT = 60.0

BROKEN = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError)
"""What a call can raise: Slack's no, the network's, or an answer that the SDK cannot read."""


Limited = Callable[[str, float], Awaitable[None]]
"""Hears that Slack has answered 429: to which method, and how many seconds it wants to be left alone."""


class WebSlack:
    """One workspace's Slack, behind one bot token."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        token: str,
        api_url: str,
        *,
        metrics: Metrics = UNCOUNTED,
        limited: Limited | None = None,
    ) -> None:
        """Call `api_url` over `session`, count the calls, and tell `limited` of each 429; nothing is called yet."""
        self.session = session
        self._metrics = metrics
        self._limited = limited
        self.client: AsyncWebClient = web_client(session, token, api_url)

    async def identity(self) -> Identity:
        """Return whose token this is."""
        response = await self._call("auth.test")
        return identity_of(_data(response.data), response.headers)

    async def post(self, target: str, message: Message, *, key: str = "", thread_ts: str = "") -> Posted:
        """Post to a user id or a channel id; `key` travels along, so that the message can be found again."""
        body = {"channel": target, "unfurl_links": False, "unfurl_media": False, **keyed_content(message, key)}
        if thread_ts:
            body["thread_ts"] = thread_ts
        data = await self._write("chat.postMessage", body)
        return Posted(str(data.get("channel") or target), str(data.get("ts", "")))

    async def update(self, conversation: str, ts: str, message: Message, *, key: str = "") -> None:
        """Replace what a message says."""
        await self._write("chat.update", {"channel": conversation, "ts": ts, **keyed_content(message, key)})

    async def find_posted(self, target: str, key: str, *, conversation: str = "", thread_ts: str = "") -> Posted | None:
        """Look for the message with `key` in the recent history.

        Raises SlackRefused where it may not look. History takes conversations, not people: for a person whose
        conversation is not known yet it is asked for.
        """
        place = conversation or target
        if place.startswith(("U", "W")):
            place = await self._direct(place)
        method, where = ("conversations.replies", {"ts": thread_ts}) if thread_ts else ("conversations.history", {})
        arguments = {"channel": place, "include_all_metadata": True, **where}
        seen: list[Mapping[str, Any]] = []
        pages = 0
        async for page in self._pages(method, arguments, "messages", wait=False):
            seen.extend(page)
            pages += 1
            if pages == LOOK_BACK and not thread_ts:
                break
        found = next((one for one in seen if metadata_key(one) == key), None) or next(
            (one for one in seen if block_key(one) == key), None
        )
        return Posted(place, str(found["ts"])) if found else None

    async def _direct(self, user: str) -> str:
        """Return the conversation with a person; nobody is notified when it is opened."""
        opened = await self._write("conversations.open", {"users": user})
        return str(_data(opened.get("channel")).get("id", ""))

    async def whisper(self, channel: str, user: str, message: Message, *, thread_ts: str = "") -> None:
        """Post to `user` alone in `channel` (ephemeral), in the thread below the message `thread_ts` if given."""
        where = {"channel": channel, "user": user} | ({"thread_ts": thread_ts} if thread_ts else {})
        await self._write("chat.postEphemeral", {**where, **keyed_content(message)})

    async def respond(
        self, response_url: str, message: Message | None, *, replace: bool = False, in_channel: bool = False
    ) -> None:
        """Answer through a click's or command's `response_url`; `message` None with `replace` deletes the original."""
        body: dict[str, Any] = {"delete_original": True} if message is None else keyed_content(message)
        if message is not None:
            body |= {"response_type": "in_channel" if in_channel else "ephemeral", "replace_original": replace}
        await self._send(RESPONSE_URL, response_url, json=body)

    async def upload(self, target: str, filename: str, content: BinaryIO, title: str) -> None:
        """Send a file to a user id or a channel id, in Slack's three steps; conversations take it, people do not."""
        place = await self._direct(target) if target.startswith(("U", "W")) else target
        wanted = {"filename": filename, "length": content.seek(0, SEEK_END)}
        content.seek(0)
        offered = _data((await self._call("files.getUploadURLExternal", params=wanted)).data)
        await self._send(UPLOAD_URL, str(offered.get("upload_url", "")), data=content)
        files = json.dumps([{"id": offered.get("file_id"), "title": title}])
        await self._call("files.completeUploadExternal", params={"files": files, "channel_id": place})

    async def open_view(self, trigger: str, view: View) -> Opened:
        """Open a form; the trigger lives three seconds."""
        return _opened(await self._write("views.open", {"trigger_id": trigger, "view": view}))

    async def push_view(self, trigger: str, view: View) -> Opened:
        """Open a form on top of the present one; at most three."""
        return _opened(await self._write("views.push", {"trigger_id": trigger, "view": view}))

    async def update_view(self, view_id: str, view: View, *, view_hash: str = "") -> Opened:
        """Replace an open form; a stale hash is refused."""
        body = {"view_id": view_id, "view": view, **({"hash": view_hash} if view_hash else {})}
        return _opened(await self._write("views.update", body))

    async def publish_home(self, user: str, view: View) -> None:
        """Show the home tab of a person."""
        await self._write("views.publish", {"user_id": user, "view": view})

    async def people(self) -> AsyncIterator[SlackPerson]:
        """Yield everybody in the workspace, page by page; waits where Slack asks for patience."""
        async for page in self._pages("users.list", {}, "members"):
            for one in page:
                yield SlackPerson.read(one)

    async def person(self, slack_id: str) -> SlackPerson:
        """Return one user."""
        return SlackPerson.read(_data((await self._read("users.info", {"user": slack_id})).get("user")))

    async def channels(self) -> AsyncIterator[SlackChannel]:
        """Yield the channels that Drumbeat can see, page by page; private ones only where a scope allows it."""
        try:
            async for page in self._pages(
                "conversations.list", {"types": "public_channel,private_channel"}, "channels"
            ):
                for one in page:
                    yield SlackChannel.read(one)
        except SlackRefused as error:
            if error.code != "missing_scope":
                raise
            async for page in self._pages("conversations.list", {"types": "public_channel"}, "channels"):
                for one in page:
                    yield SlackChannel.read(one)

    async def channel(self, slack_id: str) -> SlackChannel:
        """Return one channel."""
        return SlackChannel.read(_data((await self._read("conversations.info", {"channel": slack_id})).get("channel")))

    async def quiet_until(self, users: Sequence[str], now: datetime) -> Mapping[str, datetime]:
        """Return when those can be disturbed again who do not want to be disturbed at `now`; 50 people a call."""
        return quiet_of(_data((await self._read("dnd.teamInfo", {"users": ",".join(users)})).get("users")), now)

    async def members(self, channel: str) -> list[str]:
        """Return the user ids in a channel."""
        pages = self._pages("conversations.members", {"channel": channel}, "members")
        return [str(one) async for page in pages for one in page]

    async def groups(self) -> list[SlackGroup]:
        """Return the user groups, also those that are switched off: Slack gives them in one piece."""
        data = await self._patiently("usergroups.list", {"include_disabled": True})
        return [SlackGroup.read(one) for one in data.get("usergroups") or ()]

    async def group_members(self, group: str) -> list[str]:
        """Return the user ids in a user group: Slack gives them in one piece."""
        data = await self._patiently("usergroups.users.list", {"usergroup": group})
        return [str(one) for one in data.get("users") or ()]

    async def _write(self, method: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Call a method that takes JSON."""
        return _data((await self._call(method, json=dict(body))).data)

    async def _read(self, method: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Call a method that only reads; those take no JSON."""
        return _data((await self._call(method, http_verb="GET", params=dict(arguments))).data)

    async def _send(self, name: str, address: str, **content: Any) -> None:
        """Post `content` to an address that Slack has lent; errors and figures call it `name`."""
        async with self._watched(name):
            if not self._is_slacks(address):
                raise SlackRefused(name, "invalid_url", "the address is none of Slack's")
            try:
                async with self.session.post(address, proxy=self.client.proxy, **content) as response:
                    if not response.ok:
                        raise refused(name, response.status, response.headers, await answer_of(response))
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                raise translate(name, error) from error

    def _is_slacks(self, address: str) -> bool:
        """Tell whether `address` lies with Slack, or with what stands for it: nothing is said to anybody else."""
        try:
            host = f".{urlsplit(address).hostname}"
        except ValueError:
            return False
        return host.endswith((f".{urlsplit(self.client.base_url).hostname}", *SLACKS))

    async def _call(self, method: str, **how: Any) -> AsyncSlackResponse:
        async with self._watched(method):
            try:
                return await self.client.api_call(method, **how)
            except BROKEN as error:
                raise translate(method, error) from error

    @asynccontextmanager
    async def _watched(self, method: str) -> AsyncIterator[None]:
        """Count the call that is made in the block, and tell of a 429."""
        try:
            with counted(self._metrics, method):
                yield
        except SlackUnavailable as unavailable:
            if unavailable.limited and self._limited is not None:
                await self._limited(method, unavailable.retry_after)
            raise

    async def _pages(
        self, method: str, arguments: Mapping[str, Any], rows: str, *, wait: bool = True
    ) -> AsyncIterator[Sequence[Any]]:
        """Yield the rows of each page of a list, waiting out Slack's rate limit where `wait` allows it."""
        cursor = ""
        while True:
            asked = {**arguments, "limit": PAGE, **({"cursor": cursor} if cursor else {})}
            data = await (self._patiently(method, asked) if wait else self._read(method, asked))
            page = data.get(rows)
            yield page if isinstance(page, list) else []
            cursor = str(_data(data.get("response_metadata")).get("next_cursor") or "")
            if not cursor:
                return

    async def _patiently(self, method: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        for _ in range(WAITS):
            try:
                return await self._read(method, arguments)
            except SlackUnavailable as error:
                # Only the pause that Slack asks for is waited out; in an outage the whole comparison comes later.
                if not error.limited or error.retry_after > LONGEST_WAIT:
                    raise
                await asyncio.sleep(error.retry_after)
        return await self._read(method, arguments)


def _opened(data: Mapping[str, Any]) -> Opened:
    view = _data(data.get("view"))
    return Opened(str(view.get("id", "")), str(view.get("hash", "")), view)


def _data(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
