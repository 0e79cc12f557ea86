"""Which changes somebody sees: those that were announced, and drafts that are theirs to run; and which they run."""

import sqlalchemy as sa

from bot.domain.change import ChangeState
from models import Change, Membership, Person, StakeholderFollowed, StakeholderGroup, StakeholderSource


def visible_to(person: Person) -> sa.ColumnElement[bool]:
    """Return what holds for changes that `person` may know of: a draft is nobody's news but of those who run it.

    A guest knows of those alone that affect them: as part of a team, of a channel or user group, or by name.
    """
    known = Change.state != ChangeState.DRAFT
    if person.is_guest:
        known = sa.and_(known, Change.id.in_(_affecting(person)))
    return sa.or_(known, run_by(person))


def run_by(person: Person) -> sa.ColumnElement[bool]:
    """Return what holds for changes that `person` runs: all of them for the PMO, else as their owner or sponsor."""
    if person.acts_as_pmo:
        return sa.true()
    return sa.or_(Change.owner_id == person.id, Change.sponsor_id == person.id)


def _affecting(guest: Person) -> sa.Select[int | None]:
    teams = sa.select(Membership.team_id).where(
        Membership.workspace_id == guest.workspace_id, Membership.person_id == guest.id
    )
    named = sa.select(StakeholderSource.group_id).where(
        StakeholderSource.workspace_id == guest.workspace_id,
        sa.or_(StakeholderSource.person_id == guest.id, StakeholderSource.team_id.in_(teams)),
    )
    followed = sa.select(StakeholderFollowed.group_id).where(
        StakeholderFollowed.workspace_id == guest.workspace_id, StakeholderFollowed.person_id == guest.id
    )
    return sa.select(StakeholderGroup.change_id).where(
        StakeholderGroup.workspace_id == guest.workspace_id,
        sa.or_(StakeholderGroup.id.in_(named), StakeholderGroup.id.in_(followed)),
    )
