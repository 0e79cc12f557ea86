"""What somebody reads once a change has passed on, as it stands by now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change_hand import ChangeRole, HandedRole, HandFacts, OpenOfChange
from bot.domain.change_step import LIVE
from bot.services.change_hand import roles_of
from bot.services.change_heartbeat import heartbeat_of
from models import Announcement, AnnouncementSign, Change, ChangeQuestion, ChangeStep, Person


async def hand_facts(session: AsyncSession, subject: Mapping[str, Any], now: datetime) -> HandFacts | None:
    """Return it; None where the change, or its reader, is gone.

    A role that has passed on once more since is shown as it is now.
    """
    change = await session.get(Change, subject["change"])
    reader = await session.scalar(sa.select(Person).where(Person.slack_id == subject["to"]))
    if change is None or reader is None:
        return None
    holders = roles_of(change)
    moves = [(ChangeRole(role), before, to) for role, before, to in subject["moves"]]
    people = {holders[role] for role, _, _ in moves} | {before for _, before, _ in moves} | {subject["by"]}
    names = {one.id: one.name for one in await session.scalars(sa.select(Person).where(Person.id.in_(people)))}
    roles = tuple(
        HandedRole(
            role,
            names[holders[role]],
            names.get(before, ""),
            mine=holders[role] == reader.id,
            was_mine=before == reader.id,
        )
        for role, before, _ in moves
    )
    return HandFacts(
        change.id,
        change.name,
        roles,
        by=names.get(subject["by"], ""),
        refused=subject["refused"],
        open=await _open(session, change, reader, now),
        asked=await _asked(session, change, reader),
        own_steps=await _count(session, ChangeStep, *_live(change), ChangeStep.owner_id == reader.id),
        today=now.astimezone(ZoneInfo(reader.zone)).date(),
    )


async def _open(session: AsyncSession, change: Change, reader: Person, now: datetime) -> OpenOfChange:
    today = now.astimezone(ZoneInfo(reader.zone)).date()
    waits = (ChangeQuestion.change_id == change.id, ChangeQuestion.state.in_(("open", "unknown")))
    unsent = Announcement.state.in_(("draft", "signing", "signed", "planned"))
    heartbeat = await heartbeat_of(session, change, await session.get_one(Person, change.owner_id))
    return OpenOfChange(
        questions=await _count(session, ChangeQuestion, *waits, ChangeQuestion.owner_id == reader.id),
        late=await _count(session, ChangeStep, *_live(change), ChangeStep.due_on < today),
        drafts=await _count(session, Announcement, Announcement.change_id == change.id, unsent),
        news_on=heartbeat.due_on if heartbeat.promises else None,
    )


async def _asked(session: AsyncSession, change: Change, reader: Person) -> tuple[str, ...]:
    rows = (
        sa.select(Announcement.title)
        .join(AnnouncementSign, AnnouncementSign.announcement_id == Announcement.id)
        .where(Announcement.change_id == change.id, Announcement.state == "signing")
        .where(AnnouncementSign.person_id == reader.id, AnnouncementSign.state == "asked")
        .order_by(Announcement.id)
    )
    return tuple(await session.scalars(rows))


def _live(change: Change) -> tuple[sa.ColumnExpressionArgument[bool], ...]:
    return ChangeStep.change_id == change.id, ChangeStep.state.in_(LIVE)


async def _count(session: AsyncSession, of: type[Any], *where: sa.ColumnExpressionArgument[bool]) -> int:
    return await session.scalar(sa.select(sa.func.count()).select_from(of).where(*where)) or 0
