"""An app without listeners, for requests through the real Bolt."""

from typing import Any

import pytest

from bot.slack.app import build_app
from tests.factories.bolt import Recorder, World


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """An app without listeners."""
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    slack, taken = Recorder(), set[tuple[str, str]]()

    async def first_time(workspace_id: str, event_id: str) -> bool:
        new = (workspace_id, event_id) not in taken
        taken.add((workspace_id, event_id))
        return new

    async def slack_for(_workspace_id: str) -> Any:
        return slack

    return World(build_app(slack_for, first_time), slack, taken)
