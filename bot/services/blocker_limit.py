"""How long a blocker may wait without being taken: a setting of the workspace, changed by the PMO."""

import re

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.blocker import LIMIT, LIMITS
from bot.domain.words import short
from bot.errors import UserError
from bot.services.audit import Audit
from bot.services.role import acting, pmo_refusal
from models import Workspace

_LIMIT = sa.select(Workspace.blocker_limit).where(Workspace.id == sa.bindparam("workspace_id"))


async def limit_of(session: AsyncSession, workspace_id: str) -> int:
    """Return the working days that a blocker may wait without being taken."""
    found: int | None = await session.scalar(_LIMIT, {"workspace_id": workspace_id})
    return LIMIT if found is None else found


class BlockerLimits:
    """Says and changes how long a blocker may wait."""

    def __init__(self, database: Database, audit: Audit) -> None:
        """Work on `database`; changes are audited."""
        self._database, self._audit = database, audit

    async def limit(self, workspace_id: str) -> int:
        """Return the working days."""
        async with self._database.reading(workspace_id) as session:
            return await limit_of(session, workspace_id)

    async def change(self, workspace_id: str, slack_id: str, typed: str) -> int:
        """Let blockers wait for as many working days as was typed, and return how many.

        Raises UserError for what is no such number, NotAllowed for whoever is not the PMO.
        """
        days = int(typed) if re.fullmatch(r"\d{1,2}", typed, re.ASCII) else 0
        async with self._database.transaction(workspace_id) as session:
            if not (await acting(session, slack_id)).acts_as_pmo:
                raise await pmo_refusal(session, "Changing how long a blocker may wait is")
            if days not in LIMITS:
                raise UserError(
                    f"“{short(typed)}” is not a number of working days from {LIMITS[0]} to {LIMITS[-1]}. "
                    "Nothing was changed."
                )
            change = sa.update(Workspace).where(Workspace.id == workspace_id).values(blocker_limit=days)
            await session.execute(change)
            self._audit.record(session, slack_id, "blocker_limit_changed", f"workspace:{workspace_id}", days=days)
        return days
