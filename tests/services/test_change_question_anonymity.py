"""Anonymity under attack: who reads all of it but has no code knows no better than chance who asked what."""

import random
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.change_question import About, Asked, Kind
from bot.engine.inline import InlineEngine
from bot.services import change_question_message as messages
from bot.services.anonymous import new_code, receipts
from bot.services.change_question_ask import ChangeAsking
from bot.services.change_question_code import ChangeCodes
from bot.services.change_question_night import ChangeNight
from models import ChangeQuestion, ChangeQuestionSealed, Delivery, Person
from tests.factories import people
from tests.factories.guesser import CAUGHT, chance, files_of, first, placed, seen_rows
from tests.factories.people import MONDAY

NIGHTS, WRITERS = 60, 3
ORDERS = ("stored", "id", "receipt", "xmin", "ctid", "file", "log")

Write = Callable[["Scene", Person, str], Awaitable[None]]


@dataclass
class Scene:
    """Three people who are told something in an order of chance, and each ask something right after it."""

    database: Database
    ledger: Ledger
    asking: ChangeAsking
    codes: ChangeCodes
    night: ChangeNight

    async def live(self, night: int, write: Write) -> Sequence[str]:
        """Let all be told and ask; return what they asked, in the order in which the ledger has them."""
        draw = random.Random(f"20261127 {night}")
        async with self.database.transaction("T1") as session:
            persons = list(await session.scalars(sa.select(Person).where(Person.name.startswith("Writer"))))
            asked = draw.sample(persons, len(persons))
        for one in asked:
            # Whatever else somebody does stands in other rows, with their name and in its order.
            async with self.database.transaction("T1") as session:
                key = f"{night} to {one.id}"
                await self.ledger.plan(session, "T1", [Intent(key, messages.NEWS, {}, one.slack_id)])
            await write(self, one, f"{night} by {one.id}")
        async with self.database.reading("T1") as session:
            keys = list(await session.scalars(sa.select(Delivery.key).order_by(Delivery.id)))
        return [one.replace(" to ", " by ") for one in keys if one.startswith(f"{night} to ")]

    async def seen(self, table: str) -> list[Mapping[str, Any]]:
        """Return all rows of a table as they lie in the database, with all that has an order."""
        files = files_of(self.database)
        return [
            {**row, "stored": number, "ctid": placed(row["ctid"])}
            | {name: first(content, row["text"]) for name, content in files.items()}
            for number, row in enumerate(await seen_rows(self.database, table))
        ]


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Three people and a PMO."""
    clock = ShiftedClock(MONDAY)
    ledger = Ledger(InlineEngine(database, clock), clock)
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        for number in range(WRITERS):
            await people.person(session, f"Writer{number} Here")
        await people.person(session, "Mara Lindqvist", role="pmo")
    return Scene(
        database,
        ledger,
        ChangeAsking(database, clock, ledger, "/pmo"),
        ChangeCodes(database, clock, ledger),
        ChangeNight(database, clock, ledger),
    )


async def ask(scene: Scene, person: Person, text: str) -> None:
    """Ask as people do."""
    await scene.asking.ask("T1", person.slack_id, Asked(Kind.QUESTION, About(), text, True, new_code()))


async def ask_by_itself(scene: Scene, _person: Person, text: str) -> None:
    """Ask as a program would that cares for nobody: its row alone."""
    [receipt] = receipts(new_code(), 1)
    async with scene.database.transaction("T1") as session:
        session.add(ChangeQuestionSealed(id=secrets.token_hex(16), kind="question", text=text, receipt=receipt))


async def test_nobody_without_a_code_knows_who_asked_what(scene: Scene) -> None:
    """Neither while it waits for the night, right after each was told something, nor once it was handed over."""
    assert await caught(scene, ask) == (set(), set())


async def test_the_attack_finds_what_leaks(scene: Scene) -> None:
    """A row that is written by itself tells when by its transaction and its place; on SQLite by the log."""
    waiting, handed_over = await caught(scene, ask_by_itself)
    assert waiting >= ({"log"} if scene.database.is_sqlite else {"xmin"})
    assert handed_over == set()


async def test_nothing_that_is_kept_names_whoever_had_the_code(scene: Scene) -> None:
    """Neither what was asked, nor what was added by the code; no code is stored, and another one opens nothing."""
    code = new_code()
    async with scene.database.reading("T1") as session:
        person = (await session.scalars(sa.select(Person).where(Person.name == "Writer1 Here"))).one()
    await scene.asking.ask("T1", person.slack_id, Asked(Kind.IDEA, About(), "Four days a week", True, code))
    await scene.night.hand_over("T1")
    await scene.codes.write("T1", code, "In summer, at least")
    await scene.night.hand_over("T1")
    async with scene.database.engine.connect() as connection:
        for name in ("change_question", "change_question_word", "timer", "delivery", "audit_entry", "draft"):
            rows = (await connection.execute(sa.text(f"SELECT * FROM {name}"))).all()
            said = " ".join(str(value) for row in rows for value in row)
            assert person.slack_id not in said
            assert code not in said
            assert code.replace("-", "").lower() not in said
        questions = (await connection.execute(sa.select(sa.inspect(ChangeQuestion).local_table))).mappings().all()
    assert [(one["asked_by_id"], one["text"]) for one in questions] == [(None, "Four days a week")]


async def caught(scene: Scene, write: Write) -> tuple[set[str], set[str]]:
    """Return by which orders a guesser is right more often than by chance: in the box, and of what was handed over.

    Each night the guesser takes the order in which the three were told something for that in which they asked.
    """
    hits: dict[str, dict[str, int]] = {"box": dict.fromkeys(ORDERS, 0), "after": dict.fromkeys(ORDERS, 0)}
    for night in range(NIGHTS):
        truth = await scene.live(night, write)
        at = night % WRITERS
        for where, table in (("box", "change_question_sealed"), ("after", "change_question")):
            if where == "after":
                await scene.night.hand_over("T1")
            rows = [one for one in await scene.seen(table) if one["text"] in truth]
            assert len(rows) == WRITERS
            for order in ORDERS:
                # Of equals the first in an order that tells nothing: what is stored first of all might tell by itself.
                ranked = sorted(rows, key=lambda one: (one[order], one["id"]))
                hits[where][order] += ranked[at]["text"] == truth[at]
    found = {
        where: {order for order, number in of.items() if chance(number, NIGHTS, 1 / WRITERS) < CAUGHT}
        for where, of in hits.items()
    }
    return found["box"], found["after"]
