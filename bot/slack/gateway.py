"""What Drumbeat asks of Slack, in its own words; `web.py` does it with the SDK.

Every method raises `SlackUnavailable` (try again later) or `SlackRefused` (never as it is), see bot/errors.py.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, Protocol, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Block = Mapping[str, Any]
View = Mapping[str, Any]

RESPONSE_URL, UPLOAD_URL = "response_url", "upload_url"
"""What errors and figures call an answer through a click's or command's address, and the address of a file."""

_YEAR_2100 = 4_102_444_800.0

SLACKBOT = "USLACKBOT"
"""Slackbot says of itself that it is no bot."""


PART = "~"
"""Stands between the id of a block and the number of its part in a message that several share."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: blocks, and the same as plain text for notifications and readers of the screen."""

    text: str
    blocks: Sequence[Block] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """Where Slack put a message: the conversation (D… for a person) and the message's `ts`."""

    conversation: str
    ts: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose token this is."""

    workspace_id: str
    workspace_name: str
    bot_user_id: str
    app_id: str = ""
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SlackPerson:
    """A user as Slack tells of them."""

    slack_id: str
    name: str
    email: str = ""
    zone: str = ""
    """A time zone of tzdata, or "" where Slack tells none (of deactivated people) or one that is not known."""
    is_admin: bool = False
    is_bot: bool = False
    is_guest: bool = False
    deactivated: bool = False
    workspaces: frozenset[str] = frozenset()
    """The workspaces that they belong to, of which a channel may be shared with this one; empty: Slack does not say."""
    status: str = ""
    status_emoji: str = ""
    """With its colons, ":palm_tree:"."""
    status_until: float = 0.0
    """Seconds since 1970 at which Slack clears the status; 0: it stays until the person clears it."""

    @classmethod
    def read(cls, user: Mapping[str, Any]) -> Self:
        """Return a user of `users.list`, `users.info`, `user_change` or `team_join` (docs.slack.dev, "User object")."""
        profile = user.get("profile") or {}
        enterprise = user.get("enterprise_user") or {}
        slack_id = str(user["id"])
        return cls(
            slack_id=slack_id,
            name=str(next(filter(None, (profile.get("real_name"), user.get("real_name"), user.get("name"))), slack_id)),
            email=str(profile.get("email") or "").lower(),
            zone=_zone(user.get("tz")),
            is_admin=any(user.get(flag) for flag in ("is_admin", "is_owner", "is_primary_owner")),
            is_bot=bool(user.get("is_bot")) or slack_id == SLACKBOT,
            is_guest=any(user.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "is_stranger")),
            deactivated=bool(user.get("deleted")),
            workspaces=frozenset(filter(None, (user.get("team_id"), *(enterprise.get("teams") or ())))),
            status=str(profile.get("status_text") or ""),
            status_emoji=str(profile.get("status_emoji") or ""),
            status_until=min(float(profile.get("status_expiration") or 0), _YEAR_2100),
        )


@dataclass(frozen=True, slots=True)
class SlackChannel:
    """A channel as Slack tells of it."""

    slack_id: str
    name: str
    is_member: bool = False
    is_private: bool = False
    is_archived: bool = False

    @classmethod
    def read(cls, conversation: Mapping[str, Any]) -> Self:
        """Return a channel of `conversations.list` or `conversations.info` (docs.slack.dev, "Conversation object")."""
        return cls(
            slack_id=str(conversation["id"]),
            name=str(conversation.get("name") or conversation["id"]),
            is_member=bool(conversation.get("is_member")),
            is_private=bool(conversation.get("is_private")),
            is_archived=bool(conversation.get("is_archived")),
        )


@dataclass(frozen=True, slots=True)
class SlackGroup:
    """A user group as Slack tells of it; `handle` is without the @."""

    slack_id: str
    handle: str
    is_gone: bool = False

    @classmethod
    def read(cls, group: Mapping[str, Any]) -> Self:
        """Return a user group of `usergroups.list` or `subteam_updated` (docs.slack.dev, "Usergroup object")."""
        slack_id = str(group["id"])
        return cls(slack_id, str(group.get("handle") or slack_id), is_gone=bool(group.get("date_delete")))


@dataclass(frozen=True, slots=True)
class Opened:
    """A view that Slack shows: its id and the hash that the next update must name."""

    view_id: str
    hash: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)


class Slack(Protocol):
    """One workspace's Slack."""

    async def identity(self) -> Identity:
        """Return whose token this is."""
        ...

    async def post(self, target: str, message: Message, *, key: str = "", thread_ts: str = "") -> Posted:
        """Post to a user id or a channel id; `key` travels as metadata, so that the message can be found again."""
        ...

    async def update(self, conversation: str, ts: str, message: Message, *, key: str = "") -> None:
        """Replace what a message says."""
        ...

    async def find_posted(self, target: str, key: str, *, conversation: str = "", thread_ts: str = "") -> Posted | None:
        """Look for the message with `key` in the recent history; raises SlackRefused where it may not look.

        `conversation`: where it lies if it is there, "" where nobody knows yet.
        """
        ...

    async def whisper(self, channel: str, user: str, message: Message, *, thread_ts: str = "") -> None:
        """Post to `user` alone in `channel` (ephemeral), in the thread below the message `thread_ts` if given."""
        ...

    async def respond(
        self, response_url: str, message: Message | None, *, replace: bool = False, in_channel: bool = False
    ) -> None:
        """Answer through a click's or command's `response_url`; `message` None with `replace` deletes the original."""
        ...

    async def upload(self, target: str, filename: str, content: BinaryIO, title: str) -> None:
        """Send a file to a user id or a channel id; where a scope is missing it raises SlackRefused."""
        ...

    async def open_view(self, trigger: str, view: View) -> Opened:
        """Open a form; the trigger lives three seconds."""
        ...

    async def push_view(self, trigger: str, view: View) -> Opened:
        """Open a form on top of the present one; at most three."""
        ...

    async def update_view(self, view_id: str, view: View, *, view_hash: str = "") -> Opened:
        """Replace an open form; a stale hash is refused."""
        ...

    async def publish_home(self, user: str, view: View) -> None:
        """Show the home tab of a person."""
        ...

    def people(self) -> AsyncIterator[SlackPerson]:
        """Yield everybody in the workspace, page by page."""
        ...

    async def person(self, slack_id: str) -> SlackPerson:
        """Return one user."""
        ...

    def channels(self) -> AsyncIterator[SlackChannel]:
        """Yield the channels that Drumbeat can see, page by page."""
        ...

    async def channel(self, slack_id: str) -> SlackChannel:
        """Return one channel."""
        ...

    async def quiet_until(self, users: Sequence[str], now: datetime) -> Mapping[str, datetime]:
        """Return when those of up to 50 people can be disturbed again who do not want to be disturbed at `now`."""
        ...

    async def members(self, channel: str) -> list[str]:
        """Return the user ids in a channel."""
        ...

    async def groups(self) -> list[SlackGroup]:
        """Return the user groups, also those that are switched off; without their scope it raises SlackRefused."""
        ...

    async def group_members(self, group: str) -> list[str]:
        """Return the user ids in a user group; SlackRefused where it is deleted or switched off, or may not be seen."""
        ...


def _zone(name: Any) -> str:
    try:
        return ZoneInfo(str(name)).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
