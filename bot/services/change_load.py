"""How much people have to take in: read before anything goes out, by group."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

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
    ChangePulseAsked,
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
_MUST_READS = (
    sa.select(AnnouncementReader.person_id, sa.func.count())
    .join(Announcement, Announcement.id == AnnouncementReader.announcement_id)
    .where(
        AnnouncementReader.person_id.in_(IDS),
        Announcement.must_read.is_(True),
        AnnouncementReader.due_at.between(_SINCE, _UNTIL),
        AnnouncementReader.state != ReaderState.UNREACHED,
    )
    .group_by(AnnouncementReader.person_id)
)
_SYNCS = (
    sa.select(Turn.person_id, sa.func.count(sa.distinct(Round.ritual_id)))
    .join(Round, Round.id == Turn.round_id)
    .where(Turn.person_id.in_(IDS), Round.opens_at >= _SINCE, Turn.asked_at.is_not(None))
    .group_by(Turn.person_id)
)
_RETROS = (
    sa.select(RetroPart.person_id, sa.func.count(sa.distinct(RetroRound.retro_id)))
    .join(RetroRound, RetroRound.id == RetroPart.round_id)
    .where(RetroPart.person_id.in_(IDS), RetroPart.asked_at >= _SINCE)
    .group_by(RetroPart.person_id)
)
_PULSES = (
    sa.select(ChangePulseAsked.person_id, sa.func.count())
    .where(ChangePulseAsked.person_id.in_(IDS), ChangePulseAsked.due_at.between(_SINCE, _UNTIL))
    .group_by(ChangePulseAsked.person_id)
)
_LOOKING_BACK = (
    sa.select(ChangeRetroAsked.person_id, sa.func.count())
    .where(ChangeRetroAsked.person_id.in_(IDS), ChangeRetroAsked.due_at.between(_SINCE, _UNTIL))
    .group_by(ChangeRetroAsked.person_id)
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
    session: AsyncSession, group_ids: Collection[int], now: datetime, *, change_id: int = 0
) -> list[Load]:
    """Return what each of these groups has to take in, in their order; `change_id` counts although it is a draft."""
    groups = {one: (name, limit) for one, name, limit in await rows_of(session, _GROUPS, group_ids)}
    members = await members_of(session, group_ids)
    people = {person for group in members.values() for person in group}
    since, until = window_of(now)
    counted = Counted(
        changes=await _changes(session, people, since, until, change_id),
        must_reads=await _counts(session, _MUST_READS, people, since, until),
        rituals=await _counts(session, _SYNCS, people, since)
        + await _counts(session, _RETROS, people, since)
        + await _counts(session, _LOOKING_BACK, people, since, until),
        pulses=await _counts(session, _PULSES, people, since, until),
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


async def _changes(
    session: AsyncSession, people: Collection[int], since: datetime, until: datetime, change_id: int
) -> Counter[int]:
    """Return how many changes go on for each of these people."""
    groups = {
        group: change
        for group, change, starts_on, ends_on in await session.execute(_LIVE, {"change_id": change_id})
        if goes_on_between(starts_on, ends_on, since.date(), until.date())
    }
    felt: dict[int, set[int]] = defaultdict(set)
    for group, members in (await members_of(session, groups)).items():
        for person in members.intersection(people):
            felt[person].add(groups[group])
    return Counter({person: len(changes) for person, changes in felt.items()})


async def _counts(
    session: AsyncSession, statement: sa.Executable, people: Collection[int], *window: datetime
) -> Counter[int]:
    given = dict(zip(("since", "until"), window, strict=False))
    rows = await rows_of(session, statement, people, **given)
    return Counter({one[0]: one[1] for one in rows})
