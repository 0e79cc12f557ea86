"""Which changes somebody sees: those that were announced, and drafts that are theirs to run."""

import sqlalchemy as sa

from bot.domain.change import ChangeState
from models import Change, Person


def visible_to(person: Person) -> sa.ColumnElement[bool]:
    """Return what holds for changes that `person` may know of: a draft is nobody's news but of those who run it."""
    if person.acts_as_pmo:
        return sa.true()
    return sa.or_(
        Change.state != ChangeState.DRAFT,
        Change.owner_id == person.id,
        Change.sponsor_id == person.id,
    )
