"""What the local Slack knows: people, channels, messages, views, and what passes between it and the bot."""

from dataclasses import dataclass, field
from typing import Any

from bot.errors import BotError, UserError

Json = dict[str, Any]

TEAM_ID = "T0LM000001"
APP_ID = "A0LM000001"
BOT_ID = "B0LM000001"
BOT_USER_ID = "U0LM00B0T1"


class SlackRefusal(BotError):
    """The local Slack refuses a call as Slack would: `error` is Slack's code, `messages` its explanations.

    `extra` holds further fields of the answer (`needed`, `provided`, `retry_after` in seconds …).
    """

    def __init__(self, error: str, *messages: str, **extra: Any) -> None:
        """Keep Slack's code and what goes with it."""
        super().__init__(": ".join([error, *messages]))
        self.error = error
        self.messages = list(messages)
        self.extra = extra


class ActRefused(UserError):
    """A person of the playground cannot do this; the sentence says why and what to do."""


@dataclass
class Person:
    """A member of the workspace, the bot's own user included. `tz` is an IANA zone."""

    id: str
    name: str
    real_name: str
    email: str = ""
    title: str = ""
    tz: str = "UTC"
    color: str = "4a5568"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_guest: bool = False
    team: str = TEAM_ID
    """The workspace that they belong to: of another one where they are met in a channel that is shared with it."""
    deleted: bool = False
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    quiet_from: int = 0
    quiet_until: int = 0
    """Do-not-disturb, as seconds since 1970; 0: none."""
    updated: int = 0


@dataclass
class Message:
    """One message; `ts` is its name within its channel. `ephemeral_to` is the one person who sees it, or ""."""

    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    edited_ts: str = ""
    metadata: Json | None = None
    ephemeral_to: str = ""
    via: str = ""
    deleted: bool = False
    files: list[Json] = field(default_factory=list)
    """Each with its id, name, title, mimetype, size and content (base64)."""

    @property
    def is_reply(self) -> bool:
        """Tell whether this stands in a thread below another message."""
        return bool(self.thread_ts) and self.thread_ts != self.ts


@dataclass
class Channel:
    """A channel, or (kind "im") the direct messages between the bot and one person, `user`."""

    id: str
    name: str
    kind: str = "channel"
    private: bool = False
    archived: bool = False
    topic: str = ""
    creator: str = ""
    created: int = 0
    user: str = ""
    members: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    last_read: dict[str, str] = field(default_factory=dict)


@dataclass
class UserGroup:
    """A user group, mentioned as @handle; `deleted` is when it was switched off, in seconds since 1970, 0 for never."""

    id: str
    handle: str
    members: list[str] = field(default_factory=list)
    deleted: int = 0


@dataclass
class View:
    """A modal or a home tab as it stands in front of one person.

    `typed` is what the person has typed or chosen so far: `{block_id: {action_id: raw}}`, raw as a client holds it
    (text, chosen value or values, ids, a rich_text block).
    """

    id: str
    user: str
    type: str
    blocks: list[Json]
    hash: str
    title: Json | None = None
    submit: Json | None = None
    close: Json | None = None
    callback_id: str = ""
    private_metadata: str = ""
    external_id: str = ""
    notify_on_close: bool = False
    clear_on_close: bool = False
    root_view_id: str = ""
    previous_view_id: str = ""
    typed: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Envelope:
    """What Slack hands to the bot: `type` is events_api, slash_commands or interactive.

    `retry_num` counts the attempts after the first (only events are retried); `retry_reason` is Slack's word for why.
    """

    type: str
    payload: Json
    retry_num: int = 0
    retry_reason: str = ""


@dataclass(frozen=True)
class Ack:
    """The bot's acknowledgement of an envelope; `payload` is its answer, if it gave one."""

    payload: Json | None = None


@dataclass(frozen=True)
class Submitted:
    """What came of submitting a form: `errors` by block_id (empty: accepted); `closed`: the form has gone."""

    errors: dict[str, str] = field(default_factory=dict)
    closed: bool = False
