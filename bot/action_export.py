"""`drumbeat export actions`: what was promised, and what became of it."""

from datetime import date

from bot.apply import opened
from bot.services.action_export import exported
from bot.settings import Settings


async def actions(settings: Settings, since: date | None = None, workspace: str = "") -> str:
    """Return the actions of a workspace as CSV; "" where there is none. Raises UserError for an unclear workspace."""
    async with opened(settings, workspace) as (bot, workspace_id):
        async with bot.parts.database.reading(workspace_id) as session:
            lines = await exported(session, since)
        return "".join(lines) if len(lines) > 1 else ""
