"""What Slack sends to the Bolt app, and an app with a Slack beside it that keeps what it was told."""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.response import BoltResponse

from bot.errors import BotError
from bot.slack.app import SlackApp
from bot.slack.gateway import Identity, Message, Opened, Posted

TEAM = {"id": "T1", "domain": "lumen"}
ANA = {"id": "U1", "username": "ana", "team_id": "T1"}
FORM = {
    "id": "V1",
    "type": "modal",
    "callback_id": "answer_form",
    "previous_view_id": None,
    "root_view_id": "V1",
    "private_metadata": "",
    "blocks": [{"type": "section", "block_id": "intro"}, {"type": "input", "block_id": "moved"}],
    "state": {"values": {}},
}


@dataclass
class Recorder:
    """A Slack that keeps what it was told, and fails where a test says so."""

    said: list[tuple[str, str, str]] = field(default_factory=list)
    failing: dict[str, BotError] = field(default_factory=dict)
    identities: int = 0

    async def identity(self) -> Identity:
        if "identity" in self.failing:
            raise self.failing["identity"]
        self.identities += 1
        return Identity("T1", "Lumen", "U0")

    def _say(self, how: str, where: str, text: str) -> None:
        if how in self.failing:
            raise self.failing[how]
        self.said.append((how, where, text))

    async def post(self, target: str, message: Message, **_more: Any) -> Posted:
        self._say("post", target, message.text)
        return Posted("D1", "1.0")

    async def whisper(self, channel: str, user: str, message: Message, *, thread_ts: str = "") -> None:
        self._say("whisper", " ".join(filter(None, [channel, user, thread_ts])), message.text)

    async def respond(self, response_url: str, message: Message | None, **_more: Any) -> None:
        self._say("respond", response_url, message.text if message else "")

    async def open_view(self, trigger: str, view: Any) -> Opened:
        self._say("open", trigger, view["blocks"][0]["text"]["text"])
        return Opened("V9")

    async def push_view(self, trigger: str, view: Any) -> Opened:
        self._say("push", trigger, view["blocks"][0]["text"]["text"])
        return Opened("V9")

    async def publish_home(self, user: str, view: Any) -> None:
        self._say("home", user, view["blocks"][0]["text"]["text"])


@dataclass
class World:
    """An app, the Slack beside it, and the events that were taken."""

    app: SlackApp
    slack: Recorder
    taken: set[tuple[str, str]]

    async def send(self, body: dict[str, Any]) -> BoltResponse:
        response = await self.app.receive(deepcopy(body), {})
        assert await self.app.running.idle(5)
        return response


EVENT_FIELDS: dict[str, dict[str, Any]] = {
    "app_mention": {"channel": "C1", "ts": "1.0"},
    "message": {"channel": "C1", "ts": "1.0"},
    "team_join": {"user": {"id": "U1"}},
    "user_change": {"user": {"id": "U1"}},
}


def event(kind: str = "user_change", event_id: str = "Ev1", **fields: Any) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": event_id,
        "event": {"type": kind, "user": "U1", **EVENT_FIELDS.get(kind, {}), **fields},
    }


def command() -> dict[str, Any]:
    return {
        "command": "/pmo",
        "text": "snyc",
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "trigger_id": "t0",
        "response_url": "https://respond/1",
    }


def click(**place: Any) -> dict[str, Any]:
    action = {"type": "button", "action_id": "answer", "block_id": "b"}
    return {"type": "block_actions", "team": TEAM, "user": ANA, "trigger_id": "t1", "actions": [action], **place}


def submission(**view: Any) -> dict[str, Any]:
    return {"type": "view_submission", "team": TEAM, "user": ANA, "trigger_id": "t2", "view": {**FORM, **view}}


ON_MESSAGE: dict[str, Any] = {"response_url": "https://respond/2", "message": {"blocks": []}}
ON_FORM: dict[str, Any] = {"view": FORM}
ON_HOME: dict[str, Any] = {
    "view": {"id": "V2", "type": "home", "callback_id": "", "private_metadata": "", "blocks": []}
}


def raising(error: Exception, *, acknowledged: bool) -> Callable[..., Awaitable[None]]:
    """Return a listener that fails, before or after it has acknowledged."""

    async def listener(ack: Any) -> None:
        if acknowledged:
            await ack()
        raise error

    return listener
