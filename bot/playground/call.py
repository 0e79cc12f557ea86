"""One call of the Web API: its arguments, and the look-ups that most methods share."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.playground.records import BOT_USER_ID, Channel, Json, Person, SlackRefusal
from bot.playground.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """A call with its arguments, JSON ones decoded."""

    workspace: Workspace
    method: str
    args: Json

    def text(self, name: str, *, required: bool = False) -> str:
        """Return a text argument, "" when it is not given; a required one that is missing is refused."""
        value = self.args.get(name)
        if value in (None, ""):
            if required:
                raise SlackRefusal("invalid_arguments", f"[ERROR] missing required field: {name}")
            return ""
        return str(value)

    def flag(self, name: str) -> bool:
        """Return a yes-or-no argument in any of the forms that Slack takes."""
        return str(self.args.get(name, "")).lower() in {"1", "true"}

    def number(self, name: str, otherwise: int, *, most: int) -> int:
        """Return a whole number between 1 and `most`."""
        value = self.args.get(name)
        if value in (None, ""):
            return otherwise
        try:
            number = int(str(value))
        except ValueError as problem:
            raise SlackRefusal("invalid_arguments", f"[ERROR] must be an integer: {name}") from problem
        if number < 1:
            raise SlackRefusal("invalid_limit" if name == "limit" else "invalid_arguments")
        return min(number, most)

    def person(self, user: str) -> Person:
        """Return the member with this id."""
        person = self.workspace.state.people.get(user)
        if person is None:
            raise SlackRefusal("user_not_found")
        return person

    def visible_channel(self) -> Channel:
        """Return the channel named by `channel` (an id), if the bot can see it at all."""
        channel = self.workspace.state.channels.get(self.text("channel"))
        if channel is None or (channel.private and BOT_USER_ID not in channel.members):
            raise SlackRefusal("channel_not_found")
        return channel

    def need(self, *scopes: str) -> None:
        """Refuse the call when none of `scopes` was granted."""
        if not set(scopes) & self.workspace.scopes:
            raise SlackRefusal(
                "missing_scope", needed=",".join(scopes), provided=",".join(sorted(self.workspace.scopes))
            )

    def page(self, rows: Sequence[T], *, otherwise: int, most: int = 1000) -> tuple[Sequence[T], str]:
        """Return the page of `rows` that `cursor` and `limit` ask for, and the next cursor ("" at the end)."""
        limit = self.number("limit", otherwise, most=most)
        start = _offset(self.text("cursor"))
        end = start + limit
        return rows[start:end], _cursor(end) if end < len(rows) else ""


Method = Callable[[Call], Awaitable[Json]]


def next_cursor(cursor: str) -> Json:
    """Return the part of an answer that carries the next cursor."""
    return {"response_metadata": {"next_cursor": cursor}}


def _cursor(offset: int) -> str:
    return base64.b64encode(f"next:{offset}".encode()).decode()


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word != "next":
            raise SlackRefusal("invalid_cursor")
        return int(number)
    except (binascii.Error, ValueError) as problem:
        raise SlackRefusal("invalid_cursor") from problem
