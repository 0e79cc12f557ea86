"""What the ledger of a simulated company shows: who was asked when, and how many messages came unasked."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median, quantiles
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from holidays import country_holidays

from bot.services.sync_message import PROMPT
from models import Delivery, Person, Prompt, Ritual, Round, Turn
from tests.journeys.conftest import World
from tests.sim.company import Company

ENOUGH_FOR_PERCENTILES = 2


@dataclass(frozen=True)
class Asked:
    """A question that somebody was sent: for which round of which sync, and on which date of their own."""

    email: str
    sync: str
    round_id: int
    prompt_id: int
    own_day: date


async def asked_in(world: World) -> list[Asked]:
    """Return all questions that were sent."""
    rows = (
        sa.select(Delivery.ts, Person.email, Person.zone, Ritual.name, Turn.round_id, Turn.prompt_id)
        .join(Turn, Delivery.key == sa.literal(f"{PROMPT}:").concat(sa.cast(Turn.id, sa.String)))
        .join(Person, Person.id == Turn.person_id)
        .join(Round, Round.id == Turn.round_id)
        .join(Ritual, Ritual.id == Round.ritual_id)
        .where(Delivery.kind == PROMPT, Delivery.ts != "")
    )
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return [
            Asked(email, sync, round_id, prompt_id, _posted(ts).astimezone(ZoneInfo(zone)).date())
            for ts, email, zone, sync, round_id, prompt_id in await session.execute(rows)
        ]


async def rounds_held(world: World) -> Mapping[str, Counter[date]]:
    """Return, by sync, how often there was a round of each date."""
    rows = sa.select(Ritual.name, Round.local_date).join(Round, Round.ritual_id == Ritual.id)
    held: dict[str, Counter[date]] = defaultdict(Counter)
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        for name, day in await session.execute(rows):
            held[name][day] += 1
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
        return [tuple(row) for rows in (unsent, waiting) for row in await session.execute(rows)]


def asked_on_holidays(asked: Sequence[Asked], company: Company) -> list[Asked]:
    """Return the questions that came on a public holiday of the person's country, by the library's own word."""
    homes = {one.email: one.country for one in company.people}
    known = {country: country_holidays(country, years=2026) for country in homes.values()}
    return [one for one in asked if one.own_day in known[homes[one.email]]]


async def unasked_a_week(world: World, company: Company) -> list[int]:
    """Return how many direct messages each person was sent in each week, none included; replies in threads left out.

    Several that share a message in Slack are one.
    """
    rows = sa.select(Delivery.target, Delivery.ts).where(
        Delivery.target.startswith("U"), Delivery.thread_key == "", Delivery.posted_at.is_not(None)
    )
    found: Counter[tuple[str, int]] = Counter()
    weeks: set[int] = set()
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        for target, ts in await session.execute(rows):
            week = _posted(ts).isocalendar().week
            weeks.add(week)
            found[target, week] += 1
    people = [world.persona(one.email).id for one in company.people]
    return [found[person, week] for person in people for week in sorted(weeks)]


def median_and_p95(numbers: Sequence[int]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    if len(numbers) < ENOUGH_FOR_PERCENTILES:
        return (float(sum(numbers)), float(sum(numbers)))
    return median(numbers), quantiles(numbers, n=20, method="inclusive")[-1]


def _posted(ts: str) -> datetime:
    """Return when a message was posted, which its name tells; what Drumbeat noted is when it was last changed."""
    return datetime.fromtimestamp(float(ts), UTC)
