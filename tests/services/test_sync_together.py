"""Many syncs due at once: planned by the same few statements, each within its own workspace, and each for itself."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.engine.port import DueTimer
from bot.services import sync_message
from bot.services.sync_lock import STEP
from bot.services.sync_schedule import OPENS
from models import Base, Delivery, InWorkspace, Person, Prompt, Ritual, Round, Team, Timer, Turn
from tests.factories import people, sync
from tests.factories.rounds import Runs
from tests.factories.statements import statements
from tests.factories.sync import CLOSES, TUESDAY
from tests.factories.team import team

HOUR = timedelta(hours=1)


async def office(runs: Runs, workspace_id: str, syncs: int = 1) -> None:
    """A workspace with a team of people and so many syncs of it, all on Tuesdays at ten."""
    async with runs.database.system_session() as session:
        await people.workspace(session, workspace_id)
    async with runs.database.transaction(workspace_id) as session:
        payments = await team(session, "Payments", [await people.person(session, name) for name in ("Ana", "Ben")])
        for number in range(syncs):
            ritual = await sync.ritual(session, [payments], name=f"Sync {number}")
            await runs.rounds.schedule(session, ritual)


async def tick(runs: Runs, at: datetime) -> int:
    """The number of statements of one tick at this instant, which takes all that is due."""
    runs.clock.move_to(at)
    with statements(runs.database) as said:
        assert await runs.engine.tick(at) > 0
    assert await runs.engine.tick(at) == 0
    return len(said)


async def test_fifty_rounds_take_no_more_statements_than_five(runs: Runs) -> None:
    """Opened on one Tuesday five at once, on the next fifty, of eleven workspaces."""
    await office(runs, "T1", 5)
    few = await tick(runs, TUESDAY)
    await runs.until(TUESDAY + timedelta(days=1))
    for number in range(9):
        await office(runs, f"T1{number}", 5)
    many = await tick(runs, TUESDAY + timedelta(days=7))
    async with runs.database.system_session() as session:
        opened = sa.select(sa.func.count()).select_from(Round).where(Round.state == "open")
        assert await session.scalar(opened) == 50
    # The nine new workspaces have people who are introduced to Drumbeat: three statements more.
    assert many <= few + 3


async def test_fifty_steps_take_no_more_statements_than_five(runs: Runs) -> None:
    """At noon the next of each squad is asked."""
    await office(runs, "T1", 5)
    await tick(runs, TUESDAY)
    few = await tick(runs, TUESDAY + 2 * HOUR)
    await runs.until(TUESDAY + timedelta(days=1))
    for number in range(9):
        await office(runs, f"T1{number}", 5)
    await tick(runs, TUESDAY + timedelta(days=7))
    many = await tick(runs, TUESDAY + timedelta(days=7) + 2 * HOUR)
    async with runs.database.system_session() as session:
        asked = sa.select(sa.func.count()).select_from(Turn).where(Turn.asked_at == runs.clock.now())
        assert await session.scalar(asked) == 50
    assert many <= few + 3


async def test_rounds_of_two_workspaces_get_only_their_own(runs: Runs) -> None:
    """Both have an Ana and a Ben, and are asked, nudged and closed in the same ticks; T2 has spoken before."""
    for workspace_id in ("T1", "T2"):
        await office(runs, workspace_id, 2)
    async with runs.database.transaction("T2") as session:
        weekly = (await session.scalars(sa.select(Ritual).order_by(Ritual.id))).all()[0]
        payments = (await session.scalars(sa.select(Team))).one()
        last = await sync.round_of(session, weekly, TUESDAY - timedelta(days=7), state="closed", rolled_up_at=TUESDAY)
        asked = await sync.prompt(session, last, payments)
        await sync.answer(session, asked, await people.person(session, "Ana"), {"next": "Zanzibar"})
    await tick(runs, TUESDAY)
    assert await turns(runs, "T1") == [("Sync 0", "Ana", [], True), ("Sync 1", "Ana", [], False)]
    assert await turns(runs, "T2") == [("Sync 0", "Ben", ["Zanzibar"], True), ("Sync 1", "Ana", [], True)]
    await tick(runs, TUESDAY + 2 * HOUR)
    await runs.until(CLOSES)
    for workspace_id, second in (("T1", "UBEN"), ("T2", "UANA")):
        async with runs.database.reading(workspace_id) as session:
            rows = await session.execute(sa.select(Delivery.kind, Delivery.target).order_by(Delivery.id))
            told = [(kind, target) for kind, target in rows if kind != sync_message.DETAILS]
            timers = sa.select(Timer.kind, Timer.subject).where(Timer.state == "pending").order_by(Timer.id)
            ids = sa.select(Ritual.id).order_by(Ritual.id)
            assert (await session.execute(timers)).all() == [(OPENS, str(one)) for one in await session.scalars(ids)]
        first = "UANA" if second == "UBEN" else "UBEN"
        assert told[:4] == [
            (sync_message.PROMPT, first),
            (sync_message.PROMPT, "UANA"),
            (sync_message.PROMPT, second),
            (sync_message.PROMPT, "UBEN"),
        ]
        assert told[4:] == 2 * [(sync_message.ROLLUP, "CSYNC"), (sync_message.MAP, "CSYNC")]


async def turns(runs: Runs, workspace_id: str) -> list[tuple[str, str, list[str], bool]]:
    """Who has been asked in the open rounds of a workspace: sync, person, their plan, whether for the first time."""
    async with runs.database.reading(workspace_id) as session:
        rows = (
            sa.select(Ritual.name, Person.name, Prompt.plan, Turn.first_contact)
            .select_from(Turn)
            .join(Person, Person.id == Turn.person_id)
            .join(Prompt, Prompt.id == Turn.prompt_id)
            .join(Round, Round.id == Turn.round_id)
            .join(Ritual, Ritual.id == Round.ritual_id)
            .where(Round.state == "open")
            .order_by(Ritual.name)
        )
        return [
            (name, who, [item["text"] for item in plan], first)
            for name, who, plan, first in await session.execute(rows)
        ]


@pytest.mark.parametrize("kind", [OPENS, STEP])
async def test_a_timer_about_something_of_another_workspace_does_nothing(runs: Runs, kind: str) -> None:
    """Whatever its subject names is not there for it."""
    await office(runs, "T1")
    await office(runs, "T2")
    if kind == STEP:
        await tick(runs, TUESDAY)
    async with runs.database.reading("T2") as session:
        theirs = (await session.scalars(sa.select(Ritual.id if kind == OPENS else Round.id))).one()
    before = await everything(runs)
    at = TUESDAY + 2 * HOUR
    plan = runs.rounds.open_due if kind == OPENS else runs.rounds.step
    async with runs.database.system_session() as session:
        await plan(session, [DueTimer("T1", kind, str(theirs), at)], at)
    assert await everything(runs) == before


async def everything(runs: Runs) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all workspaces, table by table."""
    found = {}
    async with runs.database.system_session() as session:
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, InWorkspace):
                rows = await session.execute(sa.select(mapper.local_table).order_by("id"))
                found[mapper.class_.__name__] = [tuple(row) for row in rows]
    return found


async def test_a_sync_that_cannot_be_planned_holds_up_no_other(runs: Runs) -> None:
    """Its rule is of another version, say: the others open, each once, and it is tried again."""
    await office(runs, "T1", 7)
    await office(runs, "T2", 5)
    async with runs.database.transaction("T1") as session:
        bad = (await session.scalars(sa.select(Ritual.id).order_by(Ritual.id))).all()[3]
        await session.execute(sa.update(Ritual).where(Ritual.id == bad).values(rrule="FREQ=NEVER"))
    await tick(runs, TUESDAY)
    async with runs.database.system_session() as session:
        opened = (await session.scalars(sa.select(Round.ritual_id).order_by(Round.ritual_id))).all()
        everyone = (await session.scalars(sa.select(Ritual.id).where(Ritual.id != bad).order_by(Ritual.id))).all()
        waiting = (await session.scalars(sa.select(Timer).where(Timer.subject == str(bad), Timer.kind == OPENS))).one()
        asked = await session.scalar(sa.select(sa.func.count()).select_from(Delivery))
    assert opened == everyone
    assert asked == 11
    assert (waiting.state, waiting.attempt, "NEVER" in waiting.error) == ("pending", 1, True)
