"""How much people have to take in: read before anything goes out, by group."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.announcement import ReaderState
from bot.domain.change import ChangeState
from bot.domain.change_load import (
    LIMIT,
    LIMITS,
    Counted,
    Load,
    goes_on_between,
    in_words,
    load_of_group,
    too_much,
    window_of,
    with_must_read,
)
from bot.engine.upsert import table
from bot.errors import UserError
from bot.services.stakeholder import members_of
from bot.services.workspace_limit import Limit
from models import (
    Announcement,
    AnnouncementPart,
    AnnouncementReader,
    Change,
    ChangePulse,
    ChangePulseAsked,
    ChangeRetro,
    ChangeRetroAsked,
    RetroPart,
    RetroRound,
    Round,
    StakeholderGroup,
    Turn,
    Workspace,
)

_INSTANT = table(Announcement).c.created_at.type
_SINCE, _UNTIL = sa.bindparam("since", type_=_INSTANT), sa.bindparam("until", type_=_INSTANT)

# Put together once: every preview reads these.
_GROUPS = (
    sa.select(StakeholderGroup.id, StakeholderGroup.name, Workspace.change_limit)
    .join(Workspace, Workspace.id == StakeholderGroup.workspace_id)
    .where(StakeholderGroup.id.in_(IDS))
)
_LIVE = (
    sa.select(StakeholderGroup.id, Change.id, Change.starts_on, Change.ends_on)
    .join(Change, Change.id == StakeholderGroup.change_id)
    .where(
        sa.or_(
            Change.state.in_((ChangeState.ANNOUNCED, ChangeState.IN_PROGRESS)),
            Change.id == sa.bindparam("change_id"),
        )
    )
)


def _each(person_id: sa.SQLColumnExpression[int]) -> sa.ColumnElement[int]:
    """Return a person as what comes to each is counted.

    No plain column: to spare itself a sort, SQLite would go through all that ever came to anybody by the index of it.
    """
    return person_id + 0


# All that comes to anybody within the window is counted, beginning with what is within it.
_TO = {one: _each(one.person_id) for one in (AnnouncementReader, Turn, RetroPart, ChangePulseAsked, ChangeRetroAsked)}
_MUST_READS = (
    sa.select(_TO[AnnouncementReader], sa.func.count())
    .where(
        AnnouncementReader.announcement_id.in_(sa.select(Announcement.id).where(Announcement.must_read.is_(True))),
        AnnouncementReader.state.in_((ReaderState.WAITING, ReaderState.TOLD)),
        AnnouncementReader.due_at.between(_SINCE, _UNTIL),
    )
    .group_by(_TO[AnnouncementReader])
)
_SYNCS = (
    sa.select(_TO[Turn], sa.func.count(sa.distinct(Round.ritual_id)))
    .join(Round, Round.id == Turn.round_id)
    .where(Turn.round_id.in_(sa.select(Round.id).where(Round.opens_at >= _SINCE)), Turn.asked_at.is_not(None))
    .group_by(_TO[Turn])
)
_THEN = sa.select(RetroRound.id).where(sa.or_(RetroRound.closed_at.is_(None), RetroRound.closed_at >= _SINCE))
_RETROS = (
    sa.select(_TO[RetroPart], sa.func.count(sa.distinct(RetroRound.retro_id)))
    .join(RetroRound, RetroRound.id == RetroPart.round_id)
    .where(RetroPart.round_id.in_(_THEN), RetroPart.asked_at >= _SINCE)
    .group_by(_TO[RetroPart])
)
_PULSES = (
    sa.select(_TO[ChangePulseAsked], sa.func.count())
    .where(
        ChangePulseAsked.pulse_id.in_(sa.select(ChangePulse.id).where(ChangePulse.closes_at >= _SINCE)),
        ChangePulseAsked.due_at.between(_SINCE, _UNTIL),
    )
    .group_by(_TO[ChangePulseAsked])
)
_LOOKING_BACK = (
    sa.select(_TO[ChangeRetroAsked], sa.func.count())
    .where(
        ChangeRetroAsked.retro_id.in_(sa.select(ChangeRetro.id).where(ChangeRetro.closes_at >= _SINCE)),
        ChangeRetroAsked.due_at.between(_SINCE, _UNTIL),
    )
    .group_by(_TO[ChangeRetroAsked])
)


CHANGE_LIMIT = Limit(
    "change_limit",
    usual=LIMIT,
    allowed=LIMITS,
    changing="Changing how much a group can take in is",
    unit="number",
    detail="limit",
)
"""What an average person of a group can take in within the window."""


class Overloaded(UserError):
    """An announcement would be more than a group can take in; `loads` are the groups, those with most first."""

    def __init__(self, loads: Sequence[Load]) -> None:
        """Say how much it is for the first of them, and how many others there are."""
        self.loads = tuple(loads)
        super().__init__(f"{in_words(self.loads)}.")


async def load_of(
    session: AsyncSession,
    group_ids: Collection[int],
    now: datetime,
    *,
    change_id: int = 0,
    known: Mapping[int, set[int]] = MappingProxyType({}),
) -> list[Load]:
    """Return what each of these groups has to take in, in their order; `change_id` counts although it is a draft.

    `known`: the people of groups, where they are read already.
    """
    groups = {one: (name, limit) for one, name, limit in await rows_of(session, _GROUPS, group_ids)}
    since, until = window_of(now)
    live = {
        group: change
        for group, change, starts_on, ends_on in await session.execute(_LIVE, {"change_id": change_id})
        if goes_on_between(starts_on, ends_on, since.date(), until.date())
    }
    members = {**known, **await members_of(session, {*group_ids, *live} - known.keys())}
    window = {"since": since, "until": until}
    counted = Counted(
        changes=_changes(live, members),
        must_reads=await _counts(session, _MUST_READS, window),
        rituals=await _counts(session, _SYNCS, window)
        + await _counts(session, _RETROS, window)
        + await _counts(session, _LOOKING_BACK, window),
        pulses=await _counts(session, _PULSES, window),
    )
    return [load_of_group(one, *groups[one], members[one], counted) for one in group_ids if one in groups]


async def load_with(session: AsyncSession, announcement: Announcement, now: datetime) -> list[Load]:
    """Return what the groups of an announcement have to take in once it is out; one with nobody in it is left out."""
    parts = sa.select(AnnouncementPart.group_id).where(AnnouncementPart.announcement_id == announcement.id)
    ids = list(await session.scalars(parts.order_by(AnnouncementPart.id)))
    loads = [one for one in await load_of(session, ids, now, change_id=announcement.change_id or 0) if one.people]
    return [with_must_read(one) for one in loads] if announcement.must_read else loads


def beyond_leave(announcement: Announcement, loads: Sequence[Load]) -> list[Load]:
    """Return the groups that are over the limit, and have more to take in than somebody said that they may."""
    allowed = announcement.override_loads
    return [one for one in too_much(loads) if one.total > allowed.get(str(one.group_id), 0)]


async def must_bear(session: AsyncSession, announcement: Announcement, now: datetime) -> None:
    """Raise Overloaded where an announcement is more than a group can take in, and nobody said why it may go.

    What was said holds for as much as there was to take in then: what grew since is asked about anew.
    """
    if over := beyond_leave(announcement, await load_with(session, announcement, now)):
        raise Overloaded(over)


def _changes(live: Mapping[int, int], members: Mapping[int, set[int]]) -> Counter[int]:
    """Return how many changes go on for each person; `live`: the change of each group that is in one."""
    affected: dict[int, set[int]] = defaultdict(set)
    for group, change in live.items():
        affected[change] |= members[group]
    felt: Counter[int] = Counter()
    for people in affected.values():
        felt.update(people)
    return felt


async def _counts(
    session: AsyncSession, statement: sa.Select[int, int], window: Mapping[str, datetime]
) -> Counter[int]:
    rows = await session.execute(statement, window)
    return Counter({person: count for person, count in rows})  # noqa: C416 (rows are no pairs to mypy)
