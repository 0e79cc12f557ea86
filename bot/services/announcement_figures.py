"""The figures of an announcement: read from the index of readers, less those to whom it is yet to be sent."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.clock import Clock
from bot.db import Database
from bot.domain.announcement import ReaderState, Reply, State
from bot.domain.announcement_figures import (
    MOST_LISTED,
    PAGE,
    FiguresFacts,
    GroupFigures,
    ReaderRow,
    ReadersFacts,
    RepliesFacts,
)
from bot.errors import NotAllowed, NotFound
from bot.services.announcement_message import in_ledger
from bot.services.announcement_remind import would_be_reminded
from bot.services.announcement_row import may_send
from bot.services.role import acting, refusal
from models import (
    Announcement,
    AnnouncementPart,
    AnnouncementReader,
    Delivery,
    Membership,
    Person,
    StakeholderGroup,
    Team,
)

GONE = "Drumbeat does not have this announcement any more."
NAMES = "Who said what can be seen of must-reads alone, by the PMO, and by leads of their own team."

_OF_IT = AnnouncementReader.announcement_id == sa.bindparam("announcement")
# Put together once. Read from ix_announcement_reader_figures alone.
BY_GROUP = (
    sa.select(AnnouncementReader.group_id, AnnouncementReader.state, AnnouncementReader.answer, sa.func.count())
    .where(_OF_IT)
    .group_by(AnnouncementReader.group_id, AnnouncementReader.state, AnnouncementReader.answer)
)
UNREACHED = (
    sa.select(AnnouncementReader.why, sa.func.count())
    .where(_OF_IT, AnnouncementReader.state == ReaderState.UNREACHED)
    .group_by(AnnouncementReader.why)
)
# They get it with another message, or Slack has yet to take it.
_COMING = (
    sa.select(AnnouncementReader.group_id, sa.func.count())
    .join(Delivery, in_ledger())
    .where(
        _OF_IT,
        AnnouncementReader.state == ReaderState.TOLD,
        AnnouncementReader.answer == "",
        Delivery.state.in_(("planned", "sending", "held")),
        Delivery.ts == "",
    )
    .group_by(AnnouncementReader.group_id)
)
_Leading, _Theirs = aliased(Membership), aliased(Membership)
_OWN_TEAM = (
    sa.select(_Theirs.person_id)
    .join(_Leading, sa.and_(_Leading.workspace_id == _Theirs.workspace_id, _Leading.team_id == _Theirs.team_id))
    .join(Team, sa.and_(Team.workspace_id == _Theirs.workspace_id, Team.id == _Theirs.team_id))
    .where(
        _Leading.person_id == sa.bindparam("lead"),
        _Leading.is_lead.is_(True),
        _Theirs.is_home.is_(True),
        _Theirs.person_id != sa.bindparam("lead"),
        Team.archived_at.is_(None),
    )
)
OF_TEAM = (
    sa.select(AnnouncementReader.state, AnnouncementReader.answer, AnnouncementReader.why, sa.func.count())
    .where(_OF_IT, AnnouncementReader.person_id.in_(_OWN_TEAM))
    .group_by(AnnouncementReader.state, AnnouncementReader.answer, AnnouncementReader.why)
)
_COMING_IN_TEAM = _COMING.where(AnnouncementReader.person_id.in_(_OWN_TEAM))
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


@dataclass(frozen=True, slots=True)
class Sight:
    """Somebody before the figures of an announcement; who does not run it sees their own team, if they lead one."""

    person: Person
    announcement: Announcement
    runs_it: bool

    @property
    def names(self) -> bool:
        """Whether they may see who said what."""
        return not self.runs_it or (self.person.acts_as_pmo and self.announcement.must_read)


async def sight_of(session: AsyncSession, person: Person, announcement_id: int) -> Sight:
    """Return what somebody may see of an announcement. Raises NotFound, NotAllowed for whoever leads nobody.

    Leads see of it what has gone to their own team.
    """
    row = await session.get(Announcement, announcement_id)
    if row is None:
        raise NotFound(GONE)
    runs_it = await may_send(session, person, row)
    if not runs_it and await session.scalar(_OWN_TEAM.limit(1), {"lead": person.id}) is None:
        raise await refusal(session, "Seeing what came of an announcement is")
    if not runs_it and not await _reached(session, person, row):
        # Nor do they learn its title, whatever number they name.
        raise NotFound(GONE)
    return Sight(person, row, runs_it)


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
            found = await session.execute(page.offset(first).limit(PAGE))
            named = await session.execute(_GROUPS, {"announcement": announcement_id})
            return ReadersFacts(
                announcement_id,
                sight.announcement.title,
                tuple(reader_row(one) for one in found),
                total,
                first,
                group_id,
                {one: name for one, name in named},  # noqa: C416 (rows are no pairs to mypy)
                own_team=not sight.runs_it,
            )


def named_rows(sight: Sight) -> sa.Select[AnnouncementReader, str, str]:
    """Return the readers by name that somebody may see, in no order."""
    rows = (
        sa.select(AnnouncementReader, Person.name, StakeholderGroup.name)
        .join(Person, Person.id == AnnouncementReader.person_id)
        .join(StakeholderGroup, StakeholderGroup.id == AnnouncementReader.group_id)
        .where(AnnouncementReader.announcement_id == sight.announcement.id)
    )
    if sight.runs_it:
        return rows
    return rows.where(AnnouncementReader.person_id.in_(_OWN_TEAM)).params(lead=sight.person.id)


def reader_row(row: sa.Row[AnnouncementReader, str, str]) -> ReaderRow:
    """Return a row of `named_rows` as it is shown."""
    reader, name, group = row
    return ReaderRow(
        reader.id, name, group, ReaderState(reader.state), Reply(reader.answer), reader.why, reader.reminders
    )


async def figures_for(session: AsyncSession, person: Person, announcement_id: int, now: datetime) -> FiguresFacts:
    """Return the figures by group or, for a lead, of their own team. Raises NotFound, NotAllowed."""
    sight = await sight_of(session, person, announcement_id)
    row = sight.announcement
    if not sight.runs_it:
        return await _of_team(session, sight)
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
        unreached={reason: count for reason, count in why},  # noqa: C416 (rows are no pairs to mypy)
        names=sight.names,
        remind=await would_be_reminded(session, row, now, is_pmo=sight.person.acts_as_pmo),
    )


async def _reached(session: AsyncSession, lead: Person, row: Announcement) -> bool:
    team = {"announcement": row.id, "lead": lead.id}
    return State(row.state).out and await session.scalar(OF_TEAM.limit(1), team) is not None


async def _of_team(session: AsyncSession, sight: Sight) -> FiguresFacts:
    row = sight.announcement
    found = (await session.execute(OF_TEAM, {"announcement": row.id, "lead": sight.person.id})).all()
    counts: Counter[str] = Counter()
    unreached: Counter[str] = Counter()
    for state, answer, why, count in found:
        _add(counts, state, answer, count)
        if state == ReaderState.UNREACHED:
            unreached[why] += count
    coming = (await _coming(session, _COMING_IN_TEAM, {"announcement": row.id, "lead": sight.person.id})).total()
    counts.subtract({"reached": coming, "none": coming})
    waiting = coming + sum(count for state, _, _, count in found if state == ReaderState.WAITING)
    groups = (_figures(0, "Your team", counts),)
    return FiguresFacts(
        row.id, row.title, row.asks, row.must_read, groups, waiting, dict(unreached), own_team=True, names=True
    )


async def _coming(session: AsyncSession, rows: sa.Select[int, int], values: Mapping[str, int]) -> Counter[int]:
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
