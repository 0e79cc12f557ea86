"""Whose token it is, as Slack tells of it."""

from collections.abc import Mapping
from typing import Any

from bot.slack.gateway import Identity


def identity_of(data: Mapping[str, Any], headers: Mapping[str, str]) -> Identity:
    """Return what auth.test says; the scopes stand in a header."""
    scopes = (one.strip() for one in headers.get("x-oauth-scopes", "").split(","))
    return Identity(
        workspace_id=str(data.get("team_id", "")),
        workspace_name=str(data.get("team", "")),
        bot_user_id=str(data.get("user_id", "")),
        app_id=str(data.get("app_id") or ""),
        scopes=frozenset(filter(None, scopes)),
    )
