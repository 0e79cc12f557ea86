"""Blockers outlive their rounds while somebody waits, and go once they are closed."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from bot.db import Database
from bot.domain.blocker import On
from bot.services import blocker_message
from bot.services.retention import Retention
from models import Blocker, BlockerStep, Delivery, Round
from tests.factories import people
from tests.factories.people import MONDAY
from tests.factories.team import team as make_team
from tests.services.test_retention import a_round, count, delivery, retention  # noqa: F401 (a fixture)


async def a_blocker(database: Database, round_id: int, state: str) -> None:
    """One that was raised in a round, with its messages to a team."""
    async with database.transaction("T1") as session:
        current = await session.get_one(Round, round_id)
        ana = await people.person(session, "Ana Sousa")
        platform = await make_team(session, "Platform")
        at = current.opens_at
        one = Blocker(
            ritual_id=current.ritual_id,
            round_id=round_id,
            prompt_id=1,
            raiser_id=ana.id,
            team_id=platform.id,
            needs="Keys",
            state=state,
            since=at,
        )
        session.add(one)
        await session.flush()
        session.add(BlockerStep(blocker_id=one.id, kind="raised", person_id=ana.id, at=at, on_team_id=platform.id))
        here = blocker_message.here(one, On(team=platform.id), "C1").key
        more = blocker_message.more(one, On(team=platform.id), "C1")
        session.add(delivery(here, blocker_message.HERE, at))
        session.add(delivery(more.key, blocker_message.MORE, at, thread_key=here))


async def test_a_blocker_goes_with_its_round_once_it_is_closed(
    database: Database,
    retention: Callable[..., Retention],  # noqa: F811 (the fixture)
) -> None:
    """An open one stays, and goes when it has been closed since; its messages go with the round either way."""
    for days, state in ((500, "done"), (510, "open")):
        await a_blocker(database, await a_round(database, MONDAY - timedelta(days=days)), state)
    while (await retention().delete_old("T1")).more:
        pass
    assert await count(database, Round, Blocker, BlockerStep, Delivery) == [0, 1, 1, 0]
    async with database.transaction("T1") as session:
        await session.execute(sa.update(Blocker).values(state="done"))
    while (await retention().delete_old("T1")).more:
        pass
    assert await count(database, Blocker, BlockerStep) == [0, 0]


async def test_one_that_was_raised_by_itself_goes_after_its_time_with_its_messages(
    database: Database,
    retention: Callable[..., Retention],  # noqa: F811 (the fixture)
) -> None:
    """An open one stays however old, and so does one that was closed of late; a step that was told is said once."""
    now = MONDAY
    async with database.transaction("T1") as session:
        ana, platform = await people.person(session, "Ana Sousa"), await make_team(session, "Platform")
        for closed, state in ((None, "open"), (500, "done"), (10, "done"), (500, "withdrawn")):
            at = now - timedelta(days=600)
            one = Blocker(
                raiser_id=ana.id,
                team_id=platform.id,
                needs="Keys",
                state=state,
                since=at,
                closed_at=None if closed is None else now - timedelta(days=closed),
            )
            session.add(one)
            await session.flush()
            session.add(BlockerStep(blocker_id=one.id, kind="raised", person_id=ana.id, at=at, on_team_id=platform.id))
            here, on = blocker_message.here(one, On(team=platform.id), "C1").key, On(team=platform.id)
            session.add(delivery(here, blocker_message.HERE, at))
            more = blocker_message.more(one, on, "C1").key
            session.add(delivery(more, blocker_message.MORE, at, thread_key=here))
            raised = blocker_message.raised(one, ana.slack_id).key
            session.add(delivery(raised, blocker_message.RAISED, at))
            session.add(delivery(f"{blocker_message.NEWS}:1:{one.id}", blocker_message.NEWS, at, thread_key=raised))
    assert await count(database, Blocker, BlockerStep, Delivery) == [4, 4, 16]
    while (await retention().delete_old("T1")).more:
        pass
    assert await count(database, Blocker, BlockerStep, Delivery) == [2, 2, 6]
    async with database.reading("T1") as session:
        assert sorted(await session.scalars(sa.select(Blocker.state))) == ["done", "open"]
