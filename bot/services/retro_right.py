"""Who may do what in a retro: run a round of it, take part."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.retro import RUNNING
from bot.errors import NotAllowed
from bot.services.ritual_kind import RETRO, is_theirs
from bot.services.role import rights_of
from models import Membership, Person, Retro, RetroRound


async def takes_part(session: AsyncSession, person: Person, retro_id: int) -> bool:
    """Tell whether somebody is of a team of the retro now."""
    mine = sa.select(Membership.id).where(
        Membership.person_id == person.id, Membership.team_id.in_(await RETRO.teams_of(session, retro_id))
    )
    return await session.scalar(mine.limit(1)) is not None


async def may_facilitate(session: AsyncSession, person: Person, retro: Retro) -> bool:
    """Tell whether somebody may take a round over: who is of its teams, and who may change the retro."""
    if await takes_part(session, person, retro.id):
        return True
    return is_theirs(await rights_of(session, person), retro, await RETRO.teams_of(session, retro.id))


async def must_facilitate(session: AsyncSession, person: Person, retro: Retro, current: RetroRound) -> None:
    """Raise NotAllowed, with how to go on, for whoever does not run this round.

    When it is over everybody may who could have taken it over.
    """
    if current.facilitator_id == person.id:
        return
    facilitator = await session.get_one(Person, current.facilitator_id)
    if current.state not in RUNNING:
        # Nobody can take a round over that is over, and whoever ran it may be gone.
        if await may_facilitate(session, person, retro):
            return
        raise NotAllowed(f"{facilitator.name} ran this retro, and only its teams may do this. Nothing was changed.")
    if await may_facilitate(session, person, retro):
        raise NotAllowed(
            f"{facilitator.name} runs this retro. *Facilitate* below the board lets you take over. Nothing was changed."
        )
    raise NotAllowed(f"{facilitator.name} runs this retro, and its teams may take over. Nothing was changed.")


async def must_take_part(session: AsyncSession, person: Person, retro: Retro) -> None:
    """Raise NotAllowed for whoever is of no team of the retro."""
    if not await takes_part(session, person, retro.id):
        owner = await session.get_one(Person, retro.owner_id)
        raise NotAllowed(f"*{retro.name}* is for its teams. {owner.name} can tell you more. Nothing was changed.")
