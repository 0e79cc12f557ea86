"""What a click lends the bot for a short while: the right to open a form, and an address to answer to."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.playground.records import SlackRefusal

# Slack: a trigger_id lives 3 s and works once; a response_url lives 30 min and works 5 times.
TRIGGER_LIVES = 3.0
RESPONSE_LIVES = 30 * 60.0
RESPONSE_USES = 5
FORGOTTEN_AFTER = 3600.0


@dataclass
class Trigger:
    """The right to open one form in front of `user`; `view_id` is the form it was made in, or ""."""

    user: str
    view_id: str
    issued: float
    used: bool = False


@dataclass
class Response:
    """Where a response_url leads: `message_ts` is the message that was clicked, or "" after a command."""

    user: str
    channel: str
    message_ts: str
    thread_ts: str
    issued: float
    uses: int = 0


_Lent = TypeVar("_Lent", Trigger, Response)


class Lent:
    """The triggers and response_urls that are out; their age is real time."""

    def __init__(self, real: Callable[[], float]) -> None:
        """Measure age with `real()`, in seconds."""
        self._real = real
        self._triggers: dict[str, Trigger] = {}
        self._responses: dict[str, Response] = {}

    def trigger(self, user: str, view_id: str = "") -> str:
        """Lend a trigger_id."""
        self._forget()
        name = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self._triggers[name] = Trigger(user, view_id, self._real())
        return name

    def exchange(self, name: str) -> Trigger:
        """Take a trigger_id back for a form; refuses one that is unknown, used or older than 3 s."""
        trigger = self._triggers.get(name)
        if trigger is None:
            raise SlackRefusal("invalid_trigger_id")
        if trigger.used:
            raise SlackRefusal("exchanged_trigger_id")
        if self._real() - trigger.issued > TRIGGER_LIVES:
            raise SlackRefusal("expired_trigger_id")
        trigger.used = True
        return trigger

    def response(self, user: str, channel: str, *, message_ts: str = "", thread_ts: str = "") -> str:
        """Lend the token of a response_url."""
        token = secrets.token_urlsafe(24)
        self._responses[token] = Response(user, channel, message_ts, thread_ts, self._real())
        return token

    def use_response(self, token: str) -> Response:
        """Use a response_url once; refuses one that is unknown, older than 30 min or used 5 times."""
        response = self._responses.get(token)
        if response is None or self._real() - response.issued > RESPONSE_LIVES:
            raise SlackRefusal("expired_url")
        if response.uses >= RESPONSE_USES:
            raise SlackRefusal("used_url")
        response.uses += 1
        return response

    def _forget(self) -> None:
        """Let go of what nobody can use any more; the oldest stand first."""
        oldest = self._real() - FORGOTTEN_AFTER
        _drop(self._triggers, oldest)
        _drop(self._responses, oldest)


def _drop(lent: dict[str, _Lent], oldest: float) -> None:
    while lent and next(iter(lent.values())).issued <= oldest:
        del lent[next(iter(lent))]
