"""When a prompt that has not been sent yet need not be sent any more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.sync_prompt import PromptFacts
from tests.factories.sync import CLOSES, TUESDAY

ASKED = PromptFacts(
    turn=7,
    prompt=3,
    sync="Weekly sync",
    rhythm="Every Tuesday at 10:00, in each person's own time",
    period="this week",
    channel="#sync",
    owner="Mara Lindqvist",
    reader="Ana Sousa",
    zone="Europe/Lisbon",
    now=TUESDAY + timedelta(minutes=1),
    closes_at=CLOSES,
    team="Payments",
)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, ""),
        ({"state": "answered", "mine": True}, ""),
        ({"state": "answered", "mine": True, "closed": True}, ""),
        ({"state": "answered"}, "answered or skipped"),
        ({"state": "skipped"}, "answered or skipped"),
        ({"state": "missed", "closed": True}, "closed"),
        ({"deleted": True}, "deleted"),
        ({"deleted": True, "state": "answered", "mine": True}, "deleted"),
    ],
)
def test_nobody_is_asked_for_what_is_settled(changed: dict[str, object], reason: str) -> None:
    """By a mate, by the closing, by a deletion; one's own answer is still read back."""
    needless = replace(ASKED, **changed).needless
    assert bool(needless) is bool(reason)
    assert reason in needless
