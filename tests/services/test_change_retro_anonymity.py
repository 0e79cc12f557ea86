"""Anonymity under attack: who reads all of the short retros but has no key cannot tell whose a card is."""

import random
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.retro_card import Written
from bot.engine.inline import InlineEngine
from bot.engine.port import DueTimer
from bot.ids import new_id
from bot.services import change_retro_message as messages
from bot.services.anonymous import Seal
from bot.services.audit import Audit
from bot.services.change_retro import CLOSES, ChangeRetros
from bot.services.change_retro_box import mark_of
from bot.services.change_retro_card import ChangeRetroWriting
from models import ChangeRetro, ChangeRetroAsked, ChangeRetroCard, Delivery, Person
from tests.factories import change, people
from tests.factories.guesser import CAUGHT, chance, right, seen_cards
from tests.factories.people import MONDAY

SEAL = Seal(SecretStr("a secret of at least thirty-two characters"))
RETROS, WRITERS = 120, 3
ENOUGH = 40
"""Retros in which a leak shows, since it is right about each of them."""
ORDERS = ("stored", "id", "writer", "receipt", "place", "xmin", "ctid", "file", "log")

Write = Callable[["Scene", int, Person, str], Awaitable[None]]


@dataclass
class Scene:
    """Many retros, in which three people are asked in an order of chance and write right after it."""

    database: Database
    ledger: Ledger
    retros: ChangeRetros
    writing: ChangeRetroWriting
    ids: Sequence[int]
    asked: Mapping[tuple[int, int], int]

    async def live(self, write: Write) -> None:
        """Let all be asked, and write; the ledger has the order in which they were asked."""
        draw = random.Random(20261127)
        async with self.database.transaction("T1") as session:
            persons = list(await session.scalars(sa.select(Person).where(Person.name.startswith("Writer"))))
            asked = [(retro, one) for retro in self.ids for one in draw.sample(persons, len(persons))]
            intents = [Intent(f"{retro} by {one.id}", messages.ASKED, {}, one.slack_id) for retro, one in asked]
            await self.ledger.plan(session, "T1", intents)
        for retro, one in asked:
            await write(self, retro, one, f"{retro} by {one.id}")

    async def show(self) -> None:
        """Show the cards of all retros at one instant, as a tick does."""
        async with self.database.transaction("T1") as session:
            for one in self.ids:
                await self.retros.close_due(session, DueTimer("T1", CLOSES, str(one), MONDAY), MONDAY)

    async def caught(self) -> set[str]:
        """Return by which orders somebody who guesses is right more often than by chance."""
        async with self.database.reading("T1") as session:
            keys = list(await session.scalars(sa.select(Delivery.key).order_by(Delivery.id)))
        told: dict[str, dict[int, list[str]]] = {"ledger": defaultdict(list), "people": defaultdict(list)}
        mine = [one for one in keys if " by " in one]
        for whose, ordered in (("ledger", mine), ("people", sorted(mine, key=lambda one: one.partition(" by ")[2]))):
            for key in ordered:
                told[whose][int(key.partition(" ")[0])].append(key)
        seen = await seen_cards(self.database, "change_retro_card")
        assert {len(of) for of in seen.values()} == {WRITERS}
        assert len(seen) == len(self.ids)
        return {
            order
            for order in ORDERS
            for whose in told.values()
            if chance(right(seen, whose, order), len(self.ids), 1 / WRITERS) < CAUGHT
        }


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Many changes that three people look back on."""
    clock = ShiftedClock(MONDAY)
    ledger = Ledger(InlineEngine(database, clock), clock)
    async with database.system_session() as session:
        await people.workspace(session)
    ids, asked = [], {}
    async with database.transaction("T1") as session:
        writers = [await people.person(session, f"Writer{number} Here") for number in range(WRITERS)]
        mara = await people.person(session, "Mara Lindqvist", role="pmo")
        for number in range(RETROS):
            of = await change.change(session, mara, f"Change {number}", state="announced")
            retro = ChangeRetro(
                id=new_id(),
                change_id=of.id,
                asked_by_id=mara.id,
                opened_at=MONDAY,
                closes_at=MONDAY + timedelta(days=7),
            )
            session.add(retro)
            await session.flush()
            ids.append(retro.id)
            for one in writers:
                row = ChangeRetroAsked(
                    id=new_id(), workspace_id="T1", retro_id=retro.id, person_id=one.id, due_at=MONDAY
                )
                session.add(row)
                asked[retro.id, one.id] = row.id
    return Scene(
        database,
        ledger,
        ChangeRetros(database, clock, ledger, SEAL, Audit(clock)),
        ChangeRetroWriting(database, clock, SEAL),
        ids,
        asked,
    )


async def write(scene: Scene, retro: int, person: Person, text: str) -> None:
    """Write a card as people do."""
    asked = scene.asked[retro, person.id]
    await scene.writing.write("T1", person.slack_id, asked, "", [Written("worked", text)])


async def write_by_itself(scene: Scene, retro: int, person: Person, text: str) -> None:
    """Write a card as a program would that cares for nobody: its row alone."""
    async with scene.database.transaction("T1") as session:
        session.add(
            ChangeRetroCard(
                id=secrets.token_hex(16),
                retro_id=retro,
                column_key="worked",
                text=text,
                writer=mark_of(SEAL, person.id, retro),
                receipt=secrets.token_hex(32),
            )
        )


async def test_nobody_without_the_key_knows_whose_card_is_whose(scene: Scene) -> None:
    """Neither while people write, right after each was asked, nor once the cards are shown."""
    await scene.live(write)
    assert await scene.caught() == set()
    await scene.show()
    assert await scene.caught() == set()
    async with scene.database.reading("T1") as session:
        assert set(await session.scalars(sa.select(ChangeRetroCard.writer))) == {None}


async def test_the_attack_finds_what_leaks(scene: Scene) -> None:
    """A row that is written by itself tells when by its transaction and its place; on SQLite by the log."""
    scene.ids = scene.ids[:ENOUGH]
    await scene.live(write_by_itself)
    assert await scene.caught() >= ({"log"} if scene.database.is_sqlite else {"xmin", "ctid"})
