"""The pages that somebody keeps, that are to be looked at, and the newest; and questions that wait for them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.playbook_due import BEFORE
from bot.domain.playbook_found import PageList, WaitingQuestion
from bot.services.guest_sight import is_narrow
from bot.services.playbook_read import shown, today_of
from bot.services.playbook_sight import may_read
from bot.services.playbook_starter import starter_titles, starters_from
from bot.services.role import acting
from models import Person, Playbook, PlaybookQuestion

MINE, TO_REVIEW, ARCHIVED, NEWEST = "mine", "review", "archived", "newest"
KINDS = (MINE, TO_REVIEW, ARCHIVED, NEWEST)
"""What can follow the word for the list."""

OF_EACH, ON_A_PAGE = 4, 8
"""Pages of each kind where all are listed, and of one kind on a page."""


class PlaybookLists:
    """Reads the lists of pages."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def facts(
        self, workspace_id: str, slack_id: str, which: str = "", *, first: int = 0, added: tuple[str, ...] = ()
    ) -> PageList:
        """Return the list: of all kinds the first few, or one of `KINDS`. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            today = today_of(reader, self._clock.now())
            kinds = (which,) if which else (TO_REVIEW, MINE, NEWEST)
            most = ON_A_PAGE if which else OF_EACH
            found: dict[str, Sequence[Any]] = {}
            more = 0
            for kind in kinds:
                ids = list(await session.scalars(_rows(kind, reader, today).offset(first).limit(most + 1)))
                more = max(len(ids) - most, 0) if which else 0
                found[kind] = await shown(session, reader, ids[:most])
            return PageList(
                today=today,
                questions=await questions_for(session, reader),
                review=tuple(found.get(TO_REVIEW, ())),
                mine=tuple(found.get(MINE, ())),
                newest=tuple(found.get(NEWEST, found.get(ARCHIVED, ()))),
                which=which,
                first=first,
                more=more,
                any=await session.scalar(sa.select(Playbook.id).limit(1)) is not None,
                starters=await starter_titles(session),
                starters_from=await starters_from(session, reader),
                added=added,
                guest=is_narrow(reader),
            )


async def questions_for(session: AsyncSession, reader: Person) -> tuple[WaitingQuestion, ...]:
    """Return the open questions that somebody is to answer, the first that is due before others."""
    rows = (
        sa.select(PlaybookQuestion.id, PlaybookQuestion.text, Person.name, PlaybookQuestion.due_on)
        .join(Person, Person.id == PlaybookQuestion.asked_by_id)
        .where(PlaybookQuestion.owner_id == reader.id, PlaybookQuestion.state == "open")
        .order_by(PlaybookQuestion.due_on, PlaybookQuestion.id)
        .limit(OF_EACH)
    )
    return tuple(WaitingQuestion(*row) for row in await session.execute(rows))


def _rows(kind: str, reader: Person, today: date) -> sa.Select[int]:
    rows = sa.select(Playbook.id)
    if kind == ARCHIVED:
        rows = rows.where(Playbook.state == "archived", may_read(reader))
        return rows.order_by(Playbook.updated_at.desc(), Playbook.id.desc())
    rows = rows.where(Playbook.state == "published")
    due = sa.or_(Playbook.verified_until.is_(None), Playbook.verified_until <= today + timedelta(days=BEFORE.days))
    if kind == TO_REVIEW:
        return rows.where(Playbook.owner_id == reader.id, due).order_by(Playbook.verified_until, Playbook.id)
    if kind == MINE:
        return rows.where(Playbook.owner_id == reader.id, ~due).order_by(Playbook.updated_at.desc(), Playbook.id.desc())
    return rows.where(may_read(reader), Playbook.owner_id != reader.id).order_by(
        Playbook.updated_at.desc(), Playbook.id.desc()
    )
