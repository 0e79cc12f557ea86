"""How much waits to be sent, and how much waits for a person."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.ledger import WORTH_SENDING
from bot.engine.upsert import table
from models import Delivery, Workspace
from models.delivery import QUEUED, TROUBLED

_row = table(Delivery)
_since = sa.bindparam("since", type_=_row.c.created_at.type)
# Counted by the index alone: telling *planned* from *sending* would read every row, fifty times as slowly.
_QUEUED = (
    sa.select(sa.literal("queued").label("state"), sa.func.count())
    .select_from(_row)
    .where(sa.text(f"delivery.{QUEUED}"))
)
_TROUBLED = (
    sa.select(_row.c.state, sa.func.count())
    .where(
        sa.text(f"delivery.{TROUBLED}"),
        _row.c.created_at > _since,
        # Each workspace by itself, so that the index leads to what is young.
        _row.c.workspace_id.in_(sa.select(table(Workspace).c.id)),
    )
    .group_by(_row.c.state)
)
_BY_STATE = sa.union_all(_QUEUED, _TROUBLED)


async def by_state(connection: AsyncConnection, now: datetime) -> dict[str, int]:
    """Return how many messages of all workspaces are *queued* (planned, or being sent), *failed* and *unknown*.

    Failed and unknown ones are counted while they are worth sending again, as the home tab shows them; of states
    without any, only *queued* is there.
    """
    rows = await connection.execute(_BY_STATE, {"since": now - WORTH_SENDING})
    return {state: number for state, number in rows}  # noqa: C416 (rows are not pairs)
