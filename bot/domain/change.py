"""Changes of the organisation: their states, what of people's work they touch, and in which words that is rated."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

HEARTBEATS = range(13)
"""Weeks within which there is an update while a change goes on; 0: none is promised."""


class ChangeState(StrEnum):
    """How far a change is."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    IN_PROGRESS = "in_progress"
    EMBEDDED = "embedded"
    STOPPED = "stopped"

    @property
    def live(self) -> bool:
        """Whether it was announced, and is not over."""
        return self in {ChangeState.ANNOUNCED, ChangeState.IN_PROGRESS}

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return self in {ChangeState.EMBEDDED, ChangeState.STOPPED}


STATE_WORDS: Mapping[ChangeState, str] = MappingProxyType(
    {
        ChangeState.DRAFT: "draft",
        ChangeState.ANNOUNCED: "announced",
        ChangeState.IN_PROGRESS: "in progress",
        ChangeState.EMBEDDED: "part of how we work",
        ChangeState.STOPPED: "stopped",
    }
)
"""What people read."""


class Aspect(StrEnum):
    """What of people's work a change can touch: the ten aspects of Prosci's ADKAR impact index (prosci.com)."""

    PROCESSES = "processes"
    SYSTEMS = "systems"
    TOOLS = "tools"
    JOB_ROLES = "job_roles"
    CRITICAL_BEHAVIOURS = "critical_behaviours"
    MINDSET = "mindset"
    REPORTING_STRUCTURE = "reporting_structure"
    PERFORMANCE_REVIEWS = "performance_reviews"
    COMPENSATION = "compensation"
    LOCATION = "location"


ASPECT_WORDS: Mapping[Aspect, str] = MappingProxyType(
    {
        Aspect.PROCESSES: "how the work goes",
        Aspect.SYSTEMS: "systems",
        Aspect.TOOLS: "tools",
        Aspect.JOB_ROLES: "job roles",
        Aspect.CRITICAL_BEHAVIOURS: "what we do day by day",
        Aspect.MINDSET: "how we think about work",
        Aspect.REPORTING_STRUCTURE: "who reports to whom",
        Aspect.PERFORMANCE_REVIEWS: "performance reviews",
        Aspect.COMPENSATION: "pay",
        Aspect.LOCATION: "where we work",
    }
)
"""What people read, in the order in which it is asked."""

SCORES = range(1, 6)
"""How much an aspect changes; what does not change has no score."""

SCORE_WORDS: Mapping[int, str] = MappingProxyType(
    {
        1: "a little",
        2: "somewhat",
        3: "a lot",
        4: "most of it",
        5: "everything",
    }
)
"""The same in words."""


def impact_of(scores: Mapping[Aspect, int]) -> int:
    """Return how much a group's work changes in all: the sum of its scores, 0 to 50."""
    return sum(scores.values())
