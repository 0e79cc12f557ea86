"""The rounds of a sync that still count for who speaks next and for what was planned."""

import sqlalchemy as sa

from models import Round

RECENT = 52
"""A year of a weekly sync. What is older decides nothing, so that opening a round takes as long after years."""


def recent_rounds(ritual_id: int) -> sa.Select[int]:
    """Return the ids of the latest `RECENT` rounds of a sync, to be used in another statement."""
    return sa.select(Round.id).where(Round.ritual_id == ritual_id).order_by(Round.local_date.desc()).limit(RECENT)
