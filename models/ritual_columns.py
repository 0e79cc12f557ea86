"""What every ritual has in its row, a sync or a retro: its dates, its place, its owner, and whether it goes on."""

from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import InWorkspace, Reference, one_of, own_key, within

_NAMED = sa.text("state <> 'deleted'")
"""Those whose name nobody else may have."""


def ritual_args(table: str) -> tuple[Any, ...]:
    """Return the keys and checks of these columns, for the `__table_args__` of `table`."""
    return (
        within("person", "owner_id", ondelete="RESTRICT"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index(f"uq_{table}_name", "workspace_id", "name", unique=True, sqlite_where=_NAMED, postgresql_where=_NAMED),
        one_of("state", "active", "paused", "deleted"),
        one_of("holidays", "own", "skip", "move"),
    )


class RitualColumns(InWorkspace):
    """A row of something that recurs."""

    id: Mapped[int] = own_key()
    name: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="active")
    owner_id: Mapped[Reference]
    """Who set it up or took it over, and hears when something goes wrong; a retro's facilitates it, too."""
    rrule: Mapped[str]
    """RFC 5545 recurrence over local dates, without DTSTART, e.g. FREQ=WEEKLY;BYDAY=TU."""
    starts_on: Mapped[date]
    """The date that the rule counts from."""
    local_time: Mapped[time]
    zone: Mapped[str] = mapped_column(server_default="")
    """One IANA zone for all; empty: each person's own (and the owner's for what a retro does in its channel)."""
    channel_id: Mapped[str]
    """Slack's id of the channel that the roll-up or the board goes to."""
    holidays: Mapped[str] = mapped_column(server_default="own")
    """What becomes of a date that is a holiday of the home country: own (it takes place), skip or move."""
    home_country: Mapped[str] = mapped_column(server_default="")
    """ISO 3166, "PT" or "DE-BY"; empty: the owner's."""
    next_on: Mapped[date | None]
    """The local date of the next round; None while there is none to come (paused, deleted)."""
    next_opens_at: Mapped[datetime | None]
    """The first instant at which somebody is asked in the next round."""
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each edit by a person: of two who edit at once the second is told."""
    created_at: Mapped[datetime]
