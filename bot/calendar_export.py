"""`drumbeat export calendar`: the coming rounds of a sync as an iCalendar file."""

from bot.apply import opened
from bot.clock import SystemClock
from bot.domain.sync_calendar import calendar_file
from bot.services.sync_calendar import calendar_of
from bot.settings import Settings


async def calendar(settings: Settings, sync: str, email: str = "", workspace: str = "") -> str:
    """Return the file of a sync, by its name, as its rounds fall for the person with this e-mail, else for its owner.

    Raises NotFound and UserError as the services do.
    """
    async with opened(settings, workspace) as (bot, workspace_id):
        ritual_id = await bot.parts.manage.find(workspace_id, sync)
        facts = await calendar_of(bot.parts.database, SystemClock(), workspace_id, ritual_id, email=email)
        return calendar_file(facts)
