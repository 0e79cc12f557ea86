"""Slack's Web API as Drumbeat uses it, against a small server that answers as each test says."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web

from bot.errors import BotError, SlackRefused, SlackUnavailable
from bot.slack.gateway import Message, Posted
from bot.slack.http import proxy_for, web_client
from bot.slack.web import WebSlack
from tests.factories.web_api import Api

SECTION = {"type": "section", "block_id": "prompt_hello", "text": {"type": "mrkdwn", "text": "Hello"}}
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def answering(status: int, text: str = "", content: str = "application/json", **headers: str) -> Answer:
    """Answer with a bare HTTP response."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=text, content_type=content, headers=headers)

    return answer


async def hanging(_request: web.Request) -> web.StreamResponse:
    """Take the call and never answer."""
    return await asyncio.Future()


async def dropping(request: web.Request) -> web.StreamResponse:
    """Take the call, then drop the connection, as when Slack accepted and the line broke."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def test_a_message_carries_its_key_twice(slack: WebSlack, api: Api) -> None:
    """As metadata, and as the id of its first block; the caller's own blocks stay as they were."""
    api.will("chat.postMessage", {"channel": "D1", "ts": "1.1"})
    posted = await slack.post("U1", Message("Hello", [SECTION]), key="sync_prompt:7", thread_ts="1.0")
    assert posted == Posted("D1", "1.1")
    (body,) = api.asked("chat.postMessage")
    assert body["metadata"] == {"event_type": "drumbeat_message", "event_payload": {"key": "sync_prompt:7"}}
    assert (body["blocks"][0]["block_id"], SECTION["block_id"]) == ("sync_prompt:7", "prompt_hello")
    assert (body["channel"], body["thread_ts"], body["text"]) == ("U1", "1.0", "Hello")


async def test_an_update_replaces_everything(slack: WebSlack, api: Api) -> None:
    """Blocks that are gone are taken away, and the key stays."""
    await slack.update("D1", "1.1", Message("Answered"), key="sync_prompt:7")
    (body,) = api.asked("chat.update")
    assert (body["blocks"], body["ts"], body["metadata"]["event_payload"]) == ([], "1.1", {"key": "sync_prompt:7"})


@pytest.mark.parametrize(
    ("answer", "retry_after", "unknown"),
    [
        (answering(429, '{"ok": false, "error": "ratelimited"}', **{"Retry-After": "7"}), 7.0, False),
        (answering(429, "slow down", "text/plain"), 30.0, False),
        (answering(500, "Internal Server Error", "text/plain"), 1.0, True),
        (answering(503, "<h1>later</h1>", "text/html"), 1.0, True),
        (answering(200, "<h1>hello</h1>", "text/html"), 1.0, True),
        (answering(200, '{"ok": tr'), 1.0, True),
        (answering(200, '["ok"]'), 1.0, True),
        (answering(200, "ok", "text/plain"), 1.0, True),
        (answering(200, '{"ok": false, "error": "fatal_error"}'), 1.0, True),
        (hanging, 1.0, True),
        (dropping, 1.0, True),
    ],
    ids=["rate", "nohead", "500", "503", "html", "half", "list", "text", "fatal", "hang", "drop"],
)
async def test_what_may_be_tried_again(
    slack: WebSlack, api: Api, answer: Answer, retry_after: float, unknown: bool
) -> None:
    """Each trouble that passes says when to come back and whether Slack may have taken the call; nothing is retried."""
    api.will("chat.postMessage", answer)
    with pytest.raises(SlackUnavailable) as caught:
        await slack.post("C1", Message("Hello"))
    assert (caught.value.retry_after, caught.value.accepted_unknown) == (retry_after, unknown)
    assert len(api.asked("chat.postMessage")) == 1


@pytest.mark.parametrize(
    ("answer", "unanswered"),
    [
        (hanging, True),
        (answering(504, "Gateway Timeout", "text/plain"), True),
        (answering(503, "later", "text/plain"), False),
        (dropping, False),
    ],
    ids=["hang", "504", "503", "drop"],
)
async def test_what_slack_may_take_even_later(slack: WebSlack, api: Api, answer: Answer, *, unanswered: bool) -> None:
    """A call that nobody answered may still be under way; a connection that broke has come to its end."""
    api.will("chat.postMessage", answer)
    with pytest.raises(SlackUnavailable) as caught:
        await slack.post("C1", Message("Hello"))
    assert caught.value.unanswered is unanswered


async def test_slack_that_cannot_be_reached_took_nothing(session: aiohttp.ClientSession, unused_tcp_port: int) -> None:
    """Without a connection there is no doubt."""
    with pytest.raises(SlackUnavailable) as caught:
        await WebSlack(session, "xoxb-test", f"http://127.0.0.1:{unused_tcp_port}/api/").identity()
    assert not caught.value.accepted_unknown


@pytest.mark.parametrize(
    ("body", "code", "detail"),
    [
        ('{"ok": false, "error": "channel_not_found"}', "channel_not_found", ""),
        ('{"ok": false, "error": "missing_scope", "needed": "chat:write"}', "missing_scope", "needs chat:write"),
        (
            '{"ok": false, "error": "invalid_blocks", "response_metadata": {"messages": ["[ERROR] /blocks/0"]}}',
            "invalid_blocks",
            "[ERROR] /blocks/0",
        ),
    ],
)
async def test_what_can_never_work(slack: WebSlack, api: Api, body: str, code: str, detail: str) -> None:
    """Slack's code and explanation are kept."""
    api.will("chat.postMessage", answering(200, body))
    with pytest.raises(SlackRefused) as caught:
        await slack.post("C1", Message("Hello"))
    assert (caught.value.method, caught.value.code, caught.value.detail) == ("chat.postMessage", code, detail)


async def test_an_address_that_is_not_slack_is_refused(slack: WebSlack, api: Api) -> None:
    """A page that says 404 will say so tomorrow."""
    api.will("auth.test", answering(404, "<h1>not here</h1>", "text/html"))
    with pytest.raises(SlackRefused, match="http_404"):
        await slack.identity()


async def test_identity_knows_the_granted_scopes(slack: WebSlack, api: Api) -> None:
    """They come in a header of auth.test."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        body = {"ok": True, "team_id": "T1", "team": "Lumen", "user_id": "U0", "bot_id": "B1"}
        return web.json_response(body, headers={"x-oauth-scopes": "chat:write, users:read"})

    api.will("auth.test", answer)
    identity = await slack.identity()
    assert (identity.workspace_id, identity.workspace_name, identity.bot_user_id) == ("T1", "Lumen", "U0")
    assert identity.scopes == {"chat:write", "users:read"}


async def test_everybody_is_read_page_by_page(slack: WebSlack, api: Api) -> None:
    """Cursors are followed, a rate limit is waited out, and what Slack leaves out has a safe default."""
    ana = {
        "id": "U1",
        "name": "ana",
        "tz": "Europe/Lisbon",
        "is_admin": True,
        "profile": {"real_name": "Ana Sousa", "email": "Ana@Lumen.example"},
    }
    odd = {"id": "U2", "deleted": True, "tz": "Mars/Olympus", "profile": None, "is_restricted": True}
    api.will(
        "users.list",
        {"members": [ana], "response_metadata": {"next_cursor": "next"}},
        answering(429, '{"ok": false, "error": "ratelimited"}', **{"Retry-After": "0"}),
        {"members": [odd, {"id": "USLACKBOT", "name": "slackbot"}], "response_metadata": {"next_cursor": ""}},
    )
    people = [one async for one in slack.people()]
    assert [body.get("cursor") for body in api.asked("users.list")] == [None, "next", "next"]
    assert (people[0].name, people[0].email, people[0].zone) == ("Ana Sousa", "ana@lumen.example", "Europe/Lisbon")
    assert people[0].is_admin
    assert (people[1].name, people[1].zone, people[1].deactivated, people[1].is_guest) == ("U2", "", True, True)
    assert people[2].is_bot


async def test_channels_without_the_private_scope(slack: WebSlack, api: Api) -> None:
    """Where private channels may not be seen, the public ones are."""
    api.will(
        "conversations.list",
        answering(200, '{"ok": false, "error": "missing_scope"}'),
        {"channels": [{"id": "C1", "name": "sync", "is_member": True}]},
    )
    assert [(one.name, one.is_member, one.is_private) async for one in slack.channels()] == [("sync", True, False)]
    assert api.asked("conversations.list")[1]["types"] == "public_channel"


async def test_one_person_one_channel_and_its_members(slack: WebSlack, api: Api) -> None:
    """Reading methods get their arguments in the address, since they take no JSON."""
    api.will("users.info", {"user": {"id": "U1", "name": "ana"}})
    api.will("conversations.info", {"channel": {"id": "C1", "name": "sync", "is_archived": True}})
    api.will("conversations.members", {"members": ["U1", "U2"]})
    assert (await slack.person("U1")).name == "ana"
    assert (await slack.channel("C1")).is_archived
    assert await slack.members("C1") == ["U1", "U2"]


async def test_forms_and_homes(slack: WebSlack, api: Api) -> None:
    """A form's id and hash come back, for the next update."""
    api.will("views.open", {"view": {"id": "V1", "hash": "h1"}})
    opened = await slack.open_view("trigger", {"type": "modal"})
    assert (opened.view_id, opened.hash) == ("V1", "h1")
    await slack.push_view("trigger", {"type": "modal"})
    await slack.update_view("V1", {"type": "modal"}, view_hash="h1")
    await slack.update_view("V1", {"type": "modal"})
    await slack.publish_home("U1", {"type": "home"})
    assert [body.get("hash") for body in api.asked("views.update")] == ["h1", None]
    assert api.asked("views.publish")[0]["user_id"] == "U1"


async def test_answers_go_to_the_response_url(slack: WebSlack, api: Api) -> None:
    """For one person unless said otherwise; deleting and replacing are asked for by name."""
    url = api.url + "respond"
    await slack.respond(url, Message("Taken"))
    await slack.respond(url, Message("Taken"), replace=True, in_channel=True)
    await slack.respond(url, None, replace=True)
    first, second, third = api.asked("respond")
    assert (first["response_type"], first["replace_original"]) == ("ephemeral", False)
    assert (second["response_type"], second["replace_original"]) == ("in_channel", True)
    assert third == {"delete_original": True}
    await slack.whisper("C1", "U1", Message("psst"))
    assert api.asked("chat.postEphemeral")[0]["user"] == "U1"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (answering(404, "used_url", "text/plain"), SlackRefused),
        (answering(404, '{"ok": false, "error": "expired_url"}'), SlackRefused),
        (answering(429, "", **{"Retry-After": "3"}), SlackUnavailable),
        (answering(500, "oh no", "text/plain"), SlackUnavailable),
        (hanging, SlackUnavailable),
    ],
    ids=["used", "expired", "rate", "500", "hang"],
)
async def test_a_response_url_can_fail_as_well(slack: WebSlack, api: Api, answer: Answer, kind: type[BotError]) -> None:
    """It expires after thirty minutes or five uses, and then says so."""
    api.will("respond", answer)
    with pytest.raises(kind):
        await slack.respond(api.url + "respond", Message("Taken"))


async def test_whoever_is_answered_429_it_is_told(session: aiohttp.ClientSession, api: Api) -> None:
    """With the method and the seconds; other trouble passes in its own time."""
    told: list[tuple[str, float]] = []

    async def limited(method: str, retry_after: float) -> None:
        told.append((method, retry_after))

    slack = WebSlack(session, "xoxb-test", api.url, limited=limited)
    for seconds, method in enumerate(("chat.update", "views.open", "respond"), start=3):
        api.will(method, answering(429, "", **{"Retry-After": str(seconds)}), answering(500), {"error": "", "ok": True})
    for _ in range(2):
        for call in (
            slack.update("C1", "1.1", Message("Taken")),
            slack.open_view("trigger", {"type": "modal"}),
            slack.respond(api.url + "respond", Message("Taken")),
        ):
            with pytest.raises(SlackUnavailable):
                await call
    assert told == [("chat.update", 3.0), ("views.open", 4.0), ("response_url", 5.0)]


@pytest.mark.parametrize(
    "address", ["https://evil.example/x", "https://slack.com.evil.example/x", "https://evilslack.com/x", "http://[", ""]
)
async def test_nothing_is_said_to_an_address_that_is_none_of_slacks(
    slack: WebSlack, session: aiohttp.ClientSession, address: str
) -> None:
    """Whoever could make one up would read what is meant for somebody."""
    for one in (slack, WebSlack(session, "xoxb-test", "https://slack.com/api/")):
        with pytest.raises(SlackRefused, match="none of Slack's"):
            await one.respond(address, Message("Taken"))


async def test_a_proxy_is_not_asked_for_loopback(
    monkeypatch: pytest.MonkeyPatch, session: aiohttp.ClientSession
) -> None:
    """A machine behind a proxy still reaches its own playground, and what NO_PROXY names."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "slack.internal")
    assert web_client(session, "xoxb-test", "http://127.0.0.1:1/api/").proxy is None
    assert web_client(session, "xoxb-test", "https://slack.com/api/").proxy == "http://proxy.example:3128"
    assert proxy_for("https://slack.internal/api/", "http://proxy.example:3128") is None
