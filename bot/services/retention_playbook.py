"""What is over its time of playbooks: archived pages, earlier versions, what readers said, and questions."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from bot.services.retention_part import Part
from models import Playbook, PlaybookNote, PlaybookQuestion, PlaybookVersion

_newer = aliased(PlaybookVersion)


def of_playbooks(before: datetime) -> list[Part]:
    """Return what was over before an instant. A page that is published stays, and so does what it says now."""
    replaced = sa.exists().where(
        _newer.workspace_id == PlaybookVersion.workspace_id,
        _newer.playbook_id == PlaybookVersion.playbook_id,
        _newer.number > PlaybookVersion.number,
        _newer.at < before,
    )
    archived = (Playbook.archived_at.is_not(None), Playbook.archived_at < before)
    said = (PlaybookNote.at < before, sa.or_(PlaybookNote.kind == "helpful", PlaybookNote.settled_at < before))
    return [
        Part("questions", PlaybookQuestion, settled := (PlaybookQuestion.settled_at < before,), still=settled),
        Part("notes on pages", PlaybookNote, said, still=said),
        # What a page said until then is what changed since: the newest of the old ones stays.
        Part("versions of pages", PlaybookVersion, (PlaybookVersion.at < before, replaced)),
        Part("pages", Playbook, archived, still=archived),
    ]
