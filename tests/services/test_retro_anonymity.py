"""Anonymity under attack: whoever reads everything but has no key knows no better than chance whose card is whose."""

import random
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.retro_card import Written
from bot.domain.retro_card_form import SentCards
from bot.engine.inline import InlineEngine
from bot.services import retro_message
from bot.services.anonymous import Seal
from bot.services.retro_box import open_box
from bot.services.retro_card import RetroCards
from bot.services.retro_reveal import RetroReveal
from models import Delivery, Person, RetroCard, RetroRound
from tests.factories import people, retro
from tests.factories.guesser import CAUGHT, chance, right, seen_cards
from tests.factories.people import MONDAY
from tests.factories.team import team

SEAL = Seal(SecretStr("a secret of at least thirty-two characters"))
RETROS, WRITERS = 200, 3
ENOUGH = 40
"""Retros in which a leak shows, since it is right about each of them."""
ORDERS = ("stored", "id", "writer", "receipt", "place", "xmin", "ctid", "file", "log")

Write = Callable[["Scene", RetroRound, Person, str], Awaitable[None]]


@dataclass
class Scene:
    """Many retros of one team, in which everybody writes a card right after they were asked."""

    database: Database
    ledger: Ledger
    cards: RetroCards
    reveal: RetroReveal
    rounds: Sequence[RetroRound]

    async def live(self, write: Write) -> None:
        """Let all people of all retros be asked in an order of chance, and write in it; the ledger has that order."""
        draw = random.Random(20261127)
        async with self.database.transaction("T1") as session:
            persons = list(await session.scalars(sa.select(Person).where(Person.name.startswith("Writer"))))
            asked = [(current, one) for current in self.rounds for one in draw.sample(persons, len(persons))]
            intents = [Intent(_text(*one), retro_message.PROMPT, {}, one[1].slack_id) for one in asked]
            await self.ledger.plan(session, "T1", intents)
        for current, one in asked:
            await write(self, current, one, _text(current, one))

    async def people(self) -> Mapping[str, Mapping[int, list[str]]]:
        """Return by retro in which order people acted, as other tables tell: the ledger, and the people themselves."""
        async with self.database.reading("T1") as session:
            keys = list(await session.scalars(sa.select(Delivery.key).order_by(Delivery.id)))
        retros = {str(one.id): one.retro_id for one in self.rounds}
        found: dict[str, dict[int, list[str]]] = {"ledger": {}, "people": {}}
        for key in (one for one in keys if " by " in one):
            found["ledger"].setdefault(retros[key.partition(" ")[0]], []).append(key)
        for key in sorted((one for one in keys if " by " in one), key=lambda one: int(one.rpartition(" ")[2])):
            found["people"].setdefault(retros[key.partition(" ")[0]], []).append(key)
        return found

    async def show(self) -> None:
        """Show the cards of all retros at one instant, as a tick does."""
        async with self.database.transaction("T1") as session:
            await self.reveal.show(session, [await session.get_one(RetroRound, one.id) for one in self.rounds])

    async def caught(self) -> set[str]:
        """Return by which orders somebody who guesses is right more often than by chance."""
        seen = await seen_cards(self.database)
        assert {len(of) for of in seen.values()} == {WRITERS}
        assert len(seen) == len(self.rounds)
        people, found = await self.people(), set()
        for order in ORDERS:
            for whose in people.values():
                if chance(right(seen, whose, order), len(self.rounds), 1 / WRITERS) < CAUGHT:
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
            of = await retro.retro(session, [one], name=f"Retro {number}")
            rounds.append(await retro.round_of(session, of))
    return Scene(
        database,
        ledger,
        RetroCards(database, clock, SEAL, "/pmo"),
        RetroReveal(SEAL, ledger),
        rounds,
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


async def test_the_log_tells_nothing_while_it_is_young(scene: Scene) -> None:
    """SQLite begins its log anew after a thousand pages: of a few retros it would still have every card as it came."""
    scene.rounds = scene.rounds[:ENOUGH]
    await scene.live(write)
    assert await scene.caught() == set()


async def test_the_attack_finds_what_leaks(scene: Scene) -> None:
    """Cards that stand in the order in which they came are found out."""
    scene.rounds = scene.rounds[:ENOUGH]
    await scene.live(write_in_order)
    assert "place" in await scene.caught()


async def test_the_attack_reads_what_databases_number(scene: Scene) -> None:
    """A row that is written by itself tells when by its transaction and its place; on SQLite by the log alone."""
    scene.rounds = scene.rounds[:ENOUGH]
    await scene.live(write_by_itself)
    found = await scene.caught()
    # Cards that all have the same place are told apart by where they lie; so are all where there is no file to read.
    if scene.database.is_sqlite:
        assert found - {"place"} == {"log"}
    else:
        assert found - {"place", "file", "log"} == {"stored", "xmin", "ctid"}


def _text(current: RetroRound, person: Person) -> str:
    """The card of a person, by which the test knows whose it is; the guesser looks at its place alone."""
    return f"{current.id} by {person.id}"


async def _leak(scene: Scene, current: RetroRound, person: Person, text: str, **fields: Any) -> None:
    async with scene.database.transaction("T1") as session:
        box = await open_box(session, current.retro_id)
        assert box is not None
        mark = SEAL.mark(person.id, "card", current.retro_id, current.number)
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
