"""How far an announcement is: counted for whoever signed it, until all have it who are not away."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import pages
from bot.delivery.ledger import WORTH_SENDING, Ledger
from bot.domain.announcement import ReaderState, State, Timing
from bot.domain.announcement_progress import SOON, Progress
from bot.domain.announcement_time import LATER
from bot.engine.timers import EVER, set_timer, set_timers
from bot.services import announcement_message as messages
from bot.services.announcement_row import channels_of
from models import Announcement, AnnouncementReader, Channel, Delivery, Person

LOOKS = "announcement.look"
"""Kind of the timer that looks how far an announcement is, every minute while something is sent."""

EVERY = timedelta(minutes=1)
HELD = timedelta(hours=1)
"""How often is looked whether those have it who get it with another message, once all others do; what is seen then is
shown at once for all of them, and where nobody has got it since nothing is."""

_QUEUED = frozenset({"planned", "sending"})
"""States of what Slack is yet to take."""

_OF_IT = AnnouncementReader.announcement_id == sa.bindparam("announcement")
_FIRST = sa.select(sa.func.min(AnnouncementReader.due_at)).where(
    _OF_IT, AnnouncementReader.state != ReaderState.UNREACHED
)
_BY_STATE = (
    sa.select(
        AnnouncementReader.state,
        AnnouncementReader.why,
        (AnnouncementReader.due_at > sa.bindparam("until", type_=AnnouncementReader.due_at.type)).label("later"),
        sa.func.count(),
        sa.func.max(AnnouncementReader.due_at),
        sa.func.sum(sa.case((AnnouncementReader.lead, 1), else_=0)),
    )
    .where(_OF_IT)
    .group_by(AnnouncementReader.state, AnnouncementReader.why, sa.text("later"))
)
_SENT = (
    sa.select(Delivery.state, (Delivery.ts != "").label("posted"), sa.func.count())
    .select_from(AnnouncementReader)
    .join(Delivery, messages.in_ledger())
    .where(_OF_IT, AnnouncementReader.state == ReaderState.TOLD)
    .group_by(Delivery.state, sa.text("posted"))
)
_CAME = (
    sa.select(sa.literal(1))
    .select_from(AnnouncementReader)
    .join(Delivery, messages.in_ledger())
    .where(
        _OF_IT,
        AnnouncementReader.state == ReaderState.TOLD,
        Delivery.ts != "",
        Delivery.sent_at > sa.bindparam("since", type_=Delivery.sent_at.type),
    )
    .limit(1)
)
"""Whether somebody has got it, or got it anew, since it was last shown how far it is."""
_REACHED = (
    sa.select(AnnouncementReader.id)
    .join(Announcement, Announcement.id == AnnouncementReader.announcement_id)
    .join(Delivery, messages.in_ledger())
    .where(
        Announcement.state.in_((State.SENDING, State.SENT)),
        Announcement.planned_at > sa.bindparam("since", type_=Announcement.planned_at.type),
        AnnouncementReader.state == ReaderState.UNREACHED,
        Delivery.ts != "",
    )
    .order_by(AnnouncementReader.id)
)


async def progress_of(session: AsyncSession, row: Announcement, now: datetime, *, zone: str = "") -> Progress:
    """Return how far an announcement is: five statements, however many get it.

    `zone` is its reader's; without one it is that of whoever signs it.
    """
    at = {"announcement": row.id}
    first: datetime | None = await session.scalar(_FIRST, at)
    until = _until(row, first, now)
    counts: Counter[str] = Counter()
    unreached: Counter[str] = Counter()
    last = first
    for state, why, later, count, latest, leads in await session.execute(_BY_STATE, at | {"until": until}):
        counts["people"] += count
        counts["leads"] += leads
        if state == ReaderState.UNREACHED:
            unreached[why] += count
        elif later and state == ReaderState.WAITING:
            counts["away"] += count
        elif not later:
            last = max(last, latest) if last else latest
            counts["coming"] += count if state == ReaderState.WAITING else 0
    for state, posted, count in await session.execute(_SENT, at):
        counts["have" if posted else "held" if state == "held" else "queued" if state in _QUEUED else "lost"] += count
    channels = await _channels(session, row)
    zone = zone or (await session.get_one(Person, row.author_id)).zone
    return Progress(
        announcement_id=row.id,
        title=row.title,
        state=State(row.state),
        zone=zone,
        now=now,
        people=counts["people"],
        have=counts["have"],
        queued=counts["queued"],
        held=counts["held"],
        coming=counts["coming"],
        away=counts["away"],
        unreached=dict(unreached),
        posted=tuple(name for name, (posted, _) in channels.items() if posted),
        unposted={name: reason for name, (posted, reason) in channels.items() if reason and not posted},
        posting=tuple(name for name, (posted, reason) in channels.items() if not posted and not reason),
        first=first,
        last=last,
        leads_before=bool(counts["leads"] and row.lead_hours and row.timing == Timing.MORNING),
    )


async def away_until(session: AsyncSession, row: Announcement, now: datetime) -> datetime:
    """Return the instant after which an announcement comes to those alone who are away, or have joined since."""
    return _until(row, await session.scalar(_FIRST, {"announcement": row.id}), now)


async def progress_facts(session: AsyncSession, announcement_id: int, now: datetime) -> Progress | None:
    """Return the same of an announcement by its id; None where it is gone."""
    row = await session.get(Announcement, announcement_id)
    return None if row is None else await progress_of(session, row, now)


async def settle(session: AsyncSession, ledger: Ledger, row: Announcement, now: datetime) -> None:
    """Show how far a locked announcement is, and note that it was sent once nobody is left who is not away."""
    found = await progress_of(session, row, now)
    if found.left == 0:
        row.state, row.sent_at = State.SENT, now
        await session.flush()
        if row.planned_at is not None and now - row.planned_at > SOON:
            author = await session.get_one(Person, row.author_id)
            await ledger.plan(session, row.workspace_id, [messages.done(row.id, author.slack_id)])
    elif found.queued or (found.posting and not found.coming):
        await set_timer(session, row.workspace_id, LOOKS, str(row.id), now + EVERY)
    if found.left == 0 and found.held:
        await set_timer(session, row.workspace_id, LOOKS, str(row.id), now + HELD)
    await ledger.refresh(session, row.workspace_id, [messages.progress_key(row.id)])


async def follow(session: AsyncSession, ledger: Ledger, row: Announcement, now: datetime) -> None:
    """Show who has an announcement by now that was sent before; look again while somebody is yet to get theirs."""
    found = await progress_of(session, row, now)
    if found.held or found.queued:
        await set_timer(session, row.workspace_id, LOOKS, str(row.id), now + HELD)
    key = messages.progress_key(row.id)
    since = await session.scalar(sa.select(Delivery.sent_at).where(Delivery.key == key))
    came = await session.scalar(_CAME, {"announcement": row.id, "since": since or EVER})
    if came or not found.held:
        await ledger.refresh(session, row.workspace_id, [key])


async def look_again(session: AsyncSession, keys: Sequence[str], now: datetime) -> None:
    """Look a minute later how far those announcements are that are posted again in a channel (`keys` in the ledger)."""
    rows = sa.select(Delivery.workspace_id, Delivery.subject).where(
        Delivery.key.in_(keys), Delivery.kind == messages.CHANNEL
    )
    due = {
        (workspace_id, str(subject["announcement"])): now + EVERY
        for workspace_id, subject in await session.execute(rows)
    }
    await set_timers(session, LOOKS, due)


async def mend(session: AsyncSession, now: datetime) -> None:
    """Note who was reached after all, since somebody has sent their message again from the home tab."""
    for page in pages(list(await session.scalars(_REACHED, {"since": now - WORTH_SENDING}))):
        told = sa.update(AnnouncementReader).where(AnnouncementReader.id.in_(page))
        await session.execute(told.values(state=ReaderState.TOLD, why=""))


async def unreached(session: AsyncSession, delivery: Delivery) -> None:
    """Note that somebody could not be reached, and why: the ledger has given the message up."""
    of_them = sa.update(AnnouncementReader).where(AnnouncementReader.id == delivery.subject["reader"])
    await session.execute(of_them.values(state=ReaderState.UNREACHED, why=delivery.reason))


def _until(row: Announcement, first: datetime | None, now: datetime) -> datetime:
    # What goes at once comes later to those alone who are away.
    return row.planned_at if row.timing == Timing.NOW and row.planned_at else (first or now) + LATER


async def _channels(session: AsyncSession, row: Announcement) -> dict[str, tuple[bool, str]]:
    """Return the channels of an announcement by name: whether it stands there, and why it could not be posted."""
    ids = await channels_of(session, row.id)
    if not ids:
        return {}
    named = sa.select(Channel.slack_id, Channel.name).where(Channel.slack_id.in_(ids))
    names = {slack_id: f"#{name}" for slack_id, name in await session.execute(named)}
    keys = {messages.channel_key(row.id, one): one for one in ids}
    found = dict.fromkeys(ids, (False, ""))
    rows = sa.select(Delivery.key, Delivery.ts, Delivery.state, Delivery.reason).where(Delivery.key.in_(keys))
    for key, ts, state, reason in await session.execute(rows):
        failed = state in {"failed", "unknown"}
        found[keys[key]] = (bool(ts), reason if failed else "")
    return {names.get(one, "a channel"): what for one, what in found.items()}
