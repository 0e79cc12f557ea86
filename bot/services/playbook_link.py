"""Pages that a page leads to: those that came from the files to which its own file links."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.playbook import Linked, PageState
from bot.domain.playbook_link import FROM_FILE, linked_files
from bot.services.playbook_sight import closed_teams, may_read
from models import Person, Playbook

MOST = 50
"""Links of one piece of a page that are looked for."""


async def linked_pages(
    session: AsyncSession, reader: Person, page: Playbook, body: str, *, in_channel: bool = False
) -> tuple[Linked, ...]:
    """Return the pages to which a piece of a page leads, in the order of its links, as far as `reader` may read them.

    They are known by their files, whatever they are called by now. `in_channel`: others read their titles, too.
    """
    if not page.source.startswith(FROM_FILE):
        return ()
    sources = [FROM_FILE + path for path in linked_files(body, page.source.removeprefix(FROM_FILE))][:MOST]
    if not sources:
        return ()
    rows = sa.select(Playbook.source, Playbook.id, Playbook.title).where(
        Playbook.source.in_(sources), Playbook.state == PageState.PUBLISHED, may_read(reader)
    )
    if in_channel:
        open_to_all = (
            Playbook.team_id.is_(None),
            Playbook.team_id == page.team_id,
            Playbook.team_id.not_in(closed_teams(page.workspace_id)),
        )
        rows = rows.where(sa.or_(*open_to_all))
    found = {source: Linked(page_id, title) for source, page_id, title in await session.execute(rows)}
    return tuple(found[source] for source in sources if source in found)
