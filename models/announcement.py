"""Announcements: what is said, to whom, who signs it, and what came of it."""

from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InParent, InWorkspace, Reference, one_of, own_key, within


class Announcement(InWorkspace, Base):
    """One core message, with a part for each stakeholder group."""

    __tablename__ = "announcement"
    __table_args__ = (
        within("change", "change_id"),
        within("person", "author_id"),
        within("person", "override_by_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.Index("ix_announcement_change", "workspace_id", "change_id", "state"),
        sa.Index("ix_announcement_state", "workspace_id", "state", "planned_at"),
        one_of("kind", "kickoff", "update", "no_news", "decision", "thanks", "plain"),
        one_of("state", "draft", "signing", "signed", "planned", "sending", "sent", "stopped", "dropped"),
        one_of("timing", "now", "morning"),
        sa.CheckConstraint("timing <> 'morning' OR send_on IS NOT NULL", name="morning_of_a_day"),
        sa.CheckConstraint("lead_hours BETWEEN 0 AND 72", name="lead_hours"),
        sa.CheckConstraint("meaning BETWEEN 1 AND revision", name="meaning"),
    )

    id: Mapped[int] = own_key()
    change_id: Mapped[Reference | None]
    """None: an announcement without a change."""
    kind: Mapped[str] = mapped_column(server_default="plain")
    title: Mapped[str]
    text: Mapped[str]
    """What everybody reads; as it was typed, up to 10,000 characters."""
    author_id: Mapped[Reference]
    """Who signs it with their name."""
    state: Mapped[str] = mapped_column(server_default="draft")
    must_read: Mapped[bool] = mapped_column(server_default=sa.false())
    """Comes to each person as a message of its own, at its time, whatever else they were told."""
    asks: Mapped[bool] = mapped_column(server_default=sa.true())
    """Whether readers are asked for *Got it*."""
    timing: Mapped[str] = mapped_column(server_default="morning")
    """At once, or in each person's own morning of `send_on`, or of their next working day after it."""
    send_on: Mapped[date | None]
    send_at: Mapped[time] = mapped_column(server_default="09:30:00")
    """The local time of that morning; where somebody begins to work later, when they begin."""
    lead_hours: Mapped[int] = mapped_column(server_default="0")
    """So many hours before their people leads get theirs; 0: with everybody else."""
    talking_points: Mapped[str] = mapped_column(server_default="")
    """What leads may say, a line each."""
    likely_questions: Mapped[str] = mapped_column(server_default="")
    """What leads will be asked, and what they can answer."""
    not_known: Mapped[str] = mapped_column(server_default="")
    """What nobody knows yet."""
    next_word_on: Mapped[date | None]
    """By when there is word on that, even if it is "still no news"."""
    created_at: Mapped[datetime]
    planned_at: Mapped[datetime | None]
    """When it was decided that it goes out: from then on it has readers."""
    sent_at: Mapped[datetime | None]
    """When the last reader known at that time had it."""
    edited_at: Mapped[datetime | None]
    """When it was last edited after it began to be sent."""
    override_reason: Mapped[str] = mapped_column(server_default="")
    """Why it may go out although the load of a group is over the limit."""
    override_by_id: Mapped[Reference | None]
    override_loads: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """How much each of its groups (by id) had to take in with it as that was said: it holds for no more."""
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each edit: of two who edit it at once the second is told, and signatures hold for one of them."""
    meaning: Mapped[int] = mapped_column(server_default="1")
    """The revision at which its meaning last changed: *Got it* holds from there on."""


class AnnouncementPart(InWorkspace, Base):
    """A stakeholder group that an announcement goes to, and what it means for them."""

    __tablename__ = "announcement_part"
    __table_args__ = (
        within("announcement", "announcement_id"),
        within("stakeholder_group", "group_id"),
        sa.UniqueConstraint("workspace_id", "announcement_id", "group_id"),
        sa.Index("ix_announcement_part_group", "workspace_id", "group_id"),
    )

    id: Mapped[int] = own_key()
    announcement_id: Mapped[Reference]
    group_id: Mapped[Reference]
    text: Mapped[str] = mapped_column(server_default="")
    """What it means for them; empty: they read the core alone."""


class AnnouncementChannel(InWorkspace, Base):
    """A channel in which an announcement is posted."""

    __tablename__ = "announcement_channel"
    __table_args__ = (
        within("announcement", "announcement_id"),
        sa.UniqueConstraint("workspace_id", "announcement_id", "channel_id"),
    )

    id: Mapped[int] = own_key()
    announcement_id: Mapped[Reference]
    channel_id: Mapped[str]
    """Slack's id."""


class AnnouncementSign(InWorkspace, Base):
    """Somebody who has to say yes before an announcement can go."""

    __tablename__ = "announcement_sign"
    __table_args__ = (
        within("announcement", "announcement_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "announcement_id", "person_id"),
        sa.Index("ix_announcement_sign_person", "workspace_id", "person_id", "state"),
        one_of("state", "asked", "signed", "declined"),
    )

    id: Mapped[int] = own_key()
    announcement_id: Mapped[Reference]
    person_id: Mapped[Reference]
    state: Mapped[str] = mapped_column(server_default="asked")
    note: Mapped[str] = mapped_column(server_default="")
    """What they want to be otherwise."""
    revision: Mapped[int] = mapped_column(server_default="0")
    """The revision of the announcement that they signed or declined; 0: none yet."""


class AnnouncementReader(InParent, Base):
    """Somebody who gets an announcement, once, and what they said to it.

    There is no time of what they said: who read how fast is nobody's business.
    """

    __tablename__ = "announcement_reader"
    __table_args__ = (
        within("announcement", "announcement_id"),
        within("stakeholder_group", "group_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "announcement_id", "person_id"),
        # The figures by group are read from this index alone.
        sa.Index(
            "ix_announcement_reader_figures", "workspace_id", "announcement_id", "group_id", "state", "answer", "lead"
        ),
        sa.Index("ix_announcement_reader_due", "workspace_id", "announcement_id", "state", "due_at"),
        sa.Index("ix_announcement_reader_person", "workspace_id", "person_id", "answer"),
        one_of("state", "waiting", "told", "unreached"),
        one_of("answer", "", "got", "asked", "not_affected"),
        one_of("told_team", "", "told", "help"),
    )

    id: Mapped[int] = own_key()
    announcement_id: Mapped[Reference]
    group_id: Mapped[Reference]
    """The group of the announcement that it affects them most with: they count there."""
    other_group_ids: Mapped[list[Any]] = mapped_column(server_default="[]")
    """Further groups of the announcement that they belong to, whose parts they read, too."""
    person_id: Mapped[Reference]
    lead: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether they lead people who get it, and have theirs before them."""
    due_at: Mapped[datetime]
    """When it is sent to them."""
    state: Mapped[str] = mapped_column(server_default="waiting")
    """Waiting for its time, handed to the ledger, or not to be reached (`why`)."""
    why: Mapped[str] = mapped_column(server_default="")
    """Why they could not be reached, in words for the PMO."""
    answer: Mapped[str] = mapped_column(server_default="")
    """What they said last: it is emptied when its meaning changes."""
    told_team: Mapped[str] = mapped_column(server_default="")
    """Of a lead: whether they have told their team, or need help."""
    reminders: Mapped[int] = mapped_column(server_default="0")
    """How often they were reminded; never more than twice."""
    remind_at: Mapped[datetime | None]
    """When they are reminded next, unless they have replied by then."""
    helps: Mapped[bool] = mapped_column(server_default=sa.false())
    """Whether they would like to help."""
