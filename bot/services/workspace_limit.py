"""Limits of a workspace: whole numbers that the PMO changes with a word after the command."""

import re
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.words import short
from bot.errors import UserError
from bot.services.audit import Audit
from bot.services.role import acting, pmo_refusal
from models import Workspace


@dataclass(frozen=True, slots=True)
class Limit:
    """A column of the workspace that holds one of `allowed`, `usual` where there is no row yet.

    `changing` says what is for the PMO alone ("Changing how long a blocker may wait is"), `unit` what the number is
    ("number of working days"); the audit has it under `detail`.
    """

    column: str
    usual: int
    allowed: range
    changing: str
    unit: str
    detail: str

    async def of(self, session: AsyncSession, workspace_id: str) -> int:
        """Return what it is now."""
        found: int | None = await session.scalar(_stored(self.column), {"workspace_id": workspace_id})
        return self.usual if found is None else found


@cache
def _stored(column: str) -> sa.Select[int]:
    """Return the statement that reads a limit, put together once: every home tab reads one."""
    return sa.select(getattr(Workspace, column)).where(Workspace.id == sa.bindparam("workspace_id"))


class WorkspaceLimits:
    """Says and changes one limit."""

    def __init__(self, database: Database, audit: Audit, limit: Limit) -> None:
        """Work on `database`; changes are audited."""
        self._database, self._audit, self._limit = database, audit, limit

    async def limit(self, workspace_id: str) -> int:
        """Return it."""
        async with self._database.reading(workspace_id) as session:
            return await self._limit.of(session, workspace_id)

    async def change(self, workspace_id: str, slack_id: str, typed: str) -> int:
        """Let it be what was typed, and return it.

        Raises UserError for what is no such number, NotAllowed for whoever is not the PMO.
        """
        one = self._limit
        number = int(typed) if re.fullmatch(r"\d{1,2}", typed, re.ASCII) else 0
        async with self._database.transaction(workspace_id) as session:
            if not (await acting(session, slack_id)).acts_as_pmo:
                raise await pmo_refusal(session, one.changing)
            if number not in one.allowed:
                raise UserError(
                    f"“{short(typed)}” is not a {one.unit} from {one.allowed[0]} to {one.allowed[-1]}. "
                    "Nothing was changed."
                )
            changed = sa.update(Workspace).where(Workspace.id == workspace_id).values({one.column: number})
            await session.execute(changed)
            self._audit.record(
                session, slack_id, f"{one.column}_changed", f"workspace:{workspace_id}", **{one.detail: number}
            )
        return number
