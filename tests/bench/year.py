"""A workspace with a long past: 2,000 people in 45 teams and ten weekly syncs, written set by set in the database."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.db import Database
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, to_json
from bot.services.sync_message import PROMPT
from models import (
    Answer,
    Base,
    Blocker,
    BlockerStep,
    Channel,
    Decision,
    Delivery,
    Membership,
    Participation,
    Person,
    Prompt,
    Ritual,
    RitualPerson,
    RitualTeam,
    Round,
    Team,
    Turn,
    Workspace,
)
from tests.bench.company import BEFORE, MORNING, sync_row, write

WORKSPACE = "T1"
PEOPLE, TEAMS, SQUAD = 2000, 45, 3
OF_TEAMS, OF_PEOPLE, OF_EVERYONE = 6, 3, 1
"""Syncs with one voice a team, of four teams in which each person answers, and of everybody."""
SYNCS = OF_TEAMS + OF_PEOPLE + OF_EVERYONE
FEW_TEAMS = 4
BLOCKERS_A_WEEK, OPEN_BLOCKERS = 30, 90
DECISIONS_A_WEEK, OPEN_DECISIONS = 10, 40
AREAS = ("product", "engineering", "design", "sales")
NEEDS = ("Staging keys", "A review of the contract", "Numbers of the pilot", "A slot in the release", "Test data")
PMO, LEAD, MEMBER = 1, 2, TEAMS * SQUAD + 1
"""Ids of somebody who acts as PMO, of the lead of a team, and of the first of those who are neither lead nor squad."""


async def live_through(database: Database, weeks: int) -> None:
    """Write everything: the past of so many weeks, and this week's rounds, in which half have answered."""
    await _company(database)
    rounds = [
        {
            "workspace_id": WORKSPACE,
            "ritual_id": ritual,
            "local_date": (MORNING - timedelta(weeks=ago)).date(),
            "state": "closed" if ago else "open",
            "opens_at": MORNING - timedelta(weeks=ago),
            "closes_at": MORNING - timedelta(weeks=ago) + timedelta(hours=12),
            "rolled_up_at": MORNING - timedelta(weeks=ago) + timedelta(hours=12) if ago else None,
            "questions": to_json(DEFAULT_SYNC_QUESTIONS),
            "created_at": MORNING - timedelta(weeks=ago),
        }
        for ago in range(weeks, -1, -1)
        for ritual in range(1, SYNCS + 1)
    ]
    await write(database, Round, rounds)
    async with database.system_session() as session:
        for model, rows in (*_asked(), *_answered()):
            columns = [column.name for column in rows.selected_columns]
            await session.execute(sa.insert(model.__table__).from_select(columns, rows))
    await write(database, Blocker, [_blocker(number, weeks) for number in range(weeks * BLOCKERS_A_WEEK)])
    await write(database, BlockerStep, [_raised(number, weeks) for number in range(weeks * BLOCKERS_A_WEEK)])
    await write(database, Decision, [_decision(number, weeks) for number in range(weeks * DECISIONS_A_WEEK)])
    if not database.is_sqlite:
        async with database.system_session() as session:
            # PostgreSQL does so by itself in the course of a year; SQLite never does.
            await session.execute(sa.text("ANALYZE"))


async def _company(database: Database) -> None:
    await write(database, Workspace, [{"id": WORKSPACE, "name": WORKSPACE, "created_at": BEFORE}])
    here = {"workspace_id": WORKSPACE, "is_member": True}
    channels = [{**here, "slack_id": f"C{one}", "name": f"sync-{one}"} for one in range(SYNCS)]
    await write(database, Channel, channels)
    people = [
        {
            "workspace_id": WORKSPACE,
            "slack_id": f"U{number}",
            "name": f"Person {number}",
            "email": f"person{number}@example.com",
            "area": AREAS[number % len(AREAS)],
            "role": "pmo" if number == PMO else "member",
            "zone": "Europe/Lisbon",
            "welcomed_at": BEFORE,
            "working_days": [0, 1, 2, 3, 4],
        }
        for number in range(1, PEOPLE + 1)
    ]
    await write(database, Person, people)
    await write(database, Team, [{"workspace_id": WORKSPACE, "name": f"Team {one}"} for one in range(1, TEAMS + 1)])
    members = [
        {
            "workspace_id": WORKSPACE,
            "team_id": (number - 1) % TEAMS + 1,
            "person_id": number,
            "is_lead": number <= TEAMS,
            "in_squad": number <= TEAMS * SQUAD,
        }
        for number in range(1, PEOPLE + 1)
    ]
    await write(database, Membership, members)
    coming = {"next_on": (MORNING + timedelta(weeks=1)).date(), "next_opens_at": MORNING + timedelta(weeks=1)}
    syncs = [
        sync_row(WORKSPACE, one, PMO)
        | {"voice": "team" if one < OF_TEAMS else "everyone", "channel_id": f"C{one}", **coming}
        for one in range(SYNCS)
    ]
    await write(database, Ritual, syncs)
    audience = [(ritual, team) for ritual in range(1, OF_TEAMS + 1) for team in range(1, TEAMS + 1)]
    audience += [(OF_TEAMS + one + 1, one * FEW_TEAMS + team) for one in range(OF_PEOPLE) for team in range(1, 5)]
    await write(
        database,
        RitualTeam,
        [{"workspace_id": WORKSPACE, "ritual_id": ritual, "team_id": team} for ritual, team in audience],
    )
    everyone = [{"workspace_id": WORKSPACE, "ritual_id": SYNCS, "person_id": number} for number in range(1, PEOPLE + 1)]
    await write(database, RitualPerson, everyone)


_Written = tuple[type[Base], sa.Select[Any]]
_PAST = Round.state == "closed"


def _asked() -> list[_Written]:
    """Return the prompts of all rounds and whose turn it was, as the rows that they are made from."""
    state = sa.case((sa.or_(_PAST, Person.id % 2 == 0), "answered"), else_="pending").label("state")
    plan = sa.literal([], sa.JSON()).label("plan")
    common = (Round.workspace_id, Round.id.label("round_id"))
    by_team = (
        sa.select(*common, Team.id.label("team_id"), Team.name, state, plan)
        .join(Ritual, Ritual.id == Round.ritual_id)
        .join(RitualTeam, RitualTeam.ritual_id == Ritual.id)
        .join(Team, Team.id == RitualTeam.team_id)
        .join(Person, Person.id == Team.id)
        .where(Ritual.voice == "team")
    )
    of_teams = (
        sa.select(*common, Person.id.label("person_id"), Person.name, state, plan)
        .join(RitualTeam, RitualTeam.ritual_id == Round.ritual_id)
        .join(Membership, Membership.team_id == RitualTeam.team_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Round.ritual_id > OF_TEAMS)
    )
    by_name = (
        sa.select(*common, Person.id.label("person_id"), Person.name, state, plan)
        .join(RitualPerson, RitualPerson.ritual_id == Round.ritual_id)
        .join(Person, Person.id == RitualPerson.person_id)
    )
    # Of a squad each week another one speaks: its members are numbered one whole row of teams apart.
    speaker = Prompt.team_id + TEAMS * (Prompt.round_id % SQUAD)
    turns = sa.select(
        Prompt.workspace_id,
        Prompt.round_id,
        Prompt.id.label("prompt_id"),
        sa.func.coalesce(Prompt.person_id, speaker).label("person_id"),
        Round.opens_at.label("ask_at"),
        Round.opens_at.label("asked_at"),
    ).join(Round, Round.id == Prompt.round_id)
    return [(Prompt, by_team), (Prompt, of_teams), (Prompt, by_name), (Turn, turns)]


def _answered() -> list[_Written]:
    """Return what was answered and how many did so, and the messages that asked for it."""
    said = {"moved": "Card payments are live for one in ten.", "next": "Refunds\nThe audit", "confidence": 4}
    answers = (
        sa.select(
            Turn.workspace_id,
            Turn.prompt_id,
            Turn.person_id,
            Turn.ask_at.label("submitted_at"),
            sa.literal(said, sa.JSON()).label("values"),
        )
        .join(Prompt, Prompt.id == Turn.prompt_id)
        .where(Prompt.state == "answered")
    )
    posted = sa.literal("1772442000.").concat(sa.cast(Turn.id, sa.String))
    messages = sa.select(
        Turn.workspace_id,
        sa.literal(f"{PROMPT}:").concat(sa.cast(Turn.id, sa.String)).label("key"),
        sa.literal(PROMPT).label("kind"),
        sa.literal({"turn": 1}, sa.JSON()).label("subject"),
        Person.slack_id.label("target"),
        sa.literal("sent").label("state"),
        sa.literal(1).label("sent"),
        sa.literal("D").concat(Person.slack_id).label("conversation"),
        posted.label("ts"),
        Turn.ask_at.label("created_at"),
        Turn.ask_at.label("sent_at"),
    ).join(Person, Person.id == Turn.person_id)
    of_people = Prompt.person_id.is_not(None).label("of_people")
    keys = (Prompt.workspace_id, Prompt.round_id, sa.func.coalesce(Prompt.team_id, Membership.team_id).label("team_id"))
    asked = sa.func.count().label("asked")
    counted = (
        sa.select(*keys, of_people, asked, sa.func.count().label("heard"))
        .join(Round, Round.id == Prompt.round_id)
        .outerjoin(Membership, Membership.person_id == Prompt.person_id)
        .where(_PAST)
        .group_by(*keys, of_people)
    )
    return [(Answer, answers), (Participation, counted), (Delivery, messages)]


def _blocker(number: int, weeks: int) -> dict[str, Any]:
    """Return one of the blockers; the newest are open, and the eldest of these are past their time."""
    waits = number >= weeks * BLOCKERS_A_WEEK - OPEN_BLOCKERS
    team = number % TEAMS + 1
    since = MORNING - timedelta(weeks=weeks - number // BLOCKERS_A_WEEK)
    return {
        "workspace_id": WORKSPACE,
        "ritual_id": number % OF_TEAMS + 1,
        "round_id": (number // BLOCKERS_A_WEEK) * SYNCS + number % OF_TEAMS + 1,
        "prompt_id": number + 1,
        "raiser_id": team + TEAMS * (number % SQUAD),
        "party_team_id": team,
        "team_id": (number * 7 + 1) % TEAMS + 1,
        "needs": f"{NEEDS[number % len(NEEDS)]} {number}",
        "state": "open" if waits else "done",
        "since": since,
        "told_at": since,
        "closed_at": None if waits else since + timedelta(days=2),
    }


def _raised(number: int, weeks: int) -> dict[str, Any]:
    row = _blocker(number, weeks)
    return {
        "workspace_id": WORKSPACE,
        "blocker_id": number + 1,
        "kind": "raised",
        "person_id": row["raiser_id"],
        "at": row["since"],
        "on_team_id": row["team_id"],
    }


def _decision(number: int, weeks: int) -> dict[str, Any]:
    """Return one of the decisions; the newest are still needed."""
    waits = number >= weeks * DECISIONS_A_WEEK - OPEN_DECISIONS
    team = number % TEAMS + 1
    at = MORNING - timedelta(weeks=weeks - number // DECISIONS_A_WEEK)
    return {
        "workspace_id": WORKSPACE,
        "ritual_id": number % OF_TEAMS + 1,
        "team_id": team,
        "question": f"Do we move release {number}?",
        "state": "needed" if waits else "decided",
        "raised_by_id": team,
        "raised_at": at,
        "owner_id": team,
        "due_on": (at + timedelta(days=3)).date(),
        "settled_by_id": None if waits else team,
        "settled_at": None if waits else at + timedelta(days=2),
        "outcome": "" if waits else f"Yes, release {number} moves by a week.",
    }
