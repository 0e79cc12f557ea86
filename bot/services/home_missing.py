"""Who has not answered yet, while a round is open: for the PMO, and for the lead of a team."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import AnyRow
from bot.domain.home import Missing
from bot.services.sync_open import OPEN_ROUNDS
from models import Membership, Person, Prompt, Ritual, Round, Turn

MOST_NAMED = 8
"""Names of a round that are read; the rest are counted."""

_ASKED = sa.exists().where(
    Turn.workspace_id == Prompt.workspace_id, Turn.prompt_id == Prompt.id, Turn.asked_at.is_not(None)
)


async def missing(session: AsyncSession, reader: Person) -> tuple[Missing, ...]:
    """Return the open rounds in which somebody was asked and has not answered, the first to close first.

    The PMO sees all of them, a lead those of the teams that they lead, anybody else none.
    """
    pending = sa.select(
        Prompt.round_id,
        Prompt.name,
        sa.func.row_number().over(partition_by=Prompt.round_id, order_by=Prompt.name).label("place"),
        sa.func.count().over(partition_by=Prompt.round_id).label("total"),
    ).where(Prompt.round_id.in_(OPEN_ROUNDS), Prompt.state == "pending", _ASKED)
    if not reader.acts_as_pmo:
        led = sa.select(Membership.team_id).where(Membership.person_id == reader.id, Membership.is_lead)
        at_home = sa.select(Membership.person_id).where(Membership.team_id.in_(led), Membership.is_home)
        pending = pending.where(sa.or_(Prompt.team_id.in_(led), Prompt.person_id.in_(at_home)))
    rows = pending.subquery()
    statement = (
        sa.select(Round.id, Ritual.name, Round.closes_at, rows.c.name, rows.c.total)
        .join(Ritual, Ritual.id == Round.ritual_id)
        .join(rows, rows.c.round_id == Round.id)
        .where(rows.c.place <= MOST_NAMED, Ritual.state != "deleted")
        .order_by(Round.closes_at, Round.id, rows.c.place)
    )
    return _by_round((await session.execute(statement)).all())


def _by_round(rows: Sequence[AnyRow]) -> tuple[Missing, ...]:
    found: dict[int, Missing] = {}
    for round_id, sync, closes_at, name, total in rows:
        one = found.get(round_id) or Missing(sync, closes_at, (), total)
        found[round_id] = Missing(sync, closes_at, (*one.names, name), total)
    return tuple(found.values())
