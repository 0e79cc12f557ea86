"""Which pages somebody may read: those of a team with a private channel are for its people, their owner and the PMO.

Guests read those of their own teams, and those that they keep.
"""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.services.guest_sight import is_narrow, own_teams
from models import Channel, Person, Playbook, Team


class Sight(StrEnum):
    """How much of the playbook somebody may read."""

    ALL = "all"
    COMPANY = "company"
    OWN = "own"


def sight_of(person: Person) -> Sight:
    """Return how much `person` may read."""
    if person.acts_as_pmo:
        return Sight.ALL
    return Sight.OWN if is_narrow(person) else Sight.COMPANY


def may_read(person: Person) -> sa.ColumnElement[bool]:
    """Return the condition for the pages that `person` may read: lists, search and buttons keep to it.

    As with syncs, a channel that Drumbeat does not know counts as private.
    """
    return readable(sight_of(person), person.id, person.workspace_id)


def readable(sight: Sight, person_id: Any, workspace_id: Any) -> sa.ColumnElement[bool]:
    """Return the same by values, or by parameters of a statement that is made once."""
    if sight is Sight.ALL:
        return sa.true()
    own = sa.or_(Playbook.owner_id == person_id, Playbook.team_id.in_(own_teams(person_id)))
    if sight is Sight.OWN:
        return own
    return sa.or_(Playbook.team_id.is_(None), own, Playbook.team_id.not_in(closed_teams(workspace_id)))


def closed_teams(workspace_id: Any) -> sa.Select[int]:
    """Return the ids of the teams whose channel is private, or not known."""
    public = sa.select(Channel.slack_id).where(Channel.workspace_id == workspace_id, ~Channel.is_private)
    return sa.select(Team.id).where(
        Team.workspace_id == workspace_id, Team.channel_id != "", Team.channel_id.not_in(public)
    )
