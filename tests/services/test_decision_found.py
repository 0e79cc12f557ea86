"""Words find a decision however old it is: the database picks those that have them."""

from datetime import timedelta

import pytest

from bot.clock import ShiftedClock
from bot.db import Database
from bot.domain.decision import DecisionState
from bot.services.audit import Audit
from bot.services.decision_log import MOST, DecisionLogs
from bot.services.playbook_search import Titles
from bot.services.search import Search
from models import Decision
from tests.factories import people, sync
from tests.factories.statements import statements

OLD = {
    1: "Vamos com o lançamento",
    2: "We buy the price page",
    3: "Sales are online",
    4: "Değişiklik",
    5: "Maßnahmen",
    6: "РЕЛИЗ",
    7: "서울 지사",
}


@pytest.fixture
async def logs(database: Database) -> DecisionLogs:
    """More decisions than are looked through, the oldest of which say something else."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        mara = await people.person(session, "Mara Lindqvist", role="pmo")
        settled = {"state": DecisionState.DECIDED, "raised_by_id": mara.id, "owner_id": mara.id}
        session.add_all(
            Decision(
                id=number,
                outcome=OLD.get(number, f"Thing {number} goes on"),
                raised_at=sync.TUESDAY,
                settled_by_id=mara.id,
                settled_at=sync.TUESDAY + timedelta(minutes=number),
                **settled,
            )
            for number in range(1, MOST + len(OLD) + 1)
        )
    clock = ShiftedClock(sync.TUESDAY)
    return DecisionLogs(database, clock, Audit(clock))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lancamento", [OLD[1]]),
        ("LANÇAMENTO", [OLD[1]]),
        ("the price", [OLD[2]]),
        ("pricee", [OLD[2]]),
        ("xrice", []),
        ("sales", [OLD[3]]),  # each of its letters has accents somewhere
        ("degisiklik", [OLD[4]]),
        ("massnahmen", [OLD[5]]),
        ("релиз", [OLD[6]]),
        ("서울", [OLD[7]]),
    ],
)
async def test_the_oldest_decision_is_found_by_its_words(
    database: Database, logs: DecisionLogs, words: str, found: list[str]
) -> None:
    """Without accents, in capitals and with most slips, too; another one finds what is among the newest alone."""
    facts = await logs.facts("T1", "UMARA", words)
    assert [row.decision.outcome for row in facts.rows] == found
    seen = await Search(database, ShiftedClock(sync.TUESDAY), Titles()).find("T1", "UMARA", words)
    assert [one.name for one in seen.decisions] == found


async def test_the_newest_are_looked_through_only_where_nothing_has_the_word(
    database: Database, logs: DecisionLogs
) -> None:
    """Else what was ever decided would make each search slower."""
    with statements(database) as said:
        await logs.facts("T1", "UMARA", "price")
    with statements(database) as said_in_vain:
        await logs.facts("T1", "UMARA", "xrice")
    by_day = "ORDER BY decision.settled_at DESC"
    assert [sum(by_day in one for one in all_of) for all_of in (said, said_in_vain)] == [0, 1]


async def test_a_page_that_is_typed_is_looked_for_by_its_first_words(database: Database, logs: DecisionLogs) -> None:
    """SQLite takes no more than a thousand conditions, PostgreSQL no more than 65,535 parameters."""
    assert logs
    page = "price page " + " ".join(f"w{number}" for number in range(10_000))
    found = await Search(database, ShiftedClock(sync.TUESDAY), Titles()).find("T1", "UMARA", page)
    assert found.decisions == ()
