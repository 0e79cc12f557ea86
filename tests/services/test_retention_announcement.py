"""Announcements that are long over go with all their messages; those of a change that goes on stay."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.services import announcement_message as messages
from bot.services.retention import Retention
from models import Announcement, AnnouncementReader, Change, Delivery, StakeholderGroup
from tests.factories import change, people
from tests.factories.people import MONDAY
from tests.services.test_retention import KEEPING, delivery

LONG_AGO = MONDAY - timedelta(days=500)


async def out(database: Database, at: datetime, *, ended_at: datetime | None = None, alone: bool = False) -> int:
    """An announcement that two people and a channel got at an instant, with a page in each thread."""
    async with database.transaction("T1") as session:
        mara = await people.person(session, "Mara Lindqvist")
        state = "embedded" if ended_at else "announced"
        name = f"Change {at} {ended_at}"
        of = None if alone else await change.change(session, mara, name, state=state, ended_at=ended_at)
        group = await change.stakeholder_group(session, of)
        row = await change.announcement(session, mara, of, [group], state="sent", planned_at=at, sent_at=at)
        for name in ("Ana Sousa", "Ben Carter"):
            who = await people.person(session, name)
            one = await change.reader(session, row, group, who, due_at=at)
            for told in messages.to_reader(one.id, who.slack_id, 1, messages.MUST):
                session.add(delivery(told.key, told.kind, at, thread_key=told.thread_key))
        for told in messages.to_channel(row.id, "C1", 1):
            session.add(delivery(told.key, told.kind, at, thread_key=told.thread_key))
        for told in (messages.progress(row.id, mara.slack_id), messages.done(row.id, mara.slack_id)):
            session.add(delivery(told.key, told.kind, at, thread_key=told.thread_key))
        return row.id


async def test_what_is_over_goes_and_what_goes_on_stays(database: Database) -> None:
    """Of a change that ended as long ago, and without a change; nothing of it is left, its own groups included."""
    async with database.system_session() as session:
        await people.workspace(session)
    await out(database, LONG_AGO, ended_at=LONG_AGO + timedelta(days=1))
    await out(database, LONG_AGO, alone=True)
    async with database.transaction("T1") as session:
        ended = (await session.scalars(sa.select(Change))).one()
        mara = await people.person(session, "Mara Lindqvist")
        (await change.announcement(session, mara, ended)).created_at = LONG_AGO
    going = await out(database, LONG_AGO)
    young = await out(database, MONDAY, alone=True)
    swept = await Retention(database, ShiftedClock(MONDAY), KEEPING).delete_old("T1")
    assert swept.counts["announcements"] == 3, "a draft of what ended, too"
    assert swept.counts["readers"] == 4
    assert swept.counts["groups of announcements"] == 1
    async with database.reading("T1") as session:
        assert set(await session.scalars(sa.select(Announcement.id))) == {going, young}
        assert set(await session.scalars(sa.select(AnnouncementReader.announcement_id))) == {going, young}
        assert len((await session.scalars(sa.select(Delivery.key))).all()) == 2 * 8
        assert set(await session.scalars(sa.select(Change.state))) == {"announced"}
        assert len((await session.scalars(sa.select(StakeholderGroup.id))).all()) == 2
