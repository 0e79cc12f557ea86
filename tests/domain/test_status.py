"""What of a status needs a person, in sentences that are right for one and for many."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.status import (
    TIGHT,
    GivenUpWork,
    Lateness,
    Process,
    Status,
    TroubledTimer,
    UnknownMessage,
    WorkStatus,
    needs,
)

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
TIMER = TroubledTimer("T1", "sync.step", "7", NOW, "KeyError: 1")
MESSAGE = UnknownMessage("sync.rollup", "Weekly sync", "sync", NOW)
WORK = WorkStatus([], [], {}, [], Lateness(0, timedelta(), 0), [], [])
WELL = Status(NOW, "sqlite, /srv/drumbeat.db", "0007", "0007", newer=False, processes=[Process("process 1")], work=WORK)


def test_nothing_needs_a_person_when_all_is_well() -> None:
    """Somebody runs, and nothing is in doubt."""
    assert needs(WELL) == []


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (replace(WORK, unknown_messages=[MESSAGE]), "1 message may or may not have arrived"),
        (replace(WORK, unknown_messages=[MESSAGE] * 2), "2 messages may or may not have arrived"),
        (replace(WORK, failing_timers=[TIMER]), "1 timer keeps failing"),
        (replace(WORK, failing_timers=[TIMER] * 2), "2 timers keep failing"),
        (replace(WORK, given_up=[GivenUpWork("T1", "send", NOW)]), "1 piece of work was given up"),
        (replace(WORK, given_up=[GivenUpWork("T1", "send", NOW)] * 2), "2 pieces of work were given up"),
        (replace(WORK, lateness=Lateness(1, timedelta(seconds=61), 0)), "1 timer is late"),
        (replace(WORK, lateness=Lateness(2, timedelta(hours=1), 0)), "2 timers are late"),
    ],
)
def test_each_trouble_is_a_sentence(work: WorkStatus, words: str) -> None:
    """It begins with how much of it there is."""
    [sentence] = needs(replace(WELL, work=work))
    assert sentence.startswith(words)


@pytest.mark.parametrize(("room", "sentences"), [(None, 0), (TIGHT, 0), (TIGHT - 1, 1)])
def test_a_disk_that_is_nearly_full_needs_a_person(room: int | None, sentences: int) -> None:
    """Before it is full; of a server's disk nothing is known here."""
    found = needs(replace(WELL, room=room))
    assert len(found) == sentences
    assert all("has only 16.8 MB left. Make room" in one for one in found)


def test_a_minute_late_may_mend_itself() -> None:
    """A tick that plans much takes seconds."""
    assert needs(replace(WELL, work=replace(WORK, lateness=Lateness(9, timedelta(seconds=60), 0)))) == []


@pytest.mark.parametrize(
    ("schema", "newer", "words"),
    [(None, False, "no tables yet"), ("0006", False, "is at version 0006"), ("0008", True, "newer than this Drumbeat")],
)
def test_another_version_is_a_sentence_of_its_own(schema: str | None, newer: bool, words: str) -> None:
    """It says who has to be brought up to date."""
    [sentence] = needs(replace(WELL, schema=schema, newer=newer, work=None))
    assert words in sentence


@pytest.mark.parametrize(
    ("processes", "sentences"),
    [
        ([], 1),
        ([Process("a", timedelta(minutes=2), living=False)], 1),
        ([Process("a", timedelta(minutes=2), living=False), Process("b")], 0),
        (None, 0),
    ],
)
def test_nobody_runs_when_nobody_is_heard_of(processes: list[Process] | None, sentences: int) -> None:
    """One that lives is enough; where it cannot be told, nothing is claimed."""
    found = needs(replace(WELL, processes=processes))
    assert [one for one in found if one.startswith("No Drumbeat runs")] == found
    assert len(found) == sentences
