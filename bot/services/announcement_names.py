"""The readers of an announcement by name, for whoever may see who said what: with why somebody does not have it yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement import ReaderState, Reply
from bot.domain.announcement_figures import ReaderRow
from bot.services.announcement_message import in_ledger
from bot.services.announcement_plan import people_of
from bot.services.announcement_sight import Sight
from bot.services.working import working_times
from models import AnnouncementReader, Delivery, Person, StakeholderGroup

UNSENT = (Delivery.state.in_(("planned", "sending", "held")), Delivery.ts == "")
"""What holds for a message that is handed over and not posted: it comes with another one, or Slack has yet to take it.
"""

_UNSENT = sa.exists().where(in_ledger(), *UNSENT)


def named_rows(sight: Sight) -> sa.Select[AnnouncementReader, str, str, bool]:
    """Return the readers by name that somebody may see, and whether they have it before them still; in no order."""
    rows = (
        sa.select(AnnouncementReader, Person.name, StakeholderGroup.name, _UNSENT)
        .join(Person, Person.id == AnnouncementReader.person_id)
        .join(StakeholderGroup, StakeholderGroup.id == AnnouncementReader.group_id)
        .where(AnnouncementReader.announcement_id == sight.announcement.id)
    )
    if sight.runs_it:
        return rows
    return rows.where(AnnouncementReader.person_id.in_(sight.team))


async def rows_shown(session: AsyncSession, rows: Sequence[Any], now: datetime) -> list[ReaderRow]:
    """Return rows of `named_rows` as they are shown."""
    found = []
    for reader, name, group, unsent in rows:
        state = ReaderState(reader.state)
        if state is ReaderState.TOLD and unsent and not reader.answer:
            state = ReaderState.WAITING
        found.append((reader, name, group, state))
    coming = [reader.person_id for reader, _, _, state in found if state is ReaderState.WAITING]
    working = await working_times(session, await people_of(session, coming)) if coming else {}
    why = {one: of.why_away(of.local_date(now)) for one, of in working.items() if of.is_away(of.local_date(now))}
    return [
        ReaderRow(
            reader.id,
            name,
            group,
            state,
            Reply(reader.answer),
            why.get(reader.person_id, "") if state is ReaderState.WAITING else reader.why,
            reader.reminders,
        )
        for reader, name, group, state in found
    ]
