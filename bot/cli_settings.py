"""What every command of the command line begins with: the settings, and where the log goes."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

Workspace = Annotated[str, typer.Option(help="Slack's id of the workspace (T…), where there are several.")]


def settings_now() -> "Settings":
    """Return the settings of the environment and of `.env`. Raises SettingsError."""
    from bot.settings import load

    return load(os.environ, Path(".env"))


def settings_and_log() -> "Settings":
    """Return the settings, and let what is logged go where they say: never among what a command prints."""
    from bot import log

    settings = settings_now()
    log.configure(settings.log)
    return settings
