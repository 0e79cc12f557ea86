"""Which answers are exported: in the order of their rounds, in their wording, of this workspace and these teams."""

from datetime import date, timedelta

import pytest

from bot.db import Database
from bot.domain.answer_export import ExportedAnswer, Wanted
from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.errors import NotFound
from bot.services import answer_export
from bot.services.answer_export import exported
from models import Addition
from tests.factories import people, sync
from tests.factories.team import team

MARCH_3, MARCH_10 = sync.TUESDAY, sync.TUESDAY + timedelta(days=7)


@pytest.fixture
async def stored(database: Database) -> dict[str, int]:
    """Two rounds of a sync of two teams, one of a sync of everyone, and one of another workspace; teams by name."""
    async with database.system_session() as session:
        await people.workspace(session)
        await people.workspace(session, "T2")
    async with database.transaction("T1") as session:
        ana, ben = await people.person(session, "Ana Sousa"), await people.person(session, "Ben Carter")
        payments, growth = await team(session, "Payments", [ana]), await team(session, "Growth", [ben])
        weekly = await sync.ritual(session, [payments, growth])
        everyone = await sync.ritual(session, [], [ana], name="Pulse", voice="everyone")
        for opens in (MARCH_10, MARCH_3):
            current = await sync.round_of(session, weekly, opens)
            for party, who in ((payments, ana), (growth, ben)):
                asked = await sync.prompt(session, current, party)
                values = {"moved": f"{party.name} {opens.day}", "waiting_on": [growth.id], "confidence": 2}
                await sync.answer(session, asked, who, values)
            session.add(Addition(prompt_id=asked.id, person_id=ana.id, added_at=opens, text="Well done"))
        reworded = [DEFAULT_SYNC_QUESTIONS[1], DEFAULT_SYNC_QUESTIONS[6]]
        pulse = await sync.round_of(session, everyone, MARCH_10 + timedelta(days=1), questions=reworded)
        await sync.answer(session, await sync.prompt(session, pulse, ana), ana, {"moved": "Me", "confidence": 1})
        ids = {"Payments": payments.id, "Growth": growth.id}
    async with database.transaction("T2") as session:
        theirs = await people.person(session, "Zed")
        of_theirs = await sync.ritual(session, [await team(session, "Payments", [theirs])])
        current = await sync.round_of(session, of_theirs)
        asked = await sync.prompt(session, current, theirs)
        await sync.answer(session, asked, theirs, {"moved": "Zanzibar"})
    return ids


async def found(database: Database, wanted: Wanted, **more: object) -> list[ExportedAnswer]:
    return [one async for one in exported(database, "T1", wanted, **more)]


@pytest.mark.parametrize("page", [1, 2, 200])
async def test_answers_come_by_round_page_by_page(
    database: Database, stored: dict[str, int], monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    """However many fit in a page none is lost or doubled; another workspace's never comes."""
    monkeypatch.setattr(answer_export, "PAGE", page)
    assert stored
    answers = await found(database, Wanted())
    assert [(one.day.day, one.party, one.said[0][1]) for one in answers] == [
        (3, "Payments", ("Payments 3",)),
        (3, "Growth", ("Growth 3",)),
        (10, "Payments", ("Payments 10",)),
        (10, "Growth", ("Growth 10",)),
        (11, "Ana Sousa", ("Me",)),
    ]
    growth = answers[1]
    assert growth.said[1:] == (
        ("Waiting on anyone?", ("Growth",)),
        ("How confident are you in this plan?", ("2 of 5",)),
    )
    assert [(one.who, one.text) for one in growth.additions] == [("Ana Sousa", "Well done")]
    assert answers[-1].said == (("What moved?", ("Me",)),), "a score of everyone is its author's own"


async def test_dates_and_a_sync_narrow_it_down(database: Database, stored: dict[str, int]) -> None:
    """Both dates are included; a name in any case, and one that is nearly right is guessed."""
    assert stored
    for wanted, count in (
        (Wanted(since=date(2026, 3, 10)), 3),
        (Wanted(until=date(2026, 3, 3)), 2),
        (Wanted(date(2026, 3, 4), date(2026, 3, 9)), 0),
        (Wanted(sync="pulse"), 1),
    ):
        assert len(await found(database, wanted)) == count
    with pytest.raises(NotFound, match=r"There is no sync “Puls”. Did you mean “Pulse”"):
        await found(database, Wanted(sync="Puls"))


async def test_a_lead_gets_those_of_their_own_teams(database: Database, stored: dict[str, int]) -> None:
    """And of the people at home there; of no team nothing."""
    answers = await found(database, Wanted(), teams=[stored["Payments"]])
    assert {one.party for one in answers} == {"Payments", "Ana Sousa"}
    assert await found(database, Wanted(), teams=[]) == []
