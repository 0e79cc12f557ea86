"""An announcement that is edited after it began to be sent: every message shows it, and all end equal."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.services import announcement_message as messages
from bot.services.announcement_facts import channel_pages, pages_of, parts_of
from bot.services.announcement_row import channels_of
from models import Announcement, AnnouncementReader, Delivery, Person
from models.delivery import THREADED

_TOLD = (
    sa.select(
        AnnouncementReader.id,
        AnnouncementReader.group_id,
        AnnouncementReader.other_group_ids,
        AnnouncementReader.lead,
        Person.slack_id,
        (Delivery.ts != "").label("posted"),
    )
    .join(Person, Person.id == AnnouncementReader.person_id)
    .join(
        Delivery,
        sa.and_(Delivery.workspace_id == AnnouncementReader.workspace_id, Delivery.key == messages.key_of_reader()),
    )
    .where(AnnouncementReader.announcement_id == sa.bindparam("announcement"))
    .order_by(AnnouncementReader.id)
)
_BELOW = (
    sa.select(Delivery.key)
    .join(
        AnnouncementReader,
        sa.and_(
            AnnouncementReader.workspace_id == Delivery.workspace_id, Delivery.thread_key == messages.key_of_reader()
        ),
    )
    .where(
        AnnouncementReader.announcement_id == sa.bindparam("announcement"),
        sa.text(f"delivery.{THREADED}"),
        Delivery.kind == messages.PAGE,
    )
)
"""What goes on in readers' threads. Calls to look again are not among it: they say nothing that an edit changes."""


async def refresh_all(session: AsyncSession, ledger: Ledger, row: Announcement) -> None:
    """Show all who have an announcement what it says now, further messages in their threads included.

    What waits to be sent is worded when it is; who reads it for the first time then reads this.
    """
    parts = await parts_of(session, row.id)
    anew = row.meaning == row.revision
    pages: dict[tuple[tuple[int, ...], bool], int] = {}
    keys: list[str] = []
    intents: list[Intent] = []
    for one in await session.execute(_TOLD, {"announcement": row.id}):
        alike = ((one.group_id, *one.other_group_ids), one.lead)
        if alike not in pages:
            pages[alike] = pages_of(row, parts, alike[0], lead=one.lead)
        keys.append(messages.reader_key(one.id))
        intents += (messages.page(one.id, one.slack_id, number) for number in range(pages[alike]))
        if anew and one.posted:
            intents.append(messages.again(one.id, one.slack_id, row.meaning))
    if anew:
        # The call to look again reminds them as it is: the next reminder comes days later, and none beyond the second.
        said = (AnnouncementReader.answer != "") | (AnnouncementReader.told_team != "")
        of_it = (AnnouncementReader.announcement_id == row.id, said | AnnouncementReader.remind_at.is_not(None))
        await session.execute(
            sa.update(AnnouncementReader).where(*of_it).values(answer="", told_team="", remind_at=None)
        )
    for channel in await channels_of(session, row.id):
        keys.append(messages.channel_key(row.id, channel))
        if await ledger.planned_at(session, messages.channel_key(row.id, channel)) is not None:
            further = [messages.channel_page(row.id, channel, one) for one in range(channel_pages(row))]
            intents += further
            keys += await ledger.below(session, messages.channel_key(row.id, channel))
    below = list(await session.scalars(_BELOW, {"announcement": row.id}))
    await ledger.plan(session, row.workspace_id, intents)
    await ledger.refresh(session, row.workspace_id, [*keys, *below])
