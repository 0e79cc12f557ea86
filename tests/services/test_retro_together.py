"""Many retros due at once: planned by the same few statements, each within its own workspace, and each for itself."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.engine.port import DueTimer
from bot.services.retro_lock import STEP
from bot.services.retro_schedule import OPENS as OPENS_KIND
from models import Base, Delivery, InWorkspace, Person, Retro, RetroCard, RetroPart, RetroRound, RetroTheme, Timer
from tests.factories.retro_runs import OPENS, RetroRuns

STEPS = (
    timedelta(days=3, hours=21),
    timedelta(days=5),
    timedelta(days=6),
    timedelta(days=7),
)
"""After the opening on a Thursday: the reminders, the cards, the vote, and its end."""


@pytest.fixture
def runs(database: Database) -> RetroRuns:
    """Nothing founded yet."""
    return RetroRuns(database)


async def walked(runs: RetroRuns) -> list[int]:
    """Go through all phases of what is due; return the statements of each."""
    counts = [await runs.tick(OPENS)]
    for after in STEPS:
        await runs.write(3 if len(counts) == 2 else 0)
        counts.append(await runs.tick(OPENS + after))
    return counts


async def test_thirty_retros_take_the_statements_of_three_in_every_phase(database: Database) -> None:
    """Opened and asked, reminded, shown and grouped, voted on, counted; however many people each has."""
    few = RetroRuns(database)
    await few.found("T1", 4, 3)
    counts = await walked(few)
    async with database.system_session() as session:
        await session.execute(sa.delete(Timer))
        await session.execute(sa.update(Retro).values(state="deleted"))
    many = RetroRuns(database)
    await many.found("T2", 9, 30)
    assert await walked(many) == counts
    async with database.reading("T2") as session:
        assert set(await session.scalars(sa.select(RetroRound.state))) == {"acting"}
        assert await session.scalar(sa.select(sa.func.count()).select_from(RetroPart)) == 270
        kinds = sa.select(Delivery.kind, sa.func.count()).group_by(Delivery.kind)
        told = {kind: number for kind, number in await session.execute(kinds)}  # noqa: C416 (rows are no pairs)
    assert told == {
        "retro_board": 30,
        "retro_prompt": 270,
        "retro_nudge": 270,
        "retro_cards": 30,
        "retro_themes": 30,
        # When the cards are shown, and when the vote is over.
        "retro_turn": 60,
    }


async def test_rounds_of_two_workspaces_get_only_their_own(runs: RetroRuns) -> None:
    """Both have people of the same Slack ids, and go through each phase in the same ticks."""
    await runs.found("T1", 3, 2)
    await runs.found("T2", 4, 1)
    await walked(runs)
    for workspace_id, members, retros in (("T1", 3, 2), ("T2", 4, 1)):
        async with runs.database.reading(workspace_id) as session:
            people = {one.id: one.slack_id for one in await session.scalars(sa.select(Person))}
            parts = list(await session.scalars(sa.select(RetroPart)))
            assert sorted(people[one.person_id] for one in parts) == sorted(list(people.values()) * retros)
            assert [one.first_contact for one in parts].count(True) == members
            prompts = sa.select(Delivery.target).where(Delivery.kind == "retro_prompt")
            assert sorted(await session.scalars(prompts)) == sorted(list(people.values()) * retros)
            turns = sa.select(Delivery.target).where(Delivery.kind == "retro_turn")
            assert list(await session.scalars(turns)) == ["U0"] * 2 * retros
            themes = {one.id: one.round_id for one in await session.scalars(sa.select(RetroTheme))}
            cards = list(await session.scalars(sa.select(RetroCard)))
            assert len(cards) == 3 * retros
            assert all(themes[one.theme_id] == one.round_id for one in cards)
            assert all(one.writer is None for one in cards)


@pytest.mark.parametrize("kind", [OPENS_KIND, STEP])
async def test_a_timer_about_something_of_another_workspace_does_nothing(runs: RetroRuns, kind: str) -> None:
    """Whatever its subject names is not there for it."""
    await runs.found("T1", 3)
    await runs.found("T2", 3)
    if kind == STEP:
        await runs.tick(OPENS)
    async with runs.database.reading("T2") as session:
        theirs = (await session.scalars(sa.select(Retro.id if kind == OPENS_KIND else RetroRound.id))).one()
    before = await everything(runs.database)
    at = OPENS + timedelta(days=5)
    plan = runs.rounds.open_due if kind == OPENS_KIND else runs.rounds.step
    async with runs.database.system_session() as session:
        await plan(session, [DueTimer("T1", kind, str(theirs), at)], at)
    assert await everything(runs.database) == before


async def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all workspaces, table by table."""
    found = {}
    async with database.system_session() as session:
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, InWorkspace):
                rows = await session.execute(sa.select(mapper.local_table).order_by("id"))
                found[mapper.class_.__name__] = [tuple(row) for row in rows]
    return found


async def test_a_retro_that_cannot_be_planned_holds_up_no_other(runs: RetroRuns) -> None:
    """Its rule is of another version, say: the others open, each once, and it is tried again."""
    await runs.found("T1", 3, 5)
    async with runs.database.transaction("T1") as session:
        bad = (await session.scalars(sa.select(Retro.id).order_by(Retro.id))).all()[2]
        await session.execute(sa.update(Retro).where(Retro.id == bad).values(rrule="FREQ=NEVER"))
    await runs.tick(OPENS)
    async with runs.database.system_session() as session:
        opened = set(await session.scalars(sa.select(RetroRound.retro_id)))
        others = set(await session.scalars(sa.select(Retro.id).where(Retro.id != bad)))
        waiting = (await session.scalars(sa.select(Timer).where(Timer.subject == str(bad)))).one()
        boards = sa.select(sa.func.count()).select_from(Delivery).where(Delivery.kind == "retro_board")
        assert await session.scalar(boards) == 4
    assert opened == others
    assert (waiting.state, waiting.attempt, "NEVER" in waiting.error) == ("pending", 1, True)
