"""The same blocker told by several people, made one: each of them hears of every step."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.blocker import LIVE, State, Step
from bot.domain.blocker_form import SameFacts
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.audit import Audit
from bot.services.blocker_due import hold_reminders, remind_later
from bot.services.blocker_place import tell_once
from bot.services.blocker_read import IS_LIVE, on_of, shown
from bot.services.blocker_step import note
from bot.services.role import acting
from models import Blocker, Membership, Person

MOST = 100
"""Blockers that a menu of Slack offers."""

GONE = "One of the two is closed or gone by now, so nothing was changed. `/pmo blockers` shows what is open."


class BlockerMerging:
    """Shows which blockers may be the same, and makes them one."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; all who raised one of them hear of it through `ledger`, and it is audited."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def form(self, workspace_id: str, slack_id: str, blocker_id: int) -> SameFacts:
        """Return the open blockers on the same team or person. Raises NotFound, NotAllowed, UserError for none."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            blocker = await session.get(Blocker, blocker_id)
            if blocker is None or blocker.state not in LIVE or blocker.merged_into_id is not None:
                raise NotFound(GONE)
            await _may_merge(session, person, blocker)
            others = await shown(
                session,
                IS_LIVE,
                Blocker.told_at.is_not(None),
                Blocker.merged_into_id.is_(None),
                Blocker.id != blocker.id,
                Blocker.team_id.is_not_distinct_from(blocker.team_id),
                Blocker.person_id.is_not_distinct_from(blocker.person_id),
                Blocker.outside == blocker.outside,
            )
            [one] = await shown(session, Blocker.id == blocker.id)
            if not others:
                raise UserError(f"Nothing else waits on {one.on}, so there is nothing that could be the same.")
            return SameFacts(one, tuple(others[:MOST]), self._clock.now())

    async def merge(self, workspace_id: str, slack_id: str, blocker_id: int, into_id: int) -> None:
        """Let a blocker be the same as `into_id`, which waits on the same. Raises NotFound, NotAllowed."""
        now: datetime = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            await hold_reminders(session, (blocker_id, into_id))
            both = sa.select(Blocker).where(Blocker.id.in_((blocker_id, into_id))).order_by(Blocker.id)
            rows = {one.id: one for one in await session.scalars(both.with_for_update())}
            blocker, into = rows.get(blocker_id), rows.get(into_id)
            if blocker is None or into is None or blocker is into or not all(map(_is_open, rows.values())):
                raise NotFound(GONE)
            if (on_of(blocker), blocker.outside) != (on_of(into), into.outside):
                raise NotFound(GONE)
            await _may_merge(session, person, into)
            same = sa.update(Blocker).where(sa.or_(Blocker.id == blocker.id, Blocker.merged_into_id == blocker.id))
            await session.execute(same.values(merged_into_id=into.id))
            if into.state == State.OPEN and blocker.state == State.TAKEN:
                # Somebody has promised it by a day, and that holds for all who wait.
                into.state, into.owner_id, into.due_on = blocker.state, blocker.owner_id, blocker.due_on
                await remind_later(session, into, now)
            await session.refresh(blocker)
            await note(session, self._ledger, into, Step.MERGED, person, now)
            self._audit.record(session, slack_id, "blocker_merged", f"blocker:{blocker.id}", into=into.id)


async def part_from_same(
    session: AsyncSession, ledger: Ledger, withdrawn: Sequence[Blocker], now: datetime
) -> list[Blocker]:
    """Let the others wait on where one that stands for them is taken back; return those that stand for themselves now.

    The eldest of them stands for the rest from then on, with whoever took it.
    """
    if not withdrawn:  # nearly always, and every answer comes here
        return []
    ids = [one.id for one in withdrawn]
    rows = sa.select(Blocker).where(Blocker.merged_into_id.in_(ids), Blocker.id.not_in(ids)).order_by(Blocker.id)
    heirs: dict[int | None, Blocker] = {}
    for one in await session.scalars(rows.with_for_update()):
        heir = heirs.setdefault(one.merged_into_id, one)
        one.merged_into_id = None if heir is one else heir.id
    await session.flush()
    for heir in heirs.values():
        # It may have been passed on, as one of several, to somebody who has heard of the first alone.
        await tell_once(session, ledger, heir, now)
        await remind_later(session, heir, now)
    return [*heirs.values()]


def _is_open(blocker: Blocker) -> bool:
    return blocker.state in LIVE and blocker.merged_into_id is None


async def _may_merge(session: AsyncSession, person: Person, blocker: Blocker) -> None:
    """Raise NotAllowed for whoever is neither PMO, nor leads the team that it waits on, nor is whom it waits on."""
    if person.acts_as_pmo or person.id == blocker.person_id:
        return
    led = sa.select(Membership.id).where(
        Membership.team_id == blocker.team_id, Membership.person_id == person.id, Membership.is_lead.is_(True)
    )
    if blocker.team_id is None or await session.scalar(led.limit(1)) is None:
        raise NotAllowed("Saying that two are the same is for the team's lead and the PMO. Nothing was changed.")
