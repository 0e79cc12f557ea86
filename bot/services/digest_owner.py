"""Whose a channel's digest is once its owner has left: somebody who acts as PMO, who is told."""

from collections import Counter
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.digest_plan import PlanFacts
from bot.domain.recurrence import instant
from bot.engine.timers import set_timer
from bot.services.digest_plan import COMES, drop, plan_facts
from bot.services.role import pmos
from models import Digest, Person, Timer

PASSED_ON = "digest_passed_on"
"""Kind in the ledger of the message to the new owner of a digest."""

_LEFT = (
    sa.select(Digest)
    .join(Person, Person.id == Digest.person_id)
    .where(Person.deactivated.is_(True), Digest.channel_id != "")
    .order_by(Digest.id)
)


async def pass_digests_on(session: AsyncSession, ledger: Ledger, workspace_id: str) -> None:
    """Give every digest that a channel reads, and whose owner is deactivated, to another, and tell them.

    It comes on the same date, at the same time of its new owner's zone: of those who act as PMO, the one who has the
    fewest. Where each of them has one in that channel already, the channel reads those, and this one ends; where nobody
    acts as PMO, it goes on as it is until somebody does.
    """
    left = list(await session.scalars(_LEFT))
    if not left:
        return
    # As the tick and the form do: a timer first, then the digest and the people; read again once they are held.
    subjects = sa.select(sa.cast(_LEFT.subquery().c.id, sa.Text))
    timers = sa.select(Timer.id).where(Timer.kind == COMES, Timer.subject.in_(subjects)).order_by(Timer.id)
    await session.execute(timers.with_for_update())
    acting = [one.id for one in await pmos(session)]
    held = sa.select(Person.id).where(Person.id.in_(acting)).order_by(Person.id)
    await session.execute(held.with_for_update(key_share=True))
    heirs = await pmos(session)
    rows = await session.execute(sa.select(Digest.person_id, Digest.channel_id))
    taken = Counter((owner, channel) for owner, channel in rows)
    for row in list(await session.scalars(_LEFT, execution_options={"populate_existing": True})) if heirs else []:
        free = [one for one in heirs if not taken[one.id, row.channel_id]]
        if not free:
            await drop(session, row)
            continue
        heir = min(free, key=lambda one: sum(number for (owner, _), number in taken.items() if owner == one.id))
        taken[heir.id, row.channel_id] += 1
        row.person_id = heir.id
        await session.flush()
        due = instant(row.next_on, row.local_time, ZoneInfo(heir.zone))
        await set_timer(session, workspace_id, COMES, str(row.id), due)
        key = f"{PASSED_ON}:{row.id}:{heir.id}:{row.next_on}"
        subject = {"digest": row.id, "person": heir.id}
        await ledger.plan(session, workspace_id, [Intent(key, PASSED_ON, subject, heir.slack_id)])


async def passed_on(session: AsyncSession, digest_id: int, person_id: int) -> PlanFacts | None:
    """Return the digest as its new owner reads of it; None where it is not theirs any more."""
    row = await session.get(Digest, digest_id)
    return await plan_facts(session, row) if row is not None and row.person_id == person_id else None
