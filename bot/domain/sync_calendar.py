"""The coming rounds of a sync as an iCalendar file (RFC 5545), which every calendar takes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from icalendar import Calendar, Event

WEEKS = 26
"""How far ahead a calendar file reaches."""


@dataclass(frozen=True, slots=True)
class CalendarRound:
    """A round to come: its local date, when its reader is asked, and when it closes for all."""

    day: date
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """What stands in the file of one sync; `channel` is where its summary goes, `made_at` now."""

    workspace_id: str
    ritual_id: int
    sync: str
    channel: str
    made_at: datetime
    rounds: tuple[CalendarRound, ...]


def calendar_file(facts: CalendarFacts) -> str:
    """Return the file: an event a round, at fixed instants, so that no calendar needs to know our time zones.

    An event keeps its UID for as long as the round keeps its date: a file that is taken in again changes the events of
    the earlier one. They leave the time free, since an answer takes a minute of it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Drumbeat//Rounds of a sync//EN")
    calendar.add("version", "2.0")
    for one in facts.rounds:
        event = Event()
        event.add("uid", f"{facts.ritual_id}-{one.day.isoformat()}@{facts.workspace_id.lower()}.drumbeat")
        event.add("dtstamp", facts.made_at.astimezone(UTC))
        event.add("dtstart", one.starts.astimezone(UTC))
        event.add("dtend", one.ends.astimezone(UTC))
        event.add("summary", facts.sync)
        event.add(
            "description",
            "Drumbeat asks in Slack when this begins. Press Answer in its message, or on its Home tab: about a minute. "
            f"The summary comes to {facts.channel} by the end.",
        )
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def file_name(sync: str, ending: str) -> str:
    """Return "weekly-sync.ics" for a sync's name; "sync.ics" where no letter of it may stand in a file's name."""
    letters = "".join(letter if letter.isalnum() else " " for letter in sync.lower())
    return f"{'-'.join(letters.split()) or 'sync'}.{ending}"
