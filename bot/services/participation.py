"""How many answer, by team: counted when a round closes, and added up over the last rounds of all syncs."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.participation import LATELY, TeamShare, shares_of
from bot.domain.sync_trend import Figures
from bot.engine.upsert import table
from bot.services.home_team import home_team
from models import Participation, Prompt, Ritual, Round, Team

BACK = timedelta(weeks=26)
"""What closed longer ago says nothing of today, and is not read, however much of it is stored."""

# Put together once.
_participation, _prompt = table(Participation), table(Prompt)
_team = sa.func.coalesce(_prompt.c.team_id, home_team(_prompt.c.workspace_id, _prompt.c.person_id))
_asked = (
    sa.select(
        _prompt.c.workspace_id,
        _prompt.c.round_id,
        _team.label("team_id"),
        _prompt.c.person_id.is_not(None).label("of_people"),
        sa.case((_prompt.c.state.in_(("answered", "skipped")), 1), else_=0).label("heard"),
    )
    .where(
        _prompt.c.workspace_id == sa.bindparam("of_workspace"),
        _prompt.c.round_id == sa.bindparam("of_round"),
        _prompt.c.state != "absent",
    )
    .subquery()
    .c
)
_keys = (_asked.workspace_id, _asked.round_id, _asked.team_id, _asked.of_people)
_COUNT = sa.insert(_participation).from_select(
    ["workspace_id", "round_id", "team_id", "of_people", "asked", "heard"],
    sa.select(*_keys, sa.func.count(), sa.func.sum(_asked.heard)).where(_asked.team_id.is_not(None)).group_by(*_keys),
)
_place = sa.func.row_number().over(partition_by=Round.ritual_id, order_by=Round.local_date.desc())
_recent = (
    sa.select(Round.id.label("id"), _place.label("place"))
    .join(Ritual, Ritual.id == Round.ritual_id)
    .where(
        Ritual.state == "active",
        Round.state == "closed",
        Round.local_date > sa.bindparam("since", type_=Round.local_date.type),
    )
    .cte("recent")
)
_late = sa.case((_recent.c.place <= LATELY, 1), else_=0).label("late")
_BY_TEAM = (
    sa.select(
        Team.name,
        Participation.of_people,
        _late,
        sa.func.sum(Participation.asked).label("asked"),
        sa.func.sum(Participation.heard).label("heard"),
        sa.func.max(Participation.asked).label("most"),
    )
    .select_from(_recent)
    .join(Participation, Participation.round_id == _recent.c.id)
    .join(Team, Team.id == Participation.team_id)
    .where(_recent.c.place <= 2 * LATELY, Team.archived_at.is_(None))
    .group_by(Team.name, Participation.of_people, _late)
)


async def count_closed(session: AsyncSession, current: Round) -> None:
    """Keep how many were heard in a round that has just closed; what comes late changes nothing of that."""
    await session.execute(_COUNT, {"of_workspace": current.workspace_id, "of_round": current.id})


async def participation(session: AsyncSession, today: date) -> tuple[TeamShare, ...]:
    """Return all teams that were asked lately, those that fell most first; people without a team are in none."""
    halves: dict[bool, dict[str, list[Figures]]] = {True: {}, False: {}}
    for row in await session.execute(_BY_TEAM, {"since": today - BACK}):
        of = halves[row.of_people].setdefault(row.name, [Figures(), Figures()])
        # Asked together they were so many different persons at least.
        of[row.late] = Figures(int(row.asked), int(row.heard), row.most if row.of_people else 0)
    of_people, of_teams = (
        {name: (before, after) for name, (before, after) in halves[each].items()} for each in (True, False)
    )
    return shares_of(of_teams, of_people)
