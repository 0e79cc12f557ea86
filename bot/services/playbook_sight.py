"""Which pages somebody may read: those of a team with a private channel are for its people, their owner and the PMO."""

from typing import Any

import sqlalchemy as sa

from models import Channel, Membership, Person, Playbook, Team


def may_read(person: Person) -> sa.ColumnElement[bool]:
    """Return the condition for the pages that `person` may read: lists, search and buttons keep to it.

    As with syncs, a channel that Drumbeat does not know counts as private.
    """
    return sa.true() if person.acts_as_pmo else readable_by(person.id, person.workspace_id)


def readable_by(person_id: Any, workspace_id: Any) -> sa.ColumnElement[bool]:
    """Return the same of somebody who is no PMO, by values or by parameters of a statement that is made once."""
    mine = sa.select(Membership.team_id).where(Membership.person_id == person_id)
    return sa.or_(
        Playbook.team_id.is_(None),
        Playbook.owner_id == person_id,
        Playbook.team_id.in_(mine),
        Playbook.team_id.not_in(closed_teams(workspace_id)),
    )


def closed_teams(workspace_id: Any) -> sa.Select[int]:
    """Return the ids of the teams whose channel is private, or not known."""
    public = sa.select(Channel.slack_id).where(Channel.workspace_id == workspace_id, ~Channel.is_private)
    return sa.select(Team.id).where(
        Team.workspace_id == workspace_id, Team.channel_id != "", Team.channel_id.not_in(public)
    )
