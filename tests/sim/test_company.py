"""Two months of a company of sixty: holidays of six countries, leave, clock changes, people who come and leave."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest

from tests.figures import TABLE
from tests.journeys.conftest import world
from tests.sim import digests, judged, ledger
from tests.sim.company import BEGINS, founded
from tests.sim.leaving import asked_though_out
from tests.sim.life import Life
from tests.sim.speaking import Happened, turns

DAYS, SHORT_DAYS, HOURS = 61, 14, 24
MOST_A_WEEK, MOST_AT_P95 = 3, 6
"""Direct messages that nobody asked for, per person and week: the interruption budget that is promised."""

pytestmark = [pytest.mark.sim, pytest.mark.timeout(3600)]


async def test_a_company_lives_through_its_days(database_url: str, request: pytest.FixtureRequest) -> None:
    """Nobody is asked while away, nobody twice, no round is lost, who waits hears of it, and messages stay few."""
    days = SHORT_DAYS if request.config.option.short else DAYS
    random = Random(request.config.option.seed)
    company = founded(random, days)
    # On the first morning it was ten in the east already; on the last day the west has its round before it.
    first, last = BEGINS + timedelta(days=1), BEGINS + timedelta(days=days - 2)
    async with world(database_url, company=company.file()) as sixty:
        life = Life(sixty, company, random)
        await life.begin()
        await life.hours(days * HOURS)
        asked = await ledger.asked_in(sixty)
        held = await ledger.rounds_of(sixty)
        left = await ledger.left_over(sixty)
        told = await ledger.told_in(sixty)
        spoken, updates = await ledger.spoken_in(sixty), await ledger.updates_in(sixty)
        summed_up = digests.read(sixty, company)
        no_digest = digests.wrong(summed_up, updates, sixty.clock.now().astimezone(company.pmo.zone))
        reminded = await ledger.reminded(sixty)
        unheard, untold = judged.unheard(sixty, life), judged.untold(sixty, life)
        unshown = await judged.unshown(sixty, life)
        aged = judged.aged(life, sixty.clock.now())
        week = ledger.unasked_a_week(told, [sixty.persona(one.email).id for one in life.here])
    people = {one.email: one for one in company.people}
    rounds = judged.rounds(company, held, first, last)
    middle, p95 = ledger.median_and_p95(week)
    waiting, out = life.waiting, life.leaving.out
    speaking = turns(Happened(company, asked, spoken, out, life.quiet), first, last)
    wrong: dict[str, Sequence[object]] = {
        "asked while away": [one for one in asked if company.is_away(people[one.email], one.own_day)],
        "on a holiday": ledger.asked_on_holidays(asked, company),
        "twice in a round": judged.twice(asked),
        "not asked though there": judged.unasked(company, asked, out, first, last),
        "asked though not among them": judged.strangers(company, asked),
        "asked though left out": asked_though_out(asked, out),
        "out of turn": speaking.wrong,
        "digests": no_digest,
        "rounds lost, doubled or not due": rounds.wrong,
        "disturbed": judged.disturbed(asked, life.quiet),
        "asked apart at one minute": judged.apart(asked),
        "reminded against their wish": sorted(email for email in reminded if people[email].unreminded),
        "waiting, and nobody told": untold,
        "steps not heard of": unheard,
        "past their time, and not shown so": unshown,
        "over the budget": ledger.over_budget(told),
        "refused": [*waiting.refused, *life.leaving.refused],
        "left over": left,
    }
    found = "; ".join(f"{name}: {len(one)}" for name, one in wrong.items())
    table = (
        f"{days} days, {len(life.here)} people ({len(life.gone)} left, {len(life.here) - len(people) + 4} came), "
        f"{sum(map(len, held.values()))} rounds ({rounds.paused} paused), {len(asked)} questions "
        f"({judged.together(asked)} messages for several), {life.answered} answered, {life.put_off} put off, "
        f"{len(company.leaves)} leaves, {len(life.quiet)} times not to be disturbed, "
        f"{len(waiting.raised)} things waited for, {len(waiting.steps)} steps, {len(aged)} left to age, "
        f"{len(out)} left out ({sum(one.back != date.max for one in out)} taken back), {speaking.taken} turns "
        f"({speaking.passed} with somebody away), {len(summed_up)} digests\n"
        f"{found}\n"
        f"direct messages a person and week: median {middle:.1f}, p95 {p95:.1f}"
    )
    kind = request.node.callspec.params["database_url"]
    request.node.user_properties.append((TABLE, f"a simulated company, {kind}\n{table}"))
    assert {name: one for name, one in wrong.items() if one} == {}
    assert (middle <= MOST_A_WEEK, p95 <= MOST_AT_P95) == (True, True)
    assert life.answered >= days
    assert min(len(out), speaking.taken, speaking.passed, len(summed_up)) > 0
