"""Which team somebody is at home in: one that is archived only as long as they have found no other."""

from typing import Any

import sqlalchemy as sa

from bot.engine.upsert import table
from models import Membership, Team

_team, _membership = table(Team), table(Membership)


def home_team(
    workspace_id: sa.ColumnExpressionArgument[Any] | str, person_id: sa.ColumnExpressionArgument[Any] | int | None
) -> sa.ScalarSelect[int]:
    """Return the id of the home team of a person, who may be one of the statement that this stands in."""
    # Tables of its own, whatever the statement reads beside them.
    team, member = _team.alias(), _membership.alias()
    return (
        sa.select(team.c.id)
        .join(member, sa.and_(member.c.workspace_id == team.c.workspace_id, member.c.team_id == team.c.id))
        .where(member.c.workspace_id == workspace_id, member.c.person_id == person_id, member.c.is_home)
        .order_by(team.c.archived_at.is_not(None), team.c.id)
        .limit(1)
        .correlate_except(team, member)
        .scalar_subquery()
    )
