"""The figures of a trend as both databases count them, and who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.domain.sync_trend import OTHERS, Shown, TeamTrend, Trend, TrendFacts
from bot.errors import NotAllowed, NotFound
from bot.services.sync_trend import SyncTrends
from models import Answer, Membership, Person, Ritual, Round, Team
from tests.factories import people, sync
from tests.factories.statements import statements
from tests.factories.sync import TUESDAY
from tests.factories.team import team as make_team

WEEK = timedelta(weeks=1)


@dataclass
class Scene:
    """A weekly sync of everyone in Payments (Ana leads it) and in Legal (Ben leads it)."""

    database: Database
    ritual: int
    weeks: int = 0
    names: list[str] = field(default_factory=list)

    async def round(self, said: Sequence[int | str | None]) -> None:
        """A closed round in which each says so many words, one of the other states, or nothing at all (None)."""
        async with self.database.transaction("T1") as session:
            ritual = await session.get_one(Ritual, self.ritual)
            opens_at = TUESDAY + WEEK * self.weeks
            current = await sync.round_of(session, ritual, opens_at, state="closed", closed_at=opens_at)
            for name, what in zip(self.names, said, strict=True):
                person = await people.person(session, name)
                prompt = await sync.prompt(session, current, person, state=what if isinstance(what, str) else "missed")
                if isinstance(what, int):
                    await sync.answer(session, prompt, person, {"moved": "word " * what}, words=what)
        self.weeks += 1

    async def facts(self, who: str = "UMARA") -> TrendFacts:
        return await SyncTrends(self.database).facts("T1", who, self.ritual)


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Nobody was asked yet."""
    of = {"Payments": ["Ana Sousa", "Cleo Winter", "Dan Wu"], "Legal": ["Ben Carter", "Eve Stone"]}
    async with database.transaction("T1") as session:
        await people.workspace(session)
        teams = [
            await make_team(session, name, [await people.person(session, one) for one in those])
            for name, those in of.items()
        ]
        ritual = await sync.ritual(session, teams, voice="everyone")
        await people.person(session, "Zoe Else")
        return Scene(database, ritual.id, names=[*of["Payments"], *of["Legal"]])


async def test_a_round_says_how_many_answered_and_the_median_of_their_words(scene: Scene) -> None:
    """Who is away was not asked; nothing new is an answer without words; two statements for however many."""
    await scene.round([10, 20, 40, "skipped", None])
    await scene.round([10, 20, 30, 40, "absent"])
    await scene.round([None, None, 7, 8, "absent"])
    with statements(scene.database) as said:
        facts = await scene.facts()
    assert [one.shown for one in facts.rounds] == [Shown(0.8, 20), Shown(1.0, 25), Shown(0.5, None)]
    assert facts.trend is Trend.EARLY
    assert len([one for one in said if "JOIN answer" in one]) == 2


async def test_teams_are_compared_over_halves_and_a_small_one_is_never_alone(scene: Scene) -> None:
    """Legal has two people: with Payments' three there is nothing to tell them apart by, so that no team is shown."""
    for said in ([20] * 5, [20] * 5, [10, 10, 10, None, None], [4, 4, None, 4, None]):
        await scene.round(said)
    facts = await scene.facts()
    assert [one.name for one in facts.teams] == [OTHERS]
    assert facts.trend is Trend.BOTH
    async with scene.database.transaction("T1") as session:
        legal = (await session.scalars(sa.select(Team).where(Team.name == "Legal"))).one()
        zoe = await people.person(session, "Zoe Else")
        session.add(Membership(team_id=legal.id, person_id=zoe.id))
    scene.names.append("Zoe Else")
    for said in ([20] * 6,) * 4 + ([8] * 6, [8] * 6, [8, 8, 8, None, None, 8], [8, 8, 8, 8, None, None]):
        await scene.round(said)
    assert (await scene.facts()).teams == (
        TeamTrend("Legal", Shown(1.0, 20), Shown(8 / 12, 8)),
        TeamTrend("Payments", Shown(1.0, 20), Shown(1.0, 8)),
    )


async def test_only_the_last_eight_closed_rounds_count(scene: Scene) -> None:
    """What is open, missed or older does not."""
    for number in range(10):
        await scene.round([number + 1] * 5)
    async with scene.database.transaction("T1") as session:
        ritual = await session.get_one(Ritual, scene.ritual)
        await sync.round_of(session, ritual, TUESDAY + WEEK * 10)
        await sync.round_of(session, ritual, TUESDAY + WEEK * 11, state="missed")
    assert [one.shown.words for one in (await scene.facts()).rounds] == [3, 4, 5, 6, 7, 8, 9, 10]


async def test_the_owner_and_the_pmo_see_all_and_a_lead_their_own_team(scene: Scene) -> None:
    """A member is told who can; a private sync is not even named; Ben's team of two has nothing to show."""
    await scene.round([10, 20, 30, 40, 50])
    own = await scene.facts("UANA")
    assert (own.team, [one.shown for one in own.rounds]) == ("Payments", [Shown(1.0, 20)])
    assert [one.shown for one in (await scene.facts("UBEN")).rounds] == [Shown()]
    with pytest.raises(NotAllowed, match=r"Seeing how the answers to Weekly sync change is for the PMO"):
        await scene.facts("UCLEO")
    async with scene.database.transaction("T1") as session:
        cleo = (await session.scalars(sa.select(Person).where(Person.slack_id == "UCLEO"))).one()
        await session.execute(sa.update(Ritual).values(owner_id=cleo.id, channel_id="CPRIVATE"))
    assert (await scene.facts("UCLEO")).team == ""
    with pytest.raises(NotFound, match="not for you to see"):
        await scene.facts("UZOE")


async def test_with_one_voice_a_team_is_heard_or_not_and_words_need_three_writers(scene: Scene) -> None:
    """One team's words are those of its speaker: Payments had three of them, Legal one."""
    async with scene.database.transaction("T1") as session:
        ritual = await session.get_one(Ritual, scene.ritual)
        teams = {one.name: one for one in await session.scalars(sa.select(Team))}
        for week, speaker in enumerate(("Ana Sousa", "Cleo Winter", "Dan Wu", "Ana Sousa", "Cleo Winter", "Dan Wu")):
            current = await sync.round_of(session, ritual, TUESDAY + WEEK * week, state="closed")
            for name, who in (("Payments", speaker), ("Legal", "Ben Carter")):
                prompt = await sync.prompt(session, current, teams[name], state="missed")
                if name == "Payments" or week < 3:
                    person = await people.person(session, who)
                    await sync.answer(session, prompt, person, {"moved": "x"}, words=10 + week)
    facts = await scene.facts()
    assert [one.shown for one in facts.rounds] == [Shown(1.0)] * 3 + [Shown(0.5)] * 3
    assert facts.teams == (
        TeamTrend("Legal", Shown(1.0), Shown(0.0)),
        TeamTrend("Payments", Shown(1.0, 11), Shown(1.0, 14)),
    )


async def test_a_sync_that_never_closed_has_no_rounds_and_a_deleted_one_nothing(scene: Scene) -> None:
    """It is too early, or over."""
    assert (await scene.facts()).rounds == ()
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.delete(Round))
        await session.execute(sa.delete(Answer))
        await session.execute(sa.update(Ritual).values(state="deleted"))
    with pytest.raises(NotFound, match="was deleted"):
        await scene.facts()


async def test_people_whose_team_is_archived_count_for_the_one_that_they_are_at_home_in_now(scene: Scene) -> None:
    """Until they have found another, it is still that one."""

    async def teams() -> set[str]:
        return {one.name for one in (await scene.facts()).teams}

    async with scene.database.transaction("T1") as session:
        both = [await people.person(session, name) for name in ("Ben Carter", "Eve Stone")]
        await make_team(session, "Payments", both)
        (await make_team(session, "Legal")).archived_at = TUESDAY
    for _ in range(4):
        await scene.round([10, 10, 10, 10, 10])
    assert await teams() == {"Payments"}
    async with scene.database.transaction("T1") as session:
        (await make_team(session, "Payments")).archived_at = TUESDAY
    assert await teams() == {"Payments"}
