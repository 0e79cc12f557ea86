"""What every command of the command line begins with: the settings, and where the log goes."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import UserError

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


def agreed(yes: bool) -> Callable[[Sequence[str]], bool]:
    """Return what shows changes, a line each, and asks whether to make them; with `yes` nobody is asked."""

    def agree(changes: Sequence[str]) -> bool:
        typer.echo("\n".join(["This will change:", *(f"  · {change}" for change in changes)]))
        if yes:
            return True
        try:
            return typer.confirm("Apply these changes?")
        except typer.Abort:
            # Nobody is there to ask, in a pipe say.
            raise UserError("Nothing was changed. Add --yes to apply without being asked.") from None

    return agree
