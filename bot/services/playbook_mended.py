"""What readers found out of date is looked at: each hears once what came of it, where they may read the page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.playbook_told import Mended, Outcome
from bot.services.playbook_message import MENDED
from bot.services.playbook_sight import may_read
from models import Person, Playbook, PlaybookNote


async def settle_notes(
    session: AsyncSession, ledger: Ledger, page: Playbook, outcome: Outcome, by: Person | None, now: datetime
) -> int:
    """Say that what readers found out of date was looked at, `by` somebody or a file; return how much that was.

    Whoever said so hears of it, but for `by` and those who have left.
    """
    of_page = (PlaybookNote.playbook_id == page.id, PlaybookNote.kind == "outdated", PlaybookNote.settled_at.is_(None))
    settle = sa.update(PlaybookNote).where(*of_page).values(settled_at=now).returning(PlaybookNote.person_id)
    settled = list(await session.scalars(settle))
    hear = sa.select(Person).where(
        Person.id.in_(settled), Person.id != (by.id if by else 0), Person.deactivated.is_(False)
    )
    told = [_intent(page, one, outcome, by, now) for one in await session.scalars(hear.order_by(Person.id))]
    await ledger.plan(session, page.workspace_id, told)
    return len(settled)


def _intent(page: Playbook, reader: Person, outcome: Outcome, by: Person | None, now: datetime) -> Intent:
    at = now.isoformat()
    subject = {"page": page.id, "person": reader.id, "outcome": outcome, "by": by.id if by else None, "at": at}
    return Intent(f"{MENDED}:{page.id}:{reader.id}:{at}", MENDED, subject, reader.slack_id)


async def mended(session: AsyncSession, subject: Mapping[str, Any]) -> Mended | None:
    """Return what a reader hears; None where they may not read the page any more, or have said so once more.

    What was settled twice the later message tells.
    """
    reader = await session.get_one(Person, subject["person"])
    rows = (
        sa.select(Playbook.id, Playbook.title, PlaybookNote.text, PlaybookNote.settled_at)
        .join(PlaybookNote, PlaybookNote.playbook_id == Playbook.id)
        .where(Playbook.id == subject["page"], may_read(reader))
        .where(PlaybookNote.person_id == reader.id, PlaybookNote.kind == "outdated")
    )
    note = (await session.execute(rows)).one_or_none()
    if note is None or note.settled_at != datetime.fromisoformat(subject["at"]):
        return None
    by = await session.get(Person, subject["by"]) if subject["by"] else None
    return Mended(note.id, note.title, note.text, Outcome(subject["outcome"]), by.name if by else "")
