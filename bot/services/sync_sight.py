"""Which syncs somebody may see at all, and in which they take part.

One that posts to a private channel is seen by those alone whom it is for.
"""

import sqlalchemy as sa

from bot.domain.opt_out import OptOutState
from bot.services.ritual_kind import SYNC
from models import OptOut, Person, Ritual, RitualPerson


def may_see(person: Person) -> sa.ColumnElement[bool]:
    """Return the condition for the syncs that `person` may see, by name too: lists, search, previews and calendars."""
    return sa.or_(SYNC.may_see(person), Ritual.id.in_(_named(person)))


def takes_part(person: Person) -> sa.ColumnElement[bool]:
    """Return the condition for the syncs that ask `person`, through a team or by name, and do not leave them out."""
    left_out = sa.select(OptOut.ritual_id).where(
        OptOut.person_id == person.id, OptOut.state == OptOutState.OUT, OptOut.ritual_id.is_not(None)
    )
    asked = sa.or_(SYNC.by_team(person), Ritual.id.in_(_named(person)))
    return sa.and_(asked, Ritual.id.not_in(left_out))


def _named(person: Person) -> sa.Select[int]:
    return sa.select(RitualPerson.ritual_id).where(RitualPerson.person_id == person.id)
