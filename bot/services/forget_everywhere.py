"""Erasing a person from what others wrote, and from the records: every text and JSON column of every table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.forget import Eraser
from bot.engine.upsert import table
from bot.services import action_message, blocker_message
from bot.services.role import GIVEN
from bot.services.sync_shown import shown_in
from models import (
    Action,
    Addition,
    Answer,
    Base,
    Blocker,
    BlockerStep,
    Decision,
    DecisionTold,
    Delivery,
    InWorkspace,
    Person,
    Prompt,
)

PAGE = 500
"""Rows that are looked at together."""

_PROMPT = {Answer: "prompt_id", Addition: "prompt_id", Prompt: "id"}
"""Tables whose rows are shown with a prompt, and the column that says which."""


_BLOCKER = {Blocker: "id", BlockerStep: "blocker_id"}
"""The same of blockers."""


class EverywhereEraser:
    """Looks through all that a workspace has; `places` counts the rows that changed, `refreshed` the messages.

    A page is read without a lock; only rows that have to change are written, in a transaction of their own.
    """

    def __init__(self, database: Database, ledger: Ledger, workspace_id: str, eraser: Eraser) -> None:
        """Work on `database`, with what `eraser` finds."""
        self._database, self._ledger, self._workspace_id = database, ledger, workspace_id
        self._eraser = eraser
        self.places = self.refreshed = 0

    async def erase(self) -> None:
        """Erase the person from every table but that of people."""
        for written in _written():
            last: int | str | None = None
            while (page := await self._page(written, last)) is not None:
                last, found = page
                if found:
                    await self._clean(written, found)

    async def erase_messages_to(self, slack_id: str) -> None:
        """Delete what the ledger knows of messages to the person, a page a transaction."""
        mine = sa.select(Delivery.id).where(Delivery.target == slack_id).limit(PAGE)
        ids: Sequence[int] = [0]
        while ids:
            async with self._database.transaction(self._workspace_id) as session:
                ids = list(await session.scalars(mine))
                await session.execute(sa.delete(Delivery).where(Delivery.id.in_(ids)))

    async def _page(self, written: "_Written", after: int | str | None) -> tuple[int | str, list[int | str]] | None:
        """Return the last id of the next page, and the ids of the rows in it that have to change; None at the end.

        Ids are numbers, or random texts.
        """
        rows = table(written.model)
        later = [] if after is None else [rows.c.id > after]
        wanted = (
            sa.select(rows.c.id, *(rows.c[name] for name in written.columns))
            .where(rows.c.workspace_id == self._workspace_id, *later, *written.where)
            .order_by(rows.c.id)
            .limit(PAGE)
        )
        async with self._database.reading(self._workspace_id) as session:
            page = (await session.execute(wanted)).all()
        if not page:
            return None
        return page[-1].id, [row.id for row in page if self._changes(row, written.columns)]

    async def _clean(self, written: "_Written", ids: Sequence[int | str]) -> None:
        rows = table(written.model)
        wanted = sa.select(rows).where(rows.c.workspace_id == self._workspace_id, rows.c.id.in_(ids))
        async with self._database.transaction(self._workspace_id) as session:
            # As they are now: somebody may be editing them.
            found = (await session.execute(wanted.order_by(rows.c.id).with_for_update())).all()
            prompts: set[int] = set()
            decisions: set[int] = set()
            blockers: set[int] = set()
            messages: list[str] = []
            actions: set[int] = set()
            for row in found:
                if changes := self._changes(row, written.columns):
                    await session.execute(sa.update(rows).where(rows.c.id == row.id).values(**changes))
                    self.places += 1
                    if written.model in _PROMPT:
                        prompts.add(getattr(row, _PROMPT[written.model]))
                    if written.model is Decision:
                        decisions.add(row.id)
                    if written.model is Action:
                        actions.add(row.id)
                    if written.model in _BLOCKER:
                        blockers.add(getattr(row, _BLOCKER[written.model]))
                    if written.model is Delivery and row.kind == GIVEN:
                        messages.append(row.key)
            told = sa.select(DecisionTold.prompt_id).where(DecisionTold.decision_id.in_(decisions))
            prompts.update(await session.scalars(told))
            if actions:
                messages += await action_message.shown_in(session, sorted(actions), news=True)
            await self._refresh(session, sorted(prompts), messages)
            shown = await session.scalars(sa.select(Blocker).where(Blocker.id.in_(blockers)))
            self.refreshed += await blocker_message.refresh(session, self._ledger, shown.all())

    async def _refresh(self, session: AsyncSession, prompts: Sequence[int], messages: Sequence[str]) -> None:
        keys = [*messages]
        if prompts:
            keys += [key for shown in (await shown_in(session, prompts)).values() for key in shown]
        self.refreshed += await self._ledger.refresh(session, self._workspace_id, list(dict.fromkeys(keys)))

    def _changes(self, row: sa.Row[Any], columns: Sequence[str]) -> dict[str, Any]:
        pairs = ((name, row._mapping[name]) for name in columns)  # noqa: SLF001 (its public name for one named "values")
        return {name: clean for name, value in pairs if (clean := self._eraser.clean(value)) != value}


@dataclass(frozen=True, slots=True)
class _Written:
    """Columns of a table that may hold what somebody wrote, in the rows for which all of `where` holds."""

    model: type[Base]
    columns: Sequence[str]
    where: Sequence[sa.ColumnElement[bool]] = ()


def _written() -> Iterator[_Written]:
    """Yield every table of a workspace's data but that of people."""
    for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__name__):
        model: type[Base] = mapper.class_
        if issubclass(model, InWorkspace) and mapper.class_ is not Person:
            columns = [
                column.name
                for column in table(model).columns
                if isinstance(column.type, sa.String | sa.JSON) and column.name != "workspace_id"
            ]
            if mapper.class_ is Prompt:
                # A team's; a person's is their own name, and no place in which somebody else is named.
                columns.remove("name")
                yield _Written(model, ["name"], [table(Prompt).c.team_id.is_not(None)])
            if columns:
                yield _Written(model, columns)
