"""What comes in working hours alone: must-reads, replies in threads, and what an outage of Slack kept until night."""

from datetime import datetime, timedelta

import pytest

from bot.delivery.ledger import Intent
from bot.domain.budget import Standing
from bot.engine.advance import advance
from bot.errors import SlackUnavailable
from tests.delivery.conftest import Office, RealTime, intent, keep_budget, news


def calm(key: str, target: str = "U1", thread_key: str = "") -> Intent:
    """A message that needs no room, and comes while its reader works."""
    return Intent(key, "calm", {"name": key}, target, thread_key=thread_key)


@pytest.fixture
async def patient(office: Office) -> Office:
    """The post office keeping the budget of two people: notes are of a ritual, news may wait, calm ones need hours."""
    await keep_budget(office, calm=Standing.IN_HOURS)
    return office


async def down(_call: str) -> None:
    """Be a Slack that takes nothing."""
    raise SlackUnavailable("down", retry_after=0.0)


async def until(office: Office, at: datetime) -> None:
    """Let time pass."""
    await advance(office.engine, office.database, office.clock, at)


async def test_while_its_reader_works_it_comes_at_once_however_much_they_were_told(patient: Office) -> None:
    """It counts, and what may wait leaves it alone: a thread takes nothing along."""
    await patient.send(intent("prompt", "U1"), calm("first"), calm("second"))
    assert patient.slack.texts("U1") == ["about prompt", "about first", "about second"]
    await patient.send(news("news"))
    assert (await patient.row("news")).state == "held"
    await patient.send(calm("below", thread_key="prompt"))
    assert (await patient.row("below")).state == "sent"
    assert (await patient.row("news")).state == "held"


async def test_at_night_it_waits_for_the_morning_in_a_thread_too(patient: Office) -> None:
    """An answer of the same night does not wait with it, and the home tab does not show it beside its message."""
    await patient.send(intent("prompt", "U1"))
    night = patient.clock.now().replace(hour=22)
    await until(patient, night)
    await patient.send(calm("own", "U2"), calm("below", thread_key="prompt"))
    await patient.send(Intent("answer", "note", {"name": "answer"}, "U1", thread_key="prompt"))
    assert patient.slack.texts("D1") == ["about prompt", "about answer"]
    assert await patient.sender.held("T1", "U1") == []
    morning = (night + timedelta(days=1)).replace(hour=9)
    await until(patient, morning - timedelta(minutes=1))
    assert (len(patient.slack.texts("D1")), len(patient.slack.texts("U2"))) == (2, 0)
    await until(patient, morning)
    assert patient.slack.texts("D1")[2:] == ["about below"]
    assert patient.slack.texts("U2") == ["about own"]


async def test_what_may_wait_longer_does_not_put_it_off(patient: Office) -> None:
    """News of the same night wait for the afternoon, since their reader was asked today; whichever came first."""
    await patient.send(intent("prompt", "U1"), intent("prompt 2", "U2"))
    night = patient.clock.now().replace(hour=22)
    await until(patient, night)
    await patient.send(calm("before"), news("late"))
    await patient.send(news("late 2", "U2"), calm("after", "U2"))
    await until(patient, (night + timedelta(days=1)).replace(hour=9))
    for key in ("before", "after"):
        assert (await patient.row(key)).state == "sent"


async def test_what_an_outage_kept_until_the_night_comes_in_the_morning(patient: Office, real: RealTime) -> None:
    """Also where it was to share a message: each waits by itself from then on, and the budget holds."""
    await patient.plan(calm("own", "U2"), news("one"), news("two"))
    evening = patient.clock.now().replace(hour=19)
    patient.slack.during = down
    await patient.settle()
    assert (await patient.row("two")).joined_key == "one"
    await until(patient, evening)
    patient.slack.during = None
    real.seconds += 3600
    await patient.later()
    assert patient.slack.said == []
    assert [(await patient.row(key)).state for key in ("own", "one", "two")] == ["held"] * 3
    await until(patient, (evening + timedelta(days=1)).replace(hour=9))
    assert patient.slack.texts("U2") == ["about own"]
    assert len(patient.slack.texts("U1")) == 1, "one a day"


async def test_what_slack_may_have_taken_before_an_outage_counts_after_it(patient: Office, real: RealTime) -> None:
    """It is told on that day, too, although it is looked for only together with what may wait."""

    async def deaf(call: str) -> None:
        if call.startswith("look"):
            raise SlackUnavailable("down", retry_after=0.0)

    patient.slack.during = deaf
    patient.slack.faults.append(SlackUnavailable("connection reset", retry_after=0, accepted_unknown=True))
    await patient.send(calm("asked"))
    assert (await patient.row("asked")).state == "sending"
    await patient.plan(news("one"))
    patient.slack.during = None
    real.seconds += 3600
    await patient.later()
    assert patient.slack.texts("U1") == ["about asked"]
    assert [(await patient.row(key)).state for key in ("asked", "one")] == ["sent", "held"]
