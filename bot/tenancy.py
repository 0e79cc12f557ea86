"""Which workspace a session sees: each query is kept within it, and nothing of another one is written.

So no query need name its workspace, and none can forget to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from models import InWorkspace

WORKSPACE = "workspace_id"
"""Key of `session.info` under which the workspace of a session is kept; absent in a system session."""


class CrossWorkspaceError(RuntimeError):
    """A row of another workspace was about to be written: a fault in the code, never a person's mistake."""


@contextmanager
def scoped(session: AsyncSession, workspace_id: str) -> Iterator[AsyncSession]:
    """Let a system session see one workspace only for the length of the block."""
    before = session.info.get(WORKSPACE)
    session.info[WORKSPACE] = workspace_id
    try:
        yield session
    finally:
        if before is None:
            del session.info[WORKSPACE]
        else:
            session.info[WORKSPACE] = before


@event.listens_for(Session, "do_orm_execute")
def _only_this_workspace(state: ORMExecuteState) -> None:
    workspace_id = state.session.info.get(WORKSPACE)
    if workspace_id is None or state.is_column_load or state.is_relationship_load:
        return
    if state.is_select or state.is_update or state.is_delete:
        state.statement = _kept_within(state.statement, workspace_id)


KEPT: WeakKeyDictionary[sa.Executable, tuple[str | None, sa.Executable]] = WeakKeyDictionary()
"""Statements as they saw a workspace last, as long as they are there themselves."""


def _kept_within(statement: sa.Executable, workspace_id: str) -> sa.Executable:
    """Return `statement` as it sees one workspace only.

    Of one that is put together once, the last answer is given again: of another object SQLAlchemy would find out anew
    which of its compiled statements it is, which takes as long as all the rest of the execution.
    """
    of, within = KEPT.get(statement, (None, statement))
    if of != workspace_id:
        within = statement.options(_only(workspace_id))
        KEPT[statement] = workspace_id, within
    return within


@lru_cache(maxsize=100)
def _only(workspace_id: str) -> ExecutableOption:
    """Return what keeps a statement within a workspace; made once, since taking the lambda apart takes long."""
    within = _Within(None, workspace_id, type_=sa.String(), unique=True)
    return with_loader_criteria(InWorkspace, lambda cls: cls.workspace_id == within, include_aliases=True)


class _Within(sa.BindParameter[str]):
    """The workspace in a statement.

    It stands there once for each table and each join, and SQLAlchemy looks each of them up in a dict at every
    execution, by an `==` that would make an expression for SQL: a quarter of the time of a statement with ten tables.
    """

    inherit_cache = True

    def __eq__(self, other: object) -> Any:
        """Tell whether it is the same parameter, which is what SQLAlchemy makes of that expression, too."""
        return hash(self) == hash(other)

    __hash__ = sa.BindParameter.__hash__


@event.listens_for(Session, "before_flush")
def _stamp_workspace(session: Session, _context: Any, _instances: Any) -> None:
    workspace_id = session.info.get(WORKSPACE)
    for row in session.new | session.dirty:
        if workspace_id is None or not isinstance(row, InWorkspace):
            continue
        if row.workspace_id is None:
            row.workspace_id = workspace_id
        elif row.workspace_id != workspace_id:
            raise CrossWorkspaceError(f"{type(row).__name__} of another workspace")
