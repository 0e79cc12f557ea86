"""The interruption budget in the delivery: what may wait joins the next message, or comes when there is room."""

from datetime import timedelta

import pytest

from bot.clock import real_time
from bot.delivery import rows
from bot.delivery.budget import Budget, Sorted
from bot.delivery.item import Item
from bot.delivery.ledger import Intent
from bot.domain.budget import Standing
from bot.engine.advance import advance
from bot.services.working import working_times
from bot.slack.gateway import Message
from tests.delivery.conftest import Office, intent, keep_budget, news
from tests.factories.statements import statements


@pytest.fixture
async def patient(office: Office) -> Office:
    """The post office keeping the budget of two people: notes are of a ritual, news may wait, replies are urgent."""
    await keep_budget(office, urgent=Standing.WAITS)
    return office


async def test_the_second_of_a_day_waits_and_joins_the_next_message(patient: Office) -> None:
    """In whatever order they were planned; it is shown with that message from then on."""
    await patient.send(news("first"))
    await patient.send(news("second"), news("third"), news("other", "U2"))
    assert patient.slack.texts("U1") == ["about first"]
    assert patient.slack.texts("U2") == ["about other"]
    assert [one.text for one in await patient.sender.held("T1", "U1")] == ["about second", "about third"]
    await patient.send(intent("prompt", "U1"))
    assert patient.slack.texts("U1") == ["about first", "about prompt · about second · about third"]
    assert set((await patient.states()).values()) == {"sent"}
    patient.words["prompt"] = Message("answered")
    await patient.refresh("prompt")
    assert patient.slack.said[-1].wordings[-1] == "answered · about second · about third"


async def test_what_is_held_comes_by_itself_on_the_next_day(patient: Office) -> None:
    """All of it in one message, in the last hour of work; Tuesday is followed by Wednesday."""
    await patient.send(intent("prompt", "U1"))
    await patient.send(news("one"), news("two"))
    until = patient.clock.now().replace(hour=15, minute=59) + timedelta(days=1)
    await advance(patient.engine, patient.database, patient.clock, until)
    assert patient.slack.texts("U1") == ["about prompt"]
    await advance(patient.engine, patient.database, patient.clock, until + timedelta(minutes=2))
    assert patient.slack.texts("U1") == ["about prompt", "about one · about two"]


async def test_at_night_it_waits_for_the_morning_and_joins_what_comes_before(patient: Office) -> None:
    """Somebody who has been told nothing is not told of what may wait before they work."""
    night = patient.clock.now().replace(hour=23)
    await advance(patient.engine, patient.database, patient.clock, night)
    await patient.send(news("one"), news("other", "U2"))
    assert patient.slack.said == []
    morning = (night + timedelta(days=1)).replace(hour=9)
    await advance(patient.engine, patient.database, patient.clock, morning - timedelta(minutes=1))
    assert patient.slack.said == []
    await patient.send(intent("prompt", "U1"))
    assert patient.slack.texts("U1") == ["about prompt · about one"]
    await advance(patient.engine, patient.database, patient.clock, morning + timedelta(minutes=1))
    assert patient.slack.texts("U2") == ["about other"]


async def test_a_ritual_and_what_somebody_waits_for_are_never_held(patient: Office) -> None:
    """They count all the same."""
    for number in range(3):
        await patient.send(intent(f"prompt {number}", "U1"), Intent(f"reply {number}", "urgent", {"name": "r"}, "U1"))
    assert len(patient.slack.texts("U1")) == 6
    await patient.send(news("news"))
    assert (await patient.row("news")).state == "held"


async def test_planned_together_it_joins_at_once(patient: Office) -> None:
    """Somebody is told something in the very minute in which they are asked."""
    await patient.send(intent("early", "U1"))
    await patient.send(intent("prompt", "U1"), news("news"))
    assert patient.slack.texts("U1") == ["about early", "about prompt · about news"]


async def test_four_a_week(patient: Office) -> None:
    """One on each day from Tuesday to Friday; that of Monday waits until Tuesday, when the first is a week old."""
    for _ in range(4):
        await patient.send(intent(f"prompt {patient.clock.now():%a}", "U1"))
        await patient.later(24 * 60)
    patient.clock.move_to(patient.clock.now() + timedelta(days=2))
    await patient.send(news("news"))
    assert (await patient.row("news")).state == "held"
    until = patient.clock.now() + timedelta(days=1, hours=5, minutes=59)
    await advance(patient.engine, patient.database, patient.clock, until)
    assert (await patient.row("news")).state == "held"
    await advance(patient.engine, patient.database, patient.clock, until + timedelta(minutes=1))
    assert (await patient.row("news")).state == "sent"


async def test_replies_in_a_thread_are_neither_held_nor_counted(patient: Office) -> None:
    """They answer what their reader said."""
    await patient.send(intent("prompt", "U1"))
    below = Intent("below", "news", {"name": "below"}, "U1", thread_key="prompt")
    await patient.send(below)
    assert (await patient.row("below")).state == "sent"


async def test_ten_share_a_message_and_the_rest_waits_for_the_next(patient: Office) -> None:
    """Thirty come within the four messages of a week and one of the next; each message has room for its buttons."""
    await patient.send(intent("early", "U1"))
    await patient.send(*(news(str(number)) for number in range(30)))
    await patient.send(intent("prompt", "U1"))
    for _ in range(8):
        await advance(patient.engine, patient.database, patient.clock, patient.clock.now() + timedelta(days=1))
    said = [text.split(" · ") for text in patient.slack.texts("U1")]
    assert [len(parts) for parts in said] == [1, 10, 10, 10, 1]
    assert said[1] + said[2] + said[3] + said[4] == ["about prompt", *(f"about {number}" for number in range(30))]


async def test_questions_that_share_a_message_leave_no_more_places_than_it_has(patient: Office) -> None:
    """Nine questions and one piece of news are ten; eleven questions are two messages."""
    await patient.send(intent("early", "U1"))
    await patient.send(news("one"), news("two"))
    await patient.send(*(intent(f"q{number}", "U1") for number in range(9)))
    await patient.send(*(intent(f"r{number}", "U2") for number in range(11)))
    assert [len(text.split(" · ")) for text in patient.slack.texts("U1")] == [1, 10]
    assert [len(text.split(" · ")) for text in patient.slack.texts("U2")] == [10, 1]


async def test_nothing_joins_what_another_process_has_in_hand(patient: Office) -> None:
    """It is posted without what would have joined it, which comes later; nothing is lost."""
    await patient.send(intent("early", "U1"))
    await patient.engine.stop()
    await patient.plan(intent("prompt", "U1"), news("news"))
    budget, found, items = await sorted_out(patient)
    async with patient.database.transaction("T1") as session:
        assert await rows.claim(session, items[0], 0.0) is not None
    async with patient.database.transaction("T1") as session:
        await budget.apply(session, "T1", found)
    assert [(await patient.row(key)).joined_key for key in ("prompt", "news")] == ["", ""]
    assert (await patient.row("prompt")).state == "sending"


async def test_what_others_have_joined_is_not_said_without_them(patient: Office) -> None:
    """A process that read it before they joined finds it changed."""
    await patient.send(intent("early", "U1"))
    await patient.engine.stop()
    await patient.plan(intent("prompt", "U1"), news("news"))
    budget, found, items = await sorted_out(patient)
    async with patient.database.transaction("T1") as session:
        await budget.apply(session, "T1", found)
        assert await rows.claim(session, items[0], 0.0) is None
        assert await rows.claim(session, found.now[0], 0.0) is not None
    assert (await patient.row("news")).joined_key == "prompt"


async def sorted_out(patient: Office) -> tuple[Budget, Sorted, list[Item]]:
    """Read what waits to be sent and sort it, as one process does that is overtaken by another then."""
    budget = Budget(patient.clock, patient.ledger)
    budget.keep({"note": Standing.RITUAL, "news": Standing.MAY_WAIT}, working_times)
    async with patient.database.reading("T1") as session:
        items = await rows.ready(session, "T1", real_time(), 25)
        return budget, await budget.sort(session, "T1", items), items


async def test_what_a_person_was_told_is_found_without_what_others_were(patient: Office) -> None:
    """By an index of theirs: a company of thousands is told tens of thousands of things in a week."""
    with statements(patient.database) as said:
        await patient.send(news("first"))
    [statement] = [one for one in said if "LEFT OUTER JOIN delivery" in one and "FROM person" in one]
    if patient.database.is_sqlite:
        async with patient.database.engine.connect() as connection:
            values = ("",) * statement.count("?")
            plan = str((await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all())
        assert "ix_delivery_told (workspace_id=? AND target=? AND posted_at>?)" in plan
