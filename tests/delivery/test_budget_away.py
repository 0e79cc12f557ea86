"""What the interruption budget holds comes on a day on which its reader works: not on leave, not on a holiday."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.delivery.ledger import Intent
from bot.engine.advance import advance
from models import Away, Person
from tests.delivery.conftest import Office, intent, keep_budget
from tests.factories.figures import Shown
from tests.factories.statements import statements

WEDNESDAY = date(2026, 11, 25)
DAY = timedelta(days=1)


@pytest.fixture
async def patient(office: Office) -> Office:
    """The post office on a Tuesday, where two people have had their message of the day and another one is held."""
    await keep_budget(office)
    await office.send(intent("early", "U1"), intent("early too", "U2"))
    return office


async def away(office: Office, first: date, last: date | None) -> None:
    """Note away dates of U1."""
    async with office.database.transaction("T1") as session:
        person = await session.scalar(sa.select(Person.id).where(Person.slack_id == "U1"))
        session.add(Away(workspace_id="T1", person_id=person, first=first, last=last))


async def hold(office: Office) -> None:
    """Let what is new for both be held until Wednesday, or later."""
    await office.send(*(Intent(f"news for {one}", "news", {"name": f"news {one}"}, one) for one in ("U1", "U2")))
    assert [(await office.row(f"news for {one}")).state for one in ("U1", "U2")] == ["held", "held"]


async def came(office: Office, after: timedelta) -> list[bool]:
    """Let time pass, counted from Wednesday 16:00, and tell whether each of the two has had it by then."""
    at = office.clock.now().replace(day=25, hour=16, minute=0) + after
    await advance(office.engine, office.database, office.clock, at)
    return [(await office.row(f"news for {one}")).state == "sent" for one in ("U1", "U2")]


async def test_it_comes_on_the_first_day_after_leave(patient: Office) -> None:
    """Wednesday to Friday and the weekend are passed over; whoever is there has it on Wednesday."""
    await away(patient, WEDNESDAY, WEDNESDAY + 2 * DAY)
    await hold(patient)
    assert await came(patient, timedelta(0)) == [False, True]
    assert await came(patient, 5 * DAY - timedelta(minutes=1)) == [False, True]
    assert await came(patient, 5 * DAY) == [True, True]


async def test_it_does_not_come_on_a_holiday(patient: Office) -> None:
    """Thanksgiving in the United States is on that Thursday, and leave on Wednesday."""
    async with patient.database.transaction("T1") as session:
        await session.execute(sa.update(Person).where(Person.slack_id == "U1").values(country="US"))
    await away(patient, WEDNESDAY, WEDNESDAY)
    await hold(patient)
    assert await came(patient, 2 * DAY - timedelta(minutes=1)) == [False, True]
    assert await came(patient, 2 * DAY) == [True, True]


async def test_leave_that_was_noted_later_holds_it_on(patient: Office) -> None:
    """It was to come on Wednesday; at noon somebody falls ill."""
    await hold(patient)
    await away(patient, WEDNESDAY, WEDNESDAY + DAY)
    assert await came(patient, timedelta(0)) == [False, True]
    assert await came(patient, 2 * DAY) == [True, True]


async def test_who_is_away_for_nobody_knows_how_long_is_not_written_to(patient: Office) -> None:
    """It stays on their home tab, is looked at once a week, and comes within a week after they are back."""
    await away(patient, WEDNESDAY, None)
    await hold(patient)
    assert await came(patient, 80 * DAY) == [False, True]
    assert [one.text for one in await patient.sender.held("T1", "U1")] == ["about news U1"]
    async with patient.database.transaction("T1") as session:
        await session.execute(sa.delete(Away))
    assert await came(patient, 88 * DAY) == [True, True]


async def test_days_are_looked_up_for_all_at_once(patient: Office) -> None:
    """However many readers a chunk has: one statement for people, one for their away dates."""
    await away(patient, WEDNESDAY, WEDNESDAY)
    with statements(patient.database) as said:
        await hold(patient)
    assert len([one for one in said if "FROM away" in one]) == 1


async def test_what_cannot_be_worded_does_not_close_the_home_tab(patient: Office) -> None:
    """The rest is shown; after three tries it is given up, counted, and told to those who can act."""
    await hold(patient)
    await patient.send(Intent("broken", "news", {"name": "broken"}, "U1"))
    patient.words["broken"] = ValueError("no words")
    for tries in (1, 2):
        assert [one.text for one in await patient.sender.held("T1", "U1")] == ["about news U1"]
        row = await patient.row("broken")
        assert (row.state, row.attempt, patient.failed) == ("held", tries, [])
    assert [one.text for one in await patient.sender.held("T1", "U1")] == ["about news U1"]
    assert [(key, state) for key, state, _ in patient.failed] == [("broken", "failed")]
    figures = Shown(patient.metrics.exposition("")[0].decode())
    assert figures.of("drumbeat_messages_total", event="failed") == 1
