"""How long a blocker may wait without being taken: a setting of the workspace, changed by the PMO."""

from bot.domain.blocker import LIMIT, LIMITS
from bot.services.workspace_limit import Limit

BLOCKER_LIMIT = Limit(
    "blocker_limit",
    usual=LIMIT,
    allowed=LIMITS,
    changing="Changing how long a blocker may wait is",
    unit="number of working days",
    detail="days",
)
"""Working days."""
