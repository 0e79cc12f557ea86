"""Every row that is about a person, found by the tables themselves, so that a new table cannot be forgotten."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Base, Delivery, InWorkspace, Person

ELSEWHERE = {
    ("pace_slot", "key"): "says when the next message to them may go out, for a day at most; nothing of what it says",
    ("timer", "subject"): "says when something is due, by the number of a row that is in the export",
    ("person", "id"): "is the number that all other rows call them by",
}
"""Where a person may stand without it being in the export, and why."""


def references() -> Iterator[tuple[type[InWorkspace], list[sa.Column[Any]]]]:
    """Yield each table that refers to people, with its columns that do."""
    for mapper in sorted(Base.registry.mappers, key=lambda one: str(one.local_table)):
        table = mapper.local_table
        if not issubclass(mapper.class_, InWorkspace) or not isinstance(table, sa.Table):
            continue
        people = [
            element.parent
            for constraint in table.foreign_key_constraints
            for element in constraint.elements
            if element.column.table.name == "person" and element.column.name == "id"
        ]
        if people:
            yield mapper.class_, people


async def rows_about(session: AsyncSession, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return all rows about a person by the name of their table, with the names of the columns.

    Beside what refers to them that is what was sent to them, and what the audit says of what they did or of them.
    """
    found = {"person": [_row(person)]}
    for model, columns in references():
        about = sa.or_(*(column == person.id for column in columns))
        found[str(columns[0].table.name)] = [_row(one) for one in await session.scalars(_in_order(model).where(about))]
    sent = _in_order(Delivery).where(Delivery.target == person.slack_id)
    found["delivery"] = [_row(one) for one in await session.scalars(sent)]
    named = sa.cast(AuditEntry.details, sa.Text).contains(person.slack_id, autoescape=True)
    subjects = (
        AuditEntry.subject == f"person:{person.id}",
        AuditEntry.subject.contains(person.slack_id, autoescape=True),
    )
    of_them = sa.or_(AuditEntry.actor == person.slack_id, *subjects, named)
    # Another's id may begin with theirs, and what was done to others is not for them.
    theirs = re.compile(rf"(?<![A-Z0-9]){re.escape(person.slack_id)}(?![A-Z0-9])")
    found["audit_entry"] = [
        _row(one)
        for one in await session.scalars(_in_order(AuditEntry).where(of_them))
        if one.subject == f"person:{person.id}" or theirs.search(f"{one.actor} {one.subject} {one.details}")
    ]
    return {name: rows for name, rows in found.items() if rows}


def _in_order(model: type[Any]) -> sa.Select[Any]:
    return sa.select(model).order_by(model.id)


def _row(row: Any) -> dict[str, Any]:
    return {column.key: _plain(getattr(row, column.key)) for column in sa.inspect(row).mapper.column_attrs}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime | time) else value
