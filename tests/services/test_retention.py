"""What is over its time goes, in bounded steps; what is still needed stays; rounds open as before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import build
from bot.clock import ShiftedClock, real_time
from bot.db import Database
from bot.domain.retention import Keeping
from bot.engine.inline import InlineEngine
from bot.services import announcement_message, blocker_message, retro_message, sync_message, trouble
from bot.services.retention import RETENTION, Retention
from bot.services.retention_passing import PASSING
from bot.settings import load
from models import (
    Addition,
    Answer,
    AuditEntry,
    Base,
    Delivery,
    Draft,
    InboxEvent,
    PaceSlot,
    Prompt,
    Round,
    Speaker,
    Timer,
    Turn,
)
from tests.factories import people, sync
from tests.factories.people import MONDAY
from tests.factories.rounds import Runs
from tests.factories.team import team as make_team

KEEPING = Keeping(answers=400, messages=90, drafts=90, audit=730, work=7)
NOTHING = Keeping(None, None, None, None, None)
OF_ROUNDS = (Round, Prompt, Turn, Answer, Addition, Delivery)


async def count(database: Database, *models: type[Base], workspace: str = "T1") -> list[int]:
    """How many rows of each table a workspace has."""
    async with database.reading(workspace) as session:
        return [await session.scalar(sa.select(sa.func.count()).select_from(one)) or 0 for one in models]


async def a_round(database: Database, opens_at: datetime, workspace: str = "T1", **fields: Any) -> int:
    """A round of Payments with an answer, an addition, its messages and a summary with a thread."""
    async with database.transaction(workspace) as session:
        ana, ben = [await people.person(session, name) for name in ("Ana Sousa", "Ben Carter")]
        found = await session.scalar(sa.select(sync.Ritual))
        payments = await make_team(session, "Payments", [] if found else [ana, ben])
        weekly = found or await sync.ritual(session, [payments])
        current = await sync.round_of(session, weekly, opens_at, **({"state": "closed"} | fields))
        asked = await sync.prompt(session, current, payments)
        turns = [await sync.turn(session, asked, who) for who in (ana, ben)]
        await sync.answer(session, asked, ana, {"moved": "Cards", "next": "Refunds"})
        session.add(Addition(prompt_id=asked.id, person_id=ben.id, added_at=opens_at, text="And tests."))
        head = sync_message.rollup_key(current.id)
        said = [
            (sync_message.PROMPT, sync_message.prompt_key(turns[0].id), ""),
            (sync_message.PROMPT, sync_message.prompt_key(turns[1].id), ""),
            (sync_message.NUDGE, sync_message.nudge_key(turns[0].id), ""),
            (sync_message.ROLLUP, head, ""),
            (sync_message.DETAILS, sync_message.details_key(current.id, 0, 0), head),
            (sync_message.DETAILS, sync_message.details_key(current.id, 0, 1), head),
        ]
        session.add_all(delivery(key, kind, opens_at, thread_key=thread) for kind, key, thread in said)
        return current.id


def delivery(key: str, kind: str, at: datetime, **fields: Any) -> Delivery:
    """A message that was sent."""
    defaults = {"subject": {}, "target": "C1", "state": "sent", "ts": "1.0", "sent_at": at}
    return Delivery(key=key, kind=kind, created_at=at, **(defaults | fields))


@pytest.fixture
async def retention(database: Database) -> Callable[..., Retention]:
    """The service over an empty workspace, on a Monday at nine."""
    async with database.system_session() as session:
        await people.workspace(session)

    def keeping(keeping: Keeping = KEEPING, **more: int) -> Retention:
        return Retention(database, ShiftedClock(MONDAY), keeping, **more)

    return keeping


async def test_old_rounds_go_with_all_that_hangs_on_them(
    database: Database, retention: Callable[..., Retention]
) -> None:
    """And those that are a day younger, or still open, keep every row and message."""
    edge = MONDAY - timedelta(days=400) - (sync.CLOSES - sync.TUESDAY)
    await a_round(database, edge - timedelta(seconds=1))
    await a_round(database, edge - timedelta(days=7), state="missed")
    young = await a_round(database, edge + timedelta(days=1))
    still_open = await a_round(database, edge - timedelta(days=14), state="open")
    swept = await retention().delete_old("T1")
    assert swept.counts == {"messages": 12, "additions": 2, "answers": 2, "turns": 4, "prompts": 2, "rounds": 2}
    assert not swept.more
    assert await count(database, *OF_ROUNDS) == [2, 2, 4, 2, 2, 12]
    async with database.reading("T1") as session:
        assert set(await session.scalars(sa.select(Round.id))) == {young, still_open}
    assert (await retention().delete_old("T1")).counts == {}


async def test_what_is_kept_for_ever_stays(database: Database, retention: Callable[..., Retention]) -> None:
    """Each kind has its own days, and none is touched without them."""
    await a_round(database, MONDAY - timedelta(days=9000))
    before = await count(database, *OF_ROUNDS)
    assert (await retention(NOTHING).delete_old("T1")).counts == {}
    assert await count(database, *OF_ROUNDS) == before


async def test_little_is_deleted_at_a_time_and_the_rest_later(
    database: Database, retention: Callable[..., Retention]
) -> None:
    """However much there is: so many rows a transaction, so many transactions, and again from where it was left."""
    for week in range(13):
        await a_round(database, MONDAY - timedelta(days=500 + 7 * week))
    sizes: list[int] = []

    def note(_connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("DELETE"):
            sizes.append(cursor.rowcount)

    sa.event.listen(database.engine.sync_engine, "after_cursor_execute", note)
    small = retention(batch=5, batches=4)
    times = 1
    while (await small.delete_old("T1")).more:
        assert len(sizes) == 4 * times
        times += 1
    assert max(sizes) == 5
    assert sum(sizes) == 13 * (6 + 1 + 1 + 2 + 1 + 1)
    assert await count(database, *OF_ROUNDS) == [0] * 6


async def test_a_summary_goes_before_its_words(database: Database, retention: Callable[..., Retention]) -> None:
    """Cut short half way, nothing is left that could be worded from a part of a round."""
    await a_round(database, MONDAY - timedelta(days=500))
    assert (await retention(batches=1, batch=100).delete_old("T1")).more
    assert (await retention(batches=3, batch=100).delete_old("T1")).more
    assert await count(database, *OF_ROUNDS) == [1, 1, 2, 1, 1, 0]


async def test_other_workspaces_are_left_alone(database: Database, retention: Callable[..., Retention]) -> None:
    """Each one has its own night."""
    async with database.system_session() as session:
        await people.workspace(session, "T2")
    long_ago = MONDAY - timedelta(days=900)
    await a_round(database, long_ago, "T2")
    await a_round(database, long_ago)
    await retention().delete_old("T1")
    assert await count(database, *OF_ROUNDS) == [0] * 6
    assert await count(database, *OF_ROUNDS, workspace="T2") == [1, 1, 2, 1, 1, 6]


async def test_messages_that_are_over_go_by_their_age(database: Database, retention: Callable[..., Retention]) -> None:
    """Not those that wait, nor one under which another stands, nor those of rounds."""
    old, young = MONDAY - timedelta(days=91), MONDAY - timedelta(days=89)
    await a_round(database, old)
    async with database.transaction("T1") as session:
        session.add_all(
            [
                delivery("gone", trouble.FAILED, old),
                delivery("gone too", trouble.FAILED, old, state="failed", ts="", sent_at=None),
                delivery("young", trouble.FAILED, young),
                delivery("sent late", trouble.FAILED, old, sent_at=young),
                delivery("waits", trouble.FAILED, old, state="planned", ts="", sent_at=None),
                delivery("parent", trouble.FAILED, old),
                delivery("child", trouble.FAILED, young, thread_key="parent"),
            ]
        )
    assert (await retention().delete_old("T1")).counts == {"messages": 2}
    async with database.reading("T1") as session:
        kept = set(await session.scalars(sa.select(Delivery.key).where(Delivery.kind == trouble.FAILED)))
    assert kept == {"young", "sent late", "waits", "parent", "child"}


async def test_drafts_audit_events_and_timers_go_each_after_its_own_days(
    database: Database, retention: Callable[..., Retention]
) -> None:
    """What was touched a day later stays, and so does a timer that is to come or has failed."""
    async with database.transaction("T1") as session:
        ana = await people.person(session)
        for number, extra in enumerate((timedelta(hours=1), -timedelta(hours=1))):
            at = {days: MONDAY - timedelta(days=days) - extra for days in (90, 730, 7)}
            session.add(Draft(person_id=ana.id, kind=f"sync:{number}", values={}, updated_at=at[90]))
            session.add(AuditEntry(at=at[730], actor="U1", action="sync_paused", subject="sync:1", details={}))
            session.add(InboxEvent(event_id=f"Ev{number}", seen_at=at[7]))
            for state in ("fired", "pending", "failed"):
                session.add(Timer(kind=state, subject=str(number), due_at=at[7], fired_at=at[7], state=state))
    swept = await retention().delete_old("T1")
    assert swept.counts == {"drafts": 1, "audit": 1, "events": 1, "timers": 1}
    assert await count(database, Draft, AuditEntry, InboxEvent, Timer) == [1, 1, 1, 5]


async def test_a_round_opens_as_before_when_all_older_ones_are_gone(runs: Runs) -> None:
    """The next of the squad speaks, without a plan; times, audience and the next date are as ever."""
    payments = await runs.team("Payments", "Ana Sousa", "Ben Carter")
    weekly = await runs.sync([payments])
    await runs.until(sync.TUESDAY + timedelta(minutes=1))
    await runs.says("Payments", "answered")
    await runs.until(sync.TUESDAY + timedelta(days=3))
    assert [who for who, _ in await runs.asked()] == ["UANA"]
    await Retention(runs.database, runs.clock, Keeping(1, 1, 1, 1, 1)).delete_old("T1")
    assert await runs.states() == []
    assert await runs.asked() == []
    second = sync.TUESDAY + timedelta(days=7)
    assert await runs.next(weekly) == second
    await runs.until(second + timedelta(minutes=1))
    assert await runs.states() == [("2026-03-10", "open")]
    assert await runs.asked() == [("UBEN", second)]
    assert await runs.parties() == {"Payments": "pending"}
    async with runs.database.reading("T1") as session:
        assert (await session.scalars(sa.select(Prompt.plan))).all() == [[]]
    await runs.until(second + timedelta(days=7, minutes=1))
    assert await runs.states() == [("2026-03-10", "closed"), ("2026-03-17", "open")]


async def test_all_of_a_squad_have_their_turn_however_short_rounds_are_kept(runs: Runs) -> None:
    """Five people of a weekly sync, and two weeks of rounds: nobody speaks twice before all have spoken."""
    names = ["Ana Sousa", "Ben Carter", "Cleo Dahl", "Dov Engel", "Eva Frank"]
    await runs.sync([await runs.team("Payments", *names)])
    spoke = []
    for week in range(10):
        await runs.until(sync.TUESDAY + timedelta(days=7 * week, minutes=1))
        spoke.append((await runs.asked())[-1][0])
        await runs.says("Payments", "answered")
        await runs.until(sync.TUESDAY + timedelta(days=7 * week + 3))
        await Retention(runs.database, runs.clock, Keeping(14, 90, 90, 730, 7)).delete_old("T1")
        assert len(await runs.stored()) <= 2
    assert spoke == [f"U{name.split()[0].upper()}" for name in names] * 2


async def test_who_has_left_a_team_is_no_speaker_of_it(runs: Runs) -> None:
    """What is kept of who spoke last goes with the membership."""
    payments = await runs.team("Payments", "Ana Sousa", "Ben Carter")
    weekly = await runs.sync([payments])
    async with runs.database.transaction("T1") as session:
        there, gone = [await people.person(session, name) for name in ("Ana Sousa", "Eva Frank")]
        for one in (there, gone):
            session.add(Speaker(ritual_id=weekly, team_id=payments, person_id=one.id, spoke_on=sync.TUESDAY.date()))
    assert (await Retention(runs.database, runs.clock, NOTHING).delete_old("T1")).counts == {"speakers": 1}
    async with runs.database.reading("T1") as session:
        assert (await session.scalars(sa.select(Speaker.person_id))).all() == [there.id]


async def test_the_first_night_is_set_once(database: Database, retention: Callable[..., Retention]) -> None:
    """A start after downtime does not put off a night that is overdue."""
    service = retention()
    await service.begin("T1")
    async with database.transaction("T1") as session:
        timer = (await session.scalars(sa.select(Timer).where(Timer.kind == RETENTION))).one()
        assert MONDAY < timer.due_at <= MONDAY + timedelta(days=1)
        timer.due_at = MONDAY - timedelta(days=2)
    await service.begin("T1")
    async with database.reading("T1") as session:
        assert (await session.scalars(sa.select(Timer.due_at))).all() == [MONDAY - timedelta(days=2)]


async def test_every_kind_of_message_says_how_long_it_is_kept(database: Database) -> None:
    """Whoever adds a kind of message decides whether it is over once it is said, or belongs to a round."""
    bot = build(load({}), clock=ShiftedClock(MONDAY), engine_for=InlineEngine, database=database)
    await bot.http.close()
    of_something = (
        sync_message.OF_ROUNDS,
        blocker_message.OF_ROUNDS,
        retro_message.OF_ROUNDS,
        announcement_message.OF_READERS,
        announcement_message.OF_ANNOUNCEMENTS,
    )
    assert set(bot.parts.sender.kinds) == PASSING.union(*of_something)


async def test_a_slot_that_is_long_free_goes_and_one_in_use_stays(
    database: Database, retention: Callable[..., Retention]
) -> None:
    """Each person written to leaves one, in real time; whatever days are set."""
    async with database.system_session() as session:
        for key, ago in (
            ("T1 chat.postMessage UANA", 90_000),
            ("T1 chat.postMessage UBEN", 3600),
            ("T1 chat.update", -5),
        ):
            session.add(PaceSlot(key=key, free_at=real_time() - ago))
    assert (await retention(NOTHING).delete_old("T1")).counts == {"pace": 1}
    async with database.system_session() as session:
        left = set(await session.scalars(sa.select(PaceSlot.key)))
    assert left == {"T1 chat.postMessage UBEN", "T1 chat.update"}
