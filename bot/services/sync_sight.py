"""Which syncs somebody may see at all: one that posts to a private channel is seen by those alone whom it is for."""

import sqlalchemy as sa

from models import Channel, Membership, Person, Ritual, RitualPerson, RitualTeam


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
