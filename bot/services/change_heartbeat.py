"""The heartbeat of changes: their owner is asked for news in time, and the PMO hears where there was none.

It beats while a change is in progress, which it is from its day on.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.change import ChangeState
from bot.domain.change_heartbeat import (
    LONGEST_PAUSE,
    Heartbeat,
    HeartbeatFacts,
    NoNews,
    asked_at,
    cannot_be_asked,
    lapsed_at,
    no_news,
)
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.errors import UserError
from bot.services.audit import Audit
from bot.services.change_standing import must_go_on, must_run, standing_of
from bot.services.nightly import begin_nightly
from bot.services.pause_read import running
from bot.services.people import next_night
from bot.services.role import pmo_to_tell
from bot.services.working import working_times
from models import Announcement, Change, Person

LOOKS, BEATS = "change.heartbeat_look", "change.heartbeat"
"""Kinds of timers: of the night, without a subject; and of a change, when its owner is asked or the PMO told."""

ASKED, LAPSED = "change_heartbeat", "change_heartbeat_lapsed"
"""Kinds in the ledger: to the owner, and to the PMO."""
KINDS = frozenset({ASKED, LAPSED})

HOUR = 4
"""Of UTC."""

PAST = "Please choose a day that is still to come: no news is promised before it."
TOO_FAR = "Please choose a day within a year; what waits longer is better stopped, which says why."
NOT_NOW = "News is promised while a change is in progress, so there is nothing to pause."

_NEWS = (
    sa.select(Announcement.planned_at, Announcement.next_word_on)
    .where(Announcement.change_id == sa.bindparam("change"), Announcement.state.in_(("planned", "sending", "sent")))
    .order_by(Announcement.planned_at.desc(), Announcement.id.desc())
    .limit(1)
)
_LIVE = (
    sa.select(Change)
    .where(Change.state.in_((ChangeState.ANNOUNCED, ChangeState.IN_PROGRESS)))
    .order_by(Change.id)
    .with_for_update()
)


class ChangeHeartbeats:
    """Asks for news, and takes a pause."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; messages go through `ledger`, and a pause is audited."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def begin(self, workspace_id: str) -> None:
        """Look from the next night on."""
        tonight = next_night(workspace_id, self._clock.now(), hour=HOUR)
        await begin_nightly(self._database, workspace_id, LOOKS, tonight)

    async def look(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Find, every night, when the owner of each change that goes on is to be asked; what has changed moves it."""
        await set_timer(session, timer.workspace_id, LOOKS, "", next_night(timer.workspace_id, now, hour=HOUR))
        mine = _LIVE.where(Change.workspace_id == timer.workspace_id)
        for change in (await session.scalars(mine)).all():
            owner = await session.get_one(Person, change.owner_id)
            today = now.astimezone(ZoneInfo(owner.zone)).date()
            if change.state == ChangeState.ANNOUNCED and change.starts_on is not None and change.starts_on <= today:
                # What people work by is in progress, whether somebody has said so in its form or not.
                change.state, change.revision = ChangeState.IN_PROGRESS, change.revision + 1
            if change.heartbeat_from is None and _beats(change):
                change.heartbeat_from = today
            await self._next(session, change, now)

    async def due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Ask the owner of a change, or tell the PMO; nobody where there was news meanwhile, or it does not go on."""
        row = sa.select(Change).where(Change.id == int(timer.subject), Change.workspace_id == timer.workspace_id)
        change = await session.scalar(row.with_for_update().execution_options(populate_existing=True))
        if change is None or await running(session, now) is not None:
            # While all is paused nobody is asked; the night looks again.
            return
        owner = await session.get_one(Person, change.owner_id)
        heartbeat = await heartbeat_of(session, change, owner)
        if not heartbeat.promises:
            return
        working, due_on = (await working_times(session, [owner]))[owner.id], heartbeat.due_on
        asked = await self._asked(session, change, owner, due_on)
        begun = now >= asked_at(working, due_on)
        wanted: list[Intent] = []
        # Where its owner is away whoever could give the word in their place hears of it before the day.
        if lapsed_at(working, due_on, asked) <= now if asked else begun and cannot_be_asked(working, now, due_on):
            others = await self._not_told(session, change, owner, due_on)
            wanted = [_intent(LAPSED, change, due_on, one.slack_id) for one in others]
        elif asked is None and begun and working.next_working(now) == now:
            wanted = [_intent(ASKED, change, due_on, owner.slack_id)]
        await self._ledger.plan(session, change.workspace_id, wanted)
        await self._next(session, change, now)

    async def facts(self, workspace_id: str, slack_id: str, change_id: int) -> HeartbeatFacts | None:
        """Return what those who run a change read of its news; None for others, and while none is promised."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id)
            if not standing.runs_it:
                return None
            facts = await self._facts(session, standing.change, standing.owner, standing.person)
            return facts if facts.heartbeat.promises else None

    async def must(self, workspace_id: str, slack_id: str, change_id: int) -> HeartbeatFacts:
        """Return the same. Raises UserError where no news is promised, NotAllowed, NotFound."""
        facts = await self.facts(workspace_id, slack_id, change_id)
        if facts is None:
            async with self._database.reading(workspace_id) as session:
                await must_run(session, await standing_of(session, slack_id, change_id))
            raise UserError(NOT_NOW)
        return facts

    async def no_news(self, workspace_id: str, slack_id: str, change_id: int) -> NoNews:
        """Return how an announcement begins that says that there is nothing new. Raises NotAllowed, NotFound."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id)
            await must_run(session, standing, "Announcing this is")
            must_go_on(standing)
            today = self._clock.now().astimezone(ZoneInfo(standing.person.zone)).date()
            heartbeat = await heartbeat_of(session, standing.change, standing.owner)
            return no_news(standing.change.name, heartbeat, today)

    async def pause(self, workspace_id: str, slack_id: str, change_id: int, until: date | None) -> None:
        """Promise no news before `until`; None: go on. Raises UserError, NotAllowed, NotFound."""
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id, locked=True)
            await must_run(session, standing)
            must_go_on(standing)
            change = standing.change
            if not _beats(change):
                raise UserError(NOT_NOW)
            today = now.astimezone(ZoneInfo(standing.person.zone)).date()
            _check(until, today)
            if change.heartbeat_paused_until == until:
                return
            change.heartbeat_paused_until = until
            if until is None:
                # Counted anew: nobody is late for what was not promised.
                change.heartbeat_from = today
            action = "change_news_paused" if until else "change_news_resumed"
            day = until.isoformat() if until else ""
            self._audit.record(session, slack_id, action, f"change:{change.id}", until=day)
            await session.flush()
            await self._next(session, change, now)

    async def asked_facts(
        self, session: AsyncSession, change_id: int, slack_id: str, due: str
    ) -> HeartbeatFacts | None:
        """Return what somebody is told of the news that was due on a day; None where the change is gone."""
        change = await session.get(Change, change_id)
        reader = await session.scalar(sa.select(Person).where(Person.slack_id == slack_id))
        if change is None or reader is None:
            return None
        owner = await session.get_one(Person, change.owner_id)
        heartbeat = await heartbeat_of(session, change, owner)
        settled = not heartbeat.promises or heartbeat.due_on > date.fromisoformat(due)
        return await self._facts(session, change, owner, reader, settled=settled)

    async def _facts(
        self, session: AsyncSession, change: Change, owner: Person, reader: Person, *, settled: bool = False
    ) -> HeartbeatFacts:
        today = self._clock.now().astimezone(ZoneInfo(reader.zone)).date()
        heartbeat = await heartbeat_of(session, change, owner)
        asked = await self._asked(session, change, owner, heartbeat.due_on) is not None
        return HeartbeatFacts(change.id, change.name, owner.name, heartbeat, today, settled=settled, asked=asked)

    async def _next(self, session: AsyncSession, change: Change, now: datetime) -> None:
        """Set when its owner is to be asked, else when the PMO is to be told; whatever is past was done, or is now."""
        owner = await session.get_one(Person, change.owner_id)
        heartbeat = await heartbeat_of(session, change, owner)
        if not heartbeat.promises:
            return
        working, due_on = (await working_times(session, [owner]))[owner.id], heartbeat.due_on
        asked = await self._asked(session, change, owner, due_on)
        at = max(asked_at(working, due_on), now)
        wakes: datetime | None
        if asked is not None:
            lapsed = lapsed_at(working, due_on, asked)
            wakes = lapsed if now < lapsed else None
        elif cannot_be_asked(working, at, due_on) and await self._not_told(session, change, owner, due_on):
            wakes = at
        else:
            wakes = working.next_working(at)
        if wakes is not None:
            await set_timer(session, change.workspace_id, BEATS, str(change.id), wakes)

    async def _asked(self, session: AsyncSession, change: Change, owner: Person, due_on: date) -> datetime | None:
        """Return when the owner was asked for the news of a day; None where they were not yet."""
        key = _intent(ASKED, change, due_on, owner.slack_id).key
        return (await self._ledger.planned_since(session, [key])).get(key)

    async def _not_told(self, session: AsyncSession, change: Change, owner: Person, due_on: date) -> list[Person]:
        """Return those of the PMO who have not heard that there is no news for a day; not the owner themselves."""
        others = [one for one in await pmo_to_tell(session) if one.id != owner.id]
        keys = {one.id: _intent(LAPSED, change, due_on, one.slack_id).key for one in others}
        known = await self._ledger.planned_since(session, list(keys.values()))
        return [one for one in others if keys[one.id] not in known]


async def heartbeat_of(session: AsyncSession, change: Change, owner: Person) -> Heartbeat:
    """Return what a change promises, on the days of its owner."""
    zone = ZoneInfo(owner.zone)
    news, promised_on = (await session.execute(_NEWS, {"change": change.id})).one_or_none() or (None, None)
    began = change.heartbeat_from or change.created_at.astimezone(zone).date()
    since = max(began, news.astimezone(zone).date()) if news else began
    return Heartbeat(
        change.heartbeat_weeks if _beats(change) else 0,
        since,
        heard=news is not None,
        paused_until=change.heartbeat_paused_until,
        promised_on=promised_on if ChangeState(change.state).live else None,
    )


def _beats(change: Change) -> bool:
    """Tell whether there is to be news every so many weeks, promised in words or not."""
    return change.state == ChangeState.IN_PROGRESS and change.heartbeat_weeks > 0


def _check(until: date | None, today: date) -> None:
    if until is not None and until <= today:
        raise UserError(PAST, field="until")
    if until is not None and until > today + LONGEST_PAUSE:
        raise UserError(TOO_FAR, field="until")


def _intent(kind: str, change: Change, due_on: date, slack_id: str) -> Intent:
    day = due_on.isoformat()
    subject = {"change": change.id, "due": day, "to": slack_id}
    return Intent(f"{kind}:{change.id}:{day}:{slack_id}", kind, subject, slack_id, priority=5)
