"""What the messages around approving an announcement say, read when they are sent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement import Kind, State, Timing
from bot.domain.announcement_desk import Reach
from bot.domain.announcement_message import AnnouncementFacts
from bot.domain.announcement_sign import SignFacts, SignNews
from bot.domain.change_load_ask import AskState
from bot.services.announcement_desk import channel_lines, reach_of
from bot.services.announcement_edit_wait import as_edited, edit_of, waiting_of
from bot.services.announcement_facts import preview_facts
from bot.services.announcement_form import today_of
from bot.services.announcement_sign_owner import who_hears
from bot.services.announcement_standing import gone_why, overtaken
from models import (
    Announcement,
    AnnouncementPart,
    AnnouncementSign,
    Change,
    ChangeLoadAsk,
    Person,
    StakeholderGroup,
)


async def sign_facts(session: AsyncSession, subject: Mapping[str, Any], now: datetime) -> SignFacts | None:
    """Return what somebody is asked to approve; None where it is gone."""
    row = await session.get(Announcement, subject["announcement"])
    reader = await session.get(Person, subject["person"])
    message = await preview_facts(session, subject["announcement"], [], now)
    if row is None or reader is None or message is None:
        return None
    mine = sa.select(AnnouncementSign).where(
        AnnouncementSign.announcement_id == row.id, AnnouncementSign.person_id == reader.id
    )
    sign = await session.scalar(mine)
    if subject.get("edit"):
        facts = await _edit_facts(session, row, reader, message, sign, subject["revision"], now)
        return replace(facts, again="again" in subject)
    groups = (
        sa.select(StakeholderGroup.name)
        .join(AnnouncementPart, AnnouncementPart.group_id == StakeholderGroup.id)
        .where(AnnouncementPart.announcement_id == row.id)
        .order_by(StakeholderGroup.place, StakeholderGroup.id)
    )
    said = sign is not None and sign.revision == row.revision and row.revision == subject["revision"]
    answered = said and sign is not None and sign.state != "asked"
    state = State(row.state)
    change = await session.get(Change, row.change_id) if row.change_id else None
    why = gone_why(row, change)
    return SignFacts(
        announcement_id=row.id,
        kind=Kind(row.kind),
        message=message,
        author=message.author,
        groups=tuple(await session.scalars(groups)),
        channels=tuple(one.name or "a private channel" for one in await channel_lines(session, row)),
        reach=await reach_of(session, row, now),
        when=row.send_on if row.timing == Timing.MORNING else None,
        today=today_of(reader, now),
        # What is out all had signed: an edit of it asks them with a message of its own.
        state="signed" if said and state.out else sign.state if sign is not None and said else "asked",
        note=sign.note if sign is not None and said and not state.out else "",
        newer=row.revision != subject["revision"] or (state is State.DRAFT and not answered),
        over=sign is None or bool(why) or (not state.editable_freely and not said),
        why=why,
        again="again" in subject,
        waits=state is State.SIGNING,
        goes=state is State.PLANNED or state.out,
    )


async def _edit_facts(
    session: AsyncSession,
    row: Announcement,
    reader: Person,
    message: AnnouncementFacts,
    sign: AnnouncementSign | None,
    revision: int,
    now: datetime,
) -> SignFacts:
    """Return what somebody is asked to approve of an edit of what is out, as it was at `revision`."""
    edit = await edit_of(session, row.id)
    waits = edit is not None and edit.revision == revision
    change = await session.get(Change, row.change_id) if row.change_id else None
    out = edit is None and row.meaning >= revision
    said = sign is not None and (out or (waits and sign.revision == revision))
    return SignFacts(
        announcement_id=row.id,
        kind=Kind(row.kind),
        message=await as_edited(session, message, edit, []),
        author=message.author,
        groups=(),
        channels=(),
        reach=Reach(),
        when=None,
        today=today_of(reader, now),
        state=sign.state if sign is not None and said else "asked",
        note=sign.note if sign is not None and said else "",
        newer=edit is not None and not waits,
        over=sign is None or edit is None or (change is not None and overtaken(row, change)),
        edits=True,
        waits=waits,
        edit=await waiting_of(session, row, edit) if edit is not None and waits else None,
    )


async def sign_news(session: AsyncSession, subject: Mapping[str, Any]) -> SignNews | None:
    """Return what the author of an announcement hears; None where it is gone."""
    row = await session.get(Announcement, subject["announcement"])
    if row is None:
        return None
    who = await session.get(Person, subject["person"])
    sign = sa.select(AnnouncementSign.note).where(
        AnnouncementSign.announcement_id == row.id, AnnouncementSign.person_id == subject["person"]
    )
    asks = (
        sa.select(Person)
        .join(ChangeLoadAsk, ChangeLoadAsk.person_id == Person.id)
        .where(ChangeLoadAsk.announcement_id == row.id, ChangeLoadAsk.state == AskState.ASKED)
    )
    asked = await session.scalar(asks.limit(1))
    return SignNews(
        row.id,
        row.title,
        subject["what"],
        who.name if who else "Somebody",
        await session.scalar(sign) or "",
        asked.name if asked else "",
        asks_you=asked is not None and asked.id == (await who_hears(session, row)).id,
    )
