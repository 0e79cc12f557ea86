"""What Slack's answers mean: every error of the SDK and of the network becomes one of ours here, and nowhere else.

Slack's error codes: docs.slack.dev, "Web API" (errors that any method can return) and "Rate limits".
"""

import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import BotError, SlackRefused, SlackUnavailable, TokenRefused

PASSING = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org", "rollup_error"}
)
"""Codes of Slack's own trouble. Of `fatal_error` Slack says that some of the call may have succeeded."""

RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
TOKEN = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""Codes that concern the token and not the call; `account_inactive` follows when the app was taken out of Slack."""

BAD = 400
BUSY = 429
SERVER = 500
GATEWAY_TIMEOUT = 504
"""Somebody between us and Slack waited in vain for its answer (RFC 9110, 15.6.5)."""

WITHOUT_HEADER = 30.0
"""Seconds to wait after a 429 without a readable Retry-After."""


def translate(method: str, error: BaseException) -> BotError:
    """Return what `error`, raised by a call of `method`, means: SlackUnavailable or SlackRefused."""
    if isinstance(error, SlackApiError):
        return _answered(method, error)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return SlackUnavailable(f"{method}: Slack cannot be reached", reached=False)
    if isinstance(error, TimeoutError):
        return SlackUnavailable(f"{method}: no answer in time", accepted_unknown=True, unanswered=True)
    if isinstance(error, aiohttp.InvalidURL):
        return SlackRefused(method, "invalid_url", "the address is no web address")
    if isinstance(error, aiohttp.ClientError | OSError):
        return SlackUnavailable(f"{method}: the connection broke ({type(error).__name__})", accepted_unknown=True)
    return SlackUnavailable(f"{method}: an answer that is no JSON", accepted_unknown=True)


def refused(method: str, status: int, headers: Mapping[str, str], data: Mapping[str, Any]) -> BotError:
    """Return what an answer with HTTP `status` that is not "ok" means."""
    code = str(data.get("error") or "")
    if status == BUSY or code in RATE_LIMITED:
        return SlackUnavailable(f"{method}: too many calls", retry_after=_retry_after(headers), limited=True)
    if status >= SERVER or code in PASSING:
        reason = f"{method}: {code or f'HTTP {status}'}"
        return SlackUnavailable(reason, accepted_unknown=True, unanswered=status == GATEWAY_TIMEOUT)
    if not code and status < BAD:
        return SlackUnavailable(f"{method}: an answer that is no JSON", accepted_unknown=True)
    kind = TokenRefused if code in TOKEN else SlackRefused
    return kind(method, code or f"http_{status}", _detail(data))


def _answered(method: str, error: SlackApiError) -> BotError:
    response = error.response
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    if isinstance(data, str):
        data = _json(data)
    return refused(method, status, getattr(response, "headers", {}), data if isinstance(data, dict) else {})


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _retry_after(headers: Mapping[str, str]) -> float:
    try:
        return max(float(headers.get("Retry-After", "")), 0.0)
    except ValueError:
        return WITHOUT_HEADER


def _detail(data: Mapping[str, Any]) -> str:
    """Return Slack's own explanation: what is wrong with the blocks, or which scope is needed."""
    if needed := data.get("needed"):
        return f"needs {needed}"
    metadata = data.get("response_metadata")
    messages = metadata.get("messages") if isinstance(metadata, dict) else None
    return "; ".join(str(one) for one in messages) if isinstance(messages, list) else ""
