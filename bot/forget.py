"""`drumbeat forget`: erases a person from the database, beside a Drumbeat that runs or without one."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.apply import opened
from bot.domain.forget import Erased, Traces
from bot.errors import UserError
from bot.running import Bot
from bot.services.forget import Forgetting
from bot.settings import Settings
from bot.sqlite import wipe_free_space

Agree = Callable[[Traces], bool]
"""Given what is stored of the person, tells whether to erase it."""


async def forget(
    settings: Settings, agree: Agree, *, email: str = "", slack_id: str = "", workspace: str = ""
) -> Erased | None:
    """Erase the person with this e-mail or Slack id after `agree`; None where that was refused.

    Raises UserError for somebody who is not known or still active in Slack, SettingsError where Slack has to be asked
    and the tokens are missing, and UserError where SQLite's free space could not be cleaned.
    """
    if bool(email.strip()) == bool(slack_id.strip()):
        raise UserError("Say whom to forget: an e-mail, or --slack-id U… for somebody without one.")
    async with opened(settings, workspace) as (bot, workspace_id):
        forgetting = of(bot)
        traces = await forgetting.traces(workspace_id, email=email, slack_id=slack_id.strip())
        if not traces.gone:
            settings.tokens()
            await forgetting.must_be_gone(workspace_id, traces)
        if not agree(traces):
            return None
        erased = await forgetting.erase(workspace_id, traces)
        await _wipe(bot)
        return erased


def of(bot: Bot) -> Forgetting:
    """Return the service that erases, over the parts of `bot`."""
    parts = bot.parts
    return Forgetting(parts.database, parts.clock, parts.slack_for, parts.ledger, parts.rounds, parts.retro.seal)


async def _wipe(bot: Bot) -> None:
    database = bot.parts.database
    if not database.is_sqlite or not database.url.database:
        return
    # Its own connections would hold the log open.
    await database.close()
    file = Path(database.url.database)
    if not await asyncio.to_thread(wipe_free_space, file):
        raise UserError(
            "The person is erased, but the database file is in use or the disk is full, so that deleted words may "
            f'still stand in its free space. Stop Drumbeat, then: python3 -c "import sqlite3; '
            f"sqlite3.connect('{file}').execute('VACUUM')\""
        )
