"""What the messages about pages say when they are sent, or shown anew."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.playbook import Page, PageState
from bot.domain.playbook_told import Complaint, Complaints, Given, Told
from bot.services.playbook_made import shown_where
from bot.services.playbook_message import OUTDATED, REVIEW, UNUSED, review_key
from bot.services.playbook_read import shown, today_of
from models import Person, Playbook, PlaybookNote


async def to_review(session: AsyncSession, subject: Mapping[str, Any]) -> Told:
    """Return the pages whose owner was asked whether they are still true, and those that have been looked at since."""
    owner, pages = await _pages(session, subject)
    marks = {page.id: page for page in await _rows(session, subject["pages"])}
    left = [page for page in pages if page.owner_slack == owner.slack_id and _asked(marks[page.id], page)]
    return Told(tuple(left), date.fromisoformat(subject["on"]), tuple(one for one in pages if one not in left))


async def unused(session: AsyncSession, subject: Mapping[str, Any]) -> Told:
    """Return the pages that nobody reads, and those that were kept or archived since."""
    owner, pages = await _pages(session, subject)
    on = date.fromisoformat(subject["on"])
    marks = {page.id: page for page in await _rows(session, subject["pages"])}
    left = [
        page
        for page in pages
        if page.state is PageState.PUBLISHED and page.owner_slack == owner.slack_id and marks[page.id].proposed_on == on
    ]
    return Told(tuple(left), on, tuple(one for one in pages if one not in left))


async def complaints(session: AsyncSession, subject: Mapping[str, Any]) -> Complaints:
    """Return what an owner hears on a day of what readers found."""
    on = date.fromisoformat(subject["on"])
    rows = (
        sa.select(PlaybookNote.playbook_id, PlaybookNote.text, PlaybookNote.settled_at, Person.name)
        .join(Person, Person.id == PlaybookNote.person_id)
        .join(Playbook, Playbook.id == PlaybookNote.playbook_id)
        .where(PlaybookNote.kind == "outdated", PlaybookNote.told_on == on, Playbook.owner_id == subject["owner"])
        .where(Playbook.state == PageState.PUBLISHED)
        .order_by(PlaybookNote.at, PlaybookNote.id)
    )
    found = (await session.execute(rows)).all()
    owner = await session.get_one(Person, subject["owner"])
    pages = {page.id: page for page in await shown(session, owner, list({row.playbook_id for row in found}))}
    notes = tuple(Complaint(pages[row.playbook_id], row.name, row.text) for row in found if row.settled_at is None)
    return Complaints(notes, len(found) - len(notes), on)


async def given_pages(session: AsyncSession, subject: Mapping[str, Any], now: datetime) -> Given:
    """Return those pages of the message to their new owner that are still theirs."""
    owner, pages = await _pages(session, {"owner": subject["person"], "pages": subject["pages"]})
    by = await session.get(Person, subject["by"]) if subject["by"] else None
    theirs = [page for page in pages if page.owner_slack == owner.slack_id and page.state is PageState.PUBLISHED]
    marks = {page.id: page for page in await _rows(session, subject["pages"])}
    asked = tuple(page for page in theirs if _asked(marks[page.id], page))
    left = sa.select(Person.name).where(Person.id.in_(subject.get("left", ()))).order_by(Person.name)
    return Given(
        pages=tuple(page for page in theirs if page not in asked),
        by=by.name if by else "",
        today=today_of(owner, now),
        left=tuple(await session.scalars(left)),
        asked=asked,
    )


async def added_pages(session: AsyncSession, subject: Mapping[str, Any], now: datetime) -> Given:
    """Return those pages of the message to somebody of the PMO that are still there."""
    reader, pages = await _pages(session, {"owner": subject["person"], "pages": subject["pages"]})
    by = await session.get(Person, subject["by"])
    there = tuple(page for page in pages if page.state is PageState.PUBLISHED)
    return Given(there, by.name if by else "", today_of(reader, now))


async def _pages(session: AsyncSession, subject: Mapping[str, Any]) -> tuple[Person, list[Page]]:
    owner = await session.get_one(Person, subject["owner"])
    return owner, await shown(session, owner, subject["pages"])


async def _rows(session: AsyncSession, page_ids: list[int]) -> list[Playbook]:
    return list(await session.scalars(sa.select(Playbook).where(Playbook.id.in_(page_ids))))


def _asked(row: Playbook, page: Page) -> bool:
    return page.state is PageState.PUBLISHED and row.asked_for is not None and row.asked_for == row.verified_until


async def messages_about(session: AsyncSession, page: Playbook) -> list[str]:
    """Return the keys of the messages that speak of a page: to its owner, and where it is named as what it came of."""
    told = sa.select(PlaybookNote.told_on).where(PlaybookNote.playbook_id == page.id).distinct()
    days = [(OUTDATED, on) for on in await session.scalars(told)]
    days += [(REVIEW, page.asked_on), (UNUSED, page.proposed_on)]
    keys = [review_key(kind, page.owner_id, on) for kind, on in days if on is not None]
    return [*keys, *await shown_where(session, page.source)]
