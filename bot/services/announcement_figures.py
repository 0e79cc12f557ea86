"""The figures of an announcement: read from the index of readers, less those to whom it is yet to be sent."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import IDS, Database
from bot.domain.announcement import ReaderState, State
from bot.domain.announcement_figures import (
    MOST_LISTED,
    PAGE,
    FiguresFacts,
    GroupFigures,
    ReadersFacts,
    RepliesFacts,
)
from bot.errors import NotAllowed, NotFound
from bot.services.announcement_message import in_ledger
from bot.services.announcement_names import UNSENT, named_rows, rows_shown
from bot.services.announcement_progress import away_until
from bot.services.announcement_remind import would_be_reminded
from bot.services.announcement_sight import OF_IT, OF_TEAM, Sight, sight_of
from bot.services.role import acting
from models import (
    Announcement,
    AnnouncementPart,
    AnnouncementReader,
    Delivery,
    Person,
    StakeholderGroup,
)

NAMES = "Who said what can be seen of must-reads alone, by the PMO, and by leads of their own team."

# Put together once. Read from ix_announcement_reader_figures alone.
BY_GROUP = (
    sa.select(AnnouncementReader.group_id, AnnouncementReader.state, AnnouncementReader.answer, sa.func.count())
    .where(OF_IT)
    .group_by(AnnouncementReader.group_id, AnnouncementReader.state, AnnouncementReader.answer)
)
UNREACHED = (
    sa.select(AnnouncementReader.why, sa.func.count())
    .where(OF_IT, AnnouncementReader.state == ReaderState.UNREACHED)
    .group_by(AnnouncementReader.why)
)
# They get it with another message, or Slack has yet to take it.
_COMING = (
    sa.select(AnnouncementReader.group_id, sa.func.count())
    .join(Delivery, in_ledger())
    .where(
        OF_IT,
        AnnouncementReader.state == ReaderState.TOLD,
        AnnouncementReader.answer == "",
        *UNSENT,
    )
    .group_by(AnnouncementReader.group_id)
)
_COMING_IN_TEAM = _COMING.where(AnnouncementReader.person_id.in_(IDS))
# Their morning is days after that of those who were there: they are away, or have joined since.
_AWAY = sa.select(sa.func.count()).where(
    OF_IT,
    AnnouncementReader.state == ReaderState.WAITING,
    AnnouncementReader.due_at > sa.bindparam("until", type_=AnnouncementReader.due_at.type),
)
_AWAY_IN_TEAM = _AWAY.where(AnnouncementReader.person_id.in_(IDS))
_GROUPS = (
    sa.select(StakeholderGroup.id, StakeholderGroup.name)
    .join(AnnouncementPart, AnnouncementPart.group_id == StakeholderGroup.id)
    .where(AnnouncementPart.announcement_id == sa.bindparam("announcement"))
    .order_by(StakeholderGroup.place, StakeholderGroup.id)
)


_NEWEST = (
    sa.select(Announcement)
    .where(Announcement.asks.is_(True), Announcement.state.in_((State.SENDING, State.SENT, State.STOPPED)))
    .order_by(Announcement.planned_at.desc(), Announcement.id.desc())
    .limit(MOST_LISTED)
)


class AnnouncementFigures:
    """Reads them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def facts(self, workspace_id: str, slack_id: str, announcement_id: int) -> FiguresFacts:
        """Return the figures by group or, for a lead, of their own team. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            return await figures_for(session, person, announcement_id, self._clock.now())

    async def of_change(self, workspace_id: str, slack_id: str, change_id: int) -> RepliesFacts:
        """Return the newest announcements of a change whose replies somebody may see; none for whoever leads nobody."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            rows = _NEWEST.where(Announcement.change_id == change_id)
            found: list[tuple[int, str]] = []
            for row in (await session.scalars(rows)).all():
                try:
                    await sight_of(session, person, row.id)
                except NotFound:
                    continue
                except NotAllowed:
                    return RepliesFacts(())
                found.append((row.id, row.title))
            return RepliesFacts(tuple(found))

    async def readers(
        self, workspace_id: str, slack_id: str, announcement_id: int, *, group_id: int = 0, first: int = 0
    ) -> ReadersFacts:
        """Return a page of readers by name. Raises NotFound, NotAllowed for whoever may see figures alone."""
        async with self._database.reading(workspace_id) as session:
            sight = await sight_of(session, await acting(session, slack_id), announcement_id)
            if not sight.names:
                raise NotAllowed(NAMES)
            rows = named_rows(sight)
            if group_id:
                rows = rows.where(AnnouncementReader.group_id == group_id)
            total = await session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
            # Whoever has not replied first: who did is nothing to be done about.
            page = rows.order_by(AnnouncementReader.answer != "", Person.name, AnnouncementReader.id)
            found = (await session.execute(page.offset(first).limit(PAGE))).all()
            named = await session.execute(_GROUPS, {"announcement": announcement_id})
            return ReadersFacts(
                announcement_id,
                sight.announcement.title,
                tuple(await rows_shown(session, found, self._clock.now())),
                total,
                first,
                group_id,
                {one: name for one, name in named},  # noqa: C416 (rows are no pairs to mypy)
                own_team=not sight.runs_it,
            )


async def figures_for(session: AsyncSession, person: Person, announcement_id: int, now: datetime) -> FiguresFacts:
    """Return the figures by group or, for a lead, of their own team. Raises NotFound, NotAllowed."""
    sight = await sight_of(session, person, announcement_id)
    row = sight.announcement
    if not sight.runs_it:
        return await _of_team(session, sight, now)
    counts = (await session.execute(BY_GROUP, {"announcement": row.id})).all()
    why = await session.execute(UNREACHED, {"announcement": row.id})
    by_group: dict[int, Counter[str]] = defaultdict(Counter)
    for group_id, state, answer, count in counts:
        _add(by_group[group_id], state, answer, count)
    coming = await _coming(session, _COMING, {"announcement": row.id})
    for group_id, count in coming.items():
        by_group[group_id].subtract({"reached": count, "none": count})
    waiting = sum(count for _, state, _, count in counts if state == ReaderState.WAITING)
    named = (await session.execute(_GROUPS, {"announcement": row.id})).all()
    names = {group_id: name for group_id, name in named}  # noqa: C416 (rows are no pairs to mypy)
    ids = [*names, *(one for one in by_group if one not in names)]
    return FiguresFacts(
        row.id,
        row.title,
        row.asks,
        row.must_read,
        tuple(_figures(one, names.get(one, "A group that is gone"), by_group[one]) for one in ids),
        waiting=waiting + coming.total(),
        away=await _away(session, row, _AWAY, {"announcement": row.id}, now) if waiting else 0,
        unreached={reason: count for reason, count in why},  # noqa: C416 (rows are no pairs to mypy)
        names=sight.names,
        remind=await would_be_reminded(session, row, now, is_pmo=sight.person.acts_as_pmo),
    )


async def _of_team(session: AsyncSession, sight: Sight, now: datetime) -> FiguresFacts:
    row = sight.announcement
    found = (await session.execute(OF_TEAM, sight.of_team)).all()
    counts: Counter[str] = Counter()
    unreached: Counter[str] = Counter()
    for state, answer, why, count in found:
        _add(counts, state, answer, count)
        if state == ReaderState.UNREACHED:
            unreached[why] += count
    coming = (await _coming(session, _COMING_IN_TEAM, sight.of_team)).total()
    counts.subtract({"reached": coming, "none": coming})
    waiting = sum(count for state, _, _, count in found if state == ReaderState.WAITING)
    return FiguresFacts(
        row.id,
        row.title,
        row.asks,
        row.must_read,
        (_figures(0, "Your team", counts),),
        waiting + coming,
        await _away(session, row, _AWAY_IN_TEAM, sight.of_team, now) if waiting else 0,
        dict(unreached),
        own_team=True,
        names=True,
    )


async def _away(
    session: AsyncSession, row: Announcement, rows: sa.Select[int], values: Mapping[str, Any], now: datetime
) -> int:
    until = await away_until(session, row, now)
    return await session.scalar(rows, {**values, "until": until}) or 0


async def _coming(session: AsyncSession, rows: sa.Select[int, int], values: Mapping[str, Any]) -> Counter[int]:
    """Return how many of each group have it before them still, although it was handed over to be sent."""
    return Counter({group_id: count for group_id, count in await session.execute(rows, values)})  # noqa: C416 (rows)


def _add(counts: Counter[str], state: str, answer: str, count: int) -> None:
    counts["people"] += count
    # Whoever has said something has read it, wherever.
    if state == ReaderState.TOLD or answer:
        counts["reached"] += count
        counts[answer or "none"] += count


def _figures(group_id: int, name: str, counts: Counter[str]) -> GroupFigures:
    said: Sequence[str] = ("people", "reached", "got", "asked", "not_affected", "none")
    return GroupFigures(group_id, name, **{one: counts[one] for one in said})
