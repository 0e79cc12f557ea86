"""Pages that are to stay true: on a day that needs it their owner is asked, all of them in one message each day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.decision_due import review_at
from bot.domain.playbook_due import AT_ONCE, Kept, next_on
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.services.playbook_message import REVIEW, UNUSED, review_key
from bot.services.working import working_times
from models import Person, Playbook

KIND = "playbook.review"
"""Kind of the timer; its subject is the owner and the local date on which something is to be asked."""

_KEPT = sa.select(
    Playbook.id,
    Playbook.verified_until,
    Playbook.asked_for,
    Playbook.proposed_on,
    Playbook.created_at,
    Playbook.read_on,
).where(Playbook.owner_id == sa.bindparam("owner_id"), Playbook.state == "published")


async def schedule(session: AsyncSession, owner: Person, now: datetime, *, after: date | None = None) -> None:
    """Set the timer for the next day on which something is to be asked of `owner`; never one until `after`.

    Each day has a timer of its own. What is due for a day on which nothing is to be asked any more is passed over.
    """
    await session.flush()
    working = (await working_times(session, [owner]))[owner.id]
    today = working.local_date(now)
    first = today if after is None else max(after + timedelta(days=1), today)
    day = next_on(await _kept(session, owner), first)
    if day is None or owner.deactivated:
        return
    at = review_at(working, day)
    if at <= now:
        # Today's working hours have begun.
        at = review_at(working, today + timedelta(days=1))
    await set_timer(session, owner.workspace_id, KIND, f"{owner.id}:{working.local_date(at).isoformat()}", at)


async def plan(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Ask the owner of the timer about the pages that are due, and set the next timer.

    A page that somebody is changing at this moment is left for another day, so that neither waits for the other.
    """
    owner = await session.get(Person, int(timer.subject.partition(":")[0]))
    if owner is None or owner.deactivated:
        return
    working = (await working_times(session, [owner]))[owner.id]
    today = working.local_date(now)
    if working.works_on(today):
        kept = await _kept(session, owner)
        due = [one.page_id for one in kept if one.review_on and one.review_on <= today]
        intents = []
        pages = await _held(session, due)
        for page in pages:
            page.asked_for, page.asked_on = page.verified_until, today
        if pages:
            intents.append(_intent(REVIEW, owner, today, pages))
        asked = {page.id for page in pages}
        unused = [one.page_id for one in kept if one.unused_on <= today and one.page_id not in asked]
        pages = await _held(session, unused)
        for page in pages:
            page.proposed_on = today
        if pages:
            intents.append(_intent(UNUSED, owner, today, pages))
        await ledger.plan(session, timer.workspace_id, intents)
    await schedule(session, owner, now, after=today)


async def _kept(session: AsyncSession, owner: Person) -> list[Kept]:
    rows = await session.execute(_KEPT, {"owner_id": owner.id})
    return [
        Kept(page_id, until, asked_for, proposed_on, created_at.date(), read_on)
        for page_id, until, asked_for, proposed_on, created_at, read_on in rows
    ]


async def _held(session: AsyncSession, page_ids: Sequence[int]) -> list[Playbook]:
    rows = sa.select(Playbook).where(Playbook.id.in_(page_ids)).order_by(Playbook.verified_until, Playbook.id)
    return list(await session.scalars(rows.limit(AT_ONCE).with_for_update(skip_locked=True)))


def _intent(kind: str, owner: Person, today: date, pages: Sequence[Playbook]) -> Intent:
    subject = {"owner": owner.id, "pages": [page.id for page in pages], "on": today.isoformat()}
    return Intent(review_key(kind, owner.id, today), kind, subject, owner.slack_id)
