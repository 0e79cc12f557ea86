"""What being left out of a sync and of a retro do not share: who was asked, who is left to ask, what is set anew."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.clock import Clock
from bot.domain.opt_out import Asks, the_only_one, too_many
from bot.errors import NotAllowed, NotFound
from bot.services import retro_schedule
from bot.services.retro_lock import lock_retro
from bot.services.retro_plan import retro_outlook
from bot.services.role import acting
from bot.services.sync_audience import audience_of, sync_plan
from bot.services.sync_lock import lock_sync
from bot.services.sync_round import SyncRounds
from bot.services.sync_standing import standing_of_turn
from models import Person, Retro, RetroPart, RetroRound, Ritual

Asking = Ritual | Retro
_Asking_co = TypeVar("_Asking_co", bound=Asking, covariant=True)

_OWNER = aliased(Person)
_PART = (
    sa.select(RetroPart, Retro, _OWNER.name)
    .join(RetroRound, RetroRound.id == RetroPart.round_id)
    .join(Retro, Retro.id == RetroRound.retro_id)
    .join(_OWNER, _OWNER.id == Retro.owner_id)
    .where(RetroPart.id == sa.bindparam("part_id"))
)


@dataclass(frozen=True, slots=True)
class Asked(Generic[_Asking_co]):
    """Somebody who was asked by a sync or a retro of this owner."""

    person: Person
    ritual: _Asking_co
    owner: str

    @property
    def own(self) -> bool:
        """Whether they own it themselves."""
        return self.ritual.owner_id == self.person.id


class Side(Protocol):
    """What asks people."""

    of: Asks

    async def asked(self, session: AsyncSession, slack_id: str, asked_id: int) -> Asked[Asking]:
        """Return who was asked by this turn or part. Raises NotFound, NotAllowed, UserError for one that is deleted."""

    async def find(self, session: AsyncSession, ritual_id: int) -> Asking | None:
        """Return it; None where it is not there any more."""

    async def lock(self, session: AsyncSession, ritual_id: int) -> Asking | None:
        """Hold it until the end of the transaction."""

    async def refused(self, session: AsyncSession, ritual: Asking, person: Person) -> str:
        """Return why `person` cannot be left out; "" where others are left to ask."""

    async def changed(self, session: AsyncSession, ritual: Asking) -> None:
        """Set its next round anew: who is asked first may be somebody else now, in another zone."""


class SyncSide:
    """A sync."""

    of = Asks.SYNC

    def __init__(self, rounds: SyncRounds) -> None:
        """Set next rounds anew by `rounds`."""
        self._rounds = rounds

    async def asked(self, session: AsyncSession, slack_id: str, asked_id: int) -> Asked[Asking]:
        """Return who was asked in this turn."""
        standing = await standing_of_turn(session, slack_id, asked_id)
        return Asked(standing.person, standing.ritual, standing.owner)

    async def find(self, session: AsyncSession, ritual_id: int) -> Asking | None:
        """Return the sync."""
        here = sa.select(Ritual).where(Ritual.id == ritual_id, Ritual.state != "deleted")
        found: Ritual | None = await session.scalar(here)
        return found

    async def lock(self, session: AsyncSession, ritual_id: int) -> Asking | None:
        """Hold it with its timers."""
        return await lock_sync(session, ritual_id)

    async def refused(self, session: AsyncSession, ritual: Asking, person: Person) -> str:
        """Return why its only voice cannot be left out."""
        sync = await session.get_one(Ritual, ritual.id)
        plan = await sync_plan(session, sync)
        audience = await audience_of(session, plan, sync.id)
        return too_many(person.name, sync.name, plan.voice, person.id, audience.parties)

    async def changed(self, session: AsyncSession, ritual: Asking) -> None:
        """Set its next round anew."""
        await self._rounds.schedule(session, await session.get_one(Ritual, ritual.id))


class RetroSide:
    """A retro."""

    of = Asks.RETRO

    def __init__(self, clock: Clock) -> None:
        """Set next rounds anew after now."""
        self._clock = clock

    async def asked(self, session: AsyncSession, slack_id: str, asked_id: int) -> Asked[Asking]:
        """Return who was asked for cards by this part of a round."""
        return await retro_asked(session, slack_id, asked_id)

    async def find(self, session: AsyncSession, ritual_id: int) -> Asking | None:
        """Return the retro."""
        here = sa.select(Retro).where(Retro.id == ritual_id, Retro.state != "deleted")
        found: Retro | None = await session.scalar(here)
        return found

    async def lock(self, session: AsyncSession, ritual_id: int) -> Asking | None:
        """Hold it with its timers and the round that goes on."""
        retro, _ = await lock_retro(session, ritual_id)
        return retro

    async def refused(self, session: AsyncSession, ritual: Asking, person: Person) -> str:
        """Return why the only one whom it asks cannot be left out."""
        seen = await retro_outlook(session, await session.get_one(Retro, ritual.id))
        return the_only_one(person.name, ritual.name) if set(seen.people) <= {person.id} else ""

    async def changed(self, session: AsyncSession, ritual: Asking) -> None:
        """Set its next round anew; one that is due already is left to the tick."""
        retro, now = await session.get_one(Retro, ritual.id), self._clock.now()
        if retro.next_opens_at is None or retro.next_opens_at > now:
            await retro_schedule.schedule(session, retro, now)


async def retro_asked(session: AsyncSession, slack_id: str, part_id: int) -> Asked[Retro]:
    """Return who was asked for cards by this part of a round. Raises NotFound, NotAllowed."""
    person = await acting(session, slack_id)
    row = (await session.execute(_PART, {"part_id": part_id})).one_or_none()
    if row is None or row.Retro.state == "deleted":
        raise NotFound("This retro is not there any more, and does not ask you again. Nothing was changed.")
    if row.RetroPart.person_id != person.id:
        raise NotAllowed("This question was for somebody else. Nothing was changed.")
    return Asked(person, row.Retro, row.name)
