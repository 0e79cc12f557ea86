"""Setting up a retro in Slack."""

from slack_bolt.async_app import AsyncApp

from bot.parts import Parts
from bot.views import retro_preview, retro_setup
from handlers import ritual_setup
from handlers.ritual_setup import SettingUp

SETTING_UP = SettingUp(lambda bot: bot.retro_setup, retro_setup, retro_preview)


def register(app: AsyncApp, bot: Parts) -> None:
    """Listen to what sets a retro up."""
    ritual_setup.register(app, bot, SETTING_UP)
