"""The list of syncs; and what follows `sync` in a command beside what follows every ritual."""

from slack_bolt.async_app import AsyncApp

from bot.domain.ritual_list import Doing
from bot.parts import Parts
from bot.services.sync_manage import SyncManage
from bot.slack.gateway import Message
from bot.views import sync_list
from handlers import ritual_manage
from handlers.place import Place
from handlers.ritual_manage import Managing
from handlers.sync_file import calendar
from handlers.sync_map import map_command
from handlers.sync_setup import SETTING_UP, open_preview
from handlers.sync_trend import trend_command


async def _calendar(bot: Parts, place: Place, name: str) -> Message:
    return await calendar(bot, place, await bot.manage.find(place.workspace_id, name, slack_id=place.slack_id))


async def _preview(bot: Parts, place: Place, name: str) -> None:
    await open_preview(bot, place, await bot.manage.find(place.workspace_id, name, slack_id=place.slack_id))


SYNCS = Managing(
    noun="sync",
    service=lambda bot: bot.manage,
    setting_up=SETTING_UP,
    view=sync_list,
    shown=sync_list.sync_list,
    actions={
        "pause": (sync_list.PAUSE, SyncManage.pause),
        "resume": (sync_list.RESUME, SyncManage.resume),
        "run": (sync_list.RUN, SyncManage.run_now),
        "close": (sync_list.CLOSE, SyncManage.close_now),
        "delete": (sync_list.DELETE, SyncManage.delete),
    },
    asks_first={"run": Doing.RUN, "close": Doing.CLOSED, "delete": Doing.DELETED},
    own={"preview": _preview, sync_list.CALENDAR: _calendar, "map": map_command, "rhythm": trend_command},
)


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the list."""
    ritual_manage.register(app, bot, SYNCS)


async def sync_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Return the answer to `sync …`; None where a form was opened. Raises NotFound for a name that is not known."""
    return await ritual_manage.command(bot, SYNCS, place, rest)
