"""Which syncs somebody may see at all, and in which they take part.

One that posts to a private channel is seen by those alone whom it is for.
"""

import sqlalchemy as sa

from bot.domain.opt_out import OptOutState
from models import Channel, Membership, OptOut, Person, Ritual, RitualPerson, RitualTeam, Team


def may_see(person: Person) -> sa.ColumnElement[bool]:
    """Return the condition for the syncs that `person` may see: lists, search, previews and calendars keep to it.

    A channel that Drumbeat does not know counts as private. A team that is archived is asked no more: what goes on
    without it in private is none of its people's business, until it is brought back.
    """
    if person.acts_as_pmo:
        return sa.true()
    public = sa.select(Channel.slack_id).where(Channel.workspace_id == person.workspace_id, ~Channel.is_private)
    named = sa.select(RitualPerson.ritual_id).where(RitualPerson.person_id == person.id)
    return sa.or_(Ritual.owner_id == person.id, Ritual.channel_id.in_(public), Ritual.id.in_(named), _by_team(person))


def takes_part(person: Person) -> sa.ColumnElement[bool]:
    """Return the condition for the syncs that ask `person`, through a team or by name, and do not leave them out."""
    named = sa.select(RitualPerson.ritual_id).where(RitualPerson.person_id == person.id)
    left_out = sa.select(OptOut.ritual_id).where(
        OptOut.person_id == person.id, OptOut.state == OptOutState.OUT, OptOut.ritual_id.is_not(None)
    )
    return sa.and_(sa.or_(_by_team(person), Ritual.id.in_(named)), Ritual.id.not_in(left_out))


def _by_team(person: Person) -> sa.ColumnElement[bool]:
    """Return the condition for the syncs of the teams of `person` that are not archived."""
    mine = (
        sa.select(Membership.team_id)
        .join(Team, sa.and_(Team.workspace_id == Membership.workspace_id, Team.id == Membership.team_id))
        .where(Membership.person_id == person.id, Team.archived_at.is_(None))
    )
    return Ritual.id.in_(sa.select(RitualTeam.ritual_id).where(RitualTeam.team_id.in_(mine)))
