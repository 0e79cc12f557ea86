"""People and channels as Slack has them: read in full at the start and every night, kept in step by events between.

Slack is always asked outside a transaction; what it told is then written by a few statements, however many people
there are. What people set in Drumbeat (role, working time, a fixed zone) is never touched by Slack.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zlib import crc32

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.engine.timers import set_timer
from bot.engine.upsert import PAGE
from bot.errors import NotFound, SettingsError, SlackRefused
from bot.services.people_rows import leave_groups, leave_unlisted, write_channels, write_groups, write_people
from bot.services.sync_owner import pass_on
from bot.slack.gateway import Identity, Slack, SlackChannel, SlackGroup, SlackPerson
from models import Person, Timer, Workspace

RECONCILE = "people.reconcile"
"""Kind of the nightly timer, and of the work that it asks for."""

NIGHT = 2
"""UTC hour in which the comparison with Slack's lists runs; the minute differs from workspace to workspace."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many people and channels Slack told of; `channels` is None where it may not be asked for them."""

    people: int
    channels: int | None


class Rounds(Protocol):
    """What depends on people's zones, and on who is there."""

    async def move_all(self, session: AsyncSession) -> None:
        """Work out anew when the next rounds open."""
        ...


class Statuses(Protocol):
    """What depends on people's statuses."""

    async def told(self, workspace_id: str, people: Sequence[SlackPerson]) -> None:
        """Take what Slack says of the statuses of `people`."""
        ...


class PeopleService:
    """Knows who is in the workspace."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        slack_for: Callable[[str], Awaitable[Slack]],
        rounds: Rounds,
        ledger: Ledger,
        statuses: Statuses,
    ) -> None:
        """Ask the Slack that `slack_for` gives for a workspace; `rounds` hear of people who move, come or go.

        Whoever gets the syncs of somebody who left is told through `ledger`; `statuses` hear of everybody.
        """
        self._database = database
        self._clock = clock
        self._slack_for = slack_for
        self._rounds = rounds
        self._ledger = ledger
        self._statuses = statuses

    async def install(self, identity: Identity) -> None:
        """Make the workspace known, or bring its name and the bot's id up to date.

        Raises SettingsError when the database holds another workspace: its people would be mixed up with strangers.
        """
        async with self._database.system_session() as session:
            workspace = await session.get(Workspace, identity.workspace_id)
            if workspace is None:
                other = (await session.execute(sa.select(Workspace.name, Workspace.id).limit(1))).one_or_none()
                if other is not None:
                    raise SettingsError(
                        f"SLACK_BOT_TOKEN belongs to the workspace {identity.workspace_name} "
                        f"({identity.workspace_id}), but this database holds {other.name} ({other.id}). Nothing was "
                        "changed. Take the token of that workspace, or another database with DATABASE_URL."
                    )
                workspace = Workspace(id=identity.workspace_id, created_at=self._clock.now())
                session.add(workspace)
            workspace.name = identity.workspace_name
            workspace.bot_user_id = identity.bot_user_id
            workspace.app_id = identity.app_id or workspace.app_id or ""

    async def begin(self, workspace_id: str) -> None:
        """Set the timer of the next comparison, due now where there was none yet; one that waits already stays.

        Whoever was to make the first one may have died in it, and whoever starts now may not be the eldest.
        """
        waits = sa.select(Timer.id).where(Timer.kind == RECONCILE, Timer.state == "pending")
        synced_at = sa.select(Workspace.people_synced_at).where(Workspace.id == workspace_id)
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            if await session.scalar(waits) is None:
                compared = await session.scalar(synced_at) is not None
                await self.schedule(session, workspace_id, next_night(workspace_id, now) if compared else now)

    async def reconcile(self, workspace_id: str) -> Reconciled:
        """Compare everybody and every channel with Slack's lists, and set the timer of the next night.

        Raises SlackUnavailable, and SlackRefused when people may not be read; channels and user groups that may not be
        read are left.
        """
        slack = await self._slack_for(workspace_id)
        people = [one async for one in slack.people()]
        channels: list[SlackChannel] | None
        try:
            channels = [one async for one in slack.channels()]
        except SlackRefused:
            channels = None
        groups: list[SlackGroup] | None
        try:
            groups = await slack.groups()
        except SlackRefused:
            groups = None
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            # First the timer, then people: in this order the tick holds them too.
            await self.schedule(session, workspace_id, next_night(workspace_id, now))
            await write_people(session, workspace_id, people)
            if channels is not None:
                await write_channels(session, workspace_id, channels)
                await leave_unlisted(session, {one.slack_id for one in channels})
            await (leave_groups(session) if groups is None else write_groups(session, workspace_id, groups))
            await session.execute(sa.update(Workspace).where(Workspace.id == workspace_id).values(people_synced_at=now))
        await self._move_rounds(workspace_id)
        await self._statuses.told(workspace_id, people)
        return Reconciled(len(people), None if channels is None else len(channels))

    async def schedule(self, session: AsyncSession, workspace_id: str, when: datetime) -> None:
        """Let the next comparison with Slack's lists be at `when`."""
        await set_timer(session, workspace_id, RECONCILE, "", when)

    async def changed(self, workspace_id: str, person: SlackPerson) -> None:
        """Take what Slack says of one person, who may be new."""
        known = sa.select(Person.zone, Person.deactivated).where(Person.slack_id == person.slack_id)
        async with self._database.transaction(workspace_id) as session:
            before = (await session.execute(known)).one_or_none()
            await write_people(session, workspace_id, [person])
            after = (await session.execute(known)).one_or_none()
        if before is not None and before != after:
            await self._move_rounds(workspace_id)
        await self._statuses.told(workspace_id, [person])

    async def _move_rounds(self, workspace_id: str) -> None:
        # A transaction of its own, which locks in the order of all (services/sync_lock.py).
        async with self._database.transaction(workspace_id) as session:
            await self._rounds.move_all(session)
            await pass_on(session, self._ledger, workspace_id, self._clock.now())

    async def ensure_person(self, workspace_id: str, slack_id: str) -> Person:
        """Return who acts; somebody who is not known yet is asked of Slack first. Raises NotFound for nobody."""
        async with self._database.reading(workspace_id) as session:
            found = await person_by_slack_id(session, slack_id)
        if found is not None:
            return found
        try:
            told = await (await self._slack_for(workspace_id)).person(slack_id)
        except SlackRefused:
            raise NotFound("Slack does not know this person (any more). Nothing was changed.") from None
        await self.changed(workspace_id, told)
        async with self._database.reading(workspace_id) as session:
            found = await person_by_slack_id(session, slack_id)
        if found is None:
            raise NotFound("Slack does not know this person (any more). Nothing was changed.")
        return found

    async def members_of(self, workspace_id: str, channel: str) -> list[Person]:
        """Return the people in a channel, by name: without bots and deactivated people.

        Raises SlackRefused where Drumbeat may not look.
        """
        members = await (await self._slack_for(workspace_id)).members(channel)
        found: list[Person] = []
        async with self._database.reading(workspace_id) as session:
            for first in range(0, len(members), PAGE):
                chosen = sa.select(Person).where(
                    Person.slack_id.in_(members[first : first + PAGE]),
                    Person.is_bot.is_(False),
                    Person.deactivated.is_(False),
                )
                found.extend(await session.scalars(chosen))
        return sorted(found, key=lambda person: (person.name.casefold(), person.id))


_BY_SLACK_ID = sa.select(Person).where(Person.slack_id == sa.bindparam("slack_id"))


async def person_by_slack_id(session: AsyncSession, slack_id: str) -> Person | None:
    """Return the person of the session's workspace with this Slack id, if known."""
    found: Person | None = await session.scalar(_BY_SLACK_ID, {"slack_id": slack_id})
    return found


def next_night(workspace_id: str, now: datetime, *, hour: int = NIGHT) -> datetime:
    """Return the next instant after `now` in this UTC hour that is a workspace's: not all have their turn at once."""
    tonight = now.replace(hour=hour, minute=crc32(workspace_id.encode()) % 60, second=0, microsecond=0)
    return tonight if tonight > now else tonight + timedelta(days=1)
