"""Playbooks: pages of practice, every version of them, and what readers said of them.

What is searched lies beside the page: an FTS5 table with triggers on SQLite, a generated column `search` on PostgreSQL.
Both are made by migrations alone; a migration that copies this table on SQLite has to make its triggers anew (a test in
tests/migrations says so).
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class Playbook(InWorkspace, Base):
    """A page as it is now."""

    __tablename__ = "playbook"
    __table_args__ = (
        within("person", "owner_id"),
        within("person", "credited_person_id"),
        within("team", "team_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_playbook_owner", "workspace_id", "owner_id", "state"),
        sa.Index("ix_playbook_state", "workspace_id", "state", "updated_at"),
        sa.Index(
            "ix_playbook_source",
            "workspace_id",
            "source",
            unique=True,
            sqlite_where=sa.text("source <> ''"),
            postgresql_where=sa.text("source <> ''"),
        ),
        one_of("state", "published", "archived"),
        sa.CheckConstraint("(state = 'archived') = (archived_at IS NOT NULL)", name="archived_or_published"),
    )

    id: Mapped[int] = own_key()
    title: Mapped[str]
    body: Mapped[str]
    """Markdown, as it was typed or stood in the file."""
    tags: Mapped[list[Any]] = mapped_column(server_default="[]")
    team_id: Mapped[Reference | None]
    """The team that it is of; None: of the whole company."""
    owner_id: Mapped[Reference]
    """Who keeps it true."""
    credited_person_id: Mapped[Reference | None]
    """Whom it thanks for what it tells; None: nobody wished to be named."""
    state: Mapped[str] = mapped_column(server_default="published")
    interval_days: Mapped[int] = mapped_column(server_default="90")
    """For how many days it counts as looked at."""
    verified_until: Mapped[date | None]
    """The last day of its mark, a local date of the owner; None: nobody has vouched for it."""
    looked_at: Mapped[datetime]
    """When somebody last wrote it or said that it is true."""
    asked_for: Mapped[date | None]
    """The mark's end for which the owner was asked whether it is still true, so that they are asked once."""
    asked_on: Mapped[date | None]
    """The owner's local date of the message in which they were asked last."""
    proposed_on: Mapped[date | None]
    """The owner's local date of the message in which it was last proposed for the archive."""
    reads: Mapped[int] = mapped_column(server_default="0")
    """How often it was opened: by how many, and by whom, nobody counts."""
    read_on: Mapped[date | None]
    """The day in UTC on which it was last opened."""
    source: Mapped[str] = mapped_column(server_default="")
    """Where it came from, so that it comes once: *file:how/we-ship.md*, *starter:…*, *question:7*; or empty."""
    digest: Mapped[str] = mapped_column(server_default="")
    """What the file said when it was last imported; empty for what came from elsewhere."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each change: of two who write at once the second is shown what the first wrote."""
    keywords: Mapped[str] = mapped_column(server_default="")
    """Headings, tags and the parts of compound words of the title: what is searched besides the title."""
    plain: Mapped[str] = mapped_column(server_default="")
    """The words of the body without its signs, as far as they are searched."""


class PlaybookVersion(InWorkspace, Base):
    """What a page said once; the newest one is what it says now."""

    __tablename__ = "playbook_version"
    __table_args__ = (
        within("playbook", "playbook_id"),
        within("person", "written_by_id"),
        sa.UniqueConstraint("workspace_id", "playbook_id", "number"),
        one_of("how", "written", "edited", "imported", "starter", "restored"),
    )

    id: Mapped[int] = own_key()
    playbook_id: Mapped[Reference]
    number: Mapped[int]
    """The revision of the page that said so: 1 for the first; changes of other things than words leave gaps."""
    title: Mapped[str]
    body: Mapped[str]
    tags: Mapped[list[Any]] = mapped_column(server_default="[]")
    written_by_id: Mapped[Reference | None]
    """Who wrote it; None: it came from a file."""
    how: Mapped[str] = mapped_column(server_default="edited")
    at: Mapped[datetime]


class PlaybookNote(InWorkspace, Base):
    """What a reader said of a page: that it helped, or what is out of date."""

    __tablename__ = "playbook_note"
    __table_args__ = (
        within("playbook", "playbook_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "playbook_id", "person_id", "kind"),
        one_of("kind", "helpful", "outdated"),
    )

    id: Mapped[int] = own_key()
    playbook_id: Mapped[Reference]
    person_id: Mapped[Reference]
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(server_default="")
    """What is out of date, in the reader's words; or empty."""
    at: Mapped[datetime]
    told_on: Mapped[date | None]
    """The owner's local date of the message that tells them; None for what needs none."""
    settled_at: Mapped[datetime | None]
    """When the page was written anew or said to be true after all; None: it stands."""


class PlaybookOffer(InWorkspace, Base):
    """That a page was offered to somebody in a channel, so that it is not offered again soon; of a week alone."""

    __tablename__ = "playbook_offer"
    __table_args__ = (
        within("playbook", "playbook_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "playbook_id", "person_id"),
        sa.Index("ix_playbook_offer_person", "workspace_id", "person_id"),
    )

    id: Mapped[int] = own_key()
    playbook_id: Mapped[Reference]
    person_id: Mapped[Reference]
    offered_on: Mapped[date]
    """The local date of the person."""
