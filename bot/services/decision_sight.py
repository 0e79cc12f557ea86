"""Which decisions somebody may see, in the order of the log."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.decision import DecisionState
from bot.services.decision_read import SHOWN
from bot.services.guest_sight import is_narrow
from bot.services.reading import leads_any
from models import Channel, Decision, Membership, Person, Ritual, RitualPerson, RitualTeam

_ROWS = SHOWN.add_columns(
    Decision.owner_id,
    Decision.ritual_id,
    Decision.team_id,
    Decision.person_id,
    Decision.settled_by_id,
    Decision.raised_by_id,
    Decision.link,
    Decision.link_public,
)
_NEEDED = (Decision.due_on, Decision.raised_at.desc(), Decision.id.desc())
_DECIDED = (Decision.settled_at.desc(), Decision.id.desc())

IN_ORDER = (
    Decision.state.desc(),  # needed before decided
    sa.case((Decision.state == DecisionState.NEEDED, Decision.due_on)),
    sa.func.coalesce(Decision.settled_at, Decision.raised_at).desc(),
    Decision.id.desc(),
)
"""Open ones first, those that are due soon before others; then the newest."""


async def seen_by(
    session: AsyncSession, person: Person, first: int, most: int, *, only_open: bool = False
) -> list[Any]:
    """Return `most` of the decisions that somebody may see, as rows from place `first` on; none that was dropped.

    Open ones come first, then the newest: each in the order of an index, since nobody reads all that was ever decided.
    """
    rows = await visible_decisions(session, person)
    needed = rows.where(Decision.state == DecisionState.NEEDED).order_by(*_NEEDED).limit(first + most)
    ahead = list(await session.execute(needed))
    found = ahead[first:]
    if not only_open and len(found) < most:
        decided = rows.where(Decision.state == DecisionState.DECIDED).order_by(*_DECIDED)
        found += await session.execute(decided.offset(max(first - len(ahead), 0)).limit(most - len(found)))
    return found


async def visible_decisions(session: AsyncSession, person: Person) -> sa.Select[Any]:
    """Return the statement for all decisions that somebody may see, in no order.

    Those of their own syncs, of which they are a part or which they own; leads see those of every public channel, the
    PMO sees all. What was added from elsewhere everybody sees but guests, who see there what is theirs.
    """
    rows = _ROWS.where(Decision.state != DecisionState.DROPPED)
    if not person.acts_as_pmo:
        teams = sa.select(Membership.team_id).where(Membership.person_id == person.id)
        by_team = sa.select(RitualTeam.ritual_id).where(RitualTeam.team_id.in_(teams))
        by_name = sa.select(RitualPerson.ritual_id).where(RitualPerson.person_id == person.id)
        owned = sa.select(Ritual.id).where(Ritual.owner_id == person.id)
        public = (
            sa.select(Ritual.id)
            .join(Channel, sa.and_(Channel.workspace_id == Ritual.workspace_id, Channel.slack_id == Ritual.channel_id))
            .where(Channel.is_private.is_(False))
        )
        elsewhere = sa.and_(Decision.ritual_id.is_(None), elsewhere_seen(person))
        mine = [elsewhere, *(Decision.ritual_id.in_(ids) for ids in (by_team, by_name, owned))]
        if not is_narrow(person) and await leads_any(session, person):
            mine.append(Decision.ritual_id.in_(public))
        rows = rows.where(sa.or_(*mine))
    return rows


def elsewhere_seen(person: Person) -> sa.ColumnElement[bool]:
    """Return the condition for what somebody may see of the decisions that were added from elsewhere."""
    people = (Decision.owner_id, Decision.raised_by_id, Decision.settled_by_id)
    return sa.or_(*(one == person.id for one in people)) if is_narrow(person) else sa.true()
