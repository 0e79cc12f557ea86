"""The digest of a week, read for one reader or for all who read a channel: a few statements, however many syncs."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.blocker import State
from bot.domain.decision import DecisionState
from bot.domain.digest import (
    Coming,
    Counted,
    DigestFacts,
    Part,
    Section,
    TeamLine,
    first_day,
    last_day,
    screen,
    seen_in,
)
from bot.domain.question import from_json
from bot.domain.recurrence import instant
from bot.domain.rollup import headline
from bot.services.blocker_read import IS_LIVE, shown_row
from bot.services.blocker_read import SHOWN as BLOCKERS
from bot.services.decision_read import SHOWN as DECISIONS
from bot.services.decision_read import shown
from bot.services.decision_sight import elsewhere_seen
from bot.services.digest_retro import retro_rows, retros_of
from bot.services.reading import leads_any
from bot.services.role import acting
from bot.services.sync_sight import may_see
from models import Answer, Blocker, Channel, Decision, Person, Prompt, Ritual, Round

MOST = 200
"""Rows of a part that are read: eight screens of nothing else."""


_TO_ALL = sa.true()
"""What was decided elsewhere, and added to the log, is everybody's, but for guests."""


class Digests:
    """Shows digests to those who ask for one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def facts(self, workspace_id: str, slack_id: str, page: int = 0) -> DigestFacts:
        """Return a screen of the digest of all syncs that `slack_id` may see. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            plans = reader.acts_as_pmo or await leads_any(session, reader)
            syncs, retros = await syncs_of(session, reader), await retros_of(session, reader)
            theirs = elsewhere_seen(reader)
            facts = await digest_of(
                session, syncs, reader.zone, self._clock.now(), page, retros=retros, elsewhere=theirs
            )
            return replace(facts, plans=plans)


async def syncs_of(session: AsyncSession, reader: Person) -> list[int]:
    """Return the syncs that somebody may see."""
    return list(await session.scalars(sa.select(Ritual.id).where(may_see(reader))))


async def syncs_in(session: AsyncSession, channel: str) -> list[int]:
    """Return the syncs that all who read `channel` (Slack's id) may see."""
    here = sa.and_(Channel.workspace_id == Ritual.workspace_id, Channel.slack_id == Ritual.channel_id)
    rows = sa.select(Ritual.id, Ritual.channel_id, Channel.is_private).outerjoin(Channel, here)
    return [
        ritual_id
        for ritual_id, posts_to, private in await session.execute(rows)
        if seen_in(posts_to, public=private is False, channel=channel)
    ]


async def digest_of(
    session: AsyncSession,
    syncs: Collection[int],
    zone: str,
    now: datetime,
    page: int = 0,
    *,
    retros: Collection[int] = (),
    elsewhere: sa.ColumnElement[bool] = _TO_ALL,
) -> DigestFacts:
    """Return a screen of the digest of some syncs and retros for the week that ends now in `zone`.

    `elsewhere`: which of the decisions that belong to no sync are in it.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    since = instant(first_day(today), time(0), ZoneInfo(zone))
    asked = Round.ritual_id.in_(syncs), Round.local_date.between(first_day(today), today), Round.state != "missed"
    sections = (
        Section(Part.NEEDED, await _needed(session, syncs)),
        Section(Part.WAITS, await _waits(session, syncs, today)),
        Section(Part.DECIDED, await _decided(session, syncs, since, elsewhere)),
        Section(Part.CLOSED, await _closed(session, syncs, since)),
        Section(Part.RETROS, await retro_rows(session, retros, today, zone)),
        Section(Part.LINES, await _lines(session, asked)),
        Section(Part.NEXT, await _next(session, syncs, today)),
    )
    shown_now = screen(sections, page)
    rest = sum(one.more for one in shown_now)
    return DigestFacts(today, await _counted(session, asked), shown_now, page, rest)


async def _needed(session: AsyncSession, syncs: Collection[int]) -> tuple[object, ...]:
    open_ones = DECISIONS.where(Decision.state == DecisionState.NEEDED, Decision.ritual_id.in_(syncs))
    ordered = open_ones.order_by(Decision.due_on.is_(None), Decision.due_on, Decision.id)
    return tuple(shown(row) for row in await session.execute(ordered.limit(MOST)))


async def _decided(
    session: AsyncSession, syncs: Collection[int], since: datetime, elsewhere: sa.ColumnElement[bool]
) -> tuple[object, ...]:
    theirs = sa.or_(Decision.ritual_id.in_(syncs), sa.and_(Decision.ritual_id.is_(None), elsewhere))
    made = DECISIONS.where(Decision.state == DecisionState.DECIDED, Decision.settled_at >= since, theirs)
    rows = await session.execute(made.order_by(Decision.settled_at.desc(), Decision.id).limit(MOST))
    return tuple(shown(row) for row in rows)


async def _waits(session: AsyncSession, syncs: Collection[int], today: date) -> tuple[object, ...]:
    told = Blocker.told_at.is_not(None), Blocker.merged_into_id.is_(None), Blocker.ritual_id.in_(syncs)
    found = [shown_row(row) for row in await session.execute(BLOCKERS.where(IS_LIVE, *told).limit(MOST))]
    # The oldest come first anyway; what is past its time comes before all.
    return tuple(sorted(found, key=lambda one: not one.is_past(today)))


async def _closed(session: AsyncSession, syncs: Collection[int], since: datetime) -> tuple[object, ...]:
    done = Blocker.state == State.DONE, Blocker.closed_at >= since, Blocker.merged_into_id.is_(None)
    rows = await session.execute(BLOCKERS.where(*done, Blocker.ritual_id.in_(syncs)).limit(MOST))
    return tuple(shown_row(row) for row in rows)


async def _lines(session: AsyncSession, asked: Sequence[sa.ColumnElement[bool]]) -> tuple[object, ...]:
    """Return the line of each team in the last of a sync's rounds in which it said more than "as planned"."""
    rows = (
        sa.select(Ritual.id, Ritual.name, Prompt.team_id, Prompt.name.label("team"), Round.questions, Answer.values)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Round, Round.id == Prompt.round_id)
        .join(Ritual, Ritual.id == Round.ritual_id)
        .where(*asked, Prompt.team_id.is_not(None), Answer.as_planned.is_(False))
        .order_by(Ritual.name, Prompt.name, Round.local_date)
    )
    last = {(row.id, row.team_id): row for row in await session.execute(rows)}
    told = [TeamLine(row.team, row.name, headline(from_json(row.questions), row.values)) for row in last.values()]
    return tuple(one for one in told if one.text)


async def _next(session: AsyncSession, syncs: Collection[int], today: date) -> tuple[object, ...]:
    coming = sa.select(Ritual.name, Ritual.next_on).where(
        Ritual.id.in_(syncs), Ritual.state == "active", Ritual.next_on > today, Ritual.next_on <= last_day(today)
    )
    rows = await session.execute(coming.order_by(Ritual.next_on, Ritual.name).limit(MOST))
    return tuple(Coming(name, day) for name, day in rows if day is not None)


async def _counted(session: AsyncSession, asked: Sequence[sa.ColumnElement[bool]]) -> Counted:
    rows = (
        sa.select(Prompt.state, sa.func.count())
        .join(Round, Round.id == Prompt.round_id)
        .where(*asked)
        .group_by(Prompt.state)
    )
    by_state = {state: count for state, count in await session.execute(rows)}  # noqa: C416 (rows are not pairs to mypy)
    syncs = await session.scalar(sa.select(sa.func.count(sa.distinct(Round.ritual_id))).where(*asked))
    return Counted(
        syncs=syncs or 0,
        answered=by_state.get("answered", 0) + by_state.get("skipped", 0),
        away=by_state.get("absent", 0),
        silent=by_state.get("pending", 0) + by_state.get("missed", 0),
    )
