"""Actions on a home tab: the reader's own, those that wait for their help, and what is past its day.

That is of the teams that they lead, for the PMO of all.
"""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.action import ActionState
from bot.domain.action_list import HomeActions
from bot.services.action_list import listed
from bot.services.action_read import IS_LIVE, SHOWN
from bot.services.blocker_list import teams_of
from models import Action, Person

MOST = 30
"""Actions that are read for a part of a home tab, which shows a few of them and counts the others."""

_FIRST_DUE = SHOWN.where(IS_LIVE).order_by(Action.due_on.is_(None), Action.due_on, Action.id).limit(MOST)
_MINE = _FIRST_DUE.where(
    sa.or_(
        Action.owner_id == sa.bindparam("person_id"),
        sa.and_(Action.helped_by_id == sa.bindparam("person_id"), Action.state == ActionState.HELP),
    )
)


async def home_actions(session: AsyncSession, person: Person, today: date) -> HomeActions:
    """Return the open actions that somebody sees on their home tab."""
    teams = await teams_of(session, person)
    rows = list(await session.execute(_MINE, {"person_id": person.id}))
    mine = [row for row in rows if row.Action.owner_id == person.id]
    helps = [row for row in rows if row not in mine]
    led = [team for team, leads in teams.items() if leads]
    late = []
    if person.acts_as_pmo or led:
        theirs = sa.true() if person.acts_as_pmo else Action.team_id.in_(led)
        past = _FIRST_DUE.where(Action.due_on < today, Action.owner_id != person.id, theirs)
        shown = {row.Action.id for row in helps}
        late = [row for row in await session.execute(past) if row.Action.id not in shown]
    return HomeActions(*(tuple(listed(person, teams, row) for row in part) for part in (mine, helps, late)))
