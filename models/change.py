"""Changes of the organisation, whom they affect, and how."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, InWorkspace, Reference, one_of, own_key, within


class Change(InWorkspace, Base):
    """An organisational change that is to be communicated."""

    __tablename__ = "change"
    __table_args__ = (
        within("person", "owner_id"),
        within("person", "sponsor_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "name_key"),
        sa.Index("ix_change_state", "workspace_id", "state", "starts_on"),
        sa.Index("ix_change_owner", "workspace_id", "owner_id", "state"),
        one_of("state", "draft", "announced", "in_progress", "embedded", "stopped"),
        sa.CheckConstraint("(state IN ('embedded', 'stopped')) = (ended_at IS NOT NULL)", name="ended_or_not"),
        sa.CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates"),
        sa.CheckConstraint("heartbeat_weeks BETWEEN 0 AND 12", name="heartbeat"),
    )

    id: Mapped[int] = own_key()
    name: Mapped[str]
    name_key: Mapped[str]
    """The name as it is compared (domain/name.py): no two changes have the same."""
    why: Mapped[str] = mapped_column(server_default="")
    """Why it is made, in the words of whoever registered it."""
    owner_id: Mapped[Reference]
    """Who answers for its communication."""
    sponsor_id: Mapped[Reference]
    """Who wants it, and stands for it."""
    state: Mapped[str] = mapped_column(server_default="draft")
    starts_on: Mapped[date | None]
    """The day from which people work otherwise."""
    ends_on: Mapped[date | None]
    """The day by which it is to be part of how they work."""
    heartbeat_weeks: Mapped[int] = mapped_column(server_default="2")
    """At least every so many weeks there is an update while it goes on; 0: none is promised."""
    heartbeat_from: Mapped[date | None]
    """The day from which these weeks are counted until there is a first update: since when it is in progress."""
    heartbeat_paused_until: Mapped[date | None]
    """No update is promised before this day."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str] = mapped_column(server_default="")
    """Why it was stopped, or what it came to, in the words of whoever ended it; everybody reads it."""
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each change of this row: of two who edit it at once the second is told."""


class StakeholderGroup(InWorkspace, Base):
    """People whom something affects in the same way.

    Of a change (`change_id`), of one announcement without a change (`change_id` is None, `standing` false), or of the
    organisation's standing list (`standing`), from which those of a change are proposed.
    """

    __tablename__ = "stakeholder_group"
    __table_args__ = (
        within("change", "change_id"),
        within("person", "contact_id"),
        sa.UniqueConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "change_id", "name_key"),
        sa.Index("ix_stakeholder_group_standing", "workspace_id", "standing", "place"),
        sa.CheckConstraint("NOT standing OR change_id IS NULL", name="standing_or_of_change"),
    )

    id: Mapped[int] = own_key()
    change_id: Mapped[Reference | None]
    standing: Mapped[bool] = mapped_column(server_default=sa.false())
    name: Mapped[str]
    name_key: Mapped[str]
    """The name as it is compared: no two groups of a change have the same."""
    place: Mapped[int] = mapped_column(server_default="0")
    """Where it stands among the groups; of several groups that affect somebody alike the first is theirs."""
    yesterday: Mapped[str] = mapped_column(server_default="")
    """How they work until then, in a sentence."""
    tomorrow: Mapped[str] = mapped_column(server_default="")
    """How they work from then on, in a sentence."""
    worries: Mapped[str] = mapped_column(server_default="")
    """What they will worry about, or in the standing list what they usually ask."""
    contact_id: Mapped[Reference | None]
    """Whom they ask; None: the owner of the change."""
    source_trouble: Mapped[str] = mapped_column(server_default="")
    """Why Slack does not tell who belongs to it (domain/sync_follow.py); empty: all is well."""
    revision: Mapped[int] = mapped_column(server_default="1")
    """Grows with each change of the group, its sources and its impact: of two who edit it the second is told."""


class StakeholderSource(InWorkspace, Base):
    """What a stakeholder group is made of: a team, an area, a channel, a user group or a person."""

    __tablename__ = "stakeholder_source"
    __table_args__ = (
        within("stakeholder_group", "group_id"),
        within("team", "team_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "group_id", "kind", "value"),
        sa.Index("ix_stakeholder_source_value", "workspace_id", "kind", "value"),
        one_of("kind", "team", "area", "channel", "user_group", "person", "everyone"),
        sa.CheckConstraint("(kind = 'team') = (team_id IS NOT NULL)", name="team"),
        sa.CheckConstraint("(kind = 'person') = (person_id IS NOT NULL)", name="person"),
    )

    id: Mapped[int] = own_key()
    group_id: Mapped[Reference]
    kind: Mapped[str]
    value: Mapped[str]
    """The area as it is stored of people, Slack's id of a channel or user group, else the id of the team or person;
    empty for everyone."""
    team_id: Mapped[Reference | None]
    person_id: Mapped[Reference | None]


class StakeholderFollowed(InWorkspace, Base):
    """A member of a channel or user group that a stakeholder group is made of, when Slack was last asked."""

    __tablename__ = "stakeholder_followed"
    __table_args__ = (
        within("stakeholder_group", "group_id"),
        within("person", "person_id"),
        sa.UniqueConstraint("workspace_id", "group_id", "person_id"),
        sa.Index("ix_stakeholder_followed_person", "workspace_id", "person_id"),
    )

    id: Mapped[int] = own_key()
    group_id: Mapped[Reference]
    person_id: Mapped[Reference]


class ChangeImpact(InWorkspace, Base):
    """How much one aspect of their work changes for a stakeholder group; what does not change has no row."""

    __tablename__ = "change_impact"
    __table_args__ = (
        within("stakeholder_group", "group_id"),
        sa.UniqueConstraint("workspace_id", "group_id", "aspect"),
        one_of(
            "aspect",
            "processes",
            "systems",
            "tools",
            "job_roles",
            "critical_behaviours",
            "mindset",
            "reporting_structure",
            "performance_reviews",
            "compensation",
            "location",
        ),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="score"),
    )

    id: Mapped[int] = own_key()
    group_id: Mapped[Reference]
    aspect: Mapped[str]
    score: Mapped[int]
    """From 1 (a little) over 3 (a lot) to 5 (everything)."""
