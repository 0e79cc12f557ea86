"""Every call to Slack is counted here, with what came of it and how long that took."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.clock import monotonic
from bot.errors import SlackRefused, SlackUnavailable
from bot.metrics import CallResult, Metrics

TOKEN = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
SCOPE = frozenset({"missing_scope", "no_permission", "not_allowed_token_type"})
"""Slack's codes for what the operator has to mend (docs.slack.dev, errors that any method can return)."""


@contextmanager
def counted(metrics: Metrics, method: str) -> Iterator[None]:
    """Count the call that is made in the block, which raises our own errors from what caused them."""
    began = monotonic()
    result: CallResult = "cancelled"
    try:
        yield
        result = "ok"
    except (SlackRefused, SlackUnavailable) as error:
        result = _result_of(error)
        raise
    finally:
        metrics.slack_call(method, result, monotonic() - began)


def _result_of(error: SlackRefused | SlackUnavailable) -> CallResult:
    if isinstance(error, SlackUnavailable):
        return "limited" if error.limited else "timeout" if isinstance(error.__cause__, TimeoutError) else "unavailable"
    return "token" if error.code in TOKEN else "scope" if error.code in SCOPE else "refused"
