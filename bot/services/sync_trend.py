"""The figures of a sync's trend, by SQL: nothing that anybody wrote is read, only how many words it had."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, AnyRow, Database
from bot.domain.speaker import Voice
from bot.domain.sync_trend import ROUNDS, Figures, RoundTrend, TeamTrend, TrendFacts, shown_of, teams_of
from bot.errors import NotFound
from bot.services.home_team import home_team
from bot.services.role import Rights, acting, refusal, rights_of
from bot.services.sync_sight import may_see
from models import Answer, Prompt, Ritual, RitualTeam, Round, Team

# Put together once.
_CLOSED = (
    sa.select(Round.id, Round.local_date)
    .where(Round.ritual_id == sa.bindparam("ritual_id"), Round.state == "closed")
    .order_by(Round.local_date.desc())
    .limit(ROUNDS)
)
_TEAM = sa.func.coalesce(Prompt.team_id, home_team(Prompt.workspace_id, Prompt.person_id))
_LATE_HALF: sa.BindParameter[int] = sa.bindparam("late_half", expanding=True)
"""Ids of the last half of the rounds."""

_PARTS = (
    sa.select(
        Prompt.round_id.label("round_id"),
        _TEAM.label("team_id"),
        sa.case((Prompt.round_id.in_(_LATE_HALF), 1), else_=0).label("half"),
        sa.case((Prompt.state.in_(("answered", "skipped")), 1), else_=0).label("heard"),
        Prompt.person_id.label("person_id"),
        sa.case((Answer.words.is_not(None), Answer.person_id)).label("writer_id"),
        Answer.words.label("words"),
    )
    .outerjoin(Answer, sa.and_(Answer.workspace_id == Prompt.workspace_id, Answer.prompt_id == Prompt.id))
    .where(Prompt.round_id.in_(IDS), Prompt.state != "absent")
)


def _figures(parts: sa.Select[*tuple[object, ...]], *keys: str) -> sa.Select[*tuple[object, ...]]:
    """Return the figures of `parts`, grouped by columns; a median is what stands in the middle once it is numbered."""
    part = parts.cte("part").c
    key = [part[one] for one in keys]
    place = sa.func.row_number().over(partition_by=key, order_by=part.words)
    count = sa.func.count(part.words).over(partition_by=key)
    placed = sa.select(*key, part.words, place.label("place"), count.label("of")).where(part.words.is_not(None))
    one = placed.cte("placed").c
    middle = (
        sa.select(*(one[name] for name in keys), sa.func.avg(one.words * 1.0).label("median"))
        .where((one.place * 2).between(one.of, one.of + 2))
        .group_by(*(one[name] for name in keys))
        .cte("middle")
    )
    return (
        sa.select(
            *key,
            sa.func.count().label("asked"),
            sa.func.sum(part.heard).label("heard"),
            sa.func.count(sa.distinct(part.person_id)).label("people"),
            sa.func.count(sa.distinct(part.writer_id)).label("writers"),
            sa.func.max(middle.c.median).label("median"),
        )
        .outerjoin(middle, sa.and_(*(part[name].is_not_distinct_from(middle.c[name]) for name in keys)))
        .group_by(*key)
    )


_OF_TEAMS = _PARTS.where(_TEAM.in_(sa.bindparam("teams", expanding=True)))
_BY_ROUND, _BY_ROUND_OF_TEAMS = (_figures(parts, "round_id") for parts in (_PARTS, _OF_TEAMS))
_BY_TEAM, _BY_TEAM_OF_TEAMS = (_figures(parts, "team_id", "half") for parts in (_PARTS, _OF_TEAMS))
NO_TEAM = "People without a team"


class SyncTrends:
    """Shows how the answers to a sync change."""

    def __init__(self, database: Database) -> None:
        """Read `database`."""
        self._database = database

    async def facts(self, workspace_id: str, slack_id: str, ritual_id: int) -> TrendFacts:
        """Return the trend: of all of it for the PMO and the sync's owner, for leads of their own teams.

        Raises NotFound for a sync that is gone, NotAllowed for anybody else.
        """
        async with self._database.reading(workspace_id) as session:
            rights = await rights_of(session, await acting(session, slack_id))
            there = sa.select(Ritual).where(Ritual.id == ritual_id, Ritual.state != "deleted", may_see(rights.person))
            ritual = await session.scalar(there)
            if ritual is None:
                raise NotFound("This sync was deleted, or it is not for you to see, so nothing is shown of it here.")
            own = await _own_teams(session, rights, ritual)
            closed = list(await session.execute(_CLOSED, {"ritual_id": ritual.id}))[::-1]
            if not closed:
                return TrendFacts(ritual.id, ritual.name, team=", ".join(own.values()))
            about = {
                "ids": [one.id for one in closed],
                "late_half": [one.id for one in closed[len(closed) - len(closed) // 2 :]],
                **({"teams": list(own)} if own else {}),
            }
            by_round = await session.execute(_BY_ROUND_OF_TEAMS if own else _BY_ROUND, about)
            by_team = await session.execute(_BY_TEAM_OF_TEAMS if own else _BY_TEAM, about)
            figures = {row.round_id: row for row in by_round}
            # As it was asked: the sync may have another voice by now.
            voice = Voice.EVERYONE if any(row.people for row in figures.values()) else Voice.TEAM
            return TrendFacts(
                ritual.id,
                ritual.name,
                rounds=tuple(
                    RoundTrend(one.local_date, shown_of(_of(figures[one.id]), voice))
                    for one in closed
                    if one.id in figures
                ),
                teams=await _teams(session, list(by_team), voice),
                team=", ".join(own.values()),
            )


async def _own_teams(session: AsyncSession, rights: Rights, ritual: Ritual) -> dict[int, str]:
    """Return the teams that a lead is kept to, by id with names; none for whom all of it is. Raises NotAllowed."""
    if rights.all_teams or ritual.owner_id == rights.person.id:
        return {}
    rows = (
        sa.select(Team.id, Team.name)
        .join(RitualTeam, RitualTeam.team_id == Team.id)
        .where(RitualTeam.ritual_id == ritual.id, Team.id.in_(rights.team_ids))
        .order_by(Team.name)
    )
    own = {team_id: name for team_id, name in await session.execute(rows)}  # noqa: C416 (rows are not pairs to mypy)
    if not own:
        raise await refusal(session, f"Seeing how the answers to {ritual.name} change is")
    return own


async def _teams(session: AsyncSession, rows: Sequence[AnyRow], voice: Voice) -> tuple[TeamTrend, ...]:
    names = await _names(session, {row.team_id for row in rows if row.team_id is not None})
    halves: dict[str, list[Figures]] = defaultdict(lambda: [Figures(), Figures()])
    for row in rows:
        halves[names.get(row.team_id, NO_TEAM)][row.half] = _of(row)
    return teams_of({name: (before, after) for name, (before, after) in halves.items()}, voice)


async def _names(session: AsyncSession, teams: Collection[int]) -> dict[int, str]:
    rows = await session.execute(sa.select(Team.id, Team.name).where(Team.id.in_(teams)))
    return {team_id: name for team_id, name in rows}  # noqa: C416 (rows are not pairs to mypy)


def _of(row: AnyRow) -> Figures:
    words = None if row.median is None else float(row.median)
    return Figures(row.asked, int(row.heard), row.people, row.writers, words)
