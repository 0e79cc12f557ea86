"""The calendar of a sync: its coming rounds at its reader's own hours, read back as a calendar program does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.domain.sync_calendar import CalendarFacts, CalendarRound, calendar_file, file_name
from bot.errors import NotFound, UserError
from bot.services.sync_calendar import calendar_of
from tests.factories import people
from tests.factories.people import MONDAY
from tests.factories.rounds import Runs


async def calendar(runs: Runs, ritual_id: int, **whose: str) -> CalendarFacts:
    return await calendar_of(runs.database, runs.clock, "T1", ritual_id, **whose)


def events(facts: CalendarFacts) -> list[dict[str, Any]]:
    """The events of the file, by their fields."""
    found = Calendar.from_ical(calendar_file(facts))
    return [{name: one[name] for name in one} for one in found.walk("VEVENT")]


async def test_an_event_stands_for_each_round_of_half_a_year(runs: Runs) -> None:
    """At ten of Berlin, where the owner lives, through the change of the clocks; it ends when the round closes."""
    weekly = await runs.sync([await runs.team("Payments", "Ana Sousa")], name="Weekly; sync, for all")
    facts = await calendar(runs, weekly)
    found = events(facts)
    assert len(found) == 26
    first, last = found[0], found[-1]
    assert str(first["SUMMARY"]) == "Weekly; sync, for all"
    assert "The summary comes to #sync by the end." in str(first["DESCRIPTION"])
    assert first["DTSTART"].dt == datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    assert last["DTSTART"].dt == datetime(2026, 8, 25, 8, 0, tzinfo=UTC)
    assert first["DTSTAMP"].dt == MONDAY
    assert all(one["DTEND"].dt > one["DTSTART"].dt for one in found)
    await runs.until(datetime(2026, 3, 3, 10, 30, tzinfo=UTC))
    stored = (await runs.stored(weekly))[0]
    assert first["DTEND"].dt == stored.closes_at
    later = events(await calendar(runs, weekly))
    assert [str(one["UID"]) for one in later][:25] == [str(one["UID"]) for one in found][1:]
    assert len({str(one["UID"]) for one in found}) == 26


async def test_it_follows_the_zone_of_its_reader_or_of_the_sync(runs: Runs) -> None:
    """By Slack id or by e-mail in any case; one zone for all is everybody's."""
    payments = await runs.team("Payments", "Ana Sousa")
    async with runs.database.transaction("T1") as session:
        await people.person(session, "Wei Tan", zone="Asia/Singapore")
    own, tokyo = await runs.sync([payments]), await runs.sync([payments], name="Tokyo", zone="Asia/Tokyo")
    for whose in ({"slack_id": "UWEI"}, {"email": " Wei@lumen.example"}):
        assert (await calendar(runs, own, **whose)).rounds[0].starts == datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
        assert (await calendar(runs, tokyo, **whose)).rounds[0].starts == datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
    # In San Francisco the day begins when all others have done.
    async with runs.database.transaction("T1") as session:
        await people.person(session, "Kim Lee", zone="Pacific/Honolulu")
    assert all(one.ends > one.starts for one in (await calendar(runs, tokyo, slack_id="UKIM")).rounds)


async def test_what_has_no_round_to_come_is_said(runs: Runs) -> None:
    """Paused, deleted, nobody there, or nobody known."""
    payments = await runs.team("Payments", "Ana Sousa")
    weekly, empty = await runs.sync([payments]), await runs.sync([await runs.team("Empty")], name="Nobody")
    with pytest.raises(NotFound, match=r"Drumbeat knows nobody with the e-mail zed@lumen.example"):
        await calendar(runs, weekly, email="zed@lumen.example")
    with pytest.raises(UserError, match=r"Nobody has no round in the next 26 weeks"):
        await calendar(runs, empty)
    await runs.change(weekly, state="paused")
    with pytest.raises(UserError, match=r"Weekly sync is paused, so no round of it is to come"):
        await calendar(runs, weekly)
    await runs.change(weekly, state="deleted")
    with pytest.raises(NotFound, match="This sync was deleted"):
        await calendar(runs, weekly)


def test_lines_end_and_fold_as_the_standard_says() -> None:
    """CRLF, at most 75 bytes a line, whatever a sync is called."""
    hostile = "Wöchentlich 👩‍👩‍👧 " * 20 + "\nBEGIN:VEVENT"
    one = CalendarRound(date(2026, 3, 3), MONDAY, MONDAY + timedelta(hours=4))
    text = calendar_file(CalendarFacts("T1", 7, hostile, "#sync", MONDAY, (one,)))
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert str(event["SUMMARY"]) == hostile


@pytest.mark.parametrize(
    ("sync", "name"), [("Weekly sync", "weekly-sync.ics"), ("../A/B", "a-b.ics"), ("👩", "sync.ics")]
)
def test_a_file_is_called_as_its_sync(sync: str, name: str) -> None:
    """Without anything that a path or a shell would read."""
    assert file_name(sync, "ics") == name
