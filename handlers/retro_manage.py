"""The list of retros; and what follows `retro` in a command beside what follows every ritual."""

from slack_bolt.async_app import AsyncApp

from bot.domain.ritual_list import Doing
from bot.parts import Parts
from bot.services.retro_manage import RetroManage
from bot.slack.gateway import Message
from bot.views import retro_list
from handlers import ritual_manage
from handlers.place import Place
from handlers.retro_card import add_command, withdraw_command
from handlers.retro_report import report_command
from handlers.retro_setup import SETTING_UP
from handlers.ritual_manage import Managing

RETROS = Managing(
    noun="retro",
    service=lambda bot: bot.retros,
    setting_up=SETTING_UP,
    view=retro_list,
    shown=retro_list.retro_list,
    actions={
        "pause": (retro_list.PAUSE, RetroManage.pause),
        "resume": (retro_list.RESUME, RetroManage.resume),
        "run": (retro_list.RUN, RetroManage.run_now),
        "live": (retro_list.RUN_LIVE, RetroManage.run_live),
        "delete": (retro_list.DELETE, RetroManage.delete),
    },
    asks_first={"run": Doing.RUN, "live": Doing.RUN_LIVE, "delete": Doing.DELETED},
    own={"add": add_command, "withdraw": withdraw_command, "report": report_command},
)


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to the buttons of the list."""
    ritual_manage.register(app, bot, RETROS)


async def retro_command(bot: Parts, place: Place, rest: str) -> Message | None:
    """Return the answer to `retro …`; None where a form was opened. Raises NotFound for a name that is not known."""
    return await ritual_manage.command(bot, RETROS, place, rest)
