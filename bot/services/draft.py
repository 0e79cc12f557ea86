"""Drafts: what somebody is setting up and has not saved yet, so that closing a form loses nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from models import Draft


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft and when it was last changed."""

    values: Mapping[str, Any]
    updated_at: datetime


class Drafts:
    """One draft a person and kind, in the transaction of the caller."""

    def __init__(self, clock: Clock) -> None:
        """Keep the clock."""
        self._clock = clock

    async def find(self, session: AsyncSession, person_id: int, kind: str, *, locked: bool = False) -> Kept | None:
        """Return the draft of this kind, if there is one; with `locked` nobody else changes it meanwhile."""
        row = await self._row(session, person_id, kind, locked=locked)
        return Kept(row.values, row.updated_at) if row else None

    async def keep(self, session: AsyncSession, person_id: int, kind: str, values: Mapping[str, Any]) -> None:
        """Keep `values` (JSON) in place of what was drafted before."""
        fields = {"values": dict(values), "updated_at": self._clock.now()}
        known = sa.update(Draft).where(Draft.person_id == person_id, Draft.kind == kind).values(**fields)
        if await self._row(session, person_id, kind) is None:
            try:
                async with session.begin_nested():
                    session.add(Draft(person_id=person_id, kind=kind, **fields))
            except IntegrityError:
                # Two fields of one form reported at the same time: the other one was quicker to make the row.
                await session.execute(known)
        else:
            await session.execute(known)

    async def drop(self, session: AsyncSession, person_id: int, kind: str) -> None:
        """Forget the draft, saved or not wanted any more."""
        await session.execute(sa.delete(Draft).where(Draft.person_id == person_id, Draft.kind == kind))

    async def drop_all(self, session: AsyncSession, kind: str) -> None:
        """Forget everybody's draft of this kind: what it was to change is gone."""
        await session.execute(sa.delete(Draft).where(Draft.kind == kind))

    async def _row(self, session: AsyncSession, person_id: int, kind: str, *, locked: bool = False) -> Draft | None:
        row = sa.select(Draft).where(Draft.person_id == person_id, Draft.kind == kind)
        return await session.scalar(row.with_for_update() if locked else row)
