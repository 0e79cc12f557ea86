"""Keeps a workspace in one JSON file, so that the playground goes on where it was left."""

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.playground.records import Channel, Message, Person, UserGroup, View
from bot.playground.state import State

FORM = 1


def save(state: State, path: Path, *, now: datetime) -> None:
    """Write `state` to `path` in one step: a crash leaves the former file or the new one, never a half.

    Only its owner may read it.
    """
    data: dict[str, Any] = {
        "form": FORM,
        "now": now.isoformat(),
        "team_name": state.team_name,
        "counter": state.counter,
        "last_micros": state.last_micros,
        "people": [asdict(person) for person in state.people.values()],
        "channels": [asdict(channel) for channel in state.channels.values()],
        "modals": {user: [asdict(view) for view in views] for user, views in state.modals.items() if views},
        "groups": [asdict(group) for group in state.groups.values()],
        "homes": {user: asdict(view) for user, view in state.homes.items()},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.touch(mode=0o600)
    with draft.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def load(path: Path) -> State | None:
    """Read the state at `path`; None when there is none yet. ValueError names a file of another form."""
    if not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    if data.get("form") != FORM:
        raise ValueError(f"{path} was written by another version of the playground; delete it to begin anew")
    return State(
        team_name=data["team_name"],
        counter=data["counter"],
        last_micros=data["last_micros"],
        people={row["id"]: Person(**row) for row in data["people"]},
        channels={row["id"]: _channel(row) for row in data["channels"]},
        modals={user: [View(**row) for row in rows] for user, rows in data["modals"].items()},
        # Files of earlier versions have none.
        groups={row["id"]: UserGroup(**row) for row in data.get("groups", ())},
        homes={user: View(**row) for user, row in data["homes"].items()},
    )


def saved_now(path: Path) -> datetime | None:
    """Return the instant at which the workspace at `path` was last saved, so that a moved clock can go on from it."""
    if not path.exists():
        return None
    return datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["now"])


def _channel(row: dict[str, Any]) -> Channel:
    messages = {ts: Message(**message) for ts, message in row.pop("messages").items()}
    return Channel(**row, messages=messages)
