"""What is over its time, in one table."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

ROUNDS = 10
"""Rounds that are looked at together, so that no statement grows with what is stored."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of `model` for which all conditions of `over` hold are to be deleted; `name` is for the log.

    They are found by a plain read. What may be needed again meanwhile is deleted only where `still` holds.
    """

    name: str
    model: Any
    over: tuple[sa.ColumnExpressionArgument[bool], ...]
    still: tuple[sa.ColumnExpressionArgument[bool], ...] = ()

    @property
    def key(self) -> sa.ColumnElement[Any]:
        """The primary key of the rows: one column."""
        key: sa.ColumnElement[Any]
        [key] = sa.inspect(self.model).primary_key
        return key
