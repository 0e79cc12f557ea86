"""Workspaces with people, teams and syncs by the thousand, written in bulk."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from bot.db import Database
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, to_json
from bot.services.sync_message import PROMPT, prompt_key
from bot.services.sync_schedule import OPENS
from bot.slack.gateway import Posted
from models import (
    Base,
    Channel,
    Delivery,
    Membership,
    Person,
    Prompt,
    Ritual,
    RitualPerson,
    RitualTeam,
    Round,
    Team,
    Timer,
    Turn,
    Workspace,
)

MORNING = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""A Tuesday at ten in UTC, when every round of these workspaces is due."""

BEFORE = MORNING - timedelta(days=1)
PAGE = 5000

Rows = list[dict[str, Any]]


async def workspaces(database: Database, many: int, *, syncs: int, teams: int, squad: int = 3) -> None:
    """Write so many workspaces, each with `teams` teams of `squad` people and `syncs` syncs of all the teams."""
    names = [f"T{number:05}" for number in range(many)]
    people = [(name, number) for name in names for number in range(teams * squad)]
    team_rows = [(name, number) for name in names for number in range(teams)]
    sync_rows = [(name, number) for name in names for number in range(syncs)]
    ids = {name: at for at, name in enumerate(names)}
    await write(database, Workspace, [{"id": name, "name": name, "created_at": BEFORE} for name in names])
    await write(database, Channel, [_channel(name) for name in names])
    await write(database, Person, [_person(name, number) for name, number in people])
    await write(database, Team, [{"workspace_id": name, "name": f"Team {number}"} for name, number in team_rows])
    await write(
        database,
        Membership,
        [
            {
                "workspace_id": name,
                "team_id": ids[name] * teams + number // squad + 1,
                "person_id": ids[name] * teams * squad + number + 1,
                "in_squad": True,
            }
            for name, number in people
        ],
    )
    owners = {name: ids[name] * teams * squad + 1 for name in names}
    await write(database, Ritual, [sync_row(name, number, owners[name]) for name, number in sync_rows])
    await write(
        database,
        RitualTeam,
        [
            {
                "workspace_id": name,
                "ritual_id": ids[name] * syncs + sync + 1,
                "team_id": ids[name] * teams + team + 1,
            }
            for name, sync in sync_rows
            for team in range(teams)
        ],
    )
    await write(database, Timer, [_opens(name, ids[name] * syncs + number + 1) for name, number in sync_rows])


async def one_sync_of_everyone(
    database: Database, workspace_id: str, slack_ids: Sequence[str], *, channel: str = "CSYNC"
) -> None:
    """Write a workspace in which everyone of `slack_ids` answers for themselves, in one sync that is due."""
    await write(database, Workspace, [{"id": workspace_id, "name": workspace_id, "created_at": BEFORE}])
    await write(database, Channel, [_channel(workspace_id) | {"slack_id": channel}])
    await write(
        database,
        Person,
        [_person(workspace_id, number, slack_id) for number, slack_id in enumerate(slack_ids)],
    )
    await write(database, Ritual, [sync_row(workspace_id, 0, 1) | {"voice": "everyone", "channel_id": channel}])
    await write(
        database,
        RitualPerson,
        [{"workspace_id": workspace_id, "ritual_id": 1, "person_id": number + 1} for number in range(len(slack_ids))],
    )
    await write(database, Timer, [_opens(workspace_id, 1)])


async def open_rounds(database: Database, workspace_id: str, people: int, messages: Sequence[Posted]) -> None:
    """Write more syncs of the same people, in rounds in which everybody was asked an hour ago, by `messages`.

    There are as many rounds as `people` messages make. Ids of prompts and turns count up from 1, those of the people
    within each round.
    """
    asked_at = MORNING - timedelta(hours=1)
    rounds = range(1, len(messages) // people + 1)
    standing = {"voice": "everyone", "next_on": None, "next_opens_at": None}
    await write(database, Ritual, [sync_row(workspace_id, one, 1) | standing for one in rounds])
    current = {
        "workspace_id": workspace_id,
        "local_date": MORNING.date(),
        "opens_at": asked_at,
        "closes_at": asked_at + timedelta(hours=12),
        "questions": to_json(DEFAULT_SYNC_QUESTIONS),
        "created_at": asked_at,
    }
    await write(database, Round, [{**current, "ritual_id": one + 1} for one in rounds])
    each = [
        {"workspace_id": workspace_id, "round_id": one, "person_id": of + 1} for one in rounds for of in range(people)
    ]
    await write(database, Prompt, [{**one, "name": f"Person {one['person_id'] - 1}", "plan": []} for one in each])
    asked = {"ask_at": asked_at, "asked_at": asked_at}
    await write(database, Turn, [{**one, **asked, "prompt_id": number} for number, one in enumerate(each, 1)])
    await write(
        database,
        Delivery,
        [
            {
                "workspace_id": workspace_id,
                "key": prompt_key(one),
                "kind": PROMPT,
                "subject": {"turn": one},
                "target": posted.conversation,
                "state": "sent",
                "sent": 1,
                "conversation": posted.conversation,
                "ts": posted.ts,
                "created_at": asked_at,
                "sent_at": asked_at,
            }
            for one, posted in enumerate(messages, 1)
        ],
    )


async def write(database: Database, model: type[Base], rows: Rows) -> None:
    """Insert rows in bulk, in the order given; numbered keys count up from 1 in an empty table."""
    async with database.system_session() as session:
        for first in range(0, len(rows), PAGE):
            await session.execute(sa.insert(model.__table__), rows[first : first + PAGE])


def _channel(workspace_id: str) -> dict[str, Any]:
    return {"workspace_id": workspace_id, "slack_id": "CSYNC", "name": "sync", "is_member": True}


def _person(workspace_id: str, number: int, slack_id: str = "") -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "slack_id": slack_id or f"U{number:05}",
        "name": f"Person {number}",
        "zone": "UTC",
        "welcomed_at": BEFORE,
        "working_days": [0, 1, 2, 3, 4],
    }


def sync_row(workspace_id: str, number: int, owner: int) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "name": f"Sync {number}",
        "owner_id": owner,
        "rrule": "FREQ=WEEKLY;BYDAY=TU",
        "starts_on": date(2024, 1, 1),
        "local_time": time(10),
        "channel_id": "CSYNC",
        "questions": to_json(DEFAULT_SYNC_QUESTIONS),
        "next_on": MORNING.date(),
        "next_opens_at": MORNING,
        "created_at": BEFORE,
    }


def _opens(workspace_id: str, ritual: int) -> dict[str, Any]:
    return {"workspace_id": workspace_id, "kind": OPENS, "subject": str(ritual), "due_at": MORNING}
