"""The company file: from its text to all that it describes, with every mistake named by its line."""

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from bot.domain.company import Company, CompanyPerson, CompanySync, CompanyTeam
from bot.domain.country import country_named
from bot.domain.local_time import parse_days, parse_hours, zone_named
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question, check_questions, from_json
from bot.domain.question_days import check_every_date
from bot.domain.recurrence import parse, weekly
from bot.domain.rollup_style import Place, Style
from bot.domain.speaker import Voice
from bot.domain.sync_setup import LEAST_ANSWERING, MOST_ANSWERING
from bot.domain.words import short
from bot.domain.working_time import Away
from bot.errors import UserError
from bot.services.company_change import change_of, standing_of
from bot.services.company_retro import retro_of
from bot.services.company_row import channel_of, name_of, ritual_of
from bot.services.company_yaml import CompanyFileError, Row, as_date, plain, read_yaml

PERSON_KEYS = (
    "name", "email", "zone", "country", "area", "title", "role", "admin", "working_days", "working_hours", "away",
)  # fmt: skip
TEAM_KEYS = ("name", "kind", "value_stream", "channel", "lead", "squad", "members", "embedded")
SYNC_KEYS = (
    "name", "days", "rule", "time", "zone", "channel", "voice", "teams", "people", "follow_channel", "follow_group",
    "left_out", "answering", "reminder", "owner", "paused", "holidays", "home_country", "summary", "summary_place",
    "questions",
)  # fmt: skip
TUESDAYS = "FREQ=WEEKLY;BYDAY=TU"


def read_company(text: str) -> Company:
    """Return what a company file says. Raises CompanyFileError with every problem and its line."""
    top = Row(read_yaml(text), 1, [])
    top.known("company", "people", "teams", "syncs", "retros", "changes", "stakeholders")
    people = [_person(row) for row in top.rows("people")]
    teams = [_team(row) for row in top.rows("teams")]
    syncs = [_sync(row) for row in top.rows("syncs")]
    retros = [retro_of(row) for row in top.rows("retros")]
    changes = [change_of(row) for row in top.rows("changes")]
    stakeholders = [standing_of(row) for row in top.rows("stakeholders")]
    _twice(top, "e-mail", [(one.email, one.line) for one in people])
    _twice(top, "team", [(one.name, one.line) for one in teams])
    _twice(top, "sync", [(one.name, one.line) for one in syncs])
    _twice(top, "retro", [(one.name, one.line) for one in retros])
    _twice(top, "change", [(one.name, one.line) for one in changes])
    for groups in (stakeholders, *(one.groups for one in changes)):
        _twice(top, "group", [(one.name, one.line) for one in groups])
    if top.problems:
        raise CompanyFileError(top.problems)
    return Company(
        top.text("company"),
        tuple(people),
        tuple(teams),
        tuple(syncs),
        tuple(retros),
        tuple(changes),
        tuple(stakeholders),
    )


def _person(row: Row) -> CompanyPerson:
    row.known(*PERSON_KEYS)
    row.flag("admin", default=False)
    email = row.required("email").lower()
    if email and "@" not in email:
        row.note("email", f"“{short(email)}” is not an e-mail address.")
    return CompanyPerson(
        email=email,
        line=row.line,
        name=row.text("name"),
        zone=row.read("zone", lambda value: zone_named(str(value)).key, None),
        country=row.read("country", lambda value: country_named(str(value)), None),
        area=row.text("area") or None,
        role=row.one_of("role", ("member", "lead", "pmo"), "member") if "role" in row.data else None,
        working_days=row.read("working_days", lambda _: _days(row.texts("working_days")), None, lists=True),
        working_hours=row.read("working_hours", _hours, None),
        away=tuple(_away(one) for one in row.rows("away")) if "away" in row.data else None,
    )


def _away(row: Row) -> tuple[date, date]:
    row.known("from", "to")
    nothing = date.min
    for key in ("from", "to"):
        row.required(key)
    first, last = row.read("from", as_date, nothing), row.read("to", as_date, nothing)
    if nothing not in {first, last}:
        row.read("to", lambda _: Away(first, last), None)
    return first, last


def _team(row: Row) -> CompanyTeam:
    row.known(*TEAM_KEYS)
    team = CompanyTeam(
        name=name_of(row),
        line=row.line,
        kind=row.one_of("kind", ("product", "platform", "function", "event"), "product"),
        value_stream=row.text("value_stream") if "value_stream" in row.data else None,
        channel=channel_of(row) if "channel" in row.data else "",
        lead=row.email("lead"),
        squad=row.emails("squad"),
        members=row.emails("members"),
        embedded=row.emails("embedded"),
    )
    for both in set(team.members) & set(team.embedded):
        row.note("embedded", f"{short(both)} is both a member of {team.name} and embedded in it. Keep one of the two.")
    return team


def _sync(row: Row) -> CompanySync:
    row.known(*SYNC_KEYS)
    sync = CompanySync(
        **ritual_of(row, _rule(row), time(10)),
        voice=Voice(row.one_of("voice", ("team", "everyone"), "team")),
        people=row.emails("people"),
        follow_channel=channel_of(row, "follow_channel") if "follow_channel" in row.data else "",
        follow_group=row.required("follow_group").removeprefix("@").strip() if "follow_group" in row.data else "",
        answering_minutes=row.read("answering", _minutes, 240),
        reminds=row.flag("reminder", default=True),
        rollup_style=Style(row.one_of("summary", tuple(Style), Style.DECISIONS)),
        rollup_place=Place(row.one_of("summary_place", tuple(Place), Place.CHANNEL)),
        questions=row.read("questions", _questions, DEFAULT_SYNC_QUESTIONS, lists=True),
    )
    row.read("questions", lambda _: check_every_date(sync.questions, sync.rrule), None, lists=True)
    follows = sync.follow_channel or sync.follow_group
    if not sync.teams and not sync.people and not follows:
        row.note(
            "teams", f"nobody takes part in {sync.name or 'this sync'}. Please add “teams: [...]” or “people: [...]”."
        )
    if sync.voice is Voice.TEAM and follows:
        row.note("voice", "with one voice a team, only teams are asked. Use “voice: everyone” to follow a channel.")
    if sync.voice is Voice.TEAM and not sync.teams and sync.people:
        row.note("voice", "with one voice a team, the sync needs teams. Add “teams: [...]”, or use “voice: everyone”.")
    return sync


def _rule(row: Row) -> str:
    if "rule" in row.data and "days" in row.data:
        row.note("rule", "days and rule contradict each other. Keep one of the two.")
    if "rule" in row.data:
        return row.read("rule", lambda value: str(parse(str(value))), TUESDAYS)
    if "days" not in row.data:
        row.note("days", "days is missing here. Please add “days: [tue]”.")
    return row.read("days", lambda _: weekly(parse_days(row.texts("days"))), TUESDAYS, lists=True)


def _days(names: Iterable[str]) -> tuple[int, ...]:
    days = tuple(sorted(parse_days(names)))
    if not days:
        raise UserError("A working week has at least one day. Who is off for longer is “away”.")
    return days


def _hours(value: Any) -> tuple[time, time]:
    starts, ends = parse_hours(str(value))
    if ends <= starts:
        raise UserError(f"Working hours “{short(value)}” end before they begin. Please write them like 9:00-17:00.")
    return starts, ends


def _minutes(value: Any) -> int:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(h|hours?|m|min|minutes?)\s*", str(value))
    if not match:
        raise UserError(f"“{short(value)}” is not an answering time. Please write it like 4h or 90min.")
    minutes = round(float(match[1]) * (60 if match[2].startswith("h") else 1))
    if not LEAST_ANSWERING <= minutes <= MOST_ANSWERING:
        raise UserError(f"An answering time lies between 15min and 48h; “{short(value)}” does not.")
    return minutes


def _questions(value: Any) -> tuple[Question, ...]:
    questions = from_json(plain(value))
    check_questions(questions)
    return questions


def _twice(top: Row, noun: str, named: Iterable[tuple[str, int]]) -> None:
    first: dict[str, int] = {}
    for name, line in named:
        before = first.setdefault(name.casefold(), line)
        if name and before != line:
            twice = f"the {noun} “{short(name)}” stands in line {before} already. Keep one of the two."
            top.problems.append((line, twice))
