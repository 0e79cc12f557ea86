"""What a prompt's message says, valid by default."""

from typing import Any

from bot.domain.sync_prompt import PromptFacts

TIMES = ("Keep these times", "Change times")
"""The buttons of the very first message to somebody, below those of the question."""


def asked(**changes: Any) -> PromptFacts:
    """Ana is asked for Payments; the caller says when it is."""
    facts: dict[str, Any] = {
        "turn": 7,
        "prompt": 3,
        "sync": "Weekly sync",
        "rhythm": "Every Tuesday at 10:00, in each person's own time",
        "period": "this week",
        "channel": "#sync",
        "owner": "Mara Lindqvist",
        "reader": "Ana Sousa",
        "zone": "Europe/Lisbon",
        "team": "Payments",
    }
    return PromptFacts(**(facts | changes))
