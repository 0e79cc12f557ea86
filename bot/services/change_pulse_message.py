"""Which messages a pulse wants: their kinds and keys in the ledger. The words are made when they are sent."""

import sqlalchemy as sa

from bot.delivery.ledger import Intent
from models import ChangePulseAsked

ASKED, CLOSED = "change_pulse", "change_pulse_closed"
"""The five statements, to somebody; and what they came to, to whoever began it."""

LAST = 9


def asked_key(asked_id: int) -> str:
    """Return the key of what somebody is asked."""
    return f"{ASKED}:{asked_id}"


def key_of_asked() -> sa.ColumnElement[str]:
    """Return the same in a statement over those who are asked."""
    return sa.literal(f"{ASKED}:") + sa.cast(ChangePulseAsked.id, sa.Text)


def asked(asked_id: int, slack_id: str) -> Intent:
    """Ask somebody."""
    return Intent(asked_key(asked_id), ASKED, {"asked": asked_id}, slack_id, priority=LAST)


def closed_key(pulse_id: int) -> str:
    """Return the key of what a pulse came to."""
    return f"{CLOSED}:{pulse_id}"


def closed(pulse_id: int, slack_id: str) -> Intent:
    """Tell whoever began it what it came to."""
    return Intent(closed_key(pulse_id), CLOSED, {"pulse": pulse_id}, slack_id, priority=LAST)
