"""What came of a party's last update in a sync: who read it, what was decided."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.role import Role
from bot.domain.since_last import NAMED, Readers, answered_blockers, decided, since_last
from bot.services.blocker_read import shown
from bot.services.decision_read import told_in
from models import Blocker, DecisionTold, Person, Prompt, Reading, Round

# Put together once: every question that is asked reads these.
_OF_TEAM = Blocker.party_team_id == sa.bindparam("team_id")
_OF_PERSON = Blocker.raiser_id == sa.bindparam("person_id")
_RAISED = sa.and_(Blocker.workspace_id == Prompt.workspace_id, Blocker.round_id == Prompt.round_id)
_ASKED_FOR = sa.exists().where(DecisionTold.workspace_id == Prompt.workspace_id, DecisionTold.prompt_id == Prompt.id)
_LAST = (
    sa.select(Prompt.id, Prompt.round_id, _ASKED_FOR.label("has_decisions"))
    .join(Round, Round.id == Prompt.round_id)
    .where(
        Round.ritual_id == sa.bindparam("ritual_id"),
        Round.local_date < sa.bindparam("day"),
        Prompt.state == "answered",
    )
    .order_by(Round.local_date.desc())
    .limit(1)
)
_LAST_OF_TEAM = _LAST.where(Prompt.team_id == sa.bindparam("team_id")).add_columns(
    sa.exists().where(_RAISED, _OF_TEAM).label("has_blockers")
)
_LAST_OF_PERSON = _LAST.where(Prompt.person_id == sa.bindparam("person_id")).add_columns(
    sa.exists().where(_RAISED, _OF_PERSON).label("has_blockers")
)
_WEIGHT = sa.case((sa.or_(Person.role == Role.PMO, Person.is_admin), 0), (Person.role == Role.LEAD, 1), else_=2)
_READERS = (
    sa.select(Person.name, sa.func.count().over())
    .join(Reading, Reading.person_id == Person.id)
    .where(Reading.round_id == sa.bindparam("round_id"), Person.id != sa.bindparam("reader_id"))
    .order_by(_WEIGHT, Person.name)
    .limit(NAMED)  # a company may have read it, and each of its people is asked again
)


async def since_last_of(
    session: AsyncSession, *, ritual_id: int, day: date, team_id: int | None, person_id: int | None, reader_id: int
) -> tuple[str, ...]:
    """Return the lines that `reader_id` reads about the last update before `day` of a team, or else of a person."""
    of = {"ritual_id": ritual_id, "day": day}
    last = await session.execute(
        _LAST_OF_PERSON if team_id is None else _LAST_OF_TEAM,
        of | ({"person_id": person_id} if team_id is None else {"team_id": team_id}),
    )
    row = last.one_or_none()
    if row is None:
        return ()
    read_by = (await session.execute(_READERS, {"round_id": row.round_id, "reader_id": reader_id})).all()
    readers = Readers(tuple(name for name, _ in read_by), read_by[0][1] if read_by else 0)
    # Most updates asked for neither, and every question waits for these reads.
    told = await told_in(session, Prompt.id == row.id) if row.has_decisions else {}
    mine = Blocker.party_team_id == team_id if team_id else Blocker.raiser_id == person_id
    blockers = await shown(session, Blocker.round_id == row.round_id, mine) if row.has_blockers else ()
    return since_last(readers, (*decided(told.get(row.id, ())), *answered_blockers(blockers, day)))
