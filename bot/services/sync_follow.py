"""Keeps the audience of syncs that follow a channel or a user group: who leaves leaves, who joins joins the next round.

Events tell of each change at once. They may be lost, so everybody is compared once more before a round opens, and the
owner is told once where the members are not known any more: the sync then goes on with those it knew last.

Of five hundred who join at once, Slack tells one by one. What it tells of a sync while that is being written gathers,
and is written together next: to work out an audience for each would keep everybody else waiting for minutes.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.sync_follow import Told, Trouble, TroubleFacts
from bot.engine.timers import set_timer
from bot.errors import SlackRefused, SlackUnavailable
from bot.services import sync_schedule
from bot.services.people import PeopleService
from bot.services.people_rows import write_groups
from bot.services.sync_following import can_follow, ids_of, participants, sources_of, told_of, write_participants
from bot.services.sync_lock import lock_sync
from bot.services.sync_schedule import FOLLOW_NOW
from bot.slack.gateway import Slack, SlackGroup
from models import Person, Ritual

TROUBLE = "sync_follow_trouble"
"""Kind in the ledger of the message to the owner."""

AGAIN = timedelta(minutes=5)
"""After this Slack is asked again where it did not answer, as long as the round has not opened."""


class SyncFollows:
    """What becomes of people who come and go."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        slack_for: Callable[[str], Awaitable[Slack]],
        people: PeopleService,
        ledger: Ledger,
    ) -> None:
        """Ask the Slack that `slack_for` gives; new people become known through `people`."""
        self._database, self._clock, self._slack_for = database, clock, slack_for
        self._people, self._ledger = people, ledger
        # By workspace and sync: whether people (Slack ids) have come or gone, as far as it is not written yet.
        self._told: dict[tuple[str, int], dict[str, bool]] = defaultdict(dict)
        self._turns: dict[tuple[str, int], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def compare(self, workspace_id: str, ritual_id: int) -> None:
        """Compare the members of what a sync follows with Slack. Raises SlackUnavailable, SlackRefused."""
        async with self._database.reading(workspace_id) as session:
            ritual = await _following(session, ritual_id)
        if ritual is None:
            return
        source = (ritual.follows_channel, ritual.follows_group)
        told = await told_of(await self._slack_for(workspace_id), *source)
        async with self._database.transaction(workspace_id) as session:
            ritual = await lock_sync(session, ritual_id)
            # Whoever changed the sync meanwhile has asked Slack themselves.
            if ritual is None or (ritual.follows_channel, ritual.follows_group) != source:
                return
            await self._bring(session, ritual, told)

    async def compare_or_later(self, workspace_id: str, ritual_id: int) -> None:
        """Compare, or where Slack does not answer let it be made again, unless the round opens before.

        The round then asks whom the sync knew last.
        """
        try:
            await self.compare(workspace_id, ritual_id)
        except (SlackUnavailable, SlackRefused):
            await self._later(workspace_id, ritual_id)

    async def _later(self, workspace_id: str, ritual_id: int) -> None:
        again = self._clock.now() + AGAIN
        async with self._database.transaction(workspace_id) as session:
            ritual = await _following(session, ritual_id)
            if ritual is not None and ritual.next_opens_at is not None and ritual.next_opens_at > again:
                await set_timer(session, workspace_id, FOLLOW_NOW, str(ritual_id), again)

    async def came(self, workspace_id: str, channel: str, slack_id: str) -> None:
        """Let somebody who has joined `channel` take part in the next round of the syncs that follow it."""
        rituals = await self._of_channel(workspace_id, channel)
        if not rituals or not await self._known(workspace_id, slack_id):
            return
        await self._one(workspace_id, rituals, slack_id, here=True)

    async def went(self, workspace_id: str, channel: str, slack_id: str) -> None:
        """Let somebody who has left `channel` take part no more, unless they were added by name or by their team."""
        await self._one(workspace_id, await self._of_channel(workspace_id, channel), slack_id, here=False)

    async def channel_changed(self, workspace_id: str, channel: str) -> None:
        """Compare the syncs that follow `channel`, which Drumbeat joined or left, or which was archived or is back."""
        for ritual_id in await self._of_channel(workspace_id, channel):
            await self.compare_or_later(workspace_id, ritual_id)

    async def group_changed(self, workspace_id: str, group: str, told: SlackGroup | None = None) -> None:
        """Take what Slack says of a user group, and compare the syncs that follow it."""
        async with self._database.transaction(workspace_id) as session:
            if told is not None:
                await write_groups(session, workspace_id, [told])
            rows = sa.select(Ritual.id).where(Ritual.follows_group == group, Ritual.state != "deleted")
            rituals = list(await session.scalars(rows.order_by(Ritual.id)))
        for ritual_id in rituals:
            await self.compare_or_later(workspace_id, ritual_id)

    async def _of_channel(self, workspace_id: str, channel: str) -> list[int]:
        rows = sa.select(Ritual.id).where(Ritual.follows_channel == channel, Ritual.state != "deleted")
        async with self._database.reading(workspace_id) as session:
            return list(await session.scalars(rows.order_by(Ritual.id)))

    async def _known(self, workspace_id: str, slack_id: str) -> bool:
        """Tell whether somebody can take part; whoever is new is asked of Slack, and a stranger is not stored."""
        known = sa.select(Person.id).where(Person.slack_id == slack_id)
        async with self._database.reading(workspace_id) as session:
            if await session.scalar(known) is not None:
                return True
        try:
            told = await (await self._slack_for(workspace_id)).person(slack_id)
        except SlackRefused:
            return False
        if (
            told.is_guest
            or told.is_bot
            or told.deactivated
            or (told.workspaces and workspace_id not in told.workspaces)
        ):
            return False
        await self._people.changed(workspace_id, told)
        return True

    async def _one(self, workspace_id: str, rituals: Sequence[int], slack_id: str, *, here: bool) -> None:
        for ritual_id in rituals:
            self._told[workspace_id, ritual_id][slack_id] = here
        for ritual_id in rituals:
            told = self._told[workspace_id, ritual_id]
            async with self._turns[workspace_id, ritual_id]:
                # Whoever had the turn before may have written it.
                if slack_id in told:
                    await self._write_told(workspace_id, ritual_id)

    async def _write_told(self, workspace_id: str, ritual_id: int) -> None:
        """Write who has come and gone; where that fails it is left to whoever comes or goes next."""
        told = self._told[workspace_id, ritual_id]
        taken: dict[str, bool] = {}
        try:
            async with self._database.transaction(workspace_id) as session:
                ritual = await lock_sync(session, ritual_id)
                # Taken only now: more have come while this waited.
                taken |= told
                told.clear()
                if ritual is not None:
                    named, followed = await participants(session, ritual_id)
                    came = await can_follow(session, [one for one, here in taken.items() if here])
                    went = await ids_of(session, [one for one, here in taken.items() if not here])
                    await self._write(session, ritual, named, (followed | came) - went, compared=False)
        except BaseException:
            told.update({one: here for one, here in taken.items() if one not in told})
            raise

    async def _bring(self, session: AsyncSession, ritual: Ritual, told: Told) -> None:
        if told.trouble is not None:
            await self._tell(session, ritual, told.trouble)
            return
        named, _ = await participants(session, ritual.id)
        await self._write(session, ritual, named, await can_follow(session, told.members))

    async def _write(
        self, session: AsyncSession, ritual: Ritual, named: set[int], followed: set[int], *, compared: bool = True
    ) -> None:
        changed = await write_participants(session, ritual, named=named, followed=followed)
        outlook = await sync_schedule.outlook(session, ritual)
        if changed:
            await sync_schedule.move_seen(session, [(ritual, outlook)], self._clock.now())
        asks = any(party.order for party in outlook.audience.parties)
        # That somebody came or went says nothing of why the others are not known.
        if compared or ritual.follow_trouble in {"", Trouble.EMPTY}:
            await self._tell(session, ritual, None if asks else Trouble.EMPTY)

    async def _tell(self, session: AsyncSession, ritual: Ritual, trouble: Trouble | None) -> None:
        """Tell the owner of a trouble that was not there at the last look."""
        now = str(trouble) if trouble else ""
        if ritual.follow_trouble == now:
            return
        ritual.follow_trouble = now
        if trouble is None or ritual.state != "active":
            return
        owner = await session.get_one(Person, ritual.owner_id)
        key = f"{TROUBLE}:{ritual.id}:{trouble}:{self._clock.now():%Y%m%d}"
        subject = {"ritual": ritual.id, "trouble": now}
        await self._ledger.plan(session, ritual.workspace_id, [Intent(key, TROUBLE, subject, owner.slack_id)])


async def trouble_facts(session: AsyncSession, ritual_id: int, trouble: str) -> TroubleFacts | None:
    """Return what the owner reads of a trouble; None where it has passed."""
    ritual = await _following(session, ritual_id)
    if ritual is None or ritual.follow_trouble != trouble:
        return None
    _, followed = await participants(session, ritual_id)
    outlook = await sync_schedule.outlook(session, ritual)
    sources = await sources_of(session, ritual.follows_channel, ritual.follows_group)
    source = sources[-1] if trouble in {Trouble.GONE, Trouble.SCOPE} else sources[0]
    return TroubleFacts(
        ritual_id,
        ritual.name,
        Trouble(trouble),
        source,
        len(followed & set(outlook.audience.people)),
        len(outlook.audience.people) > len(followed),
    )


async def _following(session: AsyncSession, ritual_id: int) -> Ritual | None:
    follows = sa.or_(Ritual.follows_channel != "", Ritual.follows_group != "")
    found: Ritual | None = await session.scalar(
        sa.select(Ritual).where(Ritual.id == ritual_id, Ritual.state != "deleted", follows)
    )
    return found
