"""When a prompt that has not been sent yet need not be sent any more."""

from datetime import timedelta

import pytest

from tests.factories.prompt import asked
from tests.factories.sync import CLOSES, TUESDAY

NOW = TUESDAY + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, ""),
        ({"state": "answered", "mine": True}, "answered or skipped"),
        ({"state": "answered", "mine": True, "closed": True}, "answered or skipped"),
        ({"state": "answered"}, "answered or skipped"),
        ({"state": "skipped"}, "answered or skipped"),
        ({"state": "missed", "closed": True}, "closed"),
        ({"deleted": True}, "deleted"),
        ({"deleted": True, "state": "answered", "mine": True}, "deleted"),
    ],
)
def test_nobody_is_asked_for_what_is_settled(changed: dict[str, object], reason: str) -> None:
    """By a mate, on one's own home tab, by the closing, by a deletion."""
    needless = asked(now=NOW, closes_at=CLOSES, **changed).needless
    assert bool(needless) is bool(reason)
    assert reason in needless
