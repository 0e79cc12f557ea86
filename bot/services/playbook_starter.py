"""Pages that are offered where there is none yet: good enough to keep, and meant to be changed."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.playbook import Written
from bot.domain.playbook_file import PageFile, read_page
from bot.domain.words import listing
from bot.services.playbook import Playbooks
from bot.services.role import MOST_NAMED, pmo_names, rights_of
from models import Person, Playbook

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "playbook" / "starter"


@cache
def starters() -> tuple[tuple[str, PageFile], ...]:
    """Return the pages that are offered, each with the source that it carries, by their names."""
    files = sorted(FOLDER.glob("*.md"))
    return tuple((f"starter:{file.stem}", read_page(file.read_bytes(), file.stem)) for file in files)


async def starter_titles(session: AsyncSession) -> tuple[str, ...]:
    """Return the titles of those that have not been added yet, archived ones included: nobody is offered them twice."""
    there = set(await session.scalars(sa.select(Playbook.source).where(Playbook.source.startswith("starter:"))))
    return tuple(page.title for source, page in starters() if source not in there)


async def starters_from(session: AsyncSession, reader: Person) -> str:
    """Return who can add them for somebody: "" where they can do so themselves."""
    if (await rights_of(session, reader)).any:
        return ""
    return listing((await pmo_names(session))[:MOST_NAMED], "or") or "An admin of this workspace"


class PlaybookStarters:
    """Adds the pages that are offered."""

    def __init__(self, playbooks: Playbooks) -> None:
        """Write through `playbooks`."""
        self._playbooks = playbooks

    async def add(self, workspace_id: str, slack_id: str) -> tuple[str, ...]:
        """Publish those that are not there yet; return the titles of those to read. Raises NotAllowed."""
        pages = [Written(page.title, page.body, page.tags, source=source) for source, page in starters()]
        return await self._playbooks.add_starters(workspace_id, slack_id, pages)
