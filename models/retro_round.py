"""Rounds of retros, and who takes part in them."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InParent, InWorkspace, Reference, one_of, own_key, within


class RetroRound(InWorkspace, Base):
    """One occurrence of a retro: there can be only one a local date, and only one of each number."""

    __tablename__ = "retro_round"
    __table_args__ = (
        within("retro", "retro_id"),
        within("person", "facilitator_id", ondelete="RESTRICT"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "retro_id", "local_date"),
        sa.UniqueConstraint("workspace_id", "retro_id", "number"),
        # Open ones are few among all that ever were.
        sa.Index("ix_retro_round_state", "workspace_id", "state", "local_date"),
        one_of("state", "collecting", "few", "grouping", "voting", "acting", "closed", "discarded", "missed"),
    )

    id: Mapped[int] = own_key()
    retro_id: Mapped[Reference]
    number: Mapped[int]
    """Counts from 1 in each retro, and from -1 down those that were missed; whose card it is, is marked with it."""
    local_date: Mapped[date]
    state: Mapped[str] = mapped_column(server_default="collecting")
    """As domain/retro.py has it."""
    opens_at: Mapped[datetime]
    reveal_at: Mapped[datetime]
    """When all cards are shown together."""
    vote_at: Mapped[datetime]
    """When the vote begins."""
    ends_at: Mapped[datetime]
    """When the vote ends."""
    columns: Mapped[list[Any]]
    """As they were when it opened."""
    anonymous: Mapped[bool]
    """As it was when it opened: cards that were written under that promise keep it."""
    votes: Mapped[int]
    """Votes that each person has, as it was when it opened."""
    facilitator_id: Mapped[Reference]
    by_consent: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether fewer than three people wrote, and those who agreed are shown with their names."""
    hidden: Mapped[int] = mapped_column(server_default="0")
    """How many cards the facilitator took out of sight."""
    live: Mapped[bool] = mapped_column(server_default=sa.false())
    """Begun in a call: nobody is asked apart, and whoever runs it goes on by hand; what is left its timers do."""
    revision: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class RetroPart(InParent, Base):
    """A person who takes part in a round. Before the reveal nothing here tells whether, or when, they wrote."""

    __tablename__ = "retro_part"
    __table_args__ = (
        within("retro_round", "round_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "round_id", "person_id"),
        sa.Index("ix_retro_part_person", "workspace_id", "person_id", "round_id"),
        one_of("state", "pending", "skipped", "absent"),
        one_of("consent", "", "yes", "no"),
    )

    id: Mapped[int] = own_key()
    round_id: Mapped[Reference]
    person_id: Mapped[Reference]
    state: Mapped[str] = mapped_column(server_default="pending")
    """Skipped: has nothing this time; absent: away for all of the writing time."""
    ask_at: Mapped[datetime | None]
    """When they are asked; None: never (absent, or the round is run in a call)."""
    asked_at: Mapped[datetime | None]
    nudge_at: Mapped[datetime | None]
    """When they are reminded, should they have no card by then; None: never."""
    nudged_at: Mapped[datetime | None]
    wrote: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether they had a card; written for all at once when the cards are shown."""
    consent: Mapped[str] = mapped_column(server_default="")
    """Where fewer than three wrote: whether their cards may be shown with their name."""
    first_contact: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether this is the first message that the person ever gets from Drumbeat."""
