"""Whose a blocker is once somebody has left: what they took is open again, and what waited on them goes to another."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.delivery.ledger import Ledger
from bot.domain.blocker import On, State, Step
from bot.services.blocker_place import tell
from bot.services.blocker_read import IS_LIVE, hand_over
from bot.services.blocker_step import note
from bot.services.role import pmos
from models import Blocker, Membership, Person, Team

_TAKER, _WAITED_ON = aliased(Person), aliased(Person)
_LEFT = (
    sa.select(Blocker, _TAKER, _WAITED_ON)
    .outerjoin(_TAKER, sa.and_(_TAKER.id == Blocker.owner_id, _TAKER.deactivated.is_(True)))
    .outerjoin(_WAITED_ON, sa.and_(_WAITED_ON.id == Blocker.person_id, _WAITED_ON.deactivated.is_(True)))
    .where(
        IS_LIVE,
        Blocker.merged_into_id.is_(None),
        sa.or_(_TAKER.id.is_not(None), _WAITED_ON.id.is_not(None)),
    )
    .order_by(Blocker.id)
    .with_for_update(of=Blocker)
)


async def pass_blockers_on(session: AsyncSession, ledger: Ledger, now: datetime) -> None:
    """Open again what somebody took who left, and let wait on another what waited on them; who waits hears of it.

    What waited on a person goes to their home team or, where that is who waits, to the PMO; so does what they looked
    after of somebody outside. Where there is nobody it
    stays as it is until there is.
    """
    for blocker, taker, waited_on in list(await session.execute(_LEFT)):
        left = taker if blocker.outside else waited_on
        if left is not None:
            on = await _heir(session, blocker, left, await pmos(session))
            if on is not None:
                await _pass(session, ledger, blocker, left, on, now)
        else:
            await _open(session, ledger, blocker, taker, now)


async def _open(session: AsyncSession, ledger: Ledger, blocker: Blocker, taker: Person, now: datetime) -> None:
    blocker.state, blocker.owner_id, blocker.due_on = str(State.OPEN), None, None
    # Whose it was stands at the step: by that it is told from one that somebody opened again.
    step_id = await note(session, ledger, blocker, Step.REOPENED, taker, now, owner_id=taker.id)
    if blocker.told_at is not None:
        await tell(session, ledger, blocker, now, step_id=step_id)


async def _pass(session: AsyncSession, ledger: Ledger, blocker: Blocker, left: Person, on: On, now: datetime) -> None:
    hand_over(blocker, on)
    step_id = await note(session, ledger, blocker, Step.PASSED, left, now, owner_id=left.id, on=on)
    if blocker.told_at is not None:
        await tell(session, ledger, blocker, now, step_id=step_id)


async def _heir(session: AsyncSession, blocker: Blocker, left: Person, others: Iterable[Person]) -> On | None:
    """Return whom a blocker waits on from now on; None where there is nobody but who waits."""
    home = (
        sa.select(Membership.team_id)
        .join(Team, Team.id == Membership.team_id)
        .where(Membership.person_id == left.id, Membership.is_home.is_(True), Team.archived_at.is_(None))
    )
    team_id = await session.scalar(home)
    if not blocker.outside and team_id is not None and team_id != blocker.party_team_id:
        return On(team=team_id)
    return next((On(person=one.id) for one in others if one.id != blocker.raiser_id), None)
