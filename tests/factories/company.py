"""A workspace whose people and channels Slack has told of, and a company file for it."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.engine.inline import InlineEngine
from bot.services.anonymous import Seal
from bot.services.change_hooks import ChangeHooks
from bot.services.company import CompanyService
from bot.services.company_file import read_company
from bot.services.company_yaml import CompanyFileError
from bot.services.sync_round import SyncRounds
from models import Base, Person
from tests.factories import people
from tests.factories.sync import channel as make_channel

SEAL = Seal(SecretStr("a secret of at least thirty-two characters"))
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FIRST_NAMES = ("Ana Sousa", "Ben Carter", "Wei Tan", "Mara Lindqvist", "Priya Nair")

COMPANY = """\
company: Lumen
people:
  - {email: ana@lumen.example, area: product, role: lead}
  - {email: mara@lumen.example, role: pmo}
  - email: wei@lumen.example
    zone: Asia/Singapore
    country: SG
    working_days: [mon, tue, wed, thu]
    working_hours: 8:00-16:00
    away: [{from: 2026-03-23, to: 2026-03-27}]
teams:
  - name: Payments
    value_stream: Acquisition
    channel: "#payments"
    lead: ana@lumen.example
    squad: [ana@lumen.example, ben@lumen.example]
    members: [ana@lumen.example, ben@lumen.example]
    embedded: [wei@lumen.example]
  - name: Platform
    kind: platform
    members: [wei@lumen.example]
syncs:
  - name: Weekly sync
    days: [tue]
    time: "10:00"
    channel: "#sync"
    teams: [Payments, Platform]
"""


class Scene:
    """A workspace whose people and channels Slack has told of."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = ShiftedClock(NOW)
        engine = InlineEngine(database, self.clock)
        self.company = CompanyService(
            database, self.clock, SyncRounds(database, self.clock, Ledger(engine, self.clock)), SEAL, ChangeHooks()
        )

    async def plan(self, text: str) -> list[str]:
        return await self.company.plan("T1", read_company(text))

    async def apply(self, text: str) -> list[str]:
        return await self.company.apply("T1", read_company(text))

    async def export(self) -> str:
        return await self.company.export("T1")

    async def refused(self, text: str) -> list[tuple[int, str]]:
        """Apply what cannot be applied; return what is said of it, having seen that nothing changed."""
        before = await self.everything()
        with pytest.raises(CompanyFileError) as caught:
            await self.apply(text)
        assert await self.everything() == before
        return caught.value.problems

    async def everything(self) -> dict[str, list[Any]]:
        """All rows of all tables."""
        async with self.database.reading("T1") as session:
            return {
                table.name: [tuple(row) for row in await session.execute(sa.select(table).order_by(*table.primary_key))]
                for table in Base.metadata.sorted_tables
            }

    async def all(self, model: type[Any]) -> list[Any]:
        async with self.database.reading("T1") as session:
            return list(await session.scalars(sa.select(model).order_by(model.id)))

    async def person(self, name: str) -> Person:
        return next(one for one in await self.all(Person) if one.name.startswith(name))

    async def change(self, model: type[Any], where: Any, **values: Any) -> None:
        async with self.database.transaction("T1") as session:
            await session.execute(sa.update(model).where(where).values(**values))


async def scene(database: Database) -> Scene:
    """Five people and four channels; nothing set up."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        for name in FIRST_NAMES:
            await people.person(session, name, is_admin=name == "Mara Lindqvist")
        for name in ("sync", "payments", "platform"):
            await make_channel(session, name)
        await make_channel(session, "old", is_archived=True)
    return Scene(database)
