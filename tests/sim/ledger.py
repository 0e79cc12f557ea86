"""What the ledger of a simulated company shows: who was asked when, and how many messages came unasked."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median, quantiles
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from holidays import country_holidays

from bot.services import (
    announcement_message,
    announcement_reply_message,
    away,
    away_back,
    change_heartbeat,
    change_pulse_message,
    change_question_message,
    change_retro_message,
    change_step_message,
    channel_invite,
    decision_message,
    digest_owner,
    digest_plan,
    role,
    sync_owner,
    trouble,
)
from bot.services.sync_message import AGAIN, MISSED, NUDGE, PROMPT
from models import Answer, Delivery, Person, Prompt, Ritual, Round, Team, Turn
from tests.journeys.conftest import World
from tests.sim.company import Company

ENOUGH_FOR_PERCENTILES = 2
A_WEEK, WEEK = 4, timedelta(days=7)

ASKED_FOR = frozenset({AGAIN, digest_plan.KIND, announcement_message.PROGRESS, change_step_message.SOON})
"""Kinds of message that their readers ordered, at the time that they chose."""

MAY_WAIT = frozenset(
    {
        away.NOTED,
        away_back.BACK,
        role.GIVEN,
        sync_owner.PASSED_ON,
        digest_owner.PASSED_ON,
        MISSED,
        channel_invite.KIND,
        trouble.STUCK,
        decision_message.REVIEW,
        announcement_message.READER,
        announcement_reply_message.CORRECTION,
        announcement_reply_message.HELPERS,
        change_heartbeat.LAPSED,
        change_pulse_message.ASKED,
        change_pulse_message.CLOSED,
        *change_retro_message.KINDS,
        change_question_message.LATE,
        change_question_message.ANSWERS,
        change_step_message.DUE,
        change_step_message.LATE,
        change_step_message.INVITE,
        change_step_message.TOMORROW,
        change_step_message.MATERIAL,
    }
)
"""Kinds that are good to know, today or some days later."""


@dataclass(frozen=True)
class Asked:
    """A question that somebody was sent: for which round of which sync, when, and on which date of their own."""

    email: str
    sync: str
    round_id: int
    round_day: date
    closes_at: datetime
    at: datetime
    own_day: date
    ts: str


@dataclass(frozen=True)
class Spoken:
    """An answer that somebody gave for a team."""

    email: str
    sync: str
    team: str
    round_day: date
    at: datetime


@dataclass(frozen=True)
class Update:
    """An update that was asked for: in the round of which date, opened when; how it stands; when it was answered."""

    round_day: date
    opened_at: datetime
    state: str
    answered_at: datetime | None


@dataclass(frozen=True)
class Told:
    """A message of its own that came to somebody in Slack, replies in threads left out."""

    target: str
    kind: str
    at: datetime
    own_day: date


async def asked_in(world: World) -> list[Asked]:
    """Return all questions that were sent."""
    rows = (
        sa.select(Person.email, Ritual.name, Turn.round_id, Round.local_date, Round.closes_at, Delivery.ts, Person.zone)
        .join(Turn, Delivery.key == sa.literal(f"{PROMPT}:").concat(sa.cast(Turn.id, sa.String)))
        .join(Person, Person.id == Turn.person_id)
        .join(Round, Round.id == Turn.round_id)
        .join(Ritual, Ritual.id == Round.ritual_id)
        .where(Delivery.kind == PROMPT, Delivery.ts != "")
    )
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return [
            Asked(email, sync, round_id, day, closes_at, _posted(ts), _posted(ts).astimezone(ZoneInfo(zone)).date(), ts)
            for email, sync, round_id, day, closes_at, ts, zone in await session.execute(rows)
        ]


async def spoken_in(world: World) -> list[Spoken]:
    """Return all answers that were given for a team."""
    rows = (
        sa.select(Person.email, Ritual.name, Team.name, Round.local_date, Answer.submitted_at)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Team, Team.id == Prompt.team_id)
        .join(Round, Round.id == Prompt.round_id)
        .join(Ritual, Ritual.id == Round.ritual_id)
        .join(Person, Person.id == Answer.person_id)
    )
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return [Spoken(*row) for row in await session.execute(rows)]


async def updates_in(world: World) -> list[Update]:
    """Return each update that was asked for."""
    rows = sa.select(Round.local_date, Round.opens_at, Prompt.state, Answer.submitted_at)
    rows = (
        rows.join(Prompt, Prompt.round_id == Round.id)
        .outerjoin(Answer, Answer.prompt_id == Prompt.id)
        .where(Round.state != "missed")
    )
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return [Update(*row) for row in await session.execute(rows)]


async def rounds_of(world: World) -> Mapping[str, Mapping[date, Sequence[str]]]:
    """Return how the rounds of each sync stand, by date."""
    rows = sa.select(Ritual.name, Round.local_date, Round.state).join(Round, Round.ritual_id == Ritual.id)
    held: dict[str, dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        for name, day, state in await session.execute(rows):
            held[name][day].append(state)
    return held


async def left_over(world: World) -> Sequence[tuple[str, str, str]]:
    """Return messages that were neither sent nor needless, and prompts of closed rounds that still wait."""
    over = ("sent", "skipped", "held")
    unsent = sa.select(Delivery.kind, Delivery.state, Delivery.reason).where(Delivery.state.not_in(over))
    waiting = (
        sa.select(sa.literal("prompt"), Prompt.state, Round.state)
        .join(Round, Round.id == Prompt.round_id)
        .where(Prompt.state == "pending", Round.state == "closed")
    )
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return [(*row,) for rows in (unsent, waiting) for row in await session.execute(rows)]


def asked_on_holidays(asked: Sequence[Asked], company: Company) -> list[Asked]:
    """Return the questions that came on a public holiday of the person's country, by the library's own word."""
    homes = {one.email: one.country for one in company.people}
    known = {country: country_holidays(country, years=2026) for country in homes.values()}
    return [one for one in asked if one.own_day in known[homes[one.email]]]


async def told_in(world: World) -> list[Told]:
    """Return the messages that came to people, in their order; several that share a message in Slack are one."""
    rows = (
        sa.select(Delivery.target, Delivery.kind, Delivery.ts, Person.zone)
        .join(Person, Person.slack_id == Delivery.target)
        .where(Delivery.thread_key == "", Delivery.posted_at.is_not(None))
    )
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        found = [
            Told(target, kind, _posted(ts), _posted(ts).astimezone(ZoneInfo(zone)).date())
            for target, kind, ts, zone in await session.execute(rows)
        ]
    return sorted(found, key=lambda one: one.at)


def unasked_a_week(told: Sequence[Told], people: Sequence[str]) -> list[int]:
    """Return how many messages that nobody asked for each of `people` (ids) was sent in each week, none included."""
    found = Counter((one.target, one.at.isocalendar().week) for one in told if one.kind not in ASKED_FOR)
    weeks = sorted({week for _, week in found})
    return [found[person, week] for person in people for week in weeks]


def over_budget(told: Sequence[Told]) -> list[Told]:
    """Return what might have waited, and came as the second of a day or the fifth in seven."""
    over = []
    came: dict[str, list[date]] = defaultdict(list)
    for one in told:
        before = came[one.target]
        full = one.own_day in before or sum(day > one.own_day - WEEK for day in before) >= A_WEEK
        if full and one.kind in MAY_WAIT:
            over.append(one)
        if one.kind not in ASKED_FOR:
            before.append(one.own_day)
    return over


async def reminded(world: World) -> set[str]:
    """Return the e-mails of those to whom a reminder came."""
    rows = sa.select(Person.email).join(Delivery, Delivery.target == Person.slack_id)
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return set(await session.scalars(rows.where(Delivery.kind == NUDGE, Delivery.ts != "")))


def median_and_p95(numbers: Sequence[int]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    if len(numbers) < ENOUGH_FOR_PERCENTILES:
        return (float(sum(numbers)), float(sum(numbers)))
    return median(numbers), quantiles(numbers, n=20, method="inclusive")[-1]


def _posted(ts: str) -> datetime:
    """Return when a message was posted, which its name tells; what Drumbeat noted is when it was last changed."""
    return datetime.fromtimestamp(float(ts), UTC)
