"""Reading pages: what is shown of them, each only to whom it is for."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import IDS, rows_of
from bot.domain.playbook import Page, PageState
from bot.errors import NotAllowed, NotFound
from bot.services.guest_sight import is_narrow
from bot.services.playbook_sight import may_read
from bot.services.role import acting
from models import Person, Playbook, PlaybookNote, Team

GONE = "This page is not there any more, so nothing was changed. Looking it up by its words shows what there is."

NOT_OURS = (
    "Guests read the pages of their own teams. This is none of them, or it is not there any more. Nothing was changed."
)

_OWNER, _CREDITED = aliased(Person), aliased(Person)
_NOTES = (
    sa.select(PlaybookNote.playbook_id, PlaybookNote.kind, sa.func.count())
    .where(PlaybookNote.playbook_id.in_(IDS), PlaybookNote.settled_at.is_(None))
    .group_by(PlaybookNote.playbook_id, PlaybookNote.kind)
)
_SHOWN = (
    sa.select(
        Playbook.id,
        Playbook.title,
        Playbook.tags,
        Playbook.state,
        Playbook.owner_id,
        Playbook.verified_until,
        Playbook.looked_at,
        Playbook.revision,
        _OWNER.name.label("owner"),
        _OWNER.slack_id.label("owner_slack"),
        _CREDITED.name.label("thanks"),
        Team.name.label("team"),
    )
    .join(_OWNER, _OWNER.id == Playbook.owner_id)
    .outerjoin(_CREDITED, _CREDITED.id == Playbook.credited_person_id)
    .outerjoin(Team, Team.id == Playbook.team_id)
    .where(Playbook.id.in_(IDS))
)


async def page_of(session: AsyncSession, reader: Person, page_id: int, *, locked: bool = False) -> Playbook:
    """Return a page that `reader` may read. Raises NotFound for any other: whether there is one is not told."""
    wanted = sa.select(Playbook).where(Playbook.id == page_id, may_read(reader))
    page: Playbook | None = await session.scalar(wanted.with_for_update() if locked else wanted)
    if page is None:
        raise NotFound(NOT_OURS if is_narrow(reader) else GONE)
    return page


async def own_page(session: AsyncSession, slack_id: str, page_id: int) -> tuple[Person, Playbook]:
    """Return who acts, and a page that is theirs to change, held until the end. Raises NotFound, NotAllowed."""
    person = await acting(session, slack_id)
    page = await page_of(session, person, page_id, locked=True)
    await must_change(session, person, page)
    return person, page


async def must_change(session: AsyncSession, person: Person, page: Playbook) -> None:
    """Raise NotAllowed for whoever neither keeps a page nor acts as PMO."""
    if person.id != page.owner_id and not person.acts_as_pmo:
        owner = await session.scalar(sa.select(Person.name).where(Person.id == page.owner_id))
        raise NotAllowed(
            f"{owner} keeps this page, and changes it; so does the PMO. Nothing was changed. *Out of date* tells "
            f"{owner} what should be different."
        )


async def shown(session: AsyncSession, reader: Person, page_ids: Sequence[int]) -> list[Page]:
    """Return pages as `reader` sees them, in the order of `page_ids`; they were found as readable before."""
    notes = {(page_id, kind): count for page_id, kind, count in await rows_of(session, _NOTES, page_ids)}
    rows = {one.id: one for one in await rows_of(session, _SHOWN, page_ids)}
    zone = ZoneInfo(reader.zone)
    return [
        Page(
            id=one.id,
            title=one.title,
            owner=one.owner,
            owner_slack=one.owner_slack,
            team=one.team or "",
            until=one.verified_until,
            looked_on=one.looked_at.astimezone(zone).date(),
            state=PageState(one.state),
            tags=tuple(one.tags),
            thanks=one.thanks or "",
            mine=reader.acts_as_pmo or one.owner_id == reader.id,
            own=one.owner_id == reader.id,
            helped=notes.get((one.id, "helpful"), 0),
            outdated=notes.get((one.id, "outdated"), 0),
            revision=one.revision,
        )
        for page_id in page_ids
        if (one := rows.get(page_id)) is not None
    ]


def today_of(person: Person, now: datetime) -> date:
    """Return the person's own date."""
    return now.astimezone(ZoneInfo(person.zone)).date()
