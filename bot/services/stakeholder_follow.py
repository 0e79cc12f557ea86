"""The members of channels and user groups that stakeholder groups are made of, asked of Slack.

They are asked when a group is saved, before an announcement is planned, and every night while a change goes on. Where
Slack does not tell them, those whom it named last stay, and the group says why. Guests belong to a channel's group,
since they read along in it; bots and people who left do not.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.sync_follow import Told, Trouble
from bot.engine.timers import set_timer
from bot.engine.upsert import insert_rows
from bot.errors import SlackRefused, SlackUnavailable
from bot.services.people import next_night
from bot.services.sync_following import ids_of, told_of
from bot.slack.gateway import Slack
from models import Change, Person, StakeholderFollowed, StakeholderGroup, StakeholderSource

FOLLOW = "stakeholder_follow"
"""Kind of the timer that asks every night, one a workspace."""

HOUR = 3
"""In this hour, UTC: after people have been compared."""

SUBJECT = "night"
_FOLLOWED = ("channel", "user_group")


class StakeholderFollows:
    """Asks Slack, and writes what it tells."""

    def __init__(self, database: Database, clock: Clock, slack_for: Callable[[str], Awaitable[Slack]]) -> None:
        """Ask the Slack that `slack_for` gives."""
        self._database, self._clock, self._slack_for = database, clock, slack_for

    async def bring(self, workspace_id: str, group_ids: Collection[int]) -> None:
        """Ask who is in what these groups are made of, as far as that is channels and user groups.

        Raises SlackUnavailable, SlackRefused.
        """
        async with self._database.reading(workspace_id) as session:
            sources = await _sources(session, group_ids)
        slack = await self._slack_for(workspace_id)
        told: dict[tuple[str, str], Told] = {}
        for kind, value in sorted({one for several in sources.values() for one in several}):
            told[kind, value] = await told_of(slack, *((value, "") if kind == "channel" else ("", value)))
        async with self._database.transaction(workspace_id) as session:
            again = await _sources(session, group_ids)
            rows = sa.select(StakeholderGroup).where(StakeholderGroup.id.in_(sorted(group_ids)))
            for group in await session.scalars(rows.order_by(StakeholderGroup.id).with_for_update()):
                # Whoever saved other sources meanwhile asks about those themselves.
                if again[group.id] == sources[group.id]:
                    await _write(session, group, [told[one] for one in sources[group.id]])
            if any(sources.values()):
                await self.schedule(session, workspace_id)

    async def bring_or_keep(self, workspace_id: str, group_ids: Collection[int]) -> bool:
        """Ask, or keep whom Slack named last where it does not answer; tell whether it did."""
        try:
            await self.bring(workspace_id, group_ids)
        except (SlackUnavailable, SlackRefused):
            return False
        return True

    async def night(self, workspace_id: str) -> None:
        """Ask about the groups of all changes that are not over. Raises SlackUnavailable, SlackRefused."""
        rows = (
            sa.select(StakeholderGroup.id)
            .outerjoin(Change, Change.id == StakeholderGroup.change_id)
            .join(StakeholderSource, StakeholderSource.group_id == StakeholderGroup.id)
            .where(StakeholderSource.kind.in_(_FOLLOWED))
            .where(sa.or_(StakeholderGroup.standing, Change.state.in_(["draft", "announced", "in_progress"])))
        )
        async with self._database.reading(workspace_id) as session:
            group_ids = set(await session.scalars(rows.distinct()))
        if group_ids:
            await self.bring(workspace_id, group_ids)

    async def schedule(self, session: AsyncSession, workspace_id: str, due_at: datetime | None = None) -> None:
        """Set the timer of the next night, or of `due_at`."""
        due = due_at or next_night(workspace_id, self._clock.now(), hour=HOUR)
        await set_timer(session, workspace_id, FOLLOW, SUBJECT, due)


async def _sources(session: AsyncSession, group_ids: Collection[int]) -> Mapping[int, list[tuple[str, str]]]:
    rows = (
        sa.select(StakeholderSource.group_id, StakeholderSource.kind, StakeholderSource.value)
        .where(StakeholderSource.group_id.in_(group_ids), StakeholderSource.kind.in_(_FOLLOWED))
        .order_by(StakeholderSource.kind, StakeholderSource.value)
    )
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for group_id, kind, value in await session.execute(rows):
        found[group_id].append((kind, value))
    return defaultdict(list, found)


async def _write(session: AsyncSession, group: StakeholderGroup, told: Collection[Told]) -> None:
    """Let these be the members; where Slack did not tell some of them, nobody is taken out."""
    trouble: Trouble | None = next((one.trouble for one in told if one.trouble), None)
    members: set[str] = set().union(*(one.members for one in told))
    present = (Person.is_bot.is_(False), Person.deactivated.is_(False))
    wanted = await ids_of(session, members, *present)
    stored = sa.select(StakeholderFollowed.person_id).where(StakeholderFollowed.group_id == group.id)
    before = set(await session.scalars(stored))
    if gone := set() if trouble else before - wanted:
        await session.execute(
            sa.delete(StakeholderFollowed).where(
                StakeholderFollowed.workspace_id == group.workspace_id,
                StakeholderFollowed.group_id == group.id,
                StakeholderFollowed.person_id.in_(gone),
            )
        )
    new = [
        {"workspace_id": group.workspace_id, "group_id": group.id, "person_id": one} for one in sorted(wanted - before)
    ]
    if new:
        await session.execute(insert_rows(session, StakeholderFollowed, new))
    group.source_trouble = str(trouble) if trouble else ""
