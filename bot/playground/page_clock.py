"""The clock of the page: what is due next, and moving there."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.playground.controls import Controls
from bot.playground.records import ActRefused, Json

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

NO_CONTROLS = "The workspace runs alone here, so its clock is the machine's. `drumbeat demo` moves both together."
FARTHEST = timedelta(days=400)
_STEPS = {"+1h": timedelta(hours=1), "+1d": timedelta(days=1)}


class PageClock:
    """Moves time by the bot's controls, one move at a time."""

    def __init__(self, workspace: "Workspace", controls: Controls | None) -> None:
        """Without `controls` the clock can be read only."""
        self._workspace = workspace
        self._controls = controls
        self._moving = False

    async def shown(self) -> Json:
        """Return whether the clock can be moved, and what is due next."""
        if self._controls is None:
            return {"enabled": False, "reason": NO_CONTROLS, "next": None, "moving": False}
        due = None if self._moving else await self._controls.next_event()
        return {
            "enabled": True,
            "reason": "",
            "next": {"at": due.at.isoformat(), "label": due.label} if due else None,
            "moving": self._moving,
        }

    async def move(self, to: str) -> datetime:
        """Move to "next", by "+1h" or "+1d", or to an ISO instant; returns the new present."""
        if self._controls is None:
            raise ActRefused(NO_CONTROLS)
        if self._moving:
            raise ActRefused("The clock is already moving.")
        goal = await self._goal(self._controls, to)
        self._moving = True
        self._workspace.changed("clock")
        try:
            await self._controls.advance(goal)
        finally:
            self._moving = False
            self._workspace.changed("clock")
        return self._controls.now()

    async def _goal(self, controls: Controls, to: str) -> datetime:
        now = controls.now()
        if to == "next":
            due = await controls.next_event()
            if due is None:
                raise ActRefused("Nothing is planned. Set up a sync with /pmo sync, then move the clock.")
            return max(due.at, now)
        if to in _STEPS:
            return now + _STEPS[to]
        try:
            goal = datetime.fromisoformat(to)
        except ValueError as problem:
            raise ActRefused("That is not a time. Write it like 2026-11-24T10:00:00+00:00.") from problem
        goal = goal.astimezone(UTC) if goal.tzinfo else goal.replace(tzinfo=UTC)
        if goal < now:
            raise ActRefused("The clock only moves forwards.")
        if goal - now > FARTHEST:
            raise ActRefused("That is more than a year away. Move in smaller steps.")
        return goal
