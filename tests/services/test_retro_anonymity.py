"""Anonymity under attack: whoever reads everything but has no key knows no better than chance whose card is whose."""

import random
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.retro_card import Written
from bot.domain.retro_card_form import SentCards
from bot.engine.inline import InlineEngine
from bot.services.retro_box import open_box
from bot.services.retro_card import RetroCards
from bot.services.retro_reveal import RetroReveal
from models import Person, RetroCard, RetroRound
from tests.factories import people, retro_rows
from tests.factories.guesser import CAUGHT, chance, right, seen_cards
from tests.factories.people import MONDAY
from tests.factories.team import team

RETROS, WRITERS = 200, 3
ORDERS = ("stored", "id", "writer", "receipt", "place", "xmin", "ctid")

Write = Callable[["Scene", RetroRound, Person, str], Awaitable[None]]


@dataclass
class Scene:
    """Many retros of one team, in which everybody writes a card right after they were asked."""

    database: Database
    ledger: Ledger
    cards: RetroCards
    reveal: RetroReveal
    rounds: Sequence[RetroRound]
    asked: dict[int, list[str]]
    by_id: dict[int, list[str]]

    async def live(self, write: Write) -> None:
        """Let all people of all retros be asked in an order of chance, and write at once: the ledger tells when."""
        draw = random.Random(20261127)
        async with self.database.reading("T1") as session:
            persons = list(await session.scalars(sa.select(Person).where(Person.name.startswith("Writer"))))
        for current in self.rounds:
            order = draw.sample(persons, len(persons))
            for one in order:
                await write(self, current, one, f"{current.id} by {one.id}")
            self.asked[current.retro_id] = [f"{current.id} by {one.id}" for one in order]
            self.by_id[current.retro_id] = [f"{current.id} by {one.id}" for one in sorted(order, key=lambda o: o.id)]

    async def show(self) -> None:
        """Show the cards of all retros."""
        for current in self.rounds:
            async with self.database.transaction("T1") as session:
                await self.reveal.show(session, await session.get_one(RetroRound, current.id))

    async def caught(self) -> set[str]:
        """Return by which orders somebody who guesses is right more often than by chance."""
        seen = await seen_cards(self.database)
        assert {len(of) for of in seen.values()} == {WRITERS}
        assert len(seen) == RETROS
        found = set()
        for order in ORDERS:
            for whose in (self.asked, self.by_id):
                if chance(right(seen, whose, order), RETROS, 1 / WRITERS) < CAUGHT:
                    found.add(order)
        return found


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Two hundred retros of three people, opened."""
    clock = ShiftedClock(MONDAY)
    ledger = Ledger(InlineEngine(database, clock), clock)
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        writers = [await people.person(session, f"Writer{number} Here") for number in range(WRITERS)]
        one = await team(session, "Payments", writers)
        rounds = []
        for number in range(RETROS):
            of = await retro_rows.retro(session, [one], name=f"Retro {number}")
            rounds.append(await retro_rows.round_of(session, of, writers))
    return Scene(
        database,
        ledger,
        RetroCards(database, clock, retro_rows.SEAL, "/pmo"),
        RetroReveal(retro_rows.SEAL, ledger),
        rounds,
        {},
        {},
    )


async def write(scene: Scene, current: RetroRound, person: Person, text: str) -> None:
    """Write a card as people do."""
    nothing = scene.cards.seen(person.id, ())
    sent = SentCards(current.retro_id, current.id, nothing, (Written("worked", text),))
    await scene.cards.submit("T1", person.slack_id, sent)


async def write_by_itself(scene: Scene, current: RetroRound, person: Person, text: str) -> None:
    """Write a card as a program would that cares for nobody: its row alone."""
    await _leak(scene, current, person, text, place=0)


async def write_in_order(scene: Scene, current: RetroRound, person: Person, text: str) -> None:
    """Write a card below those that are there."""
    async with scene.database.reading("T1") as session:
        rows = sa.select(sa.func.count()).select_from(RetroCard).where(RetroCard.round_id == current.id)
        place = await session.scalar(rows) or 0
    await _leak(scene, current, person, text, place=place)


async def test_nobody_without_the_key_knows_whose_card_is_whose(scene: Scene) -> None:
    """Neither while people write, right after each was asked, nor once the cards are shown."""
    await scene.live(write)
    assert await scene.caught() == set()
    await scene.show()
    assert await scene.caught() == set()


async def test_the_attack_finds_what_leaks(scene: Scene) -> None:
    """Cards that stand in the order in which they came are found out."""
    await scene.live(write_in_order)
    assert "place" in await scene.caught()


async def test_the_attack_reads_what_postgresql_numbers(scene: Scene) -> None:
    """A row that is written by itself tells when by its transaction and its place; on SQLite these rows have none."""
    await scene.live(write_by_itself)
    found = await scene.caught()
    assert found - {"place"} == (set() if scene.database.is_sqlite else {"stored", "xmin", "ctid"})


async def _leak(scene: Scene, current: RetroRound, person: Person, text: str, **fields: Any) -> None:
    async with scene.database.transaction("T1") as session:
        box = await open_box(session, current.retro_id)
        assert box is not None
        mark = retro_rows.SEAL.mark(person.id, "card", current.retro_id, current.number)
        session.add(
            RetroCard(
                id=secrets.token_hex(16),
                retro_id=current.retro_id,
                round_id=current.id,
                column_key="worked",
                text=text,
                writer=mark,
                receipt=secrets.token_hex(32),
                **fields,
            )
        )
