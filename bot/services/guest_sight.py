"""What guests see: what belongs to their own teams, and nothing else.

Slack shows them those channels alone into which they were invited, be the others public or not. So what everybody in
the company reads is not for them, and neither is what belongs to no channel.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from models import Membership, Person


def is_narrow(reader: Person) -> bool:
    """Tell whether somebody sees what is theirs alone; whoever acts as PMO sees all."""
    return reader.is_guest and not reader.acts_as_pmo


def own_teams(person_id: Any) -> sa.Select[int]:
    """Return the ids of the teams that somebody belongs to, by a value or by a parameter."""
    return sa.select(Membership.team_id).where(Membership.person_id == person_id)


def teams_seen(reader: Person, team_id: InstrumentedAttribute[int]) -> sa.ColumnElement[bool]:
    """Return the condition for the teams of which somebody reads in lists."""
    return team_id.in_(own_teams(reader.id)) if is_narrow(reader) else sa.true()


def people_seen(reader: Person, person_id: InstrumentedAttribute[int]) -> sa.ColumnElement[bool]:
    """Return the condition for the people of whom somebody reads in lists: guests of those in their own teams."""
    if not is_narrow(reader):
        return sa.true()
    mates = sa.select(Membership.person_id).where(Membership.team_id.in_(own_teams(reader.id)))
    return sa.or_(person_id == reader.id, person_id.in_(mates))
