"""Writes a workspace as a company file, in the form that `apply` reads."""

from collections import defaultdict
from io import StringIO
from typing import Any

import sqlalchemy as sa
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.local_time import SHORT_DAYS
from bot.domain.opt_out import Asks
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, QuestionRole, from_json
from bot.domain.question_days import days_json
from bot.domain.question_types import When
from bot.domain.question_when import ANSWERED
from bot.domain.ritual_dates import Holidays
from bot.domain.rollup_style import Place, Style
from bot.domain.speaker import Voice
from bot.services.company_change_export import changes_for_file
from bot.services.company_opt_out import left_out_for_file
from bot.services.company_retro import retros_for_file
from models import (
    Away,
    Channel,
    Membership,
    Person,
    Ritual,
    RitualPerson,
    RitualTeam,
    Team,
    UserGroup,
    Workspace,
)


async def export_company(session: AsyncSession) -> str:
    """Return the YAML text; people without an e-mail, bots and deactivated people are left out."""
    people = {
        one.id: one
        for one in await session.scalars(
            sa.select(Person)
            .where(Person.email != "", Person.deactivated.is_(False), Person.is_bot.is_(False))
            .order_by(Person.name)
        )
    }
    channels = {one.slack_id: f"#{one.name}" for one in await session.scalars(sa.select(Channel))}
    workspace = await session.scalar(sa.select(Workspace).where(Workspace.id == session.info["workspace_id"]))
    teams = {
        one.id: one
        for one in await session.scalars(sa.select(Team).where(Team.archived_at.is_(None)).order_by(Team.name))
    }
    company = {
        "company": workspace.name if workspace else "",
        "people": await _people(session, people),
        "teams": await _teams(session, teams, people, channels),
        "syncs": await _syncs(session, teams, people, channels),
        "retros": [
            _said(**{name: _flow(value) if isinstance(value, list) else value for name, value in one.items()})
            for one in await retros_for_file(session, teams, people, channels)
        ],
        **{
            part: [_nested(one) for one in rows]
            for part, rows in (await changes_for_file(session, teams, people, channels)).items()
        },
    }
    yaml, out = YAML(), StringIO()
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump({key: value for key, value in company.items() if value}, out)
    return out.getvalue()


async def _people(session: AsyncSession, people: dict[int, Person]) -> list[dict[str, Any]]:
    aways = defaultdict(list)
    for away in await session.scalars(sa.select(Away).where(Away.source != "status").order_by(Away.first)):
        aways[away.person_id].append(_flow({"from": away.first, "to": away.last}))
    return [
        _said(
            name=person.name,
            email=person.email,
            zone=person.zone if person.zone_fixed else "",
            country=person.country,
            area=person.area,
            role=person.role,
            working_days=_flow([SHORT_DAYS[day] for day in person.working_days]),
            working_hours=f"{person.works_from:%H:%M}-{person.works_until:%H:%M}",
            away=_flow(aways[person.id]),
        )
        for person in people.values()
    ]


async def _teams(
    session: AsyncSession, teams: dict[int, Team], people: dict[int, Person], channels: dict[str, str]
) -> list[dict[str, Any]]:
    members = defaultdict(list)
    for one in await session.scalars(sa.select(Membership).order_by(Membership.id)):
        if one.person_id in people:
            members[one.team_id].append(one)

    def emails(rows: list[Membership]) -> Any:
        return _flow([people[one.person_id].email for one in rows])

    return [
        _said(
            name=team.name,
            kind=team.kind,
            value_stream=team.value_stream,
            channel=channels.get(team.channel_id, ""),
            lead=next((people[one.person_id].email for one in members[team.id] if one.is_lead), ""),
            squad=emails([one for one in members[team.id] if one.in_squad]),
            members=emails([one for one in members[team.id] if one.is_home]),
            embedded=emails([one for one in members[team.id] if not one.is_home]),
        )
        for team in teams.values()
    ]


async def _syncs(
    session: AsyncSession, teams: dict[int, Team], people: dict[int, Person], channels: dict[str, str]
) -> list[dict[str, Any]]:
    of_teams, of_people = defaultdict(list), defaultdict(list)
    for team in await session.scalars(sa.select(RitualTeam).order_by(RitualTeam.id)):
        if team.team_id in teams:
            of_teams[team.ritual_id].append(teams[team.team_id].name)
    named = sa.select(RitualPerson).where(RitualPerson.named.is_(True)).order_by(RitualPerson.id)
    handles = {one.slack_id: f"@{one.handle}" for one in await session.scalars(sa.select(UserGroup))}
    for person in await session.scalars(named):
        if person.person_id in people:
            of_people[person.ritual_id].append(people[person.person_id].email)
    left_out = await left_out_for_file(session, Asks.SYNC, people)
    syncs = await session.scalars(
        sa.select(Ritual).where(Ritual.kind == "sync", Ritual.state != "deleted").order_by(Ritual.name)
    )
    return [
        _said(
            name=sync.name,
            rule=sync.rrule,
            time=f"{sync.local_time:%H:%M}",
            zone=sync.zone or "own",
            channel=channels.get(sync.channel_id, ""),
            voice=str(Voice(sync.voice)),
            teams=_flow(of_teams[sync.id]),
            people=_flow(of_people[sync.id]),
            follow_channel=channels.get(sync.follows_channel, ""),
            follow_group=handles.get(sync.follows_group, ""),
            left_out=_flow(left_out.get(sync.id)),
            answering=f"{sync.answering_minutes}min",
            reminder=sync.reminds,
            holidays=sync.holidays if sync.holidays != Holidays.OWN else "",
            home_country=sync.home_country,
            summary=sync.rollup_style if sync.rollup_style != Style.DECISIONS else "",
            summary_place=sync.rollup_place if sync.rollup_place != Place.CHANNEL else "",
            owner=people[sync.owner_id].email if sync.owner_id in people else "",
            paused=True if sync.state == "paused" else None,
            questions=_questions(sync.questions),
        )
        for sync in syncs
    ]


def _questions(stored: list[Any]) -> list[dict[str, Any]] | None:
    """Return the questions, or None where they are the usual ones, which need no saying."""
    questions = from_json(stored)
    if questions == DEFAULT_SYNC_QUESTIONS:
        return None
    return [
        _said(
            key=one.key,
            kind=str(one.kind),
            text=one.text,
            hint=one.hint,
            required=one.required or None,
            options=list(one.options),
            placeholder=one.placeholder,
            when=_when(one.when),
            weekdays=_flow(days_json(one.weekdays)),
        )
        # A question whose key names a role that it has not: said, since it would be taken for granted.
        | ({"role": str(one.role)} if one.role or one.key in set(QuestionRole) else {})
        for one in questions
    ]


def _when(when: When | None) -> dict[str, Any] | None:
    return None if when is None else {when.key: _flow(list(when.answers)) or ANSWERED}


def _nested(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of `facts`: lists of names and mappings in one line, rows below each other."""
    rows = {key: [_nested(row) for row in value] for key, value in facts.items() if key == "groups"}
    lines = {key: _flow(value) if isinstance(value, list | dict) else value for key, value in facts.items()}
    return _said(**(lines | rows))


def _said(**facts: Any) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value is not None and value not in ("", [])}


def _flow(items: Any) -> Any:
    """Return a short list or mapping that YAML writes in one line; None for nothing."""
    if not items:
        return None
    if isinstance(items, dict):
        mapping = CommentedMap(items)
        mapping.fa.set_flow_style()
        return mapping
    sequence = CommentedSeq(items)
    sequence.fa.set_flow_style()
    return sequence
