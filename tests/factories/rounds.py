"""A sync that runs: its timers are due as the clock moves, and what it would say is read from the ledger."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.engine.advance import advance, settle
from bot.engine.inline import InlineEngine
from bot.engine.port import DueTimer, Work
from bot.services import sync_message
from bot.services.sync_lock import STEP, lock_sync
from bot.services.sync_round import SyncRounds
from bot.services.sync_schedule import OPENS
from models import Away, Delivery, Person, Prompt, Ritual, RitualPerson, RitualTeam, Round, Timer, Turn
from tests.factories import people, sync
from tests.factories.people import MONDAY
from tests.factories.team import team as make_team


@dataclass
class Runs:
    """One workspace whose syncs are planned by their timers; nothing is sent, so the ledger says what was asked for."""

    database: Database
    clock: ShiftedClock
    engine: InlineEngine
    rounds: SyncRounds

    async def team(self, name: str, *members: str, zone: str = "Europe/Lisbon", **person: Any) -> int:
        """A team of people by their names; the first leads it."""
        async with self.database.transaction("T1") as session:
            those = [await people.person(session, one, zone=zone, **person) for one in members]
            return (await make_team(session, name, those)).id

    async def sync(self, teams: Sequence[int] = (), persons: Sequence[str] = (), **fields: Any) -> int:
        """A weekly sync on Tuesdays at ten, saved now."""
        async with self.database.transaction("T1") as session:
            ritual = await sync.ritual(session, **fields)
            session.add_all(RitualTeam(ritual_id=ritual.id, team_id=team) for team in teams)
            for one in persons:
                person = await people.person(session, one)
                session.add(RitualPerson(ritual_id=ritual.id, person_id=person.id))
            await session.flush()
            await self.rounds.schedule(session, ritual)
            return ritual.id

    async def until(self, at: datetime) -> None:
        """Let time pass, with every timer in its turn."""
        await advance(self.engine, self.database, self.clock, at)

    async def down_until(self, at: datetime) -> None:
        """Let time pass while Drumbeat does not run, and start it again."""
        self.clock.move_to(at)
        await settle(self.engine, self.clock)

    async def again(self, kind: str, subject: int) -> None:
        """Run the planner of a timer that has fired already once more."""
        planner = {OPENS: self.rounds.open_due, STEP: self.rounds.step}[kind]
        async with self.database.transaction("T1") as session:
            await planner(session, [DueTimer("T1", kind, str(subject), self.clock.now())], self.clock.now())

    async def do(self, action: str, ritual_id: int) -> None:
        """Run or close a sync now, delete it, or set its next round after an edit."""
        async with self.database.transaction("T1") as session:
            ritual = await lock_sync(session, ritual_id)
            assert ritual is not None
            await getattr(self.rounds, action)(session, ritual)

    async def change(self, ritual_id: int, *, teams: Sequence[int] = (), **fields: Any) -> None:
        """Edit a sync, add `teams`, and set its next round, as saving the form does."""
        async with self.database.transaction("T1") as session:
            session.add_all(RitualTeam(ritual_id=ritual_id, team_id=team) for team in teams)
            ritual = await session.get_one(Ritual, ritual_id)
            for name, value in fields.items():
                setattr(ritual, name, value)
            await self.rounds.schedule(session, ritual)

    async def person(self, name: str, **fields: Any) -> None:
        """Change somebody, and the rounds that are to come."""
        async with self.database.transaction("T1") as session:
            await session.execute(sa.update(Person).where(Person.name == name).values(**fields))
            await self.rounds.move_all(session)

    async def away(self, *names: str, first: datetime, days: int = 1) -> None:
        """Let people be away from a date on."""
        async with self.database.transaction("T1") as session:
            for name in names:
                person = await people.person(session, name)
                last = first.date() + timedelta(days=days - 1)
                session.add(Away(person_id=person.id, first=first.date(), last=last))

    async def says(self, name: str, state: str, *, closed: bool = False) -> None:
        """Let the team or person of this name answer or skip in the open round, or late in a `closed` one."""
        async with self.database.transaction("T1") as session:
            rows = sa.select(Prompt).join(Round, Round.id == Prompt.round_id)
            prompt = (
                await session.scalars(rows.where(Prompt.name == name, Round.state == ("closed" if closed else "open")))
            ).one()
            if state == "answered":
                asked = sa.select(Person).join(Turn, Turn.person_id == Person.id).where(Turn.prompt_id == prompt.id)
                speaker = (await session.scalars(asked.order_by(Turn.id))).all()[0]
                await sync.answer(session, prompt, speaker, {"moved": "Cards", "next": "Refunds"})
            prompt.state = state
            await self.rounds.settle(session, prompt)

    async def stored(self, ritual_id: int | None = None) -> list[Round]:
        """The rounds, oldest first."""
        async with self.database.reading("T1") as session:
            rows = sa.select(Round).order_by(Round.local_date, Round.id)
            return list(await session.scalars(rows.where(Round.ritual_id == ritual_id) if ritual_id else rows))

    async def states(self) -> list[tuple[str, str]]:
        """Date and state of every round."""
        return [(one.local_date.isoformat(), one.state) for one in await self.stored()]

    async def parties(self) -> dict[str, str]:
        """The state of each team or person in the last round."""
        last = (await self.stored())[-1]
        async with self.database.reading("T1") as session:
            rows = await session.execute(sa.select(Prompt.name, Prompt.state).where(Prompt.round_id == last.id))
            return dict(rows.all())

    async def next(self, ritual_id: int) -> datetime | None:
        """When the next round opens, as the sync and its timer agree."""
        async with self.database.reading("T1") as session:
            ritual = await session.get_one(Ritual, ritual_id)
            timer = sa.select(Timer.due_at).where(Timer.kind == OPENS, Timer.subject == str(ritual_id))
            assert await session.scalar(timer.where(Timer.state == "pending")) == ritual.next_opens_at
            return ritual.next_opens_at

    async def asked(self, kind: str = sync_message.PROMPT) -> list[tuple[str, datetime]]:
        """Who was asked (or told something of another kind), and when, in that order."""
        async with self.database.reading("T1") as session:
            rows = sa.select(Delivery.target, Delivery.created_at).where(Delivery.kind == kind).order_by(Delivery.id)
            return [(target, at) for target, at in await session.execute(rows)]

    async def wanted(self) -> dict[str, dict[str, int]]:
        """How often each message was wanted anew, by kind and target."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        async with self.database.reading("T1") as session:
            for row in await session.scalars(sa.select(Delivery).order_by(Delivery.id)):
                found[row.kind][row.target] = row.wanted
        return found

    async def wanted_by_key(self) -> dict[str, int]:
        """How often each message was wanted anew, by its key."""
        async with self.database.reading("T1") as session:
            return {row.key: row.wanted for row in await session.scalars(sa.select(Delivery))}


async def _leave(_work: Work) -> None:
    """Leave what is planned in the ledger, to be read there."""


async def running(database: Database, now: datetime = MONDAY) -> Runs:
    """An empty workspace on a Monday at nine."""
    async with database.system_session() as session:
        await people.workspace(session)
    clock = ShiftedClock(now)
    engine = InlineEngine(database, clock)
    rounds = SyncRounds(database, clock, Ledger(engine, clock))
    engine.register(OPENS, rounds.open_due)
    engine.register(STEP, rounds.step)
    engine.register_worker("send", _leave)
    await engine.start()
    return Runs(database, clock, engine, rounds)
