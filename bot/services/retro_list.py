"""The retros of a workspace as one reader sees them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.opt_out import Asks
from bot.domain.retro import RUNNING, RetroState
from bot.domain.retro_list import RetroRow
from bot.services.opt_out_read import may_decide, to_look_at
from bot.services.retro_phase import phase_end
from bot.services.ritual_kind import RETRO
from bot.services.ritual_list import listed
from bot.services.role import Rights
from models import Membership, Person, RetroRound


async def retro_rows(session: AsyncSession, rights: Rights, retro_ids: Sequence[int] | None = None) -> list[RetroRow]:
    """Return the retros that the reader may see, or of them those asked for, by name; a handful of queries for all."""
    found = await listed(session, rights, RETRO, RETRO.may_see(rights.person), retro_ids)
    ids = [one.ritual.id for one in found]
    going = sa.select(RetroRound, Person.name).join(Person, Person.id == RetroRound.facilitator_id)
    going = going.where(RetroRound.retro_id.in_(ids), RetroRound.state.in_(RUNNING))
    rounds: dict[int, RetroRound] = {}
    live_with: dict[int, str] = {}
    for running, facilitator in await session.execute(going):
        rounds[running.retro_id] = running
        if running.live:
            live_with[running.retro_id] = facilitator
    own = set(await session.scalars(sa.select(Membership.team_id).where(Membership.person_id == rights.person.id)))
    left_out = await to_look_at(session, Asks.RETRO, ids)
    return [
        RetroRow(
            **one.shared,
            anonymous=one.ritual.anonymous,
            phase=RetroState(current.state) if current else None,
            until=phase_end(current) if current else None,
            takes_part=not own.isdisjoint(one.team_ids),
            round_id=_writing(current),
            live_with=live_with.get(one.ritual.id, ""),
            opt_outs=left_out.get(one.ritual.id, 0) if may_decide(rights.person, one.ritual.owner_id) else 0,
        )
        for one in found
        for current in [rounds.get(one.ritual.id)]
    ]


def _writing(current: RetroRound | None) -> int | None:
    return current.id if current is not None and current.state == RetroState.COLLECTING else None
