"""How a Drumbeat stands, and what of it needs a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.words import plural

TIGHT = 16 * 1024 * 1024
"""Bytes below which the disk of a SQLite file is nearly full: its log grows to 4 MB before it is written back."""

TOO_LATE = timedelta(minutes=1)
"""A timer later than this needs a person; until then the next tick may mend it."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process that runs, or of which nothing was heard for `silent`; `name` is what an operator finds it by.

    `living` is False for one that was silent for so long that the others do its work.
    """

    name: str
    silent: timedelta = timedelta()
    living: bool = True


@dataclass(frozen=True, slots=True)
class WorkspaceStatus:
    """A workspace that installed Drumbeat, and when its people and channels were last compared with Slack's lists."""

    id: str
    name: str
    reconciled_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round that is being asked about."""

    sync: str
    local_date: date
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class UnknownMessage:
    """A message of which nobody knows whether it arrived: its kind, its sync and its channel, or "" for none."""

    kind: str
    sync: str
    channel: str
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class TroubledTimer:
    """A timer that is late or fails; `error` is what its planner raised last, or ""."""

    workspace_id: str
    kind: str
    subject: str
    due_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class GivenUpWork:
    """Work, such as sending messages, that is not tried again: its kind, and when it was given up."""

    workspace_id: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lateness:
    """How many timers are late, by how much the latest of them is (nothing without any), and how many keep failing."""

    timers: int
    greatest: timedelta
    failing: int


@dataclass(frozen=True, slots=True)
class WorkStatus:
    """What there is to do; `messages` counts them by state, `late_timers` are the oldest of the late ones.

    `given_up` is the work of the last day that is not tried again.
    """

    workspaces: Sequence[WorkspaceStatus]
    open_rounds: Sequence[OpenRound]
    messages: dict[str, int]
    unknown_messages: Sequence[UnknownMessage]
    lateness: Lateness
    late_timers: Sequence[TroubledTimer]
    failing_timers: Sequence[TroubledTimer]
    given_up: Sequence[GivenUpWork] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """How it stood at an instant.

    `schema` is the version of the database (None: it has no tables yet), `wanted` the one that this Drumbeat works
    with, `newer` whether the database is ahead of it; `processes` and `work` are None where that cannot be told;
    `room` are the free bytes on the disk of a SQLite file, None for a server.
    """

    at: datetime
    database: str
    schema: str | None
    wanted: str
    newer: bool
    processes: Sequence[Process] | None
    work: WorkStatus | None
    room: int | None = None


def needs(status: Status) -> list[str]:
    """Return what needs a person, in sentences that say what to do; nothing when all is well."""
    found = [_schema(status)] if status.schema != status.wanted else []
    if status.processes is not None and not any(one.living for one in status.processes):
        found.append("No Drumbeat runs on this database, so nobody is asked. Start it: `drumbeat run`.")
    if status.room is not None and status.room < TIGHT:
        found.append(
            f"The disk of the database has only {status.room / 1e6:.1f} MB left. Make room: what people answer "
            "cannot be kept once it is full."
        )
    if status.work is not None:
        found += _work(status.work)
    return found


def _schema(status: Status) -> str:
    if status.schema is None:
        return "The database has no tables yet. `drumbeat run` makes them."
    if status.newer:
        return (
            f"The database is at version {status.schema}, which is newer than this Drumbeat ({status.wanted}). "
            "Install the newer Drumbeat."
        )
    return (
        f"The database is at version {status.schema}; this Drumbeat works with {status.wanted}. `drumbeat run` brings "
        "it there."
    )


def _work(work: WorkStatus) -> list[str]:
    found = []
    if work.unknown_messages:
        number = len(work.unknown_messages)
        found.append(
            f"{plural(number, 'message')} may or may not have arrived. Look into the channel; *Post again* on the "
            f"*Home* tab of whoever runs the sync sends {'it' if number == 1 else 'them'} once more."
        )
    if work.failing_timers:
        number = len(work.failing_timers)
        found.append(
            f"{plural(number, 'timer')} {'keeps' if number == 1 else 'keep'} failing, so what should happen then "
            "does not. The log says why: look for timer_failed."
        )
    if work.given_up:
        number = len(work.given_up)
        found.append(
            f"{plural(number, 'piece')} of work {'was' if number == 1 else 'were'} given up within the last day. The "
            "log says why: look for work_failed. Mend that and start Drumbeat again, which sends what still waits."
        )
    if work.lateness.greatest > TOO_LATE:
        number = work.lateness.timers
        found.append(
            f"{plural(number, 'timer')} {'is' if number == 1 else 'are'} late. Where a Drumbeat runs, it is stuck or "
            "overloaded: look at its log."
        )
    return found
