"""What is over its time of changes: those that ended, with whom they affected, once nothing of them is left."""

from datetime import datetime

import sqlalchemy as sa

from bot.services.retention_part import Part
from models import Announcement, Change


def of_changes(before: datetime) -> list[Part]:
    """Return the changes that ended before an instant, once their announcements have gone.

    A change that goes on stays, however old; what was asked about one outlives it.
    """
    over = (
        Change.ended_at < before,
        ~sa.exists().where(Announcement.workspace_id == Change.workspace_id, Announcement.change_id == Change.id),
    )
    return [Part("changes", Change, over, still=over)]
