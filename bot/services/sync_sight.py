"""Which syncs somebody may see at all, and in which they take part.

One that posts to a private channel is seen by those alone whom it is for.
"""

import sqlalchemy as sa

from bot.domain.opt_out import OptOutState
from models import Channel, Membership, OptOut, Person, Ritual, RitualPerson, RitualTeam, Team


def may_see(person: Person) -> sa.ColumnElement[bool]:
    """Return the condition for the syncs that `person` may see: lists, search, previews and calendars keep to it.

    A channel that Drumbeat does not know counts as private.
    """
    if person.acts_as_pmo:
        return sa.true()
    public = sa.select(Channel.slack_id).where(Channel.workspace_id == person.workspace_id, ~Channel.is_private)
    named = sa.select(RitualPerson.ritual_id).where(RitualPerson.person_id == person.id)
    mine = sa.select(Membership.team_id).where(Membership.person_id == person.id)
    by_team = sa.select(RitualTeam.ritual_id).where(RitualTeam.team_id.in_(mine))
    return sa.or_(
        Ritual.owner_id == person.id, Ritual.channel_id.in_(public), Ritual.id.in_(named), Ritual.id.in_(by_team)
    )


def takes_part(person: Person) -> sa.ColumnElement[bool]:
    """Return the condition for the syncs that ask `person`, through a team or by name, and do not leave them out."""
    mine = sa.select(Membership.team_id).join(Team, Team.id == Membership.team_id)
    mine = mine.where(Membership.person_id == person.id, Team.archived_at.is_(None))
    by_team = sa.select(RitualTeam.ritual_id).where(RitualTeam.team_id.in_(mine))
    named = sa.select(RitualPerson.ritual_id).where(RitualPerson.person_id == person.id)
    left_out = sa.select(OptOut.ritual_id).where(OptOut.person_id == person.id, OptOut.state == OptOutState.OUT)
    return sa.and_(sa.or_(Ritual.id.in_(by_team), Ritual.id.in_(named)), Ritual.id.not_in(left_out))
