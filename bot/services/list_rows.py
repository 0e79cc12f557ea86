"""The rows of each list that can be had as a file, page by page: what its reader may see of it, and nothing else."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.list_file import Listing, Wanted, day, moment
from bot.domain.recurrence_words import describe
from bot.errors import NotFound
from bot.services.action_list import is_sought
from bot.services.action_list import rows_for as action_rows
from bot.services.action_list import statement as actions_seen
from bot.services.action_read import shown as shown_action
from bot.services.blocker_list import teams_of, visible
from bot.services.blocker_read import IS_LIVE, SHOWN, shown_row
from bot.services.decision_log import link_for, rows_for
from bot.services.decision_read import shown
from bot.services.decision_sight import visible_decisions
from bot.services.guest_sight import people_seen, teams_seen
from bot.services.ritual_kind import SYNC, RitualKind
from bot.services.ritual_kind import Row as OfKind
from bot.services.role import pmo_refusal
from bot.services.sync_map import map_for
from bot.services.sync_open import next_here
from bot.services.sync_sight import may_see
from models import Action, Away, Blocker, Channel, Decision, Membership, Person, Prompt, Ritual, Round, Team

PAGE = 300
"""Rows that are read at a time: however long a list is, no more are in memory."""

Cells = tuple[str, ...]
Row = tuple[int, Cells]
"""The id of a row, and its cells."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants which list, and which page of it: the one after the row with the id `after`."""

    reader: Person
    wanted: Wanted
    after: int
    now: datetime

    @property
    def about(self) -> int:
        """The id of what the list is about; 0: of all."""
        return self.wanted.about

    @property
    def today(self) -> date:
        """The reader's own date."""
        return self.now.astimezone(ZoneInfo(self.reader.zone)).date()


Page = Callable[[AsyncSession, Asked], Awaitable[Sequence[Row]]]


async def _blockers(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    teams = await teams_of(session, asked.reader)
    where = [IS_LIVE, Blocker.merged_into_id.is_(None), visible(asked.reader, teams), Blocker.id > asked.after]
    if asked.about:
        where.append(Blocker.team_id == asked.about)
    found = await session.execute(SHOWN.where(*where).order_by(None).order_by(Blocker.id).limit(PAGE))
    rows = [shown_row(row) for row in found]
    zone = asked.reader.zone
    return [
        (one.id, (one.party, one.on, one.needs, moment(one.since, zone), str(one.state), one.owner, day(one.due_on)))
        for one in rows
    ]


async def _decisions(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    if asked.wanted.words:
        listed = sorted(await rows_for(session, asked.reader, asked.wanted.words), key=lambda row: row.id)
        rows = [row for row in listed if row.id > asked.after][:PAGE]
    else:
        every = await visible_decisions(session, asked.reader)
        page = every.where(Decision.id > asked.after).order_by(None).order_by(Decision.id).limit(PAGE)
        rows = list(await session.execute(page))
    found = [(row, shown(row)) for row in rows]
    return [
        (
            row.id,
            (
                one.name,
                one.text,
                str(one.state),
                one.owner,
                day(one.due_on),
                one.outcome,
                one.reason,
                one.settled_by,
                day(one.settled_on),
                day(one.review_on),
                link_for(row, asked.reader),
            ),
        )
        for row, one in found
    ]


async def _actions(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    teams, words = await teams_of(session, asked.reader), asked.wanted.words
    if is_sought(words):
        listed = sorted(await action_rows(session, asked.reader, teams, words), key=lambda row: row.Action.id)
        rows = [row for row in listed if row.Action.id > asked.after][:PAGE]
    else:
        page = actions_seen(asked.reader, teams, words).where(Action.id > asked.after).order_by(Action.id).limit(PAGE)
        rows = list(await session.execute(page))
    found = [shown_action(row) for row in rows]
    return [
        (
            one.id,
            (
                one.team,
                one.text,
                str(one.kind),
                one.owner,
                day(one.due_on),
                str(one.state),
                one.signal,
                one.origin,
                one.theme,
            ),
        )
        for one in found
    ]


async def _syncs(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    return [
        (one.id, (*cells, one.state, moment(next_here(one, asked.reader), asked.reader.zone)))
        for one, cells in await rituals(session, asked, SYNC, may_see(asked.reader))
    ]


async def rituals(
    session: AsyncSession, asked: Asked, kind: RitualKind[OfKind], seen: sa.ColumnElement[bool]
) -> list[tuple[OfKind, Cells]]:
    """Return a page of the rituals of a kind that are `seen`, with their first cells: name to owner."""
    table = kind.table
    here = sa.and_(Channel.workspace_id == table.workspace_id, Channel.slack_id == table.channel_id)
    statement = (
        sa.select(table, Person.name, Channel.name)
        .join(Person, Person.id == table.owner_id)
        .outerjoin(Channel, here)
        .where(kind.live(), seen, table.id > asked.after)
        .order_by(table.id)
        .limit(PAGE)
    )
    found = [(ritual, owner, channel) for ritual, owner, channel in await session.execute(statement)]
    teams: dict[int, list[str]] = defaultdict(list)
    of = sa.select(kind.of, Team.name).join(Team, Team.id == kind.team).order_by(Team.name)
    of = of.where(Team.archived_at.is_(None), kind.of.in_([one.id for one, _, _ in found]))
    for ritual_id, name in await session.execute(of):
        teams[ritual_id].append(name)

    def cells(one: OfKind, owner: str, channel: str | None) -> Cells:
        rhythm = describe(one.rrule, one.local_time, ZoneInfo(one.zone) if one.zone else None)
        return one.name, rhythm, ", ".join(teams[one.id]), f"#{channel}" if channel else "", owner

    return [(one, cells(one, owner, channel)) for one, owner, channel in found]


async def _rounds(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    seen = sa.select(Ritual.id).where(Ritual.id == asked.about, Ritual.state != "deleted", may_see(asked.reader))
    if await session.scalar(seen) is None:
        raise NotFound("This sync was deleted, so its rounds are not listed here any more.")
    rounds = sa.select(Round).where(Round.ritual_id == asked.about, Round.id > asked.after)
    found = list(await session.scalars(rounds.order_by(Round.id).limit(PAGE)))
    states: dict[int, dict[str, int]] = defaultdict(dict)
    counted = sa.select(Prompt.round_id, Prompt.state, sa.func.count()).group_by(Prompt.round_id, Prompt.state)
    for round_id, state, number in await session.execute(counted.where(Prompt.round_id.in_([one.id for one in found]))):
        states[round_id][state] = number
    zone = asked.reader.zone
    return [
        (
            one.id,
            (
                day(one.local_date),
                moment(one.opens_at, zone),
                moment(one.closed_at, zone),
                one.state,
                str(sum(states[one.id].values())),
                *(str(states[one.id].get(state, 0)) for state in ("answered", "skipped", "absent", "missed")),
            ),
        )
        for one in found
    ]


async def _teams(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    statement = (
        sa.select(Team, Channel)
        .outerjoin(Channel, Channel.slack_id == Team.channel_id)
        .where(Team.id > asked.after, Team.archived_at.is_(None), teams_seen(asked.reader, Team.id))
    )
    found = [(team, channel) for team, channel in await session.execute(statement.order_by(Team.id).limit(PAGE))]
    people = await _people_of(session, [team.id for team, _ in found])
    own = await teams_of(session, asked.reader)
    return [
        (
            team.id,
            (
                team.name,
                team.kind,
                team.value_stream,
                f"#{channel.name}" if channel and (not channel.is_private or team.id in own) else "",
                ", ".join(name for name, leads in people[team.id] if leads),
                ", ".join(name for name, _ in people[team.id]),
            ),
        )
        for team, channel in found
    ]


async def _people(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    here = (Person.deactivated.is_(False), Person.is_bot.is_(False), Person.id > asked.after)
    seen = people_seen(asked.reader, Person.id)
    found = list(await session.scalars(sa.select(Person).where(*here, seen).order_by(Person.id).limit(PAGE)))
    teams: dict[int, list[str]] = defaultdict(list)
    of = sa.select(Membership.person_id, Team.name).join(Team, Team.id == Membership.team_id).order_by(Team.name)
    of = of.where(Team.archived_at.is_(None), teams_seen(asked.reader, Team.id))
    for person_id, name in await session.execute(of.where(Membership.person_id.in_([one.id for one in found]))):
        teams[person_id].append(name)
    return [(one.id, (one.name, one.area, ", ".join(teams[one.id]), one.zone)) for one in found]


async def _away(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    """Return until when people are away, as the PMO may know; why is nobody's business."""
    if not asked.reader.acts_as_pmo:
        raise await pmo_refusal(session, "Downloading away dates is")
    statement = (
        sa.select(Away.id, Person.name, Away.first, Away.last)
        .join(Person, Person.id == Away.person_id)
        .where(
            Person.deactivated.is_(False),
            sa.or_(Away.last.is_(None), Away.last >= asked.today),
            Away.id > asked.after,
        )
        .order_by(Away.id)
        .limit(PAGE)
    )
    return [(row.id, (row.name, day(row.first), day(row.last))) for row in await session.execute(statement)]


async def _map(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    """Return which teams wait on which, by their places in the map."""
    facts = await map_for(session, asked.reader, asked.about)
    pairs = list(enumerate(facts.map.pairs, 1))[asked.after : asked.after + PAGE]
    return [
        (
            place,
            (
                one.who,
                one.on,
                str(one.raised),
                str(one.open),
                str(one.closed.count),
                f"{one.closed.days:g}" if one.closed.count else "",
            ),
        )
        for place, one in pairs
    ]


async def _people_of(session: AsyncSession, teams: Collection[int]) -> Mapping[int, list[tuple[str, bool]]]:
    rows = (
        sa.select(Membership.team_id, Person.name, Membership.is_lead)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.team_id.in_(teams), Person.deactivated.is_(False))
        .order_by(Person.name)
    )
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for team_id, name, leads in await session.execute(rows):
        found[team_id].append((name, leads))
    return found


PAGES: Mapping[Listing, Page] = {
    Listing.BLOCKERS: _blockers,
    Listing.DECISIONS: _decisions,
    Listing.ACTIONS: _actions,
    Listing.SYNCS: _syncs,
    Listing.ROUNDS: _rounds,
    Listing.TEAMS: _teams,
    Listing.PEOPLE: _people,
    Listing.AWAY: _away,
    Listing.MAP: _map,
}
