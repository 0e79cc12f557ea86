"""The rounds of syncs that still count for what was planned."""

import sqlalchemy as sa

from bot.db import IDS
from models import Ritual, Round

RECENT = 52
"""A year of a weekly sync. What is older decides nothing, so that opening a round takes as long after years."""

_first = (
    sa.select(Round.local_date)
    .where(Round.workspace_id == Ritual.workspace_id, Round.ritual_id == Ritual.id)
    .order_by(Round.local_date.desc())
    .offset(RECENT - 1)
    .limit(1)
    .correlate(Ritual)
    .scalar_subquery()
)
_since = (
    sa.select(Ritual.workspace_id, Ritual.id, _first.label("first"))
    .where(Ritual.id.in_(IDS))
    .cte("since")
    # Once for each sync: worked out for each of its rounds it would be as slow as reading all of them.
    .prefix_with("MATERIALIZED")
)

RECENT_ROUNDS = (
    sa.select(Round.workspace_id, Round.id, Round.ritual_id, Round.local_date)
    .join(_since, sa.and_(Round.workspace_id == _since.c.workspace_id, Round.ritual_id == _since.c.id))
    .where(sa.or_(_since.c.first.is_(None), Round.local_date >= _since.c.first))
    .cte("recent")
)
"""The latest `RECENT` rounds of each sync in `IDS`, to be used in other statements."""
