"""Two months of a company of sixty: holidays of six countries, leave, illness, clock changes, people who leave."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest

from tests.figures import TABLE
from tests.journeys.conftest import world
from tests.sim import ledger
from tests.sim.company import BEGINS, founded
from tests.sim.life import Life

DAYS, SHORT_DAYS, HOURS = 61, 14, 24
MOST_A_WEEK, MOST_AT_P95 = 3, 6
"""Direct messages that nobody asked for, per person and week: the interruption budget that is promised."""

pytestmark = [pytest.mark.sim, pytest.mark.timeout(3600)]

TUESDAY, THURSDAY = 1, 3
DAILY = frozenset({0, 2, 3})
RULES: dict[str, Callable[[date], bool]] = {
    "Weekly sync": lambda day: day.weekday() == TUESDAY,
    "Daily": lambda day: day.weekday() in DAILY,
    "Month's end": lambda day: day.weekday() == THURSDAY and (day + timedelta(days=7)).month != day.month,
}


async def test_a_company_lives_through_its_days(database_url: str, request: pytest.FixtureRequest) -> None:
    """Nobody is asked while away or on a holiday, nobody twice, no round is lost, and messages stay few."""
    seed = request.config.option.seed
    days = SHORT_DAYS if request.config.option.short else DAYS
    random = Random(seed)
    company = founded(random, days)
    async with world(database_url, company=company.file()) as sixty:
        await sixty.apply(company.text())
        life = Life(sixty, company, random)
        await life.hours(days * HOURS)
        asked = await ledger.asked_in(sixty)
        held = await ledger.rounds_held(sixty)
        left = await ledger.left_over(sixty)
        week = await ledger.unasked_a_week(sixty, company)
    people = {one.email: one for one in company.people}
    while_away = [one for one in asked if life.is_away(people[one.email], one.own_day)]
    twice = len(asked) - len({(one.email, one.round_id) for one in asked})
    # On the first morning it was ten in the east already; on the last day the west has its round before it.
    period = [BEGINS + timedelta(days=number) for number in range(1, days - 1)]
    lost = [(sync, day) for sync, due in RULES.items() for day in period if due(day) and held[sync][day] != 1]
    middle, p95 = ledger.median_and_p95(week)
    table = (
        f"{days} days, {len(people)} people, {sum(map(len, held.values()))} rounds, {len(asked)} questions, "
        f"{life.answered} answered, {len(company.leaves)} leaves, {len(life.gone)} left\n"
        f"asked while away: {len(while_away)}; on a holiday: {len(ledger.asked_on_holidays(asked, company))}; "
        f"twice in a round: {twice}; rounds lost or doubled: {len(lost)}; left over: {len(left)}\n"
        f"direct messages a person and week: median {middle:.1f}, p95 {p95:.1f}"
    )
    kind = request.node.callspec.params["database_url"]
    request.node.user_properties.append((TABLE, f"a simulated company, {kind}\n{table}"))
    assert while_away == []
    assert ledger.asked_on_holidays(asked, company) == []
    assert (twice, lost, left) == (0, [], [])
    assert (middle <= MOST_A_WEEK, p95 <= MOST_AT_P95) == (True, True)
    assert life.answered >= days
