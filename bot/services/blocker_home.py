"""The open blockers on a home tab: one's own, those that wait here, and those past their time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.blocker import State
from bot.domain.blocker_list import HomeBlockers, Listed
from bot.services.blocker_limit import BLOCKER_LIMIT
from bot.services.blocker_list import listed, teams_of
from bot.services.blocker_read import IS_LIVE, SHOWN
from models import Blocker, Person

MOST = 50
"""Blockers that are read for a part of a home tab, which shows a few of them and counts the others."""


async def home_blockers(session: AsyncSession, person: Person, now: datetime) -> HomeBlockers:
    """Return the open blockers that somebody sees on their home tab."""
    teams = await teams_of(session, person)
    same = sa.select(Blocker.merged_into_id).where(Blocker.raiser_id == person.id, Blocker.merged_into_id.is_not(None))
    mine = sa.or_(Blocker.raiser_id == person.id, Blocker.id.in_(same))
    told = Blocker.told_at.is_not(None)
    here = sa.or_(Blocker.team_id.in_(teams), Blocker.person_id == person.id, Blocker.owner_id == person.id)
    limit = await BLOCKER_LIMIT.of(session, person.workspace_id)
    # What may be past its time by its age or its date; the working days are counted of those few.
    old = sa.or_(
        sa.and_(Blocker.state == State.OPEN, Blocker.since < now - timedelta(days=limit - 1)),
        Blocker.due_on < now.date(),
    )
    theirs = sa.true() if person.acts_as_pmo else Blocker.team_id.in_([team for team, leads in teams.items() if leads])
    found = await _read(session, person, teams, told, old, theirs)
    past = [one for one in found if one.blocker.is_past(now.date())]
    once = {one.blocker.id for one in past}
    waits = await _read(session, person, teams, told, here)
    return HomeBlockers(
        mine=tuple(await _read(session, person, teams, mine)),
        here=tuple(one for one in waits if one.blocker.id not in once),
        past=tuple(past),
    )


async def _read(
    session: AsyncSession, person: Person, teams: Mapping[int, bool], *conditions: sa.ColumnElement[bool]
) -> list[Listed]:
    open_ones = SHOWN.where(IS_LIVE, Blocker.merged_into_id.is_(None), *conditions).limit(MOST)
    return [listed(person, teams, row) for row in await session.execute(open_ones)]
