"""`drumbeat apply` and `drumbeat export`: a company file against the database, with or without a running Drumbeat."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa

from bot import log
from bot.app import build
from bot.clock import SystemClock
from bot.db import async_url
from bot.engine.elsewhere import ElsewhereEngine
from bot.errors import UserError
from bot.running import Bot
from bot.services.company_file import read_company
from bot.services.company_yaml import CompanyFileError
from bot.services.playbook_import import PlaybookImport
from bot.settings import Settings
from bot.upgrade import UPGRADED, upgraded
from models import Workspace

logger = log.get(__name__)

MARKDOWN = frozenset({".md", ".markdown"})
"""How the names of files end that are read as pages."""

Agree = Callable[[Sequence[str]], bool]
"""Given the changes, a line each, tells whether to make them."""


async def apply(settings: Settings, file: Path, agree: Agree, workspace: str = "") -> list[str] | None:
    """Bring the workspace to what `file` says, after `agree`; return the changes made, None where all is so already.

    Raises UserError for a file that cannot be used, with its lines, and where the workspace is not clear.
    """
    try:
        company = read_company(await asyncio.to_thread(file.read_text, encoding="utf-8"))
        async with opened(settings, workspace) as (bot, workspace_id):
            changes = await bot.company.plan(workspace_id, company)
            if not changes:
                return None
            return await bot.company.apply(workspace_id, company) if agree(changes) else []
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}. Nothing was changed.") from None
    except UnicodeDecodeError:
        raise UserError(f"{file} is no text in UTF-8. Save it as UTF-8. Nothing was changed.") from None
    except CompanyFileError as error:
        raise UserError(f"{file} cannot be applied, and nothing was changed:\n{error.sentence}") from None


async def import_geekbot(settings: Settings, file: Path, agree: Agree, workspace: str = "") -> list[str]:
    """Save the stand-ups of Geekbot's JSON as paused syncs, after `agree`; return the changes made.

    Raises UserError for a file that cannot be read or used, and where the workspace is not clear.
    """
    try:
        text = await asyncio.to_thread(file.read_text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}. Nothing was changed.") from None
    except UnicodeDecodeError:
        raise UserError(f"{file} is no text in UTF-8. Save it as UTF-8. Nothing was changed.") from None
    async with opened(settings, workspace) as (bot, workspace_id):
        importing = bot.parts.geekbot
        planned = await importing.plan(workspace_id, text)
        return await importing.apply(workspace_id, planned) if agree(planned.lines) else []


async def import_playbooks(
    settings: Settings, folder: Path, agree: Agree, *, owner: str = "", workspace: str = ""
) -> int:
    """Bring the Markdown files of a folder in as pages, after `agree`; return how many pages and versions are new.

    Raises UserError for a folder that cannot be read or has no such file, and where the workspace is not clear.
    """
    files = await asyncio.to_thread(_markdown_in, folder)
    async with opened(settings, workspace) as (bot, workspace_id):
        importing = PlaybookImport(bot.parts.database, bot.parts.clock, bot.parts.ledger, bot.parts.audit)
        planned = await importing.plan(workspace_id, files, owner)
        return await importing.apply(workspace_id, planned) if agree(planned.lines) and planned.pages else 0


def _markdown_in(folder: Path) -> dict[str, bytes]:
    """Return the content of every Markdown file of a folder and what lies in it, by its path within; none of links."""
    try:
        found = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.suffix.lower() in MARKDOWN
            and path.is_file()
            and not path.is_symlink()
            and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        }
    except OSError as error:
        raise UserError(f"{error.filename} cannot be read: {error.strerror}. Nothing was changed.") from None
    if not found:
        raise UserError(f"There is no Markdown file in {folder} (its name ends in .md). Nothing was changed.")
    return found


async def export(settings: Settings, workspace: str = "") -> str:
    """Return the workspace as a company file."""
    async with opened(settings, workspace) as (bot, workspace_id):
        return await bot.company.export(workspace_id)


def keep(file: Path, text: str) -> None:
    """Write an export to `file`. Raises UserError where it exists (it may have comments) or cannot be made."""
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        raise UserError(f"{file} exists already and was left as it is. Choose another name, or move it away.") from None
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}. Nothing was changed.") from None


@asynccontextmanager
async def opened(settings: Settings, workspace: str) -> AsyncIterator[tuple[Bot, str]]:
    """Open the database for one workspace; what is planned here is sent by a Drumbeat that runs, now or later.

    Raises AlreadyRunning where the database has to be upgraded first and somebody works on it.
    """
    kept = await asyncio.to_thread(upgraded, async_url(settings.database_url))
    if kept:
        logger.info(UPGRADED, backup=str(kept))
    bot = build(settings, clock=SystemClock(), engine_for=ElsewhereEngine)
    try:
        yield bot, await _workspace(bot, settings, workspace)
    finally:
        await bot.close()


async def _workspace(bot: Bot, settings: Settings, wanted: str) -> str:
    async with bot.parts.database.system_session() as session:
        rows = await session.execute(sa.select(Workspace.id, Workspace.people_synced_at).order_by(Workspace.id))
        known = dict(rows.all())
    if wanted and wanted not in known:
        raise UserError(f"Drumbeat does not know the workspace {wanted}. It knows: {', '.join(known) or 'none yet'}.")
    if len(known) > 1 and not wanted:
        raise UserError(f"Which workspace? Say --workspace and one of: {', '.join(known)}.")
    meant = wanted or next(iter(known), "")
    if known.get(meant) is not None:
        return meant
    # Never run here, or stopped before Slack's lists were read: a file's names could not be told right from wrong.
    settings.tokens()
    identity = await bot.slack.identity()
    await bot.parts.people.install(identity)
    await bot.parts.people.reconcile(identity.workspace_id)
    return identity.workspace_id
