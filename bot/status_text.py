"""A status as a terminal shows it, and as machines read it. All times are in UTC, and said to be."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from bot.domain.status import (
    GivenUpWork,
    Process,
    Status,
    TroubledTimer,
    UnknownMessage,
    WorkspaceStatus,
    WorkStatus,
    needs,
)
from bot.domain.words import plural

WIDTH = 15
"""Characters of the column of names."""

STEPS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def as_text(status: Status) -> str:
    """Return the lines that a person reads."""
    lines = [
        f"Drumbeat on {status.database}, as of {_instant(status.at)}. All times are in UTC.",
        "",
        *_running(status.processes),
        _row("Version", _version(status)),
    ]
    if status.work is not None:
        lines += _work(status.work, status.at)
    found = needs(status)
    if not found:
        return "\n".join([*lines, "", "All is well."])
    return "\n".join([*lines, "", "What needs a person:", *_items(found)])


def as_json(status: Status) -> str:
    """Return the same for machines: instants in ISO 8601, lengths of time in seconds."""
    return json.dumps(asdict(status) | {"needs": needs(status)}, default=_plain, indent=2)


def _running(processes: Sequence[Process] | None) -> list[str]:
    if processes is None:
        return [_row("Running", "not known")]
    living = sum(one.living for one in processes)
    return [
        _row("Running", plural(living, "process", "processes") if living else "not running"),
        *_items(_process(one) for one in processes),
    ]


def _process(process: Process) -> str:
    if process.living:
        return process.name
    return f"{process.name}, silent for {_length(process.silent)}: its work is taken over"


def _version(status: Status) -> str:
    if status.schema == status.wanted:
        return f"{status.schema}, as this Drumbeat wants it"
    return f"{status.schema or 'none yet'}; this Drumbeat wants {status.wanted}"


def _work(work: WorkStatus, now: datetime) -> list[str]:
    late = work.lateness.timers
    return [
        *_list("Workspaces", "none yet", "workspace", [_workspace(one) for one in work.workspaces]),
        *_list(
            "Open rounds",
            "none",
            "round",
            [f"{one.sync} of {one.local_date}, closes {_instant(one.closes_at)}" for one in work.open_rounds],
        ),
        _row("To send", _messages(work, "queued")),
        _row("Failed", f"{_messages(work, 'failed')} in the last two weeks"),
        *_list("Unknown", "no messages", "message", [_unknown(one) for one in work.unknown_messages]),
        _row("Late timers", f"{late:,}; due longest:" if late > len(work.late_timers) else f"{late or 'none'}"),
        *_items(f"{_timer(one)}, {_length(now - one.due_at)} late" for one in work.late_timers),
        *_list(
            "Failing timers",
            "none",
            "timer",
            [f"{_timer(one)}{f': {one.error}' if one.error else ''}" for one in work.failing_timers],
        ),
        *_list("Given up", "no work", "piece", [_given_up(one) for one in work.given_up]),
    ]


def _messages(work: WorkStatus, state: str) -> str:
    number = work.messages.get(state, 0)
    return plural(number, "message") if number else "no messages"


def _workspace(workspace: WorkspaceStatus) -> str:
    name = f"{workspace.name} ({workspace.id})" if workspace.name else workspace.id
    when = workspace.reconciled_at
    return f"{name}, {f'compared with Slack {_instant(when)}' if when else 'not compared with Slack yet'}"


def _unknown(message: UnknownMessage) -> str:
    what = f"{message.kind}{f' of {message.sync}' if message.sync else ''}"
    where = f"#{message.channel}" if message.channel else "a person"
    return f"{what} to {where}, planned {_instant(message.planned_at)}"


def _timer(timer: TroubledTimer) -> str:
    return f"{f'{timer.kind} {timer.subject}'.strip()} in {timer.workspace_id}, due {_instant(timer.due_at)}"


def _given_up(work: GivenUpWork) -> str:
    return f"{work.kind} in {work.workspace_id}, {_instant(work.at)}"


def _list(name: str, none: str, noun: str, items: Sequence[str]) -> list[str]:
    return [_row(name, plural(len(items), noun) if items else none), *_items(items)]


def _items(sentences: Iterable[str]) -> list[str]:
    return [f"  · {_printable(sentence)}" for sentence in sentences]


def _row(name: str, value: str) -> str:
    return f"{name + ':':{WIDTH}} {_printable(value)}"


def _printable(text: str) -> str:
    """Return `text` on one line and without what a terminal would obey: names are written by people."""
    shown = (one if one.isprintable() else " " if one.isspace() else "\N{REPLACEMENT CHARACTER}" for one in text)
    return "".join(shown)


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _length(length: timedelta) -> str:
    """Return about how long: "45 seconds", "3 hours"."""
    seconds = int(length.total_seconds())
    size, unit = next((step for step in STEPS if seconds >= step[0]), STEPS[-1])
    return plural(seconds // size, unit)


def _plain(value: object) -> object:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
