"""Which messages a short retro wants: their kinds and keys in the ledger. The words are made when they are sent."""

import sqlalchemy as sa

from bot.delivery.ledger import Intent
from models import ChangeRetroAsked

ASKED, TOLD = "change_retro", "change_retro_told"
"""The question, to somebody; and what it came to, or that it goes on for longer, to whoever began it."""

KINDS = frozenset({ASKED, TOLD})
LAST = 9


def asked_key(asked_id: int) -> str:
    """Return the key of what somebody is asked."""
    return f"{ASKED}:{asked_id}"


def key_of_asked() -> sa.ColumnElement[str]:
    """Return the same in a statement over those who are asked."""
    return sa.literal(f"{ASKED}:") + sa.cast(ChangeRetroAsked.id, sa.Text)


def asked(asked_id: int, slack_id: str) -> Intent:
    """Ask somebody."""
    return Intent(asked_key(asked_id), ASKED, {"asked": asked_id}, slack_id, priority=LAST)


def told_key(retro_id: int, state: str) -> str:
    """Return the key of what whoever began it is told of a state."""
    return f"{TOLD}:{retro_id}:{state}"


def told(retro_id: int, state: str, slack_id: str) -> Intent:
    """Tell whoever began it what it came to; `state` "open": it is left open for longer."""
    return Intent(told_key(retro_id, state), TOLD, {"retro": retro_id, "state": state}, slack_id, priority=LAST)
