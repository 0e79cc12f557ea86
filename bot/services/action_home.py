"""Actions on a home tab: the reader's own, and those past their day of the teams that they lead, for the PMO all."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.action_list import HomeActions
from bot.services.action_list import listed
from bot.services.action_read import IS_LIVE, SHOWN
from bot.services.blocker_list import teams_of
from models import Action, Person

MOST = 30
"""Actions that are read for a part of a home tab, which shows a few of them and counts the others."""

_FIRST_DUE = SHOWN.where(IS_LIVE).order_by(Action.due_on.is_(None), Action.due_on, Action.id).limit(MOST)
_MINE = _FIRST_DUE.where(Action.owner_id == sa.bindparam("person_id"))


async def home_actions(session: AsyncSession, person: Person, today: date) -> HomeActions:
    """Return the open actions that somebody sees on their home tab."""
    teams = await teams_of(session, person)
    mine = await session.execute(_MINE, {"person_id": person.id})
    led = [team for team, leads in teams.items() if leads]
    late = []
    if person.acts_as_pmo or led:
        theirs = sa.true() if person.acts_as_pmo else Action.team_id.in_(led)
        past = _FIRST_DUE.where(Action.due_on < today, Action.owner_id != person.id, theirs)
        late = list(await session.execute(past))
    return HomeActions(
        mine=tuple(listed(person, teams, row) for row in mine), late=tuple(listed(person, teams, row) for row in late)
    )
