"""Which blockers a sync's map is made of, and who may see it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.domain.sync_map import Closed, MapFacts
from bot.errors import NotFound
from bot.ids import new_id
from bot.services.sync_map import SyncMaps, closed_since_last, map_facts
from models import Blocker, Channel, Prompt, Ritual, Round
from tests.factories import people, sync
from tests.factories.statements import statements
from tests.factories.sync import TUESDAY
from tests.factories.team import team as make_team

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass
class Scene:
    """Nine closed rounds of a weekly sync of Payments and Platform; Ana is of Payments, Wei of Platform."""

    database: Database
    ritual: int
    rounds: list[int]
    ids: dict[str, int]

    async def waits(self, number: int, **fields: Any) -> int:
        """Payments waits on Platform, since the round of this number (0 to 8), and Platform was told."""
        raised = TUESDAY + WEEK * number
        parties = {"party_team_id": self.ids["Payments"], "team_id": self.ids["Platform"]}
        defaults: dict[str, Any] = {
            "id": new_id(),
            "ritual_id": self.ritual,
            "round_id": self.rounds[number],
            "prompt_id": 1,
            "raiser_id": self.ids["Ana"],
            "needs": "Keys",
            "since": raised,
            "told_at": raised,
        }
        async with self.database.transaction("T1") as session:
            blocker = Blocker(**(defaults | parties | fields))
            session.add(blocker)
        return blocker.id

    async def map(self, who: str = "UANA", **more: Any) -> MapFacts:
        return await SyncMaps(self.database).facts("T1", who, self.ritual, **more)

    async def pairs(self) -> list[tuple[str, str, int, int]]:
        return [(pair.who, pair.on, pair.raised, pair.open) for pair in (await self.map()).map.pairs]


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Nobody waits on anybody yet."""
    async with database.transaction("T1") as session:
        await people.workspace(session)
        ana, wei = await people.person(session), await people.person(session, "Wei Tan")
        teams = [await make_team(session, "Payments", [ana]), await make_team(session, "Platform", [wei])]
        ritual = await sync.ritual(session, teams)
        rounds = [
            await sync.round_of(session, ritual, TUESDAY + WEEK * n, state="closed", closed_at=TUESDAY + WEEK * n)
            for n in range(9)
        ]
        ids = {"Ana": ana.id, "Wei": wei.id, "Payments": teams[0].id, "Platform": teams[1].id}
        return Scene(database, ritual.id, [one.id for one in rounds], ids)


async def test_each_blocker_counts_once_and_what_was_taken_back_never(scene: Scene) -> None:
    """The same told by two is one; one that was withdrawn, or not told yet, is none."""
    first = await scene.waits(8)
    await scene.waits(8, merged_into_id=first)
    await scene.waits(8, state="withdrawn", closed_at=TUESDAY + WEEK * 8)
    await scene.waits(8, told_at=None)
    assert await scene.pairs() == [("Payments", "Platform", 1, 1)]
    async with scene.database.reading("T1") as session:
        below = await map_facts(session, scene.rounds[8])
    assert [(pair.raised, pair.open) for pair in below.map.pairs] == [(2, 2)], "the summary says it already"


async def test_people_count_for_the_team_that_they_are_at_home_in(scene: Scene) -> None:
    """Who waits for themselves, on a person, on somebody outside, or has no team."""
    nobody = {"party_team_id": None, "team_id": None}
    async with scene.database.transaction("T1") as session:
        gus = await people.person(session, "Gus Guest")
    await scene.waits(8, **nobody, person_id=scene.ids["Wei"])
    await scene.waits(8, **nobody, outside="The bank")
    await scene.waits(8, **nobody, raiser_id=gus.id, person_id=scene.ids["Ana"])
    assert await scene.pairs() == [
        ("Payments", "Platform", 1, 1),
        ("Payments", "Somebody outside", 1, 1),
        ("People without a team", "Payments", 1, 1),
    ]


async def test_the_last_eight_rounds_count_and_what_is_older_only_while_it_is_open(scene: Scene) -> None:
    """Of the first of nine rounds one is open, one was closed within the eight, one before them."""
    await scene.waits(0)
    await scene.waits(0, state="done", closed_at=TUESDAY + WEEK * 2)
    await scene.waits(0, state="done", closed_at=TUESDAY + DAY)
    found = (await scene.map()).map
    assert len(found.rounds) == 8
    assert (found.raised, found.open, found.older) == (0, 1, 1)
    assert sum(one.closed for one in found.rounds) == 1


async def test_the_map_below_a_summary_knows_nothing_of_later_rounds(scene: Scene) -> None:
    """It is worded anew when a blocker of its round is closed weeks later."""
    await scene.waits(5, state="done", closed_at=TUESDAY + WEEK * 7)
    await scene.waits(6)
    async with scene.database.reading("T1") as session:
        below = await map_facts(session, scene.rounds[5])
    assert [(pair.raised, pair.open) for pair in below.map.pairs] == [(1, 0)]
    assert below.map.rounds[-1].closed == 1
    with pytest.raises(NotFound):
        async with scene.database.reading("T1") as session:
            await map_facts(session, 999)


async def test_closed_since_last_time_is_between_two_closings_and_costs_one_statement(scene: Scene) -> None:
    """What is closed after the round has closed belongs to the next one."""
    closing = TUESDAY + WEEK * 7 + timedelta(hours=12)
    for at in (closing, closing + DAY, closing + 2 * DAY, closing + WEEK + timedelta(hours=1)):
        await scene.waits(6, state="done", since=closing - DAY, closed_at=at)
    async with scene.database.reading("T1") as session:
        current, first = [await session.get_one(Round, scene.rounds[number]) for number in (8, 0)]
        with statements(scene.database) as said:
            assert await closed_since_last(session, current) == Closed(2, 2.5)
        assert len(said) == 1
        assert await closed_since_last(session, first) == Closed()


async def test_a_private_syncs_map_is_for_its_people(scene: Scene) -> None:
    """Whoever may not see the sync is not told that there is one; a deleted one has no map."""
    await scene.waits(8)
    async with scene.database.transaction("T1") as session:
        await people.person(session, "Zoe Else")
        await session.execute(sa.update(Channel).values(is_private=True))
    assert (await scene.map("UMARA")).map.open == (await scene.map("UWEI")).map.open == 1
    with pytest.raises(NotFound, match="not for you to see"):
        await scene.map("UZOE")
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.update(Ritual).values(state="deleted"))
    with pytest.raises(NotFound, match="was deleted"):
        await scene.map()


async def test_a_sync_without_rounds_or_without_the_question_has_an_empty_map(scene: Scene) -> None:
    """It says whether the sync asks whom people wait on."""
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.update(Ritual).values(questions=[]))
        await session.execute(sa.delete(Prompt))
        await session.execute(sa.delete(Round))
    facts = await scene.map()
    assert (facts.map.pairs, facts.map.rounds, facts.asks) == ((), (), False)


async def test_whose_team_is_archived_waits_with_the_one_that_they_are_at_home_in_now(scene: Scene) -> None:
    """The archived one would come first by its name and by its number."""
    async with scene.database.transaction("T1") as session:
        wei = await people.person(session, "Wei Tan")
        (await make_team(session, "Platform")).archived_at = TUESDAY
        await make_team(session, "Runtime", [wei])
    await scene.waits(8, team_id=None, person_id=scene.ids["Wei"])
    assert [on for _, on, *_ in await scene.pairs()] == ["Runtime"]


async def test_what_was_raised_by_itself_stands_with_the_rounds_after_it(scene: Scene) -> None:
    """Raised between the last two: it is not part of what stood with the one before, whenever that is shown anew."""
    await scene.waits(7, round_id=None, prompt_id=None, since=TUESDAY + WEEK * 7 + DAY)
    assert await scene.pairs() == [("Payments", "Platform", 1, 1)]
    async with scene.database.reading("T1") as session:
        maps = [await map_facts(session, scene.rounds[number]) for number in (7, 8)]
    assert [[(pair.raised, pair.open) for pair in one.map.pairs] for one in maps] == [[], [(1, 1)]]
