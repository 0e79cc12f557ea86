"""Workspaces with retros that are due together, and an engine that plans what is due of them."""

import secrets
from datetime import datetime

import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.engine.inline import InlineEngine
from bot.retro_parts import retro_parts
from bot.services import retro_schedule
from bot.services.anonymous import Seal
from bot.services.audit import Audit
from bot.services.retro_away import LOOK
from bot.services.retro_hooks import RetroHooks
from bot.services.retro_lock import STEP, hold_due
from bot.services.retro_phase import RetroPhases
from bot.services.retro_round import RetroRounds
from bot.settings import load
from models import Membership, Person, RetroCard, RetroRound
from tests.factories import people, retro
from tests.factories.people import MONDAY
from tests.factories.statements import statements
from tests.factories.team import team

KEY = {"DRUMBEAT_SECRET_KEY": "long enough for a key that nobody else has"}
OPENS = MONDAY.replace(day=26, hour=14)
"""A Thursday, when those in Lisbon are asked."""


class RetroRuns:
    """Founds workspaces and ticks."""

    def __init__(self, database: Database, *, key: bool = True) -> None:
        self.database, self.clock = database, ShiftedClock(MONDAY)
        self.engine = InlineEngine(database, self.clock)
        tokens = {"SLACK_BOT_TOKEN": "xoxb-none", "SLACK_APP_TOKEN": "xapp-none"}
        settings = load(tokens | (KEY if key else {}))
        ledger = Ledger(self.engine, self.clock)
        phases = RetroPhases(ledger, RetroHooks())
        parts = retro_parts(settings, database, self.clock, ledger, Audit(self.clock), phases)
        self.rounds = RetroRounds(self.clock, phases, Seal(settings.secret_key))
        self.engine.register(retro_schedule.OPENS, self.rounds.open_due, hold=hold_due)
        self.aways = parts.aways
        self.engine.register(LOOK, self.aways.look)
        self.engine.register(STEP, self.rounds.step, hold=hold_due)

    async def found(self, workspace_id: str, members: int, retros: int = 1) -> None:
        """Found a workspace with retros of so many people each, all in Lisbon and the first of them the owner."""
        async with self.database.system_session() as session:
            await people.workspace(session, workspace_id)
        async with self.database.transaction(workspace_id) as session:
            payments = await team(session, "Payments")
            who = [Person(slack_id=f"U{n}", name=f"P {n}", zone="Europe/Lisbon", country="PT") for n in range(members)]
            session.add_all(who)
            await session.flush()
            session.add_all(Membership(team_id=payments.id, person_id=one.id) for one in who)
            for number in range(retros):
                monthly = await retro.retro(session, [payments], owner=who[0], name=f"Retro {number}")
                await retro_schedule.schedule(session, monthly, self.clock.now())

    async def write(self, writers: int) -> None:
        """Put a card of so many writers into each round in which cards are written."""
        async with self.database.system_session() as session:
            for current in await session.scalars(sa.select(RetroRound).where(RetroRound.state == "collecting")):
                session.add_all(
                    RetroCard(
                        id=secrets.token_hex(16),
                        workspace_id=current.workspace_id,
                        retro_id=current.retro_id,
                        round_id=current.id,
                        column_key="worked",
                        text=f"The staging keys of {writer}",
                        writer=str(writer),
                        receipt=secrets.token_hex(16),
                    )
                    for writer in range(writers)
                )

    async def tick(self, at: datetime) -> int:
        """Return the number of statements of one tick at an instant, which takes all that is due."""
        self.clock.move_to(at)
        with statements(self.database) as said:
            assert await self.engine.tick(self.clock.now()) > 0
        assert await self.engine.tick(self.clock.now()) == 0
        return len(said)
