"""Digests that come by themselves: set up, changed, stopped, and planned once a week."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.digest import DigestFacts
from bot.domain.digest_plan import DigestPlan, PlanFacts, next_day
from bot.domain.recurrence import instant
from bot.engine.port import DueTimer
from bot.engine.timers import cancel_timer, set_timer
from bot.errors import NotAllowed, UserError
from bot.ids import new_id
from bot.services.audit import Audit
from bot.services.channel_invite import channel_facts
from bot.services.decision_sight import elsewhere_seen
from bot.services.digest import digest_of, syncs_in, syncs_of
from bot.services.digest_retro import retros_in, retros_of
from bot.services.reading import leads_any
from bot.services.role import acting, refusal
from models import Digest, Person, Timer

COMES = "digest.comes"
"""The kind of the timer; its subject is the digest's id."""

KIND = "digest_week"
"""The kind of the message in the ledger."""

CHANNEL = "channel"
"""The field of the form to which a sentence belongs."""

ANOTHER = 0
"""In place of a digest's id: one more."""

TWICE = "A digest of yours comes to this channel already. Choose another channel, or change that one."
TWICE_TO_YOU = "A digest comes to you already. Choose a channel, or change that one."


class DigestPlans:
    """Shows and keeps when somebody's digest comes."""

    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        """Work on `database`; what is changed is audited."""
        self._database, self._clock, self._audit = database, clock, audit

    async def facts(self, workspace_id: str, slack_id: str, digest_id: int | None = None) -> PlanFacts:
        """Return a digest of `slack_id` as it is or is proposed, with their others. Raises NotFound, NotAllowed.

        `digest_id`: which one, `ANOTHER` for one more; else, and where that one is not theirs any more, the one that
        comes to themselves, or their eldest. Whoever has one sees it, so that somebody who leads no more can stop it.
        """
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            rows = [] if digest_id == ANOTHER else await _rows(session, person)
            if not rows:
                await _must_plan(session, person)
            row = _named(rows, digest_id) or next(iter(rows), None)
            others = [one for one in await _rows(session, person) if row is None or one.id != row.id]
            facts = PlanFacts(DigestPlan()) if row is None else await plan_facts(session, row)
            return replace(facts, others=tuple([await plan_facts(session, one) for one in others]))

    async def save(self, workspace_id: str, slack_id: str, plan: DigestPlan, digest_id: int = ANOTHER) -> PlanFacts:
        """Let a digest of `slack_id` come by this plan from now on; return it.

        `digest_id`: which one; one more comes into being where they have none that goes to the same place. Raises
        UserError for a channel that Drumbeat cannot post in, or in which another one of theirs comes; NotFound,
        NotAllowed.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            await _must_plan(session, person)
            if plan.channel_id and not (await channel_facts(session, plan.channel_id)).can_post:
                raise UserError(
                    "Drumbeat cannot post in this channel. Invite it there, or leave this empty: the digest then comes "
                    "to you.",
                    field=CHANNEL,
                )
            rows = await _held(session, person)
            there = next((one for one in rows if one.channel_id == plan.channel_id), None)
            row = _named(rows, digest_id) or there
            if there is not None and there is not row:
                raise UserError(TWICE if plan.channel_id else TWICE_TO_YOU, field=CHANNEL)
            if row is None:
                row = Digest(id=new_id(), person_id=person.id)
                session.add(row)
            row.weekday, row.local_time, row.channel_id = plan.weekday, plan.at, plan.channel_id
            await _set_next(session, row, workspace_id, person, now)
            await session.flush()
            self._audit.record(session, slack_id, "digest_saved", f"digest:{row.id}", channel=plan.channel_id)
            return await plan_facts(session, row)

    async def stop(self, workspace_id: str, slack_id: str, digest_id: int) -> bool:
        """Let a digest of `slack_id` come no more; return whether it did.

        Raises NotAllowed for somebody else's, with whose it is where a channel reads it; NotFound.
        """
        async with self._database.transaction(workspace_id) as session:
            row = _named(await _held(session, await acting(session, slack_id)), digest_id)
            if row is None:
                await _must_be_gone(session, digest_id)
                return False
            self._audit.record(session, slack_id, "digest_stopped", f"digest:{row.id}")
            await drop(session, row)
            return True


async def _must_be_gone(session: AsyncSession, digest_id: int) -> None:
    """Raise NotAllowed for a digest that comes still."""
    found = sa.select(Digest.channel_id, Person.name).join(Person, Person.id == Digest.person_id)
    row = (await session.execute(found.where(Digest.id == digest_id))).one_or_none()
    if row is not None:
        whose = f"{row.name}'s" if row.channel_id else "somebody else's"
        raise NotAllowed(f"This digest is {whose} now, who alone can stop it. It goes on, and nothing was changed.")


async def drop(session: AsyncSession, row: Digest) -> None:
    """Let a digest come no more."""
    await cancel_timer(session, row.workspace_id, COMES, str(row.id))
    await session.delete(row)


async def plan_digest(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Plan the one message of this week, and the next time.

    To somebody who has left none comes until they return. In a channel others read it: there it goes on, until somebody
    has taken it over (services/digest_owner.py).
    """
    found = await session.execute(
        sa.select(Digest, Person).join(Person, Person.id == Digest.person_id).where(Digest.id == int(timer.subject))
    )
    row, person = next(iter(found), (None, None))
    if row is None or person is None:
        return
    if now < (due := instant(row.next_on, row.local_time, ZoneInfo(person.zone))):
        # Its owner has moved to where it is not that late yet.
        await set_timer(session, timer.workspace_id, COMES, timer.subject, due)
        return
    if row.channel_id or not person.deactivated:
        subject = {"digest": row.id, "day": row.next_on.isoformat()}
        key = f"{KIND}:{row.id}:{row.next_on}"
        await ledger.plan(session, timer.workspace_id, [Intent(key, KIND, subject, row.channel_id or person.slack_id)])
    await _set_next(session, row, timer.workspace_id, person, now)


async def week_facts(
    session: AsyncSession, subject: Mapping[str, Any], now: datetime
) -> tuple[DigestFacts, PlanFacts, str] | None:
    """Return what a message holds, the plan by which it comes, and whose it is; None where that was stopped.

    To a channel it holds what all who read that may see, whatever its owner may.
    """
    row = await session.get(Digest, subject["digest"])
    if row is None:
        return None
    person = await session.get_one(Person, row.person_id)
    syncs = await (syncs_in(session, row.channel_id) if row.channel_id else syncs_of(session, person))
    retros = await (retros_in(session, row.channel_id) if row.channel_id else retros_of(session, person))
    theirs = sa.true() if row.channel_id else elsewhere_seen(person)
    facts = await digest_of(session, syncs, person.zone, now, retros=retros, elsewhere=theirs)
    return facts, await plan_facts(session, row), person.name


async def _must_plan(session: AsyncSession, person: Person) -> None:
    if not (person.acts_as_pmo or await leads_any(session, person)):
        raise await refusal(session, "A digest that comes by itself is")


async def _rows(session: AsyncSession, person: Person) -> list[Digest]:
    """Return somebody's digests, the one that comes to themselves first."""
    theirs = sa.select(Digest).where(Digest.person_id == person.id).order_by(Digest.channel_id != "", Digest.id)
    return list(await session.scalars(theirs))


def _named(rows: Sequence[Digest], digest_id: int | None) -> Digest | None:
    return next((one for one in rows if one.id == digest_id), None)


async def _held(session: AsyncSession, person: Person) -> list[Digest]:
    """Return somebody's digests, which nobody else changes until the end of the transaction.

    Their timers come first, as for the tick that plans them. Of two forms that are sent at once the second waits for
    the person, and changes what the first has made; rows that only refer to the person are written meanwhile.
    """
    theirs = sa.select(sa.cast(Digest.id, sa.Text)).where(Digest.person_id == person.id)
    timers = sa.select(Timer.id).where(Timer.kind == COMES, Timer.subject.in_(theirs)).order_by(Timer.id)
    await session.execute(timers.with_for_update())
    await session.execute(sa.select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))
    return await _rows(session, person)


async def plan_facts(session: AsyncSession, row: Digest) -> PlanFacts:
    """Return a digest as its form and its messages show it."""
    plan = DigestPlan(row.weekday, row.local_time, row.channel_id)
    channel = (await channel_facts(session, row.channel_id)).label if row.channel_id else ""
    return PlanFacts(plan, row.next_on, channel, row.id)


async def _set_next(session: AsyncSession, row: Digest, workspace_id: str, person: Person, now: datetime) -> None:
    zone = ZoneInfo(person.zone)
    row.next_on = next_day(DigestPlan(row.weekday, row.local_time), zone, now)
    await set_timer(session, workspace_id, COMES, str(row.id), instant(row.next_on, row.local_time, zone))
